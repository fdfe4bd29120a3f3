"""Finds the public acts of office modules, and what lets a public name pass without a right.

The rules are applied to any module, so that `test_rights` can also show them a module that breaks each of them.
"""

import ast
import builtins
import inspect
from collections import ChainMap
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy.orm import Session

from tests.sources import PACKAGE
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import HasOperator, needed_right

Act = Callable[..., Any]


class _Unresolved:
    """Stands for a type that a module imports for mypy alone."""

    def __class_getitem__(cls, _parameters: object) -> type:
        return cls


class _Names(dict[str, Any]):
    """Names of a module for reading its annotations; an unknown one is `_Unresolved`, not an error."""

    def __missing__(self, name: str) -> Any:
        return {"Session": Session, "Desk": Desk}.get(name, _Unresolved)


def office_modules() -> list[ModuleType]:
    """Every module of the office."""
    paths = sorted((PACKAGE / "office").rglob("*.py"))
    names = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in paths]
    return [import_module(name) for name in names if not name.endswith("__init__")]


def short_name(module: ModuleType) -> str:
    """`intake.acts` for `turbo_admin.office.intake.acts`."""
    return module.__name__.removeprefix("turbo_admin.office.")


def hints(thing: Any) -> dict[str, Any]:
    """The types of a function's parameters, or of a class's fields."""
    # A class is read with its module's names, a function with its own; `get_type_hints` would stop at the first
    # name that is imported under TYPE_CHECKING.
    module = inspect.getmodule(thing)
    spaces = ChainMap(vars(module) if module else {}, vars(builtins))
    return get_type_hints(inspect.unwrap(thing), localns=_Names(spaces))


def is_desk(hint: Any) -> bool:
    """Whether a type is a desk, may be one, contains one, or is a class that has one in a field."""
    if isinstance(hint, TypeVar):
        return is_desk(hint.__bound__)
    if isinstance(hint, type) and get_origin(hint) is None:
        return issubclass(hint, Desk) or hint is HasOperator or holds_desk(hint)
    return any(is_desk(one) for one in get_args(hint))


def holds_desk(kind: type) -> bool:
    """Whether a class has a desk in one of its fields."""
    return is_dataclass(kind) and any(is_desk(hints(kind).get(field.name)) for field in fields(kind))


def public_functions(module: ModuleType) -> Iterator[tuple[str, Act]]:
    """The public functions that a module defines."""
    for name, member in vars(module).items():
        if not name.startswith("_") and inspect.isfunction(member) and member.__module__ == module.__name__:
            yield name, member


def public_classes(module: ModuleType) -> Iterator[tuple[str, type]]:
    """The public classes that a module defines."""
    for name, member in vars(module).items():
        if not name.startswith("_") and inspect.isclass(member) and member.__module__ == module.__name__:
            yield name, member


def public_methods(kind: type) -> Iterator[tuple[str, Act]]:
    """What a class offers to call or to read: methods of every sort, and properties."""
    for name in dir(kind):
        member = inspect.getattr_static(kind, name)
        if isinstance(member, property):
            member = member.fget
        elif isinstance(member, classmethod | staticmethod):
            member = member.__func__
        # `operator` is what the check itself reads.
        if not name.startswith("_") and name != "operator" and inspect.isfunction(member):
            yield name, member


def parameters(function: Act) -> list[tuple[str, Any]]:
    """The parameters of a function, in order, with their types."""
    types = hints(function)
    return [(name, types.get(name)) for name in inspect.signature(function).parameters]


def acts_of(module: ModuleType) -> dict[str, Act]:
    """Public functions whose first parameter is a desk or holds one, and what classes that hold one offer."""
    found = {
        f"{short_name(module)}.{name}": function
        for name, function in public_functions(module)
        if (known := parameters(function)) and is_desk(known[0][1])
    }
    for name, kind in public_classes(module):
        if kind is not Desk and holds_desk(kind):
            for method, function in public_methods(kind):
                found[f"{short_name(module)}.{name}.{method}"] = function
    return found


def without_right(module: ModuleType) -> list[str]:
    """The acts of a module that name no right."""
    return [name for name, act in acts_of(module).items() if needed_right(act) is None]


def hidden_desks(module: ModuleType) -> list[str]:
    """Where a desk comes in by a way that `needs` cannot check."""
    found = []
    for name, function in public_functions(module):
        known = parameters(function)
        later = [one for one, hint in known[1:] if is_desk(hint)]
        # A step inside an act's transaction takes the session first, and its act has been checked.
        if later and known[0][1] is not Session and needed_right(function) is None:
            found.append(f"{short_name(module)}.{name}: the desk is not the first parameter")
    for name, kind in public_classes(module):
        if not is_dataclass(kind) and any(map(is_desk, hints(kind.__init__).values())):
            found.append(
                f"{short_name(module)}.{name}: a class made with a desk keeps it in a dataclass's field"
            )
        for method, function in public_methods(kind):
            known = parameters(function)
            if any(is_desk(hint) for _, hint in known[1:]):
                found.append(f"{short_name(module)}.{name}.{method}: a method that is given a desk")
    return found


def callables_by_assignment(module: ModuleType) -> list[str]:
    """Public names that are given something to call: a lambda, a partial, another function, an instance.

    Types and aliases of types are left alone.
    """
    source = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
    targets = [
        target
        for node in source.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return [
        f"{short_name(module)}.{name}"
        for name in names
        if not name.startswith("_") and _is_act_by_assignment(getattr(module, name, None))
    ]


def _is_act_by_assignment(value: object) -> bool:
    return callable(value) and not isinstance(value, type) and get_origin(value) is None


def takes_session(function: Act) -> bool:
    """Whether a function is a step of a transaction: it wants a session of the office's database."""
    return any(hint is Session for _, hint in parameters(function))
