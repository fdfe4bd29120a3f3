"""Rules about the tests themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.all_cases import all_cases
from tests.sources import location, test_modules

_CLOCKS = {
    *("perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns"),
    *("process_time", "process_time_ns", "thread_time", "thread_time_ns"),
}


def timed_asserts(module: ast.Module) -> Iterator[ast.Assert]:
    """Every assertion on a measured time.

    What is computed from a clock is followed through names, lists that it is appended to and functions that return it.
    A limit for giving up in a loop that polls (`assert monotonic() < until`) is none.
    """
    measured: set[str] = set()
    while grown := _measured(module, measured) - measured:
        measured |= grown
    polling = {
        id(node) for loop in ast.walk(module) if isinstance(loop, ast.While) for node in ast.walk(loop)
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Assert) or (id(node) in polling and _gives_up(node.test)):
            continue
        if _is_measured(node.test, measured):
            yield node


def _measured(module: ast.Module, known: set[str]) -> set[str]:
    """Names that hold, or functions that return, what was computed from a clock."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            pairs = [pair for target in targets for pair in _pairs(target, node.value)]
            found |= {name for name, value in pairs if value is not None and _is_measured(value, known)}
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append"
        ):
            if any(_is_measured(value, known) for value in node.args):
                found |= _names(node.func.value)
        elif isinstance(node, ast.FunctionDef):
            returned = (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)
            found |= {node.name for value in returned if _is_measured(value, known)}
        elif isinstance(node, ast.For | ast.comprehension) and _is_measured(node.iter, known):
            found |= _names(node.target)
    return found


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    """Each name of an assignment with what it is given."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, given)
    else:
        yield from ((name, value) for name in _names(target))


def _names(node: ast.expr) -> set[str]:
    """What is assigned to or appended to: `took`, the `took` of `took[key]`, the elements of a tuple."""
    if isinstance(node, ast.Subscript | ast.Starred):
        return _names(node.value)
    if isinstance(node, ast.Tuple | ast.List):
        return {name for one in node.elts for name in _names(one)}
    return {node.id} if isinstance(node, ast.Name) else set()


def _is_measured(value: ast.expr, known: set[str]) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in known) or _reads_clock(node) for node in ast.walk(value)
    )


def _reads_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        return node.func.attr in _CLOCKS or (owner, node.func.attr) in {("time", "time"), ("time", "time_ns")}
    return isinstance(node.func, ast.Name) and node.func.id in _CLOCKS


def _gives_up(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and _reads_clock(test.left) and isinstance(test.ops[0], ast.Lt)


def _faults(path: Path) -> list[str]:
    return [location(path, node) for node in timed_asserts(ast.parse(path.read_text(encoding="utf-8")))]


def test_no_test_asserts_how_long_something_took() -> None:
    found = [fault for path in test_modules() for fault in _faults(path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "began = time.perf_counter()\nact()\nassert time.perf_counter() - began < 5",
        "began = monotonic()\nact()\ntaken = monotonic() - began\nassert taken < 5",
        "began, late = perf_counter(), []\nlate.append(perf_counter() - began)\nassert max(late) < 5",
        "took[kind].append(perf_counter() - began)\nquick = [min(one) for one in took.values()]\nassert max(quick) < 5",
        "def taken():\n    began = time.time()\n    return time.time() - began\nassert taken() < 5",
    ],
)
def test_an_assertion_on_a_time_is_seen(source: str) -> None:
    assert list(timed_asserts(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "until = monotonic() + 20\nwhile not done():\n    assert monotonic() < until",
        "client.ask(monotonic() + 1)\nassert client.answered",
    ],
)
def test_a_limit_for_giving_up_is_allowed(source: str) -> None:
    assert not list(timed_asserts(ast.parse(source)))


def test_a_check_of_all_cases_names_each_that_fails() -> None:
    @all_cases(("number", "limit"), [(1, 2), (3, 2), (4, 2)])
    def check(number: int, limit: int) -> None:
        assert number < limit

    with pytest.raises(ExceptionGroup) as group:
        check()
    notes = [note for failure in group.value.exceptions for note in failure.__notes__]
    assert notes == ["case: {'number': 3, 'limit': 2}", "case: {'number': 4, 'limit': 2}"]


def test_a_check_of_all_cases_refuses_to_check_none() -> None:
    @all_cases("case", [])
    def check(case: str) -> None: ...

    with pytest.raises(AssertionError):
        check()
