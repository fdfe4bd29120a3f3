"""Office databases that are filled once and copied for each test, with what portal and keyring know of them."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.office.portal_in_memory import PortalInMemory
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk


@dataclass(frozen=True, slots=True)
class PreparedOffice:
    """An office that nobody has open, to be copied.

    Attributes:
        base: a SQLite path or a PostgreSQL address.
        portal: its portal, as it was left.
        vault: the keyring of the PC that filled it.
    """

    base: str
    portal: PortalInMemory
    vault: MemoryVault

    def restore(self, portal: PortalInMemory) -> None:
        """Have a portal know what this office's knew."""
        vars(portal).update(copy.deepcopy(vars(self.portal)))

    def copy_vault(self) -> MemoryVault:
        """Return a keyring that holds the same."""
        return copy.deepcopy(self.vault)


def prepare_office(
    base: str, fill: Callable[[Desk, PortalInMemory], None], clock: Callable[[], datetime]
) -> PreparedOffice:
    """Fill an office's database as one PC does, and close it."""
    prepared = PreparedOffice(base, PortalInMemory(), MemoryVault())
    desk = open_desk(
        base,
        vault=prepared.vault,
        now=clock,
        connect=prepared.portal.client,
        who="claire",
        workstation="PC-claire",
    )
    fill(desk, prepared.portal)
    desk.close()
    return prepared
