"""What a host asks before calling for help: is each part of the portal well? Nothing is changed by asking."""

import os
import shutil
import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from turbo_admin.core.database_address import is_here
from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count
from turbo_admin.portal.base.database import PortalDatabase, found_version, link_of, parse_url
from turbo_admin.portal.base.health import ATTENTION, BROKEN, OK, HealthFinding
from turbo_admin.portal.base.roles import PORTAL, WORKER, latest_version
from turbo_admin.portal.mail.connection_security import SOON_DAYS, days_left
from turbo_admin.portal.mail.queue_state import QueueState, advice_on, read_queue_state
from turbo_admin.portal.mail.smtp_answers import MailDelayed, MailRejected
from turbo_admin.portal.mail.transport import SmtpTransport, Transport
from turbo_admin.portal.schools.overview import school_lines
from turbo_admin.portal.web.deployment import Deployment, read_deployment

_SKEW_S = 60
_ROOM = 500 * 1024 * 1024
_STUCK = timedelta(minutes=30)
_TIMEOUT_S = 10
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


@dataclass(frozen=True, slots=True)
class ExaminedPortal:
    """What is looked at.

    Attributes:
        database: as `turbo_owner`.
        transport: None when the host did not say how mails leave.
    """

    database: PortalDatabase
    data: Path
    transport: Transport | None


def examine(patient: ExaminedPortal) -> Iterator[HealthFinding]:
    """Look at each part in turn; one that is broken does not hide the others."""
    try:
        with patient.database.host() as connection:
            public_url = str(connection.scalar(text("SELECT public_url FROM meta")) or "")
    except TurboError as error:
        yield HealthFinding("base de données", BROKEN, str(error))
        public_url = ""
    else:
        yield from _database(patient.database)
    yield _disk(patient.data)
    yield _mail(patient.transport)
    yield _certificate(public_url)


def _database(database: PortalDatabase) -> Iterator[HealthFinding]:
    for look in (_migrations, _way, _walls, _clock, _queue, _offices):
        yield look(database)
    with database.host() as connection:
        front = read_deployment(connection) if found_version(connection) == latest_version() else None
        if front:
            yield from _sending(read_queue_state(connection))
    if front and front.public_url:
        yield _web_server(front)
        yield _hosting(front)


def _sending(queue: QueueState) -> Iterator[HealthFinding]:
    """Whether mails leave, as the mail worker met the server; the server itself is asked further down."""
    if words := queue.told(datetime.now(UTC)):
        yield HealthFinding("envoi des courriels", BROKEN if queue.stopped_at else ATTENTION, words)
    else:
        yield HealthFinding("envoi des courriels", OK, "rien ne l’arrête")


def _migrations(database: PortalDatabase) -> HealthFinding:
    with database.host() as connection:
        found, wanted = found_version(connection), latest_version()
        size = int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    if found != wanted:
        return HealthFinding(
            "base de données",
            BROKEN,
            f"tables à la version {found or '–'}, il faut {wanted}{NBSP}: lancez « turbo-admin portal migrate »",
        )
    return HealthFinding("base de données", OK, f"répond, tables à jour, {size // _MIB}{NBSP}Mo")


def _way(database: PortalDatabase) -> HealthFinding:
    """How what the portal and its database say to each other is protected, as the driver sees it."""
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


def _walls(database: PortalDatabase) -> HealthFinding:
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
        if one.paired and (one.last_sync is None or datetime.now(UTC) - one.last_sync > timedelta(days=4))
    ]
    words = f"{count(len(lines), 'établissement')}, {sum(one.paired for one in lines)} relié(s)"
    if silent:
        return HealthFinding(
            "bureaux",
            ATTENTION,
            f"{words}{NBSP}; sans synchronisation depuis 4 jours{NBSP}: {', '.join(silent)}",
        )
    return HealthFinding("bureaux", OK, words)


def _web_server(front: Deployment) -> HealthFinding:
    """Whether the portal hears from the web server in front who each visitor is; throttles count by that address."""
    part = "serveur web devant"
    if not front.public_url.startswith("https://"):
        return HealthFinding(part, OK, "aucun, le portail n’est servi qu’à cette machine")
    if front.proxies is None:
        return HealthFinding(part, ATTENTION, f"pas encore connu{NBSP}: relancez « portal serve »")
    if not front.proxies:
        return HealthFinding(
            part,
            ATTENTION,
            f"le portail prend tous les visiteurs pour un seul{NBSP}: les essais manqués de l’un arrêtent les autres."
            " Donnez à « portal serve » l’adresse du serveur web par --trusted-proxy (127.0.0.1 s’il est sur cette"
            " machine), et faites-lui écrire X-Forwarded-For",
        )
    if front.unnamed_at is None:
        return HealthFinding(
            part, OK, f"{', '.join(front.proxies)}, cru{NBSP}; rien à redire depuis le dernier démarrage"
        )
    when = f"le {front.unnamed_at.astimezone(UTC):%d/%m/%Y à %H:%M} UTC"
    if not front.unnamed_by:
        return HealthFinding(
            part,
            ATTENTION,
            f"{when}, une demande est venue d’un serveur web que --trusted-proxy ne nomme pas{NBSP}: tous ses visiteurs"
            f" sont pris pour un seul. Nommez-le, puis relancez « portal serve »{NBSP}; s’il n’y en a pas d’autre, quelqu’un"
            " atteint le portail sans passer par lui, fermez-en le port",
        )
    return HealthFinding(
        part,
        ATTENTION,
        f"{when}, {front.unnamed_by} a transmis une demande sans l’adresse du visiteur{NBSP}: tous sont pris pour un"
        f" seul, et les essais manqués de l’un arrêtent les autres. Faites-lui écrire X-Forwarded-For (nginx{NBSP}:"
        " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for), puis relancez « portal serve »",
    )


def _hosting(front: Deployment) -> HealthFinding:
    part = "hébergeur"
    if not front.hosted_by:
        return HealthFinding(
            part,
            ATTENTION,
            f"« Mentions légales » ne nomme pas l’hébergeur, comme la loi le demande{NBSP}: donnez à « portal serve »"
            " son nom, son adresse et son téléphone par --hosted-by",
        )
    return HealthFinding(part, OK, f"« Mentions légales » le nomme{NBSP}: {front.hosted_by}")


def _disk(data: Path) -> HealthFinding:
    there = next(step for step in (data, *data.parents) if step.exists())
    free = shutil.disk_usage(there).free
    if free < _ROOM:
        return HealthFinding(
            "disque",
            BROKEN,
            f"il ne reste que {free // _MIB}{NBSP}Mo dans {there}{NBSP}: libérez de la place",
        )
    return HealthFinding("disque", OK, f"{free // _MIB}{NBSP}Mo libres")


def _mail(transport: Transport | None) -> HealthFinding:
    part = "serveur de courriel"
    if transport is None:
        return HealthFinding(part, ATTENTION, f"non examiné{NBSP}: donnez --mail, comme à « portal serve »")
    try:
        if isinstance(transport, SmtpTransport):
            return transport.greet().found(part, "répond, et accepte le compte du portail")
    except MailDelayed as delay:
        return HealthFinding(part, BROKEN, f"{delay.reason}. {advice_on(delay.trouble)}".removesuffix(". "))
    except MailRejected as rejection:
        return HealthFinding(part, BROKEN, rejection.reason)
    finally:
        transport.close()
    return HealthFinding(part, OK, "les courriels sont écrits dans un dossier de cette machine")


def _certificate(public_url: str) -> HealthFinding:
    part, address = "certificat", urlsplit(public_url)
    if not public_url:
        return HealthFinding(part, ATTENTION, "le portail n’a encore jamais été servi")
    if address.scheme != "https" and not is_here(address.hostname or ""):
        return HealthFinding(
            part,
            BROKEN,
            f"{public_url} n’est pas en https{NBSP}: tout ce que les familles tapent passe en clair. Donnez à"
            " « portal serve » une adresse en https par --public-url",
        )
    if address.scheme != "https" or not address.hostname:
        return HealthFinding(
            part, ATTENTION, f"{public_url} n’est pas en https{NBSP}: cette machine seule peut s’en servir"
        )
    return _examine_certificate(address.hostname, address.port or 443)


def _examine_certificate(host: str, port: int, *, context: ssl.SSLContext | None = None) -> HealthFinding:
    part = "certificat"
    try:
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT_S) as wire,
            (context or ssl.create_default_context()).wrap_socket(wire, server_hostname=host) as secured,
        ):
            days, version = days_left(secured), secured.version()
    except ssl.SSLCertVerificationError as error:
        return HealthFinding(part, BROKEN, f"les navigateurs le refusent{NBSP}: {_why(error)}")
    except OSError:
        return HealthFinding(
            part,
            BROKEN,
            f"{host}:{port} ne répond pas en https{NBSP}: le serveur web placé devant tourne-t-il ?",
        )
    if _takes_old_tls(host, port):
        return HealthFinding(
            part,
            BROKEN,
            f"{host} accepte encore TLS 1.0 ou 1.1, que d’autres peuvent lire{NBSP}: n’y laissez que TLS 1.2 et 1.3",
        )
    if days < SOON_DAYS:
        return HealthFinding(part, ATTENTION, f"il expire dans {count(days, 'jour')}{NBSP}: renouvelez-le")
    return HealthFinding(
        part, OK, f"au nom de {host}, reconnu, valable encore {count(days, 'jour')} ({version})"
    )


def _takes_old_tls(host: str, port: int) -> bool:
    """Whether a visitor could be talked into a version that is broken; False when this machine cannot speak it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing is said after the greeting
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT_S) as wire,
            context.wrap_socket(wire, server_hostname=host),
        ):
            return True
    except (OSError, ValueError):
        return False


def _why(error: ssl.SSLCertVerificationError) -> str:
    words = {
        9: "il n’est pas encore valable",
        10: "il a expiré",
        18: "il n’est signé que par lui-même",
        20: "son autorité n’est pas reconnue, ou un certificat intermédiaire manque",
        21: "un certificat intermédiaire manque",
        62: "il est d’un autre nom",
        64: "il est d’un autre nom",
    }
    return words.get(error.verify_code, "il n’est pas signé par une autorité reconnue")
