"""The host's view of a portal: schools, figures, waiting mails. Counts and ids only, no family's data."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase

_SCHOOLS = text("SELECT school_id FROM school ORDER BY school_id")
_LINE = text(
    "SELECT s.school_id, s.name, s.office_epoch IS NOT NULL AS paired, s.last_sync_at, s.created_at,"
    " (SELECT count(*) FROM workstation_key k WHERE k.school_id = :uai AND k.revoked_at IS NULL) AS workstations,"
    " (SELECT count(*) FROM diner d WHERE d.school_id = :uai AND NOT d.left) AS diners,"
    " (SELECT count(*) FROM account a WHERE a.school_id = :uai AND a.state <> 'closed') AS accounts,"
    " (SELECT count(*) FROM account_request r WHERE r.school_id = :uai AND r.state = 'received') AS requests,"
    " (SELECT count(*) FROM mail m WHERE m.school_id = :uai AND m.state IN ('queued', 'sending', 'retry'))"
    " AS mails_waiting,"
    " (SELECT count(*) FROM mail m WHERE m.school_id = :uai AND m.state = 'failed') AS mails_failed"
    " FROM school s WHERE s.school_id = :uai"
)
_STATS = text(
    "SELECT :uai AS uai,"
    " (SELECT count(*) FROM account_request r WHERE r.school_id = :uai AND r.received_at >= :since) AS requests,"
    " (SELECT count(*) FROM account_request r WHERE r.school_id = :uai AND r.received_at >= :since"
    " AND r.state = 'issued') AS issued,"
    " (SELECT count(*) FROM account_request r WHERE r.school_id = :uai AND r.received_at >= :since"
    " AND r.state = 'refused') AS refused,"
    " (SELECT count(*) FROM account a WHERE a.school_id = :uai AND a.created_at >= :since) AS accounts_made,"
    " (SELECT count(*) FROM account a WHERE a.school_id = :uai AND a.last_sign_in_at >= :since) AS accounts_used,"
    " (SELECT count(*) FROM mail m WHERE m.school_id = :uai AND m.sent_at >= :since) AS mails_sent,"
    " (SELECT count(*) FROM mail m WHERE m.school_id = :uai AND m.created_at >= :since AND m.state = 'failed')"
    " AS mails_failed,"
    " (SELECT count(*) FROM event e WHERE e.school_id = :uai AND e.at >= :since) AS events"
)


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school as the host sees it.

    Attributes:
        paired: whether an office has ever been paired with it.
        last_sync: UTC, the end of the last synchronisation that finished; None before the first.
        workstations: keys in service.
        diners: those who have not left.
        accounts: not closed.
        requests: that wait for the office.
    """

    uai: str
    name: str
    paired: bool
    last_sync: datetime | None
    created: datetime
    workstations: int
    diners: int
    accounts: int
    requests: int
    mails_waiting: int
    mails_failed: int


@dataclass(frozen=True, slots=True)
class SchoolStats:
    """Figures of a school over a number of days.

    Attributes:
        issued, refused: of those requests, how they were answered.
        accounts_used: whose family signed in.
    """

    uai: str
    requests: int
    issued: int
    refused: int
    accounts_made: int
    accounts_used: int
    mails_sent: int
    mails_failed: int
    events: int


def schools_of(database: PortalDatabase, uai: str = "") -> list[str]:
    """Return the UAI of all schools, or of the one named.

    Args:
        database: as `turbo_owner` or `turbo_worker`.

    Raises:
        Refused: `portal_school_unknown`.
    """
    with database.host() as connection:
        found = [str(one) for one in connection.scalars(_SCHOOLS)]
    if uai and uai not in found:
        raise Refused("portal_school_unknown", uai=uai)
    return [uai] if uai else found


def school_lines(database: PortalDatabase) -> list[SchoolLine]:
    """Return the schools, by UAI.

    Args:
        database: as `turbo_owner`.
    """
    lines = []
    # A transaction each: under row-level security no statement counts over schools.
    for uai in schools_of(database):
        with database.school(uai) as connection:
            lines.append(SchoolLine(*connection.execute(_LINE, {"uai": uai}).one()))
    return lines


def school_stats(database: PortalDatabase, days: int, *, now: datetime | None = None) -> list[SchoolStats]:
    """Return what happened in each school during the last days.

    Args:
        database: as `turbo_owner`.
        days: 1 or more.
    """
    since = (now or datetime.now(UTC)) - timedelta(days=days)
    stats = []
    for uai in schools_of(database):
        with database.school(uai) as connection:
            stats.append(SchoolStats(*connection.execute(_STATS, {"uai": uai, "since": since}).one()))
    return stats
