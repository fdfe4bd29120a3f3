"""Search for diners by name, class or card; and the roster for scripts."""

from collections.abc import Sequence
from dataclasses import dataclass

from turbo_admin.core.french import full_name
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.paper.credential_sheet import sheet_order
from turbo_admin.store import cards, diners, schools
from turbo_admin.store.engine.diner_records import CardRecord, DinerRecord


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


@needs(Right.CONSULT)
def search_diners(desk: Desk, uai: str | None, text: str, limit: int = 50) -> list[DinerLine]:
    """Return the diners whose name, class or card holds every word of the text; present ones first."""
    with desk.database.read() as session:
        found = diners.search_diners(session, uai, text, limit)
        held = diners.with_account(session, [record.id for record in found])
    return [diner_line(record, record.id in held) for record in found]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A diner as scripts read it.

    Attributes:
        cards: those in use, the first one first.
        former_cards: cards no longer used.
    """

    id: str
    uai: str
    last_name: str
    first_name: str
    used_name: str
    class_name: str
    kind: str
    cards: tuple[str, ...]
    former_cards: tuple[str, ...]
    left: bool
    emails: tuple[str, ...]


@needs(Right.CONSULT)
def roster_entries(desk: Desk, uai: str | None = None) -> list[RosterEntry]:
    """Return the diners of a school, or of all, by class and name; those who left too.

    Raises:
        Refused: `school_unknown`.
    """
    entries = []
    with desk.database.read() as session:
        known = [schools.school(session, uai)] if uai else schools.schools(session)
        for school in known:
            others = cards.by_diner(cards.cards_since(session, school.uai, -1))
            entries += [_entry(one, others.get(one.id, ())) for one in diners.diners(session, school.uai)]
    return sorted(entries, key=lambda one: sheet_order(one.class_name, one.last_name, one.first_name))


def _entry(record: DinerRecord, others: Sequence[CardRecord]) -> RosterEntry:
    in_use = (record.card, *(one.card for one in others if one.until_at is None))
    return RosterEntry(
        id=record.id,
        uai=record.uai,
        last_name=record.last_name,
        first_name=record.first_name,
        used_name=record.used_name,
        class_name=record.class_name,
        kind=record.kind,
        cards=tuple(filter(None, in_use)),
        former_cards=tuple(one.card for one in others if one.until_at is not None),
        left=record.left,
        emails=record.emails,
    )


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
