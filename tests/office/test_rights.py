"""Rights: every public act and read of the office names the one it needs, and is refused without it."""

import ast
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import dedent

import pytest

from tests.office.public_acts import (
    Act,
    acts_of,
    callables_by_assignment,
    hidden_desks,
    office_modules,
    takes_session,
    without_right,
)
from tests.sources import PACKAGE, modules, tree
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import ALL_RIGHTS, Operator, Right, needed_right, needs


@cache
def acts() -> dict[str, Act]:
    """Every public act and read of the office, by name."""
    return {name: act for module in office_modules() for name, act in acts_of(module).items()}


def test_every_public_act_names_its_right() -> None:
    assert len(acts()) > 80
    assert [name for module in office_modules() for name in without_right(module)] == []


def test_a_desk_is_the_first_argument_or_comes_with_a_session() -> None:
    assert [name for module in office_modules() for name in hidden_desks(module)] == []


def test_acts_are_functions_and_not_values_of_a_module() -> None:
    assert [name for module in office_modules() for name in callables_by_assignment(module)] == []


# One way past the rights each. A module that has only this must be found.
_WAYS_PAST = {
    "no right": "def act(desk: Desk) -> int: return 1",
    "a desk or none": "def act(desk: Desk | None) -> int: return 1",
    "a desk of a subclass": "class _Own(Desk): ...\ndef act(desk: _Own) -> int: return 1",
    "several desks": "def act(desks: list[Desk]) -> int: return 1",
    "whatever has an operator": "def act(desk: D) -> int: return 1",
    "a desk under a name for mypy alone": "def act(desk: 'Desk', other: 'Unknown[int]') -> int: return 1",
    "a lambda": "act = lambda desk: desk.now()",
    "a partial": "act = partial(print, 'x')",
    "another name for a private function": "def _act(desk: Desk) -> int: return 1\nact = _act",
    "something called session": "def act(session: str, desk: Desk) -> int: return 1",
    "a method": "@dataclass\nclass Holder:\n    desk: Desk\n    def act(self) -> int: return 1",
    "a property": "@dataclass\nclass Holder:\n    desk: Desk\n    @property\n    def act(self) -> int: return 1",
    "a property of a desk or none": "@dataclass\nclass Holder:\n    desk: Desk | None\n    @property\n    def act(self) -> int: return 1",
    "a static method": "@dataclass\nclass Holder:\n    desk: Desk\n    @staticmethod\n    def act(desk: Desk) -> int: return 1",
    "a class method": "@dataclass\nclass Holder:\n    desk: Desk\n    @classmethod\n    def act(cls) -> int: return 1",
    "an inherited method": "class _Base:\n    def act(self) -> int: return 1\n@dataclass\nclass Holder(_Base):\n    desk: Desk",
    "a method given a desk": "class Other:\n    def act(self, desk: Desk) -> int: return 1",
    "a class made with a desk": "class Other:\n    def __init__(self, desk: Desk) -> None: self.kept = desk",
}

_IMPORTS = """
from dataclasses import dataclass
from functools import partial
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import D
"""


@pytest.mark.parametrize("way", _WAYS_PAST)
def test_each_way_past_the_rights_is_found(way: str, tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text(_IMPORTS + _WAYS_PAST[way], encoding="utf-8")
    spec = spec_from_file_location("turbo_admin.office.planted", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert without_right(module) + hidden_desks(module) + callables_by_assignment(module)


def _imported_from_office(path: Path) -> Iterator[tuple[str, object]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("turbo_admin.office"):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", getattr(import_module(node.module or ""), alias.name)
                # `from turbo_admin.office.intake import acts` gives all of a module.
                for name in _attributes_of(path, alias.asname or alias.name):
                    module = getattr(import_module(node.module or ""), alias.name)
                    yield f"{module.__name__}.{name}", getattr(module, name, None)


def _attributes_of(path: Path, name: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }


def test_no_step_of_a_transaction_is_called_from_above_the_office() -> None:
    # Steps are not checked themselves, so only acts may use them.
    above = [path for path in modules() if path.relative_to(PACKAGE).parts[0] != "office"]
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in above
        for name, member in _imported_from_office(path)
        if inspect.isfunction(member) and needed_right(member) is None and takes_session(member)
    ]
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


def _granted(test: ast.expr) -> frozenset[str]:
    """The right that `if desk.operator.may(Right.X):` makes sure of."""
    if (
        isinstance(test, ast.Call)
        and isinstance(test.func, ast.Attribute)
        and test.func.attr == "may"
        and isinstance(test.args[0], ast.Attribute)
    ):
        return frozenset({test.args[0].attr})
    return frozenset()


def _nodes(node: ast.AST, granted: frozenset[str] = frozenset()) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """All nodes below one, each with the rights that were asked for on the way to it."""
    yield node, granted
    for name, value in ast.iter_fields(node):
        more = _granted(node.test) if isinstance(node, ast.If) and name == "body" else frozenset()
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child, granted | more)


def _body(function: Act) -> ast.AST:
    return ast.parse(dedent(inspect.getsource(inspect.unwrap(function))))


def _used(function: Act) -> Iterator[tuple[Act, frozenset[Right]]]:
    """Functions of the office that a function names, its own module's and imported ones, with the rights asked for."""
    names = inspect.unwrap(function).__globals__
    for node, granted in _nodes(_body(function)):
        used: object = None
        if isinstance(node, ast.Name):
            used = names.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = names.get(node.value.id)
            used = getattr(module, node.attr, None) if inspect.ismodule(module) else None
        if inspect.isfunction(used) and used.__module__.startswith("turbo_admin.office."):
            yield used, frozenset(Right[name] for name in granted)


def _within(
    function: Act, granted: frozenset[Right], seen: set[Act]
) -> Iterator[tuple[Act, frozenset[Right]]]:
    """The acts that a function uses, and its helpers, each with the rights asked for on the way."""
    for used, asked in _used(function):
        if used not in seen:
            seen.add(used)
            yield used, granted | asked
            if needed_right(used) is None:
                yield from _within(used, granted | asked, seen)


@pytest.mark.parametrize("name", acts())
def test_whoever_may_do_the_whole_may_do_its_parts(name: str) -> None:
    act = acts()[name]
    # Consulting is part of every right.
    allowed = {needed_right(act), Right.CONSULT, None}
    parts = _within(act, frozenset(), {act})
    assert [part.__name__ for part, asked in parts if needed_right(part) not in allowed | asked] == []


def _writes(function: Act) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "write"
        and ast.unparse(node.value).endswith("database")
        for node in ast.walk(_body(function))
    )


# Called after acts of any right, and by no other act that only consults unless the operator may more.
_FOLLOWS_ANY_ACT = "matching.outdated.match_outdated"


@pytest.mark.parametrize(
    "name",
    [name for name, act in acts().items() if needed_right(act) is Right.CONSULT and name != _FOLLOWS_ANY_ACT],
)
def test_an_act_that_only_consults_writes_nothing_to_the_database(name: str) -> None:
    act = acts()[name]
    steps = [act, *(part for part, asked in _within(act, frozenset(), {act}) if not asked)]
    assert [step.__name__ for step in steps if _writes(step)] == []


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
