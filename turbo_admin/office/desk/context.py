"""What the office works with."""

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from turbo_admin.office.desk.roster_cache import Rosters
from turbo_admin.outside.pc import paths
from turbo_admin.outside.pc.vault import KeyringVault, Vault
from turbo_admin.outside.portal.proxies import ProxyFor, no_proxy
from turbo_admin.store.engine.database import Database, open_database

if TYPE_CHECKING:  # what they load costs more than all the rest of an opening, and comes when it is used
    from sqlalchemy.orm import Session

    from turbo_admin.outside.pc.scheduler import Scheduler
    from turbo_admin.outside.portal.portal_client import PortalClient

# report(step, done, total): raising Cancelled from it stops the act at its next safe place.
Report = Callable[[str, int, int], None]

# Whose name the journal has for what nobody asked for: a clerk who only synchronised did not do it.
BY_ITSELF = "Turbo Admin"


class Connect(Protocol):
    """Opens the way to a portal."""

    def __call__(
        self, url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = ""
    ) -> "PortalClient":
        """Return a client of the portal at that address."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Report to nobody."""


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def this_pcs_scheduler() -> "Scheduler":
    """Return what runs a program each night on this PC.

    Raises:
        Refused: there is none.
    """
    from turbo_admin.outside.pc.system_scheduler import scheduler_for_this_pc

    return scheduler_for_this_pc()


class Desk(NamedTuple):
    """What the office works with.

    Not a dataclass: loading `dataclasses`, and making one, take longer than the first page's figures to read.

    Attributes:
        vault: this PC's secrets.
        now: the clock, UTC.
        who: who sits here, for the journal.
        workstation: this PC's name.
        connect: opens the way to a portal.
        where: where the database is, as it was opened.
        scheduler: finds what runs a program each night on this PC.
        system_proxy: which proxy the system names for an address.
        rosters: the schools' diners, indexed for the matching.
    """

    database: Database
    vault: Vault
    now: Callable[[], datetime]
    who: str
    workstation: str
    connect: Connect
    where: str
    scheduler: "Callable[[], Scheduler]"
    system_proxy: ProxyFor
    rosters: Rosters

    def note(
        self, session: "Session", what: str, subjects: Iterable[tuple[str, str]], *, who: str | None = None
    ) -> None:
        """Write who did what in the journal, in the transaction of the act.

        Args:
            who: another than the one who sits here, such as the portal, or the program (`BY_ITSELF`).
        """
        from turbo_admin.store import journal

        journal.note(
            session, what, subjects, at=self.now(), who=who or self.who, workstation=self.workstation
        )

    def close(self) -> None:
        """Put everything away."""
        self.database.close()


def open_desk(
    where: str | None = None,
    *,
    vault: Vault | None = None,
    now: Callable[[], datetime] = utc_now,
    connect: Connect | None = None,
    system_proxy: ProxyFor = no_proxy,
    who: str | None = None,
    workstation: str | None = None,
    scheduler: "Callable[[], Scheduler]" = this_pcs_scheduler,
) -> Desk:
    """Open the office's database and what goes with it.

    Args:
        where: a SQLite path or a `postgresql://` address; None for this PC's own.
        connect: another way to portals than the network's.
        system_proxy: which proxy the system names for an address; asked away from the screen.

    Raises:
        Refused, Outdated, Unreachable: as `store.engine.database.open_database`.
    """
    where = str(where or paths.default_database())
    database = open_database(where)
    kept, pc = vault or KeyringVault(), workstation or _this_pc() or "poste"
    return Desk(
        database=database,
        vault=kept,
        now=now,
        who=who or _user(),
        workstation=pc,
        connect=connect or _ways(database, kept, pc, system_proxy),
        system_proxy=system_proxy,
        where=where,
        scheduler=scheduler,
        rosters=Rosters(),
    )


def _ways(database: Database, vault: Vault, workstation: str, system: ProxyFor) -> Connect:
    """Return the network's way to portals; loaded by those who set out."""

    def connect(url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = "") -> "PortalClient":
        from turbo_admin.office.desk.portal_route import Routes

        routes = Routes(database, vault, workstation, system)
        return routes(url, key=key, office_epoch=office_epoch, portal_epoch=portal_epoch)

    return connect


def _this_pc() -> str:
    if sys.platform != "win32":
        return os.uname().nodename
    import platform

    return platform.node()


def _user() -> str:
    # As `getpass.getuser` does, whose module also loads what asks for passwords on a terminal.
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return Path.home().name or "bureau"
