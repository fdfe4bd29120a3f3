"""The lock of the running synchronisation. It dies with its holder: no clock ends it, and nothing has to be cleared.

On SQLite it is a lock of the operating system on a file beside the database, on PostgreSQL an advisory lock of a
connection of its own. A row of the table `lease` says who holds it, for the screen, and lets a transaction notice that
its run was overtaken.
"""

from typing import Protocol

from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.connection_settings import is_shared

# Name of the row in the table of leases.
LEASE = "sync"
_SUFFIX = ".verrou"
# Whoever only looks whether it is held has it for an instant.
_PATIENCE_SECONDS = 0.5


class RunLock(Protocol):
    """Held from `take_run_lock` until it is released, or its process or connection ends."""

    def check(self) -> None:
        """Make sure that it is still held.

        Raises:
            Refused: `run_lock_lost`.
        """

    def release(self) -> None:
        """Release it; once released, nothing."""


def take_run_lock(address: str) -> RunLock | None:
    """Take the lock of a database, without waiting for whoever holds it.

    Args:
        address: a SQLite path, or a `postgresql://` address.

    Returns:
        None when somebody else holds it.

    Raises:
        Refused: `run_lock_impossible`: the folder takes no locks.
        Unreachable: `database_unreachable`, of a server.
    """
    if is_shared(address):
        # Late: most offices have a file, and do without loading psycopg.
        from turbo_admin.store.engine.advisory_lock import take_advisory_lock

        return take_advisory_lock(address)
    return _take_file(address)


def is_run_lock_held(address: str) -> bool:
    """Whether somebody holds the lock of a database at this moment.

    Raises:
        Refused, Unreachable: as `take_run_lock`.
    """
    lock = take_run_lock(address)
    if lock is None:
        return True
    lock.release()
    return False


def _take_file(address: str) -> RunLock | None:
    # Late: it loads asyncio, and is wanted only when a run begins.
    from turbo_admin.store.engine.file_lock import take_file_lock

    try:
        return take_file_lock(address + _SUFFIX, _PATIENCE_SECONDS)
    except OSError as error:
        raise Refused("run_lock_impossible", path=address + _SUFFIX) from error
