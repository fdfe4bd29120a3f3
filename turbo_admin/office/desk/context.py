"""What the office works with."""

import getpass
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from turbo_admin.office.desk.automatic_copies import copy_before_migration
from turbo_admin.office.desk.rights import Operator
from turbo_admin.office.desk.roster_cache import Rosters
from turbo_admin.outside.pc import paths
from turbo_admin.outside.pc.vault import KeyringVault, Vault
from turbo_admin.outside.portal.proxies import ProxyFor, no_proxy
from turbo_admin.store.engine.database import OfficeDatabase, open_database
from turbo_admin.store.engine.journal_codes import JournalCode

if TYPE_CHECKING:  # what they load costs more than all the rest of an opening, and comes when it is used
    from sqlalchemy.orm import Session

    from turbo_admin.outside.pc.scheduler import Scheduler
    from turbo_admin.outside.portal.portal_client import PortalClient

# report(step, done, total): raising Cancelled from it stops the act at the next safe point.
Progress = Callable[[str, int, int], None]

# Whose name the journal has for what nobody asked for: a clerk who only synchronised did not do it.
BY_ITSELF = "Turbo Admin"
# Likewise for what families did at the portal, and what the portal did itself.
FROM_PORTAL = "portail"


class Connect(Protocol):
    """Opens the way to a portal."""

    def __call__(
        self, url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = ""
    ) -> "PortalClient":
        """Return a client of the portal at that address."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Ignore the progress."""


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def this_pcs_scheduler() -> "Scheduler":
    """Return what runs a program each night on this PC.

    Raises:
        Refused: there is none.
    """
    # Not at the top: schedulers load `subprocess`, 20 ms together, which the window would wait for.
    from turbo_admin.outside.pc.system_scheduler import scheduler_for_this_pc

    return scheduler_for_this_pc()


@dataclass(frozen=True, slots=True)
class Desk:
    """What the office works with.

    Attributes:
        vault: this PC's secrets.
        now: the clock, UTC.
        operator: who works here, for the journal, and what that operator may do.
        workstation: this PC's name.
        connect: opens the way to a portal.
        database_address: a SQLite path or a `postgresql://` address, as it was opened.
        scheduler: finds what runs a program each night on this PC.
        system_proxy: which proxy the system names for an address.
        rosters: the schools' diners, indexed for the matching.
    """

    database: OfficeDatabase
    vault: Vault
    now: Callable[[], datetime]
    operator: Operator
    workstation: str
    connect: Connect
    database_address: str
    scheduler: "Callable[[], Scheduler]"
    system_proxy: ProxyFor
    rosters: Rosters

    def note(
        self,
        session: "Session",
        what: JournalCode,
        subjects: Iterable[tuple[str, str]],
        *,
        who: str | None = None,
    ) -> None:
        """Write who did what in the journal, in the transaction of the act.

        Args:
            who: another than the operator, such as the portal, or the program (`BY_ITSELF`).
        """
        # Not at the top: SQLAlchemy takes 340 ms to load, and the first page does without.
        from turbo_admin.store import journal

        journal.note(
            session, what, subjects, at=self.now(), who=who or self.operator.who, workstation=self.workstation
        )

    def close(self) -> None:
        """Put everything away."""
        self.database.close()


def open_desk(
    database_address: str | None = None,
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
        database_address: a SQLite path or a `postgresql://` address; None for this PC's own.
        connect: another way to portals than the network's.
        system_proxy: which proxy the system names for an address; asked away from the screen.

    Raises:
        Refused, Outdated, Unreachable: as `store.engine.database.open_database`.
        Refused: `backup_before_migration`.
    """
    address = str(database_address or paths.default_database())
    secrets, pc = vault or KeyringVault(), workstation or platform.node() or "poste"
    database = open_database(address, before_migration=copy_before_migration(address, pc, now))
    return Desk(
        database=database,
        vault=secrets,
        now=now,
        operator=Operator(who or _user()),
        workstation=pc,
        connect=connect or _portal_connection(database, secrets, pc, system_proxy),
        system_proxy=system_proxy,
        database_address=address,
        scheduler=scheduler,
        rosters=Rosters(),
    )


def _portal_connection(database: OfficeDatabase, vault: Vault, workstation: str, system: ProxyFor) -> Connect:
    """Return what opens the way to portals by the network."""

    def connect(url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = "") -> "PortalClient":
        # Not at the top: `requests` and SQLAlchemy take 450 ms to load, and most starts call no portal.
        from turbo_admin.office.desk.portal_route import Routes

        routes = Routes(database, vault, workstation, system)
        return routes(url, key=key, office_epoch=office_epoch, portal_epoch=portal_epoch)

    return connect


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return Path.home().name or "bureau"
