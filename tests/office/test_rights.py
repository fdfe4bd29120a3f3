"""Rights: every public act and read of the office names the one it needs, and is refused without it."""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from importlib import import_module
from textwrap import dedent
from types import ModuleType
from typing import Any, get_type_hints

import pytest

from tests.sources import PACKAGE
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import ALL_RIGHTS, Operator, Right, needed_right, needs

Act = Callable[..., Any]


def office_modules() -> list[ModuleType]:
    """Every module of the office but the desk's own, which the acts stand on."""
    paths = sorted((PACKAGE / "office").rglob("*.py"))
    names = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in paths]
    return [import_module(name) for name in names if not name.endswith("__init__")]


def _own(module: ModuleType, kind: Callable[[object], bool]) -> Iterator[tuple[str, Any]]:
    """The public members that the module defines itself."""
    for name, member in inspect.getmembers(module, kind):
        if not name.startswith("_") and member.__module__ == module.__name__:
            yield name, member


def _holds_desk(kind: type) -> bool:
    return is_dataclass(kind) and any(_hints(kind).get(field.name) is Desk for field in fields(kind))


def _hints(thing: Any) -> dict[str, Any]:
    try:
        return get_type_hints(thing)
    except NameError:  # a name that is imported for mypy alone: those are no desks
        return {
            name: Desk if hint in (Desk, "Desk") else hint
            for name, hint in getattr(thing, "__annotations__", {}).items()
        }


@cache
def acts() -> dict[str, Act]:
    """Public functions whose first parameter is a desk or holds one, and methods of what holds one, by name."""
    found: dict[str, Act] = {}
    for module in office_modules():
        short = module.__name__.removeprefix("turbo_admin.office.")
        for name, function in _own(module, inspect.isfunction):
            names, hints = list(inspect.signature(function).parameters), _hints(function)
            first = hints.get(names[0]) if names else None
            if first is Desk or (isinstance(first, type) and _holds_desk(first)):
                found[f"{short}.{name}"] = function
        for name, kind in _own(module, inspect.isclass):
            if kind is not Desk and _holds_desk(kind):
                for method, function in inspect.getmembers(kind, inspect.isfunction):
                    if not method.startswith("_"):
                        found[f"{short}.{name}.{method}"] = function
    return found


def test_every_public_act_names_its_right() -> None:
    assert len(acts()) > 80
    assert [name for name, act in acts().items() if needed_right(act) is None] == []


def test_a_desk_is_the_first_argument_or_comes_with_a_session() -> None:
    # A step inside an act's transaction takes the session first, and its act has been checked.
    found = []
    for module in office_modules():
        for name, function in _own(module, inspect.isfunction):
            names, hints = list(inspect.signature(function).parameters), _hints(function)
            desks = [number for number, one in enumerate(names) if hints.get(one) is Desk]
            if desks and desks != [0] and names[0] != "session":
                found.append(f"{module.__name__}.{name}")
        for name, kind in _own(module, inspect.isclass):
            if not is_dataclass(kind) and Desk in _hints(kind.__init__).values():
                found.append(
                    f"{module.__name__}.{name}: a class made with a desk keeps it in a dataclass's field"
                )
    assert found == []


class _Untouchable:
    """A desk of which nothing but its operator may be used."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator


def _without(right: Right) -> _Untouchable:
    return _Untouchable(
        Operator("claire", ALL_RIGHTS - {right} if right is not Right.CONSULT else frozenset())
    )


@pytest.mark.parametrize("name", acts())
def test_an_act_is_refused_without_its_right_before_anything_is_touched(name: str) -> None:
    act = acts()[name]
    right = needed_right(act)
    assert right is not None
    parameters = list(inspect.signature(act).parameters.values())[1:]
    positional = [None for one in parameters if one.kind is not one.KEYWORD_ONLY and one.default is one.empty]
    named = {
        one.name: None for one in parameters if one.kind is one.KEYWORD_ONLY and one.default is one.empty
    }
    with pytest.raises(Refused) as error:
        act(_without(right), *positional, **named)
    assert error.value.code == "not_allowed"
    assert right.value in str(error.value)


def _used(function: Act) -> Iterator[Act]:
    """Functions of the office that a function names: its own module's, imported ones, and those of imported modules."""
    function = inspect.unwrap(function)
    for node in ast.walk(ast.parse(dedent(inspect.getsource(function)))):
        used: object = None
        if isinstance(node, ast.Name):
            used = function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = function.__globals__.get(node.value.id)
            used = getattr(module, node.attr, None) if inspect.ismodule(module) else None
        if inspect.isfunction(used) and used.__module__.startswith("turbo_admin.office."):
            yield used


def _acts_within(function: Act, seen: set[Act]) -> Iterator[Act]:
    for used in _used(function):
        if used not in seen:
            seen.add(used)
            if needed_right(used) is not None:
                yield used
            else:
                yield from _acts_within(used, seen)


@pytest.mark.parametrize("name", acts())
def test_whoever_may_do_the_whole_may_do_its_parts(name: str) -> None:
    act = acts()[name]
    parts = {one.__name__: needed_right(one) for one in _acts_within(act, {act})}
    # Consulting is part of every right.
    allowed = {needed_right(act), Right.CONSULT}
    assert {part: right for part, right in parts.items() if right not in allowed} == {}


def test_any_right_lets_consult() -> None:
    assert Operator("claire", frozenset({Right.SHEETS})).may(Right.CONSULT)
    assert not Operator("claire", frozenset()).may(Right.CONSULT)
    assert not Operator("claire", frozenset({Right.CONSULT})).may(Right.SHEETS)


def test_the_one_operator_of_today_has_all_rights(bare_desk: Desk) -> None:
    assert bare_desk.operator == Operator("claire", frozenset(Right))
    assert replace(bare_desk.operator, rights=frozenset()).who == "claire"


@dataclass(frozen=True)
class _Work:
    operator: Operator

    @needs(Right.SYNC)
    def go_on(self) -> Iterator[int]:
        """A generator, as a method."""
        yield 1


@needs(Right.SHEETS)
def _numbers(_desk: _Work, last: int) -> Iterator[int]:
    """Yield numbers."""
    yield from range(last)


@needs(Right.SHEETS)
@contextmanager
def _opened(_desk: _Work) -> Iterator[str]:
    yield "open"


def test_a_generator_and_a_context_manager_are_refused_at_the_call() -> None:
    nobody, claire = _Work(Operator("x", frozenset())), _Work(Operator("claire"))
    for call in (lambda: _numbers(nobody, 3), lambda: _opened(nobody), nobody.go_on):
        with pytest.raises(Refused, match="droit"):
            call()
    assert list(_numbers(claire, last=3)) == [0, 1, 2]
    assert list(claire.go_on()) == [1]
    with _opened(claire) as state:
        assert state == "open"


def test_an_act_keeps_its_name_and_its_docstring() -> None:
    assert (_numbers.__name__, _numbers.__doc__) == ("_numbers", "Yield numbers.")
    assert list(inspect.signature(_numbers).parameters) == ["_desk", "last"]
