"""`portal doctor`: a health check of each part of the portal; read-only."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.portal.base.database import PortalDatabase, found_version
from turbo_admin.portal.base.health import ATTENTION, BROKEN, OK, HealthFinding
from turbo_admin.portal.host.certificate_check import check_certificate
from turbo_admin.portal.host.database_checks import check_database
from turbo_admin.portal.mail.queue_state import advice_on
from turbo_admin.portal.mail.smtp import SmtpTransport
from turbo_admin.portal.mail.smtp_answers import MailDelayed, MailRejected
from turbo_admin.portal.mail.transport import Transport

_PUBLIC_URL = text("SELECT public_url FROM meta")
_ROOM = 500 * 1024 * 1024
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ExaminedPortal:
    """The portal to check.

    Attributes:
        database: as `turbo_owner`.
        transport: None when the host did not say how mails leave.
    """

    database: PortalDatabase
    data: Path
    transport: Transport | None


def examine(portal: ExaminedPortal) -> Iterator[HealthFinding]:
    """Run every check; one that fails does not hide the others."""
    try:
        with portal.database.host() as connection:
            migrated = found_version(connection) is not None
            public_url = str(connection.scalar(_PUBLIC_URL) or "") if migrated else ""
    except TurboError as error:
        yield HealthFinding("base de données", BROKEN, str(error))
        public_url = ""
    else:
        yield from check_database(portal.database)
    yield _disk(portal.data)
    yield _mail(portal.transport)
    yield check_certificate(public_url)


def _disk(data: Path) -> HealthFinding:
    # The folder may not exist yet: the nearest existing parent is on the same disk.
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
    # A quick answer, and no mail sent: connecting and signing in show most faults.
    except MailRejected as rejection:
        return HealthFinding(part, BROKEN, rejection.reason)
    finally:
        transport.close()
    return HealthFinding(part, OK, "les courriels sont écrits dans un dossier de cette machine")
