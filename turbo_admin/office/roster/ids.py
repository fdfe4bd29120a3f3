"""Identity numbers in an import: each INE, n° élève or external number belongs to one diner only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from turbo_admin.core.french import NBSP
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.store.engine.diner_records import DinerChange, DinerRecord

_Number = tuple[IdKind, str, str]


class HeldNumbers:
    """Numbers of a school's diners after an import's edits.

    Args:
        records: all diners of the school, those who left too.
        edits: of the import; a changed diner releases the numbers that it loses.
    """

    def __init__(self, records: Sequence[DinerRecord], edits: Iterable[DinerChange]) -> None:
        after = {edit[0].id: edit[1] for edit in edits if edit[0] is not None}
        self._holders: dict[_Number, str] = {}
        # First who keeps a number, then who gets one: the order of the rows must not decide.
        for record in records:
            staying = set(_numbers(record)) & set(_numbers(after.get(record.id, record)))
            for number in staying:
                self._holders.setdefault(number, record.id)

    def give(self, old: DinerRecord | None, new: DinerRecord) -> tuple[DinerRecord, list[str]]:
        """Assign a diner the numbers of its row.

        Returns:
            The record without numbers that belong to another diner, and a French remark for each of them.
        """
        remarks = []
        for number in _numbers(new):
            if self._holders.setdefault(number, new.id) == new.id:
                continue
            which, _, written = number
            remarks.append(
                f"{which.value[0].upper()}{which.value[1:]} {written} est déjà celui d’un autre hôte{NBSP}: il n’est pas repris."
            )
            new = _with(new, which, old)
        return new, remarks


def _numbers(record: DinerRecord) -> list[_Number]:
    found = (
        (IdKind.INE, "", record.ine),
        (IdKind.ELENOET, "", record.elenoet),
        (IdKind.EXTERNAL, record.external_kind, record.external_id),
    )
    return [number for number in found if number[2]]


def _with(new: DinerRecord, which: IdKind, old: DinerRecord | None) -> DinerRecord:
    """Return a record with one number reset to its former value."""
    if which is IdKind.INE:
        return replace(new, ine=old.ine if old else "")
    if which is IdKind.ELENOET:
        return replace(new, elenoet=old.elenoet if old else "")
    return replace(
        new, external_id=old.external_id if old else "", external_kind=old.external_kind if old else ""
    )
