"""The diners: looked up, and imported from files in two steps, plan then apply."""

from dataclasses import dataclass

from turbo_admin.core.french import full_name
from turbo_admin.office.desk import Desk
from turbo_admin.office.roster_apply import Imported, ImportLine, apply_import, past_imports, undo_import
from turbo_admin.office.roster_plan import Action, ImportPlan, PlanRow, plan_import
from turbo_admin.store import diners
from turbo_admin.store.records import DinerRecord

__all__ = [
    "Action",
    "DinerLine",
    "ImportLine",
    "ImportPlan",
    "Imported",
    "PlanRow",
    "apply_import",
    "diner_line",
    "past_imports",
    "plan_import",
    "search_diners",
    "undo_import",
]


@dataclass(frozen=True, slots=True)
class DinerLine:
    """A diner in a list."""

    id: str
    uai: str
    last_name: str
    first_name: str
    class_name: str
    card: str
    left: bool
    has_account: bool
    used_name: str = ""

    @property
    def name(self) -> str:
        """`MARTIN Léa`, `MARTIN Léa (usage DURAND)`."""
        return full_name(self.last_name, self.first_name, self.used_name)


def search_diners(desk: Desk, uai: str | None, text: str, limit: int = 50) -> list[DinerLine]:
    """Return the diners whose name, class or card holds every word of the text; present ones first."""
    with desk.database.read() as session:
        found = diners.search_diners(session, uai, text, limit)
        held = diners.with_account(session, [record.id for record in found])
    return [diner_line(record, record.id in held) for record in found]


def diner_line(record: DinerRecord, has_account: bool) -> DinerLine:
    """Return a diner as lists show it."""
    return DinerLine(
        id=record.id,
        uai=record.uai,
        last_name=record.last_name,
        first_name=record.first_name,
        class_name=record.class_name,
        card=record.card,
        left=record.left,
        has_account=has_account,
        used_name=record.used_name,
    )
