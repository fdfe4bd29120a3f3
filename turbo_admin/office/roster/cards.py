"""Card numbers in an import: what becomes of the card in each row.

| card in the row | effect |
| --- | --- |
| another one in use of the same diner | nothing changes: both are in use already |
| one that the clerk noted as lost, or as given back | the present card is kept, with a remark: the file is older |
| one that an earlier import or correction replaced | it becomes the first card again |
| a first or other card of somebody else present, who keeps it | not taken, with a remark |
| a former card of somebody else | taken: it is free |
"""

from collections.abc import Sequence

from turbo_admin.core.french import NBSP, full_name
from turbo_admin.office.roster.diners import FORMER
from turbo_admin.outside.roster_files.diner_rows import FileDiner, RowProblem
from turbo_admin.store.cards import by_diner
from turbo_admin.store.engine.diner_records import CardRecord, DinerRecord

# Ended by a clerk, whose decision a file does not override.
_GIVEN_UP = frozenset({"lost", "ended"})
# Up to this number of rows, each gets a remark of its own.
_FEW = 10


class HeldCards:
    """The cards of a school: first ones, others in use, former ones.

    Args:
        records: all diners of the school, those who left too.
        others: their cards beside the first ones.
    """

    def __init__(self, records: Sequence[DinerRecord], others: Sequence[CardRecord]) -> None:
        self._others = by_diner(others)
        here = [record for record in records if not record.left]
        self._holders = {record.card: record.id for record in here if record.card}
        # After all first cards: somebody's first card wins over another's further one.
        for record in here:
            for card in self._more(record.id):
                self._holders.setdefault(card, record.id)

    def numbers(self, diner_id: str) -> tuple[str, ...]:
        """Return a diner's cards beside the first one, those in use before the former ones."""
        held = sorted(self._others.get(diner_id, ()), key=lambda one: one.until_at is not None)
        return tuple(one.card for one in held)

    def card_for(self, old: DinerRecord, card: str) -> tuple[str, str]:
        """Return a known diner's first card after a row with `card`, and a French remark when that is another one."""
        if not card or card == old.card or card in self._more(old.id):
            return old.card, ""
        for one in self._others.get(old.id, ()):
            if one.card == card and one.why in _GIVEN_UP:
                return old.card, f"La carte {card} est notée {FORMER[one.why]}{NBSP}: elle n’est pas reprise."
        return card, ""

    def leave(self, old: DinerRecord, new: DinerRecord) -> None:
        """Release a diner's first card when another one replaces it."""
        if old.card != new.card and self._holders.get(old.card) == old.id:
            del self._holders[old.card]

    def take(self, new: DinerRecord) -> bool:
        """Register a diner's first card; return False when another diner has it."""
        return self._holders.setdefault(new.card, new.id) == new.id

    def _more(self, diner_id: str) -> list[str]:
        return [one.card for one in self._others.get(diner_id, ()) if one.until_at is None]


def other_site_remarks(
    rows: Sequence[FileDiner], present: Sequence[DinerRecord], site_code: str, unit: str
) -> list[RowProblem]:
    """Return remarks on new cards with another establishment's code, which may be typing errors.

    Args:
        site_code: of the establishment; empty when unknown; then there are no remarks.
        unit: what a row of the file is called.
    """
    known = {record.card for record in present}
    foreign = [
        row
        for row in rows
        if site_code and "-" in row.card and row.card not in known and row.card.partition("-")[0] != site_code
    ]
    if len(foreign) > _FEW:
        text = (
            f"{len(foreign)} cartes portent le code d’un autre établissement que {site_code} ({foreign[0].card}, "
            f"{foreign[1].card}…){NBSP}: elles sont reprises telles quelles. Vérifiez la colonne des cartes."
        )
        return [RowProblem(0, "", text)]
    return [
        RowProblem(
            row.row,
            "",
            f"{full_name(row.last_name, row.first_name)}{NBSP}: la carte {row.card} porte le code d’un autre établissement "
            f"que {site_code}. Elle est reprise telle quelle{NBSP}: vérifiez son numéro.",
            sheet=row.sheet,
            unit=unit,
        )
        for row in foreign
    ]
