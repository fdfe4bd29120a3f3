"""Diners: anyone with a card. Never deleted."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import starmap
from typing import Any

from sqlalchemy import and_, delete, func, insert, not_, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.core.matching.alphabets import latin
from turbo_admin.core.matching.spellings import fold, spellings
from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable
from turbo_admin.store.engine.books.ledger_tables import WalletTable
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.diner_records import DinerRecord, ShownDiner
from turbo_admin.store.engine.diner_tables import (
    DinerAddressTable,
    DinerCardTable,
    DinerImportLineTable,
    DinerTable,
)
from turbo_admin.store.engine.journal_tables import JournalTable
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.school_tables import SchoolTable

_record = copier(DinerRecord)
# Columns, not rows of the mapper: a hundred thousand of these would take seconds.
_COLUMNS = [getattr(DinerTable, field.name) for field in fields(DinerRecord)]
_SHOWN = [getattr(DinerTable, name) for name in ShownDiner._fields]
# Bound variables a statement may have, SQLite's smallest limit kept well away from.
_PAGE = 1000
# Rows a statement writes at once, between two reports.
_WRITTEN_AT_ONCE = 2_000


def diners(session: Session, uai: str) -> list[DinerRecord]:
    """Return all diners of a school, those who have left too."""
    return diners_since(session, uai, -1)


def pages_of_diners(session: Session, uai: str) -> Iterator[list[DinerRecord]]:
    """Give all diners of a school in pages, so that a large roster is never held whole."""
    query = select(*_COLUMNS).where(DinerTable.uai == uai).execution_options(yield_per=_PAGE)
    for page in session.execute(query).partitions():
        yield [_record(row) for row in page]


def roster_rev(session: Session, uai: str) -> int:
    """Return a number that grows whenever a diner of the school is added or changed; 0 for an unknown school."""
    return session.scalars(select(SchoolTable.roster_rev).where(SchoolTable.uai == uai)).one_or_none() or 0


def diners_since(session: Session, uai: str, rev: int) -> list[DinerRecord]:
    """Return the diners of a school that were added or changed after `roster_rev` was this; -1 for all."""
    changed = select(*_COLUMNS).where(DinerTable.uai == uai, DinerTable.rev > rev)
    return [_record(row) for row in session.execute(changed.execution_options(yield_per=1000))]


def count_present(session: Session) -> dict[str, int]:
    """Return how many diners who have not left each school has; schools without any are left out."""
    query = select(DinerTable.uai, func.count()).where(not_(DinerTable.left)).group_by(DinerTable.uai)
    return {uai: number for uai, number in session.execute(query)}


def count_diners(session: Session, uai: str) -> int:
    """Return how many diners a school has had, those who left too."""
    return session.scalars(select(func.count()).select_from(DinerTable).where(DinerTable.uai == uai)).one()


def diners_by_id(session: Session, ids: Collection[str]) -> dict[str, DinerRecord]:
    """Return diners by id; unknown ids are left out."""
    found: dict[str, DinerRecord] = {}
    for some in chunks(ids):
        rows = session.execute(select(*_COLUMNS).where(DinerTable.id.in_(some)))
        found.update((row.id, _record(row)) for row in rows)
    return found


def shown_diners(session: Session, ids: Collection[str]) -> Iterator[ShownDiner]:
    """Give what families see of diners; unknown ids are left out."""
    for some in chunks(ids):
        query = select(*_SHOWN).where(DinerTable.id.in_(some))
        yield from starmap(ShownDiner, session.execute(query))


def search_diners(session: Session, uai: str | None, text: str, limit: int) -> list[DinerRecord]:
    """Return the diners whose name, class or cards hold every word of the text; present ones first, by name.

    Cards: those in use and the former ones.
    """
    query = select(DinerTable).order_by(DinerTable.left, DinerTable.search).limit(limit)
    if uai:
        query = query.where(DinerTable.uai == uai)
    for word in fold(text).split():
        of_cards = select(DinerCardTable.diner_id).where(DinerCardTable.card.contains(word, autoescape=True))
        here = DinerTable.search.contains(word, autoescape=True)
        query = query.where(or_(here, DinerTable.id.in_(of_cards)) if word.isdecimal() else here)
    return [_record(row) for row in session.scalars(query)]


def add_diners(
    session: Session, records: Sequence[DinerRecord], written: Callable[[int], None] = lambda _: None
) -> None:
    """Add diners; `written` is called with how many there are so far."""
    revs = _next_revs(session, records) if records else {}
    for start in range(0, len(records), _WRITTEN_AT_ONCE):
        some = records[start : start + _WRITTEN_AT_ONCE]
        session.execute(insert(DinerTable), [_values(record, revs) for record in some])
        written(start + len(some))
    _note_leaving(session, revs)


def change_diners(
    session: Session, records: Sequence[DinerRecord], written: Callable[[int], None] = lambda _: None
) -> None:
    """Write diners that are known already; `written` is called with how many so far."""
    revs = _next_revs(session, records) if records else {}
    for start in range(0, len(records), _WRITTEN_AT_ONCE):
        some = records[start : start + _WRITTEN_AT_ONCE]
        session.execute(update(DinerTable), [_values(record, revs) for record in some])
        written(start + len(some))
    _note_leaving(session, revs)


def rename_diner(session: Session, former: str, new: str) -> None:
    """Give a diner another id, in every table that names it."""
    [record] = diners_by_id(session, [former]).values()
    add_diners(session, [replace(record, id=new)])
    session.execute(
        update(DinerTable)
        .where(DinerTable.id == new)
        .values(left_at=select(DinerTable.left_at).where(DinerTable.id == former).scalar_subquery())
    )
    for column in (
        AccountDinerTable.diner_id,
        RequestTable.diner_id,
        DinerCardTable.diner_id,
        DinerImportLineTable.diner_id,
        DinerAddressTable.diner_id,
        WalletTable.diner_id,
        JournalTable.subject,
        JournalTable.other,
    ):
        session.execute(update(column.class_).where(column == former).values({column.key: new}))
    session.execute(delete(DinerTable).where(DinerTable.id == former))


def with_account(session: Session, ids: Collection[str]) -> set[str]:
    """Return which of the diners are held by an account that is not closed."""
    held: set[str] = set()
    for some in chunks(ids):
        held.update(
            session.scalars(
                select(AccountDinerTable.diner_id)
                .join(AccountTable, AccountTable.id == AccountDinerTable.account_id)
                .where(
                    AccountTable.state != "closed",
                    AccountDinerTable.diner_id.in_(some),
                )
            )
        )
    return held


def searches(session: Session, uai: str) -> dict[str, str]:
    """Return what the search looks in, folded, by diner of a school."""
    query = select(DinerTable.id, DinerTable.search).where(DinerTable.uai == uai)
    return {one: search for one, search in session.execute(query)}


def _next_revs(session: Session, records: Iterable[DinerRecord]) -> dict[str, int]:
    """Draw the next rev of each school; the row stays locked, so that revs become visible in their order."""
    return {
        uai: session.scalars(
            update(SchoolTable)
            .where(SchoolTable.uai == uai)
            .values(roster_rev=SchoolTable.roster_rev + 1)
            .returning(SchoolTable.roster_rev)
        ).one()
        for uai in sorted({record.uai for record in records})
    }


def _note_leaving(session: Session, revs: dict[str, int]) -> None:
    """Keep since when those that were just written have left."""
    for uai, rev in revs.items():
        written = update(DinerTable).where(DinerTable.uai == uai, DinerTable.rev == rev)
        for condition, at in (
            (and_(DinerTable.left, DinerTable.left_at.is_(None)), func.current_timestamp()),
            (and_(not_(DinerTable.left), DinerTable.left_at.is_not(None)), None),
        ):
            session.execute(
                written.where(condition).values(left_at=at), execution_options={"synchronize_session": False}
            )


def _values(record: DinerRecord, revs: dict[str, int]) -> dict[str, Any]:
    return {
        "id": record.id,
        "uai": record.uai,
        "rev": revs[record.uai],
        "external_id": record.external_id,
        "last_name": record.last_name,
        "first_name": record.first_name,
        "class_name": record.class_name,
        "kind": record.kind,
        "card": record.card,
        "left": record.left,
        "emails": list(record.emails),
        "ine": record.ine,
        "elenoet": record.elenoet,
        "birth": record.birth,
        "regime": record.regime,
        "used_name": record.used_name,
        "external_kind": record.external_kind,
        "search": _search(record),
    }


def _search(record: DinerRecord) -> str:
    name = f"{record.last_name} {record.used_name} {record.first_name}"
    # Whoever has no Cyrillic keyboard types Petrenko for Петренко, and without an ü Mueller for Müller.
    spelt = latin(name)
    others = sorted(spellings(name) - {fold(name)})
    words = (name, record.class_name, record.card, "" if spelt == name else spelt, *others)
    return fold(" ".join(filter(None, words)))
