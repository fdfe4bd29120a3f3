"""Numbers without a gap: drawn from a counter row, in the transaction that uses them."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from turbo_admin.store.engine.books.ledger_tables import NumberSeriesTable, VoidNumberTable

_TABLE = cast(Table, NumberSeriesTable.__table__)
# The year of a series that goes on from one year to the next.
EVERY_YEAR = 0


class Series(StrEnum):
    """What is numbered."""

    ENTRY = "entry"
    RECEIPT = "receipt"
    DAY_CLOSING = "day_closing"
    DEPOSIT_SLIP = "deposit_slip"


def take_numbers(session: Session, regie: str, series: Series, year: int, many: int = 1) -> range:
    """Draw the next numbers of a series; the counter stays locked until the transaction ends.

    Args:
        year: civil year of the booked day; `EVERY_YEAR` for positions of entries.
    """
    connection = session.connection()
    last = connection.execute(
        _raise(connection.dialect.name),
        {"regie": regie, "series": series.value, "year": year, "last": many},
    ).scalar_one()
    return range(last - many + 1, last + 1)


def last_number(session: Session, regie: str, series: Series, year: int) -> int:
    """Return the last number given, 0 for none."""
    query = select(_TABLE.c.last).where(
        _TABLE.c.regie == regie, _TABLE.c.series == series.value, _TABLE.c.year == year
    )
    return int(session.connection().execute(query).scalar() or 0)


def all_series(session: Session) -> dict[tuple[str, str, int], int]:
    """Return the last number of every series, by (régie, series, year)."""
    rows = session.connection().execute(select(_TABLE.c.regie, _TABLE.c.series, _TABLE.c.year, _TABLE.c.last))
    return {(regie, series, year): last for regie, series, year, last in rows}


def leave_out(
    session: Session, regie: str, series: Series, year: int, *, last: int, at: datetime, operator: str
) -> None:
    """Let a series go on after a number: those up to it were printed by a later copy of these books, or may have been."""
    present = last_number(session, regie, series, year)
    if last <= present:
        return
    numbers = take_numbers(session, regie, series, year, last - present)
    values = {"regie": regie, "series": series.value, "year": year, "first": numbers[0], "last": numbers[-1]}
    session.execute(insert(VoidNumberTable), [values | {"noted_at": at, "operator": operator}])


def void_numbers(session: Session) -> list[tuple[str, str, int, range]]:
    """Return the numbers that are left out, as (régie, series, year, numbers)."""
    one = VoidNumberTable
    rows = session.execute(select(one.regie, one.series, one.year, one.first, one.last))
    return [(regie, series, year, range(first, last + 1)) for regie, series, year, first, last in rows]


@cache
def _raise(dialect: str) -> Any:
    """Return the statement that adds to a counter, or begins it, and returns its new value."""
    new: Any = postgresql.insert(_TABLE) if dialect == "postgresql" else sqlite.insert(_TABLE)
    return new.on_conflict_do_update(
        index_elements=["regie", "series", "year"], set_={"last": _TABLE.c.last + new.excluded.last}
    ).returning(_TABLE.c.last)
