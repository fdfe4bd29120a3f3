"""The host's commands on the mail queue: list waiting or failed mails, send them again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import text

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.mail.queue import CHANNEL, SECRETIVE
from turbo_admin.portal.mail.queue_state import read_queue_state, try_now
from turbo_admin.portal.schools.overview import schools_of

MailFilter = Literal["waiting", "failed", "all"]
_STATES = {
    "waiting": ["queued", "sending", "retry"],
    "failed": ["failed"],
    "all": ["queued", "sending", "retry", "failed", "sent"],
}
_LIST = text(
    "SELECT school_id, mail_id, kind, state, attempts, split_part(to_address, '@', 2), created_at, next_at,"
    " last_error FROM mail WHERE school_id = :uai AND state = ANY(:states) ORDER BY created_at, mail_id"
)
_FIND = text(
    "SELECT kind, state, sealed IS NULL AS without_secret FROM mail WHERE school_id = :uai AND mail_id = :mail_id"
)
# Tries and expiry begin again: the mail failed for lack of a server, or of room in the mailbox.
_RESEND = text(
    "UPDATE mail SET state = 'queued', attempts = 0, next_at = :now, created_at = :now, last_error = '',"
    " expires_at = CASE WHEN expires_at > :now THEN expires_at END"
    " WHERE school_id = :uai AND mail_id = :mail_id AND state IN ('failed', 'retry')"
)


@dataclass(frozen=True, slots=True)
class QueuedMailLine:
    """A mail as the host sees it: without the address; its domain shows which provider refuses.

    Attributes:
        kind: its X-Turbo-Kind.
        next_try: UTC; meaningful only while it waits.
        reason: French, the last failure, or why it has to wait its turn; empty for neither.
    """

    uai: str
    mail_id: str
    kind: str
    state: str
    attempts: int
    domain: str
    created: datetime
    next_try: datetime
    reason: str


def mail_lines(database: PortalDatabase, which: MailFilter, uai: str = "") -> list[QueuedMailLine]:
    """Return the mails of the queue, the oldest first within each school.

    Args:
        database: as `turbo_owner`.
        uai: empty for all schools.

    Raises:
        Refused: `portal_school_unknown`.
    """
    lines = []
    for one in schools_of(database, uai):
        with database.school(one) as connection:
            lines += [
                QueuedMailLine(*row)
                for row in connection.execute(_LIST, {"uai": one, "states": _STATES[which]})
            ]
    return lines


def queue_trouble(database: PortalDatabase, *, now: datetime | None = None) -> str:
    """Return a French sentence on why mails do not leave; empty when the queue runs.

    Args:
        database: as `turbo_owner`.
    """
    with database.host() as connection:
        words = read_queue_state(connection).trouble_words(now or datetime.now(UTC))
    return f"File des courriels{NBSP}: {words}." if words else ""


def resend(database: PortalDatabase, mail_id: str, *, now: datetime | None = None) -> None:
    """Queue again a mail that failed or waits for a retry; end the wait of a stopped queue too.

    Args:
        database: as `turbo_owner`.

    Raises:
        Refused: `portal_mail_unknown`, `portal_mail_without_secret`.
    """
    now = now or datetime.now(UTC)
    for uai in schools_of(database):
        with database.school(uai) as connection:
            values = {"uai": uai, "mail_id": mail_id, "now": now}
            found = connection.execute(_FIND, values).one_or_none()
            if found is None:
                continue
            if found.without_secret and found.kind in SECRETIVE:
                raise Refused("portal_mail_without_secret")
            if not connection.execute(_RESEND, values).rowcount:
                break
            try_now(connection, now=now)
            connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})
            return
    raise Refused("portal_mail_unknown", mail=mail_id)


def resend_failed(database: PortalDatabase, uai: str = "", *, now: datetime | None = None) -> tuple[int, int]:
    """Queue again all mails that failed.

    Returns:
        How many were queued, and how many cannot be, because their password has been erased.
    """
    gone = kept = 0
    for line in mail_lines(database, "failed", uai):
        try:
            resend(database, line.mail_id, now=now)
            gone += 1
        except Refused:
            kept += 1
    return gone, kept
