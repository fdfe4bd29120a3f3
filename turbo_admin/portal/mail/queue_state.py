"""State of the whole queue: it stops on trouble of our own account or server, and retries by itself.

It is stored in one row of `meta`: it survives a worker, is shared by several, and the host can read it.

    running ── a mail meets our own trouble ──► stopped for 30 s, then twice as long each time, an hour at most
       ▲                                            │ time is up: one mail is tried
       └──────────── the server takes it ───────────┘ (it meets trouble again: stopped for longer)
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection, text

from turbo_admin.core.french import NBSP
from turbo_admin.portal.mail.failure_reasons import REASONS

# A queue that seems stopped for longer was stopped by a clock that was ahead, and runs.
_FIRST_WAIT, LONGEST_STOP = timedelta(seconds=30), timedelta(hours=1)
_SHOWN_FOR = timedelta(days=7)

_log = structlog.get_logger("courriels")

_READ = text(
    "SELECT mail_stopped_at, mail_stopped_until, mail_stops, mail_trouble, mail_trouble_says, mail_trouble_at FROM meta"
)
_LOCK = text("SELECT mail_stopped_at, mail_stops FROM meta FOR UPDATE")
_STOP = text(
    "UPDATE meta SET mail_stopped_at = coalesce(mail_stopped_at, :now), mail_stopped_until = :until,"
    " mail_stops = :stops, mail_trouble = :trouble, mail_trouble_says = :says, mail_trouble_at = :now"
)
_RESUME = text(
    "UPDATE meta SET mail_stopped_at = NULL, mail_stopped_until = NULL, mail_stops = 0 WHERE mail_stopped_at IS NOT NULL"
)
_TRY_NOW = text("UPDATE meta SET mail_stopped_until = :now WHERE mail_stopped_until > :now")
_NOTE = text("UPDATE meta SET mail_trouble = :trouble, mail_trouble_says = :says, mail_trouble_at = :now")


@dataclass(frozen=True, slots=True)
class QueueState:
    """Whether the queue runs, and the last trouble.

    Attributes:
        stopped_at: UTC, when the queue stopped; None while it runs.
        until: UTC, when it is tried again; None while it runs.
        stops: tries since, 0 while it runs.
        trouble: code of the last trouble on our side; empty for none ever.
        says: French, without any address.
        trouble_at: UTC, when it was last met.
    """

    stopped_at: datetime | None
    until: datetime | None
    stops: int
    trouble: str
    says: str
    trouble_at: datetime | None

    def trouble_words(self, now: datetime) -> str:
        """Return a French sentence on the trouble; empty without any.

        Trouble that did not stop the queue is reported for a week: nothing tells when it ends.
        """
        if self.stopped_at is not None and self.until is not None:
            words = f"arrêtée depuis le {_moment(self.stopped_at)}{NBSP}: {self.says}. Prochain essai le {_moment(self.until)}"
        elif self.trouble_at is not None and now - self.trouble_at < _SHOWN_FOR:
            words = f"dernier ennui le {_moment(self.trouble_at)}{NBSP}: {self.says}"
        else:
            return ""
        return f"{words}. {advice_on(self.trouble)}".removesuffix(". ")


def advice_on(trouble: str) -> str:
    """Return a French clause with advice on a trouble; empty for none."""
    known = REASONS.get(trouble)
    return f"À faire{NBSP}: {known.advice}" if known and known.advice else ""


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d/%m/%Y à %H:%M} UTC"


def read_queue_state(connection: Connection) -> QueueState:
    """Return the stored state; any role may read it."""
    return QueueState(*connection.execute(_READ).one())


def is_running(connection: Connection) -> bool:
    """Whether the queue runs; the row stays locked until the end of the transaction."""
    return bool(connection.execute(_LOCK).one().mail_stopped_at is None)


def stop_queue(connection: Connection, trouble: str, says: str, *, now: datetime) -> datetime:
    """Stop the queue, or keep it stopped for twice as long.

    Args:
        connection: as `turbo_worker`.
        trouble: a code of `failure_reasons.REASONS`.
        says: French, without any address.

    Returns:
        When it is tried again, UTC.
    """
    stops = int(connection.execute(_LOCK).one().mail_stops) + 1
    until = now + min(_FIRST_WAIT * (1 << min(stops - 1, 20)), LONGEST_STOP)
    values = {"now": now, "until": until, "stops": stops, "trouble": trouble, "says": says}
    connection.execute(_STOP, values)
    _log.error("queue_stopped", trouble=trouble, tries=stops, again_at=until.isoformat())
    return until


def resume_queue(connection: Connection) -> None:
    """Restart the queue: the server has accepted a mail."""
    if connection.execute(_RESUME).rowcount:
        _log.info("queue_resumed")


def try_now(connection: Connection, *, now: datetime) -> None:
    """End the wait of a stopped queue, after the host has acted."""
    connection.execute(_TRY_NOW, {"now": now})


def note_trouble(connection: Connection, trouble: str, says: str, *, now: datetime) -> None:
    """Store, for the host, trouble that did not stop the queue."""
    connection.execute(_NOTE, {"now": now, "trouble": trouble, "says": says})
    _log.warning("mail_trouble", trouble=trouble)
