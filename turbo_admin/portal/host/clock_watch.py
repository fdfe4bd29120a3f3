"""Whether the clock of the mail worker may be believed: irreversible housekeeping waits for a day without a jump of it.

The worker compares the clock with the time that has gone by, which no change of the clock touches, and writes down since
when the two agree; the host's commands and `doctor` read it there.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import text

from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase

STEADY_AFTER = timedelta(hours=24)
_JUMP = timedelta(days=1)

_RECORD = text("UPDATE meta SET clock_steady_since = :since, clock_seen_at = :seen")
_READ = text("SELECT clock_steady_since, clock_seen_at FROM meta")

_log = structlog.get_logger("surveillance")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ClockWatch:
    """Follows the clock of one process.

    A machine that has slept for more than a day counts as a jump.

    Attributes:
        since: UTC, when the watch began or began again after a jump.
        seen: UTC, the last look.
    """

    clock: Callable[[], datetime] = _utc_now
    elapsed_s: Callable[[], float] = time.monotonic
    since: datetime = field(init=False)
    seen: datetime = field(init=False)
    _since_s: float = field(init=False)
    _seen_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.since = self.seen = self.clock()
        self._since_s = self._seen_s = self.elapsed_s()

    def look(self) -> None:
        """Compare the clock with the time that has gone by since the last look."""
        now, now_s = self.clock(), self.elapsed_s()
        if abs(now - self.seen - timedelta(seconds=now_s - self._seen_s)) > _JUMP:
            _log.error("clock_jumped", before=self.seen.isoformat(), after=now.isoformat())
            self.since, self._since_s = now, now_s
        self.seen, self._seen_s = now, now_s

    @property
    def is_steady(self) -> bool:
        """Whether the process has run for a day without a jump."""
        return self._seen_s - self._since_s >= STEADY_AFTER.total_seconds()


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """What the mail worker has written of its clock; None before it ever has."""

    since: datetime | None
    seen: datetime | None

    def is_steady(self, now: datetime) -> bool:
        """Whether a clock that shows `now` may be believed."""
        if self.since is None or self.seen is None:
            return False
        return self.seen - self.since >= STEADY_AFTER and abs(now - self.seen) <= _JUMP


def record_clock(database: PortalDatabase, watch: ClockWatch) -> None:
    """Write down since when the clock goes evenly.

    Args:
        database: as `turbo_worker`.
    """
    with database.host() as connection:
        connection.execute(_RECORD, {"since": watch.since, "seen": watch.seen})


def read_clock_record(database: PortalDatabase) -> ClockRecord:
    """Return what the mail worker has written of its clock; in any role."""
    with database.host() as connection:
        return ClockRecord(*connection.execute(_READ).one())


def check_clock(database: PortalDatabase, now: datetime) -> None:
    """Make sure that this moment may be believed.

    Raises:
        Refused: `portal_clock_unsteady`.
    """
    if not read_clock_record(database).is_steady(now):
        raise Refused("portal_clock_unsteady")
