"""Builds diner records from rows of files."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from msgspec.structs import replace as struct_replace

from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.id_columns import Flaw
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.outside.roster_files.diner_rows import PUPIL, FileDiner
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.ids import new_id


def numbers_of(row: FileDiner, flaws: Mapping[IdKind, Flaw], certified: Collection[IdKind]) -> FileDiner:
    """Return a row without the numbers that identify nobody in this file, so that they are not stored.

    SIECLE may renumber all pupils of a school: those numbers are stored, although they identify nobody this time.

    Args:
        certified: numbers that the format of the file defines.
    """
    for which, flaw in flaws.items():
        if which is IdKind.ELENOET and flaw is Flaw.UNSTABLE and which in certified:
            continue
        row = _without(row, which)
    return row


def in_one_spelling(rows: Sequence[FileDiner], records: Iterable[DinerRecord]) -> list[FileDiner]:
    """Return rows with each class spelt as in the roster, or as in most rows: 3A and 3 A are one class."""
    # The roster's spelling wins: it overrides the rows' in the dict.
    usual = {
        **_usual(row.class_name for row in rows),
        **_usual(one.class_name for one in records if not one.left),
    }
    return [
        row
        if not row.class_name or (known := usual[class_key(row.class_name)]) == row.class_name
        else struct_replace(row, class_name=known)
        for row in rows
    ]


def _usual(names: Iterable[str]) -> dict[str, str]:
    """Return the most frequent spelling of each class, by `class_key`."""
    number = Counter(filter(None, names))
    # Reversed, so that the most frequent spelling is set last and stays.
    return {class_key(name): name for name, _ in reversed(number.most_common())}


def without_disputed(row: FileDiner, doubt: Doubt | None) -> FileDiner:
    """Return a row without the number that belongs to a known diner by the clerk's answer."""
    is_number = doubt is not None and doubt.value in {one.value for one in IdKind}
    return _without(row, IdKind(doubt.value)) if doubt is not None and is_number else row


def _without(row: FileDiner, which: IdKind) -> FileDiner:
    if which is IdKind.INE:
        return struct_replace(row, ine="")
    if which is IdKind.ELENOET:
        return struct_replace(row, elenoet="")
    if which is IdKind.EXTERNAL:
        return struct_replace(row, external_id="", external_kind="")
    return row


def new_record(row: FileDiner, uai: str, card: str) -> DinerRecord:
    """Return the record of a new diner."""
    return DinerRecord(
        id=new_id(),
        uai=uai,
        external_id=row.external_id,
        last_name=row.last_name,
        first_name=row.first_name,
        class_name=row.class_name,
        kind=row.kind or PUPIL,
        card=card,
        left=row.left,
        emails=row.emails,
        ine=row.ine,
        elenoet=row.elenoet,
        birth=row.birth,
        regime=row.regime,
        used_name=row.used_name,
        external_kind=row.external_kind,
    )


def changed_record(old: DinerRecord, row: FileDiner, card: str, emails: tuple[str, ...]) -> DinerRecord:
    """Return a known diner's record updated by a row; values that the row lacks are kept."""
    last_name, used_name = _last_names(old, row)
    # Numbers of another program are another kind: the stored ones are kept.
    is_of_kind = bool(row.external_id) and old.external_kind in {"", row.external_kind}
    # Another spelling of the same class is no change.
    same_class = not row.class_name or class_key(row.class_name) == class_key(old.class_name)
    return replace(
        old,
        external_id=row.external_id if is_of_kind else old.external_id,
        external_kind=row.external_kind if is_of_kind else old.external_kind,
        last_name=last_name,
        first_name=row.first_name,
        class_name=old.class_name if same_class else row.class_name,
        kind=row.kind or old.kind,
        card=card,
        left=row.left,
        emails=emails,
        ine=row.ine or old.ine,
        elenoet=row.elenoet or old.elenoet,
        birth=row.birth or old.birth,
        regime=row.regime or old.regime,
        used_name=used_name,
    )


def _last_names(old: DinerRecord, row: FileDiner) -> tuple[str, str]:
    """Return (last name, nom d'usage); a file with only one of them removes neither."""
    if not row.used_name and old.used_name:
        if fold(row.last_name) == fold(old.used_name):
            return old.last_name, row.last_name
        return row.last_name, old.used_name
    return row.last_name, row.used_name
