"""Checks of one kind on many cases: one test that names every case that fails."""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def all_cases(
    names: str | tuple[str, ...], cases: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Call a test once a case, within one test; stands where `pytest.mark.parametrize` would, with its arguments.

    For checks that leave nothing behind: fixtures are made once for all cases.

    Args:
        names: of the test's arguments that a case gives: one, or some, then a case is a tuple.
        cases: at least one.
    """
    wanted = (names,) if isinstance(names, str) else names

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(check)
        def checked(**fixtures: Any) -> None:
            values = [(case,) if isinstance(names, str) else case for case in cases]
            assert values, "no case"
            failures = [
                failure
                for value in values
                if (failure := _failure(check, fixtures | dict(zip(wanted, value, strict=True))))
            ]
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(values)} cases", failures)

        signature = inspect.signature(check)
        kept = [one for one in signature.parameters.values() if one.name not in wanted]
        checked.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return checked

    return decorate


def _failure(check: Callable[..., None], arguments: dict[str, Any]) -> Exception | None:
    try:
        check(**arguments)
    except Exception as error:
        error.add_note(f"case: {arguments!r}")
        return error
    return None
