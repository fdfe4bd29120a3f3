"""Wallets: made when first needed; a balance changes with an entry only."""

from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from turbo_admin.store.engine.books.ledger_records import WalletRecord
from turbo_admin.store.engine.books.ledger_tables import EntryTable, WalletTable
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.row_copier import copier

_record = copier(WalletRecord)


def wallets_of(session: Session, diner_ids: Collection[str]) -> list[WalletRecord]:
    """Return the wallets of diners; who never had money has none."""
    found: list[WalletRecord] = []
    for some in chunks(sorted(diner_ids)):
        found += map(_record, session.scalars(select(WalletTable).where(WalletTable.diner_id.in_(some))))
    return found


def wallets_of_school(session: Session, uai: str) -> list[WalletRecord]:
    """Return all wallets of a school's diners."""
    query = select(WalletTable).join(DinerTable, DinerTable.id == WalletTable.diner_id)
    return list(map(_record, session.scalars(query.where(DinerTable.uai == uai))))


def open_wallets(session: Session, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the ids of wallets by (diner, kind); those that are missing are made."""
    dialect = session.connection().dialect.name
    new = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(WalletTable)
    for diner_id, kind in sorted(set(wanted)):
        # Another PC may make it at the same moment.
        session.execute(
            new.values(id=new_id(), diner_id=diner_id, kind=kind, balance_cents=0).on_conflict_do_nothing()
        )
    known = wallets_of(session, {diner_id for diner_id, _ in wanted})
    return {(one.diner_id, one.kind): one.id for one in known if (one.diner_id, one.kind) in wanted}


def balance_of(session: Session, wallet_id: str) -> int:
    """Return the cents that stand on a wallet."""
    return session.scalars(select(WalletTable.balance_cents).where(WalletTable.id == wallet_id)).one()


def change_balance(session: Session, wallet_id: str, amount_cents: int) -> None:
    """Add to a balance, in the transaction of the entry."""
    session.execute(
        update(WalletTable)
        .where(WalletTable.id == wallet_id)
        .values(balance_cents=WalletTable.balance_cents + amount_cents),
        execution_options={"synchronize_session": False},
    )


def wrong_balances(session: Session) -> list[tuple[WalletRecord, int]]:
    """Return the wallets whose balance is not the sum of their entries, each with that sum."""
    entered = (
        select(EntryTable.wallet_id, func.sum(EntryTable.amount_cents).label("cents"))
        .group_by(EntryTable.wallet_id)
        .subquery()
    )
    query = (
        select(WalletTable, func.coalesce(entered.c.cents, 0))
        .outerjoin(entered, entered.c.wallet_id == WalletTable.id)
        .where(WalletTable.balance_cents != func.coalesce(entered.c.cents, 0))
        .order_by(WalletTable.id)
    )
    return [(_record(row), int(cents)) for row, cents in session.execute(query)]
