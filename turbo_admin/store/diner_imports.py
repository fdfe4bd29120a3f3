"""Imports of diners, so that one can be undone; and what the columns of a known table hold."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from operator import attrgetter

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.diner_records import DinerChange, DinerImportRecord, DinerRecord
from turbo_admin.store.engine.diner_tables import (
    DinerImportLineTable,
    DinerImportTable,
    ImportAnswerTable,
    ImportProfileTable,
)
from turbo_admin.store.engine.row_copier import copier

_record = copier(DinerImportRecord)
_WRITTEN_AT_ONCE = 2_000
_NAMES = tuple(field.name for field in fields(DinerRecord))
# Fields that came later: an import of before them must still be found unchanged.
_LATER = frozenset(_NAMES.index(name) for name in ("used_name", "external_kind"))
_values = attrgetter(*_NAMES)


def add_import(session: Session, record: DinerImportRecord, edits: Sequence[DinerChange]) -> None:
    """Keep an import with what it did to each diner: (before, or None for a new one; after)."""
    values = asdict(record) | {"files": list(record.files)}
    session.execute(insert(DinerImportTable), [values])
    for start in range(0, len(edits), _WRITTEN_AT_ONCE):
        lines = [
            {"import_id": record.id, "diner_id": new.id, "before": _before(old, new), "after": digest(new)}
            for old, new in edits[start : start + _WRITTEN_AT_ONCE]
        ]
        session.execute(insert(DinerImportLineTable), lines)


def imports(session: Session, uai: str | None = None, limit: int = 20) -> list[DinerImportRecord]:
    """Return the last imports, latest first."""
    query = select(DinerImportTable).order_by(DinerImportTable.at.desc(), DinerImportTable.id).limit(limit)
    if uai:
        query = query.where(DinerImportTable.uai == uai)
    return [_record(row) for row in session.scalars(query)]


def find_import(session: Session, import_id: str) -> DinerImportRecord | None:
    """Return an import; None when there is none of this id."""
    row = session.get(DinerImportTable, import_id)
    return _record(row) if row else None


def lines_of(session: Session, import_id: str) -> list[tuple[str, dict[str, object], str]]:
    """Return what an import did, while it is kept: (diner id, former values, digest of what was written)."""
    line = DinerImportLineTable
    found = session.execute(select(line.diner_id, line.before, line.after).where(line.import_id == import_id))
    return [(diner_id, dict(before), after) for diner_id, before, after in found]


def mark_undone(session: Session, import_id: str, at: datetime, who: str) -> bool:
    """Note that an import was undone; False when it had been already."""
    marked = session.execute(
        update(DinerImportTable)
        .where(DinerImportTable.id == import_id, DinerImportTable.undone_at.is_(None))
        .values(undone_at=at, undone_by=who)
    )
    return bool(getattr(marked, "rowcount", 0) == 1)


def forget_lines(session: Session, *, before: datetime | None = None, import_id: str = "") -> None:
    """Erase what imports did to each diner: of one import, or of all that are older than a time."""
    query = delete(DinerImportLineTable)
    if import_id:
        query = query.where(DinerImportLineTable.import_id == import_id)
    else:
        old = select(DinerImportTable.id).where(DinerImportTable.at < before)
        query = query.where(DinerImportLineTable.import_id.in_(old))
    session.execute(query)


def former(record: DinerRecord, before: dict[str, object]) -> DinerRecord:
    """Return a diner with its former values back."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in before.items()}
    return replace(record, **values)  # type: ignore[arg-type]  # the values are those of the record's own fields


def digest(record: DinerRecord) -> str:
    """Return what changes when anything about a diner does."""
    known = tuple(value for at, value in enumerate(_values(record)) if value or at not in _LATER)
    return hashlib.sha256(repr(known).encode()).hexdigest()


def profile(session: Session, key: str) -> tuple[str, tuple[str, ...]] | None:
    """Return (name, what each column holds) of a table whose titles are known; None for others."""
    row = session.get(ImportProfileTable, key)
    return (row.name, tuple(row.fields)) if row else None


def has_profiles(session: Session) -> bool:
    """Whether the clerk has ever said what the columns of a table hold."""
    return session.scalar(select(ImportProfileTable.id).limit(1)) is not None


def keep_profile(
    session: Session, key: str, name: str, held: Iterable[str], *, at: datetime, who: str
) -> None:
    """Remember what the columns of a table hold, in place of what was known."""
    session.merge(ImportProfileTable(id=key, name=name, fields=list(held), saved_at=at, saved_by=who))


def answers(session: Session, uai: str, kind: str) -> dict[str, str]:
    """Return what the clerk has said of the numbers of a kind of file in a school: which number -> answer."""
    query = select(ImportAnswerTable.doubt, ImportAnswerTable.answer).where(
        ImportAnswerTable.uai == uai, ImportAnswerTable.kind == kind
    )
    return {doubt: answer for doubt, answer in session.execute(query)}


def keep_answer(session: Session, of: DinerImportRecord, kind: str, doubt: str, answer: str) -> None:
    """Store the clerk's answer about a number, replacing the former one; it is deleted with the import.

    Args:
        of: the import in which it was said.
    """
    session.merge(
        ImportAnswerTable(
            uai=of.uai, kind=kind, doubt=doubt, answer=answer, import_id=of.id, said_at=of.at, said_by=of.who
        )
    )


def forget_answers(session: Session, *, kind: str = "", import_id: str = "") -> None:
    """Forget what the clerk said of the numbers of a kind of file, in all schools; or in one import."""
    which = ImportAnswerTable.kind == kind if kind else ImportAnswerTable.import_id == import_id
    session.execute(delete(ImportAnswerTable).where(which))


def _before(old: DinerRecord | None, new: DinerRecord) -> dict[str, object]:
    if old is None:
        return {}
    pairs = zip(_NAMES, _values(old), _values(new), strict=True)
    was = {name: value for name, value, after in pairs if value != after}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in was.items()}
