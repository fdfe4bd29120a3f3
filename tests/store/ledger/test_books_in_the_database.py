"""What the database itself keeps of the books, whoever writes in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError

from turbo_admin.store.engine.books.closing_tables import (
    DayClosingTable,
    DepositSlipEntryTable,
    DepositSlipTable,
)
from turbo_admin.store.engine.books.ledger_tables import EntryTable, MeansTable, ReceiptTable, WalletTable
from turbo_admin.store.engine.database import open_database
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.migrate import configuration, migration
from turbo_admin.store.engine.school_tables import SchoolTable
from turbo_admin.store.engine.sql_engine import make_engine

MIGRATIONS = Path(str(resources.files("turbo_admin.store") / "migrations"))
_AT, _DAY = datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 23)
_BY: dict[str, Any] = {"regie": "A", "booked_on": _DAY, "booked_at": _AT, "operator": "claire"}
_CLOSED: dict[str, Any] = {
    "regie": "A", "year": 2026, "number": 1, "closed_at": _AT, "operator": "claire", "paper": b"%PDF", "digest": "d",
}  # fmt: skip
_ENTRY = _BY | {
    "id": "e",
    "position": 1,
    "kind": "receipt",
    "wallet_id": "w",
    "amount_cents": 5,
    "receipt_id": "r",
}
_RECEIPT = _BY | {
    "id": "r", "year": 2026, "number": 1, "means": "especes", "total_cents": 5, "paid_on": _DAY,
}  # fmt: skip
_KEPT = ("receipt", "entry", "day_closing", "deposit_slip", "deposit_slip_entry")


@pytest.fixture
def engine(office_database: str) -> Iterator[Engine]:
    """An engine on a base with a row in each table of the books."""
    open_database(office_database).close()
    made = make_engine(office_database)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (SchoolTable, {"uai": "0990001N", "name": "Collège"}),
        (
            DinerTable,
            {"id": "d", "uai": "0990001N", "rev": 1, "last_name": "M", "first_name": "L", "search": "m l"},
        ),
        (WalletTable, {"id": "w", "diner_id": "d", "kind": "self", "balance_cents": 5}),
        (ReceiptTable, _RECEIPT),
        (EntryTable, _ENTRY),
        (DayClosingTable, _CLOSED | {"id": "c", "day": _DAY, "opening_cents": 0, "closing_cents": 5}),
        (DepositSlipTable, _CLOSED | {"id": "s", "closed_on": _DAY, "pieces": 1, "total_cents": 5}),
        (DepositSlipEntryTable, {"entry_id": "e", "slip_id": "s"}),
    ]
    with made.begin() as connection:
        for table, values in rows:
            connection.execute(insert(table).values(**values))
    yield made
    made.dispose()


def test_what_is_booked_or_closed_is_neither_changed_nor_deleted(engine: Engine) -> None:
    for table in _KEPT:
        column = "slip_id" if table == "deposit_slip_entry" else "regie"
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
                connection.execute(text(statement))


def test_amounts_are_whole_cents_and_numbers_and_take_backs_come_once(engine: Engine) -> None:
    second = _ENTRY | {"id": "f", "position": 2, "reverses": "e", "amount_cents": -5}
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (EntryTable, second | {"amount_cents": 0}),
        (EntryTable, second | {"amount_cents": 1.5}),
        (EntryTable, second | {"position": 1}),
        (EntryTable, second | {"kind": "gift"}),
        (EntryTable, second | {"receipt_id": None}),
        (EntryTable, second | {"wallet_id": "nobody"}),
        (ReceiptTable, _RECEIPT | {"id": "q"}),
        (ReceiptTable, _RECEIPT | {"id": "q", "number": 2, "total_cents": 0}),
        (ReceiptTable, _RECEIPT | {"id": "q", "number": 2, "means": "or"}),
        (WalletTable, {"id": "x", "diner_id": "d", "kind": "self", "balance_cents": 0}),
        (DepositSlipEntryTable, {"entry_id": "e", "slip_id": "s"}),
    ]
    for table, values in wrong:
        if engine.dialect.name == "postgresql" and values.get("amount_cents") == 1.5:
            continue  # a bigint: the server rounds what it is sent
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(insert(table.__table__).values(**values))
    with engine.begin() as connection:
        connection.execute(insert(EntryTable).values(**second))
    third = second | {"id": "g", "position": 3}
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(insert(EntryTable).values(**third))


def test_an_online_reference_is_booked_once(engine: Engine) -> None:
    online = _RECEIPT | {"means": "en_ligne", "reference": "K3M9"}
    with engine.begin() as connection:
        connection.execute(insert(ReceiptTable).values(**(online | {"id": "o", "number": 2})))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(insert(ReceiptTable).values(**(online | {"id": "p", "number": 3})))


def test_a_base_with_books_is_not_taken_back_to_a_version_without(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="books"):
        _downgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(select(EntryTable.id)).scalars().all() == ["e"]


def test_the_first_regie_and_the_usual_means_are_there(engine: Engine) -> None:
    with engine.connect() as connection:
        means = connection.execute(
            select(MeansTable.code, MeansTable.account).order_by(MeansTable.position)
        ).all()
    assert [tuple(one) for one in means] == [
        ("especes", "531"),
        ("cheque", "5112"),
        ("carte", "5115"),
        ("virement", "545"),
        ("prelevement", "545"),
        ("en_ligne", "545"),
    ]


def _downgrade(engine: Engine) -> None:
    config = configuration(MIGRATIONS)
    with migration(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0014")
