"""Health checks of the database: version, connection, isolation of schools, clock, mail queue, offices."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from turbo_admin.core.french import NBSP, count
from turbo_admin.core.wording.sentences import say
from turbo_admin.portal.base.database import PortalDatabase, found_version, link_of, parse_url
from turbo_admin.portal.base.health import ATTENTION, BROKEN, OK, HealthFinding
from turbo_admin.portal.base.roles import PORTAL, WORKER, latest_version
from turbo_admin.portal.host.clock_watch import ClockRecord, read_clock_record
from turbo_admin.portal.host.deployment_checks import check_host_named, check_web_server
from turbo_admin.portal.mail.queue_state import QueueState, read_queue_state
from turbo_admin.portal.schools.overview import school_lines
from turbo_admin.portal.web.deployment import read_deployment

_SKEW_S = 60
_STUCK = timedelta(minutes=30)
_SILENT = timedelta(days=4)
_MIB = 1024 * 1024

_STRONG = text(
    "SELECT rolname FROM pg_roles WHERE rolname = ANY(:roles) AND (rolsuper OR rolbypassrls) ORDER BY rolname"
)
_UNGUARDED = text(
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
    " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY c.relname"
)
_WAITING = text(
    "SELECT count(*), min(created_at) FROM mail WHERE school_id = :uai AND state IN ('queued', 'sending', 'retry')"
)


def check_database(database: PortalDatabase) -> Iterator[HealthFinding]:
    """Run the checks, one after the other.

    Args:
        database: as `turbo_owner`.
    """
    for check in (_migrations, _connection, _isolation, _clock):
        yield check(database)
    with database.host() as connection:
        # The others read tables that another version may lack.
        if found_version(connection) != latest_version():
            return
        deployment = read_deployment(connection)
        sending = [*_sending(read_queue_state(connection))]
    yield from (_queue(database), _offices(database), *sending, _housekeeping(read_clock_record(database)))
    if deployment.public_url:
        yield check_web_server(deployment)
        yield check_host_named(deployment)


def _sending(queue: QueueState) -> Iterator[HealthFinding]:
    """Report the queue's state as the worker recorded it; `doctor` connects to the mail server."""
    if words := queue.trouble_words(datetime.now(UTC)):
        yield HealthFinding("envoi des courriels", BROKEN if queue.stopped_at else ATTENTION, words)
    else:
        yield HealthFinding("envoi des courriels", OK, "rien ne l’arrête")


def _housekeeping(clock: ClockRecord) -> HealthFinding:
    """Whether what has expired is erased; after each start it waits for a day, in case the clock is wrong."""
    if clock.is_steady(datetime.now(UTC)):
        return HealthFinding("ménage", OK, "ce qui est périmé est effacé chaque heure")
    since = f", depuis le {clock.since:%d/%m/%Y %H:%M} UTC" if clock.since else ""
    return HealthFinding(
        "ménage",
        OK,
        f"attend que le service des courriels ait tourné 24{NBSP}h sans saut de l’horloge{since}{NBSP}: d’ici là, ce qui"
        " est périmé n’ouvre plus rien, et reste",
    )


def _migrations(database: PortalDatabase) -> HealthFinding:
    with database.host() as connection:
        found, wanted = found_version(connection), latest_version()
        size = int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    if found is not None and found > wanted:
        return HealthFinding("base de données", BROKEN, say("portal_database_newer"))
    if found != wanted:
        return HealthFinding(
            "base de données",
            BROKEN,
            f"tables à la version {found or '–'}, il faut {wanted}{NBSP}: lancez « turbo-admin portal migrate »",
        )
    return HealthFinding("base de données", OK, f"répond, tables à jour, {size // _MIB}{NBSP}Mo")


def _connection(database: PortalDatabase) -> HealthFinding:
    """Whether the connection to the database is encrypted and verified, as the driver sees it."""
    part = "liaison de la base"
    if link_of(parse_url(database.url)).is_here(os.environ):
        return HealthFinding(part, OK, "la base est sur cette machine")
    with database.host() as connection:
        driver = connection.connection.driver_connection
        encrypted = driver is not None and bool(driver.pgconn.ssl_in_use)
    if not encrypted:
        return HealthFinding(
            part,
            ATTENTION,
            f"en clair, comme ?sslmode=disable le demande{NBSP}: mettez ?sslmode=verify-full, sauf si le réseau qui"
            " mène à la base est protégé autrement",
        )
    return HealthFinding(part, OK, "chiffrée, et la base a prouvé qui elle est")


def _isolation(database: PortalDatabase) -> HealthFinding:
    with database.host() as connection:
        strong = list(connection.scalars(_STRONG, {"roles": [PORTAL, WORKER]}))
        open_tables = list(connection.scalars(_UNGUARDED))
    if strong or open_tables:
        what = ", ".join([*strong, *open_tables])
        return HealthFinding(
            "cloisons entre écoles",
            BROKEN,
            f"une école pourrait en voir une autre ({what}){NBSP}: retirez SUPERUSER et BYPASSRLS à ces rôles,"
            " et relancez « portal migrate »",
        )
    return HealthFinding("cloisons entre écoles", OK, "chaque rôle ne voit qu’une école à la fois")


def _clock(database: PortalDatabase) -> HealthFinding:
    before = time.time()
    with database.host() as connection:
        there = connection.scalar(text("SELECT clock_timestamp()"))
    # Half the round trip is added to the time before it.
    here = (before + time.time()) / 2
    off = abs(there.timestamp() - here) if there else 0.0
    if off > _SKEW_S:
        return HealthFinding(
            "horloge",
            ATTENTION,
            f"celle de la base et celle de cette machine diffèrent de {count(round(off), 'seconde')}{NBSP}:"
            " réglez-les sur un serveur de temps",
        )
    return HealthFinding("horloge", OK, f"il est {datetime.now(UTC):%d/%m/%Y %H:%M} UTC ici et dans la base")


def _queue(database: PortalDatabase) -> HealthFinding:
    lines = school_lines(database)
    waiting, failed = sum(one.mails_waiting for one in lines), sum(one.mails_failed for one in lines)
    oldest = _oldest(database, [one.uai for one in lines if one.mails_waiting])
    words = f"{count(waiting, 'courriel')} en attente, {count(failed, 'échec')}"
    if oldest and datetime.now(UTC) - oldest > _STUCK:
        return HealthFinding(
            "file des courriels",
            ATTENTION,
            f"{words}, le plus ancien depuis plus d’une demi-heure{NBSP}: le service des courriels"
            " (« portal serve » ou « portal work ») tourne-t-il ? Voyez « portal mail list »",
        )
    state = ATTENTION if failed else OK
    return HealthFinding(
        "file des courriels", state, words + (f"{NBSP}: voyez « portal mail list »" if failed else "")
    )


def _oldest(database: PortalDatabase, schools: list[str]) -> datetime | None:
    found = []
    for uai in schools:
        with database.school(uai) as connection:
            found.append(connection.execute(_WAITING, {"uai": uai}).one()[1])
    return min((one for one in found if one), default=None)


def _offices(database: PortalDatabase) -> HealthFinding:
    lines = school_lines(database)
    silent = [
        one.uai
        for one in lines
        if one.paired and (one.last_sync is None or datetime.now(UTC) - one.last_sync > _SILENT)
    ]
    words = f"{count(len(lines), 'établissement')}, {sum(one.paired for one in lines)} relié(s)"
    if silent:
        return HealthFinding(
            "bureaux",
            ATTENTION,
            f"{words}{NBSP}; sans synchronisation depuis 4 jours{NBSP}: {', '.join(silent)}",
        )
    return HealthFinding("bureaux", OK, words)
