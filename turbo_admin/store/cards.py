"""Cards of diners beside the one in their own record: others in use, and former ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.diner_records import CardRecord
from turbo_admin.store.engine.diner_tables import DinerCardTable, DinerTable
from turbo_admin.store.engine.row_copier import copier

_record = copier(CardRecord)


def cards_of(session: Session, diner_id: str) -> list[CardRecord]:
    """Return the other cards of a diner and the former ones, as they were noted."""
    query = select(DinerCardTable).where(DinerCardTable.diner_id == diner_id).order_by(DinerCardTable.id)
    return [_record(row) for row in session.scalars(query)]


def cards_since(session: Session, uai: str, rev: int) -> list[CardRecord]:
    """Return the other cards and the former ones of the diners changed after `roster_rev` was this; -1 for all."""
    columns = [getattr(DinerCardTable, field.name) for field in fields(CardRecord)]
    query = select(*columns).join(DinerTable, DinerTable.id == DinerCardTable.diner_id)
    query = query.where(DinerTable.uai == uai, DinerTable.rev > rev).order_by(DinerCardTable.id)
    return [_record(row) for row in session.execute(query)]


def by_diner(records: Iterable[CardRecord]) -> defaultdict[str, list[CardRecord]]:
    """Put cards under the ids of their diners."""
    found = defaultdict[str, list[CardRecord]](list)
    for record in records:
        found[record.diner_id].append(record)
    return found


def add_card(
    session: Session, diner_id: str, card: str, at: datetime, *, until: datetime | None = None, why: str = ""
) -> None:
    """Note a card of a diner: another one in use, or with `until` a former one and why it is."""
    values = {"diner_id": diner_id, "card": card, "noted_at": at, "until_at": until, "why": why}
    session.execute(insert(DinerCardTable), [values])


def drop_card(session: Session, card_id: int) -> None:
    """Let another card be noted no more: it has become its diner's first one."""
    session.execute(delete(DinerCardTable).where(DinerCardTable.id == card_id))


def end_cards(session: Session, ids: Collection[int], at: datetime, why: str) -> None:
    """Let other cards be former ones."""
    session.execute(
        update(DinerCardTable)
        .where(DinerCardTable.id.in_(list(ids)), DinerCardTable.until_at.is_(None))
        .values(until_at=at, why=why)
    )


def holder_of(session: Session, uai: str, card: str, *, but: str) -> str | None:
    """Return the present diner who uses a card in a school, None for nobody.

    Args:
        but: a diner who does not count.
    """
    first = select(DinerTable.id).where(
        DinerTable.uai == uai, DinerTable.card == card, DinerTable.left.is_(False), DinerTable.id != but
    )
    other = (
        select(DinerTable.id)
        .join(DinerCardTable, DinerCardTable.diner_id == DinerTable.id)
        .where(
            DinerTable.uai == uai,
            DinerTable.left.is_(False),
            DinerTable.id != but,
            DinerCardTable.card == card,
            DinerCardTable.until_at.is_(None),
        )
    )
    return session.scalars(first.limit(1)).one_or_none() or session.scalars(other.limit(1)).one_or_none()
