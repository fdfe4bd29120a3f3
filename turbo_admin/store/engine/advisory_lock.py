"""An advisory lock of PostgreSQL, on a connection of its own: it ends with that connection."""

from typing import Any

import psycopg

from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.driver_errors import in_french
from turbo_admin.store.engine.psycopg_connection import connect

# « TURB », and the only lock of its kind in the database.
_KEY = (0x54555242, 1)
# A PC that lost its power is noticed within two minutes.
_KEEPALIVES = {"keepalives_idle": 60, "keepalives_interval": 15, "keepalives_count": 4}


class HeldAdvisoryLock:
    """A lock that is held.

    Args:
        connection: in autocommit, so that nothing keeps a transaction open meanwhile.
    """

    def __init__(self, connection: psycopg.Connection[Any], backend: int) -> None:
        self._connection = connection
        self._backend = backend

    def check(self) -> None:
        """Make sure that it is the same connection of the same server process.

        Raises:
            Refused: `run_lock_lost`.
        """
        try:
            row = self._connection.execute("SELECT pg_backend_pid()").fetchone()
        except psycopg.Error as error:
            raise Refused("run_lock_lost") from error
        if row is None or row[0] != self._backend:
            # A pooler in between gives the lock's connection to others.
            raise Refused("run_lock_lost")

    def release(self) -> None:
        """Release it with its connection."""
        self._connection.close()


def take_advisory_lock(address: str) -> HeldAdvisoryLock | None:
    """Take the lock of a database.

    Returns:
        None when another holds it.

    Raises:
        Unreachable: `database_unreachable`.
    """
    try:
        connection = connect(address, **_KEEPALIVES)
        connection.autocommit = True
        row = connection.execute("SELECT pg_try_advisory_lock(%s, %s), pg_backend_pid()", _KEY).fetchone()
    except psycopg.Error as error:
        raise in_french(str(error), out_of_reach=True) or error from error
    if row is None or not row[0]:
        connection.close()
        return None
    return HeldAdvisoryLock(connection, int(row[1]))
