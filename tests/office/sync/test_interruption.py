"""« Annuler » while the portal hangs, and the lock of the run, which dies with its holder."""

import subprocess
import sys
import threading

import pytest

from tests.office.portal_in_memory import PortalInMemory
from turbo_admin.core.errors import Cancelled, Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store.engine.run_lock import is_run_lock_held, take_run_lock

pytestmark = pytest.mark.both_engines

_HOLDS = """
import sys
from turbo_admin.store.engine.run_lock import take_run_lock
lock = take_run_lock(sys.argv[1])
print("held" if lock else "taken", flush=True)
sys.stdin.read()
"""


def test_a_portal_that_hangs_does_not_hold_up_whoever_cancels(desk: Desk, portal: PortalInMemory) -> None:
    asked, let_go = threading.Event(), threading.Event()

    def hang(_call: str) -> None:
        asked.set()
        let_go.wait()

    def report(_step: str, _done: int, _total: int) -> None:
        if asked.is_set():
            raise Cancelled

    portal.before = hang
    try:
        with pytest.raises(Cancelled):
            synchronise(desk, report=report)
    finally:
        let_go.set()
    portal.before = lambda _call: None
    assert synchronise(desk).ok


def test_the_lock_of_a_killed_run_is_free_at_once(desk: Desk) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, desk.database_address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_run_lock_held(desk.database_address)
        with pytest.raises(Refused) as refusal:
            synchronise(desk)
        assert refusal.value.code == "sync_running"
    finally:
        holder.kill()
        holder.communicate()
    assert synchronise(desk).ok


def test_only_one_holds_the_lock_and_whoever_released_it_may_take_it_again(desk: Desk) -> None:
    address = desk.database_address
    lock = take_run_lock(address)
    assert lock is not None
    lock.check()
    assert take_run_lock(address) is None
    lock.release()
    lock.release()
    assert not is_run_lock_held(address)
