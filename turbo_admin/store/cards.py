"""Cards of diners beside the one in their own record: others in use, and former ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.records import CardRecord, copier
from turbo_admin.store.engine.tables import DinerCardRow, DinerRow

_record = copier(CardRecord)


def cards_of(session: Session, diner_id: str) -> list[CardRecord]:
    """Return the other cards of a diner and the former ones, as they were noted."""
    query = select(DinerCardRow).where(DinerCardRow.diner_id == diner_id).order_by(DinerCardRow.id)
    return [_record(row) for row in session.scalars(query)]


def cards_since(session: Session, uai: str, rev: int) -> list[CardRecord]:
    """Return the other cards and the former ones of the diners changed after `roster_rev` was this; -1 for all."""
    columns = [getattr(DinerCardRow, field.name) for field in fields(CardRecord)]
    query = select(*columns).join(DinerRow, DinerRow.id == DinerCardRow.diner_id)
    query = query.where(DinerRow.uai == uai, DinerRow.rev > rev).order_by(DinerCardRow.id)
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
    session.execute(insert(DinerCardRow), [values])


def drop_card(session: Session, card_id: int) -> None:
    """Let another card be noted no more: it has become its diner's first one."""
    session.execute(delete(DinerCardRow).where(DinerCardRow.id == card_id))


def end_cards(session: Session, ids: Collection[int], at: datetime, why: str) -> None:
    """Let other cards be former ones."""
    session.execute(
        update(DinerCardRow)
        .where(DinerCardRow.id.in_(list(ids)), DinerCardRow.until_at.is_(None))
        .values(until_at=at, why=why)
    )


def holder_of(session: Session, uai: str, card: str, *, but: str) -> str | None:
    """Return the present diner who uses a card in a school, None for nobody.

    Args:
        but: a diner who does not count.
    """
    first = select(DinerRow.id).where(
        DinerRow.uai == uai, DinerRow.card == card, DinerRow.left.is_(False), DinerRow.id != but
    )
    other = (
        select(DinerRow.id)
        .join(DinerCardRow, DinerCardRow.diner_id == DinerRow.id)
        .where(
            DinerRow.uai == uai,
            DinerRow.left.is_(False),
            DinerRow.id != but,
            DinerCardRow.card == card,
            DinerCardRow.until_at.is_(None),
        )
    )
    return session.scalars(first.limit(1)).one_or_none() or session.scalars(other.limit(1)).one_or_none()
