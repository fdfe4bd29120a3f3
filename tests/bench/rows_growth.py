"""Rows of the bench about growth: what a clerk opens after five years, against a base that is nearly empty."""

import atexit
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.growth import diner_id, make_base
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.journal.lines import ActionFilter, action_count, action_lines
from turbo_admin.office.overview.diner_file import read_diner_file
from turbo_admin.office.overview.retention import due


def diner_file_row() -> tuple[float, float]:
    """Return the seconds to read one diner in full, in both bases."""
    return _both(lambda desk: read_diner_file(desk, diner_id(7)))


def journal_row() -> tuple[float, float]:
    """Return the seconds to search the journal for a name and to count what is found."""
    wanted = ActionFilter(text="martin")
    return _both(lambda desk: (action_lines(desk, wanted), action_count(desk, wanted)))


def retention_row() -> tuple[float, float]:
    """Return the seconds to say in numbers what need not be kept any more."""
    return _both(due)


def accounts_row() -> tuple[float, float]:
    """Return the seconds to list all accounts."""
    return _both(account_lines)


def _both(act: Callable[[Desk], object]) -> tuple[float, float]:
    large, small = _desks()
    return _seconds(act, large), _seconds(act, small)


def _seconds(act: Callable[[Desk], object], desk: Desk) -> float:
    began = time.perf_counter()
    act(desk)
    return time.perf_counter() - began


@cache
def _desks() -> tuple[Desk, Desk]:
    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="turbo-growth-")))
    small = make_base(folder / "small.db", requests=60, accounts=30, lines=1_000)
    large = make_base(folder / "large.db", requests=30_000, accounts=15_000, lines=500_000)
    for desk in (small, large):
        stack.callback(desk.close)
        account_lines(desk)  # loads what both need
    return large, small
