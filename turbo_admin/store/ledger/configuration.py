"""Régies and means of payment."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.books.ledger_records import MeansRecord, RegieRecord
from turbo_admin.store.engine.books.ledger_tables import MealPriceTable, MeansTable, RegieTable
from turbo_admin.store.engine.row_copier import copier

_regie = copier(RegieRecord)
_means = copier(MeansRecord)


def regies(session: Session) -> list[RegieRecord]:
    """Return all régies, by code; there is always one."""
    return [_regie(row) for row in session.scalars(select(RegieTable).order_by(RegieTable.code))]


def means_of_payment(session: Session) -> list[MeansRecord]:
    """Return all means of payment, those that are no longer used too, in the office's order."""
    return [_means(row) for row in session.scalars(select(MeansTable).order_by(MeansTable.position))]


def update_regie(session: Session, record: RegieRecord) -> None:
    """Change a régie."""
    values = asdict(record)
    del values["code"]
    session.execute(update(RegieTable).where(RegieTable.code == record.code).values(**values))


def update_means(session: Session, records: Collection[MeansRecord]) -> None:
    """Change means of payment; what rules apply to one (`nature`) stays."""
    for record in records:
        session.execute(
            update(MeansTable)
            .where(MeansTable.code == record.code)
            .values(
                label=record.label,
                account=record.account,
                asks=list(record.asks),
                position=record.position,
                active=record.active,
            )
        )


def meal_prices(session: Session, day: date) -> dict[str, int]:
    """Return the cents that a meal costs on a day, by category; a category without a price yet is left out."""
    query = select(MealPriceTable.category, MealPriceTable.amount_cents).where(MealPriceTable.since <= day)
    return {category: cents for category, cents in session.execute(query.order_by(MealPriceTable.since))}


def set_meal_price(session: Session, category: str, since: date, cents: int) -> None:
    """Set what a meal costs from a day on; a price of the same day is replaced."""
    session.merge(MealPriceTable(category=category, since=since, amount_cents=cents))


def doubt_numbers(session: Session) -> None:
    """Note that a later copy of these books may have printed numbers that this one does not know."""
    session.execute(update(RegieTable).values(numbers_known=False))


def trust_numbers(session: Session, regie: str) -> None:
    """Note that the counters of a régie are beyond all that was printed."""
    session.execute(update(RegieTable).where(RegieTable.code == regie).values(numbers_known=True))
