"""Accounts and which diners they hold."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.account_records import AccountRecord, HeldRecord
from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable, SheetTable
from turbo_admin.store.engine.chunks import CHUNK, chunks
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.store.engine.row_copier import copier

_account = copier(AccountRecord)


def accounts_by_id(session: Session, ids: Collection[str]) -> dict[str, AccountRecord]:
    """Return accounts by id; unknown ids are left out."""
    found: dict[str, AccountRecord] = {}
    for some in chunks(ids):
        rows = session.scalars(select(AccountTable).where(AccountTable.id.in_(some)))
        found.update((row.id, _account(row)) for row in rows)
    return found


def accounts_of_emails(session: Session, uai: str, keys: Collection[str]) -> dict[str, AccountRecord]:
    """Return the accounts not closed that use these addresses in the school, by address key."""
    found: dict[str, AccountRecord] = {}
    for some in chunks([key for key in keys if key]):
        rows = session.scalars(
            select(AccountTable).where(
                AccountTable.uai == uai,
                AccountTable.state != "closed",
                AccountTable.email_key.in_(some),
            )
        )
        found.update((row.email_key, _account(row)) for row in rows)
    return found


def pages_of_accounts(session: Session, uai: str) -> Iterator[list[AccountRecord]]:
    """Give all accounts of a school in pages, so that they are never held all at once."""
    query = select(AccountTable).where(AccountTable.uai == uai).execution_options(yield_per=CHUNK)
    for page in session.scalars(query).partitions():
        yield [_account(row) for row in page]


def count_accounts(session: Session, uai: str) -> int:
    """Return how many accounts a school has, closed ones too."""
    return session.scalars(
        select(func.count()).select_from(AccountTable).where(AccountTable.uai == uai)
    ).one()


def account_of_login(session: Session, uai: str, login: str) -> AccountRecord | None:
    """Return the account of a login, None when it is free."""
    query = select(AccountTable).where(AccountTable.uai == uai, AccountTable.login == login)
    row = session.scalars(query).one_or_none()
    return _account(row) if row else None


def hold_only(session: Session, account_id: str, diner_ids: Collection[str]) -> None:
    """Let an account hold these diners and no others."""
    held = set(diners_of(session, [account_id])[account_id])
    detach(session, account_id, sorted(held - set(diner_ids)))
    attach(session, {account_id: sorted(diner_ids)}, {})


def logins(session: Session, uai: str) -> set[str]:
    """Return the logins taken in a school."""
    return set(session.scalars(select(AccountTable.login).where(AccountTable.uai == uai)))


def add_accounts(session: Session, records: Iterable[AccountRecord]) -> None:
    """Add accounts."""
    values = [{name: getattr(record, name) for name in AccountRecord.__slots__} for record in records]
    if values:
        session.execute(insert(AccountTable), values)


def update_account(session: Session, account_id: str, **values: object) -> None:
    """Change columns of an account."""
    update_accounts(session, [account_id], **values)


def update_accounts(session: Session, ids: Collection[str], **values: object) -> None:
    """Change columns of accounts."""
    for some in chunks(ids):
        session.execute(update(AccountTable).where(AccountTable.id.in_(some)).values(**values))


def set_state(session: Session, ids: Collection[str], state: str, at: datetime) -> None:
    """Open, block or close accounts; a closed one keeps since when.

    Args:
        state: `open`, `blocked` or `closed`.
        at: when that is.
    """
    update_accounts(session, ids, state=state, closed_at=at if state == "closed" else None)


def delete_accounts(session: Session, ids: Collection[str]) -> None:
    """Delete accounts with their sheets; the diners stay."""
    for some in chunks(ids):
        session.execute(delete(SheetTable).where(SheetTable.account_id.in_(some)))
        session.execute(delete(AccountDinerTable).where(AccountDinerTable.account_id.in_(some)))
        session.execute(delete(AccountTable).where(AccountTable.id.in_(some)))


def diners_of(session: Session, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Return the diners' ids that accounts hold, by account."""
    held: dict[str, list[str]] = {one: [] for one in account_ids}
    for some in chunks(held):
        rows = session.execute(
            select(AccountDinerTable.account_id, AccountDinerTable.diner_id).where(
                AccountDinerTable.account_id.in_(some)
            )
        )
        for account_id, diner_id in rows:
            held[account_id].append(diner_id)
    return held


def given_by(session: Session, account_id: str) -> dict[str, str]:
    """Return by which sheet an account was given each diner that it holds, empty where nobody knows."""
    query = select(AccountDinerTable.diner_id, AccountDinerTable.given_by)
    return {
        one: sheet for one, sheet in session.execute(query.where(AccountDinerTable.account_id == account_id))
    }


def gave_diners(session: Session, sheet_ids: Collection[str]) -> bool:
    """Whether sheets gave a diner to an account that still holds it."""
    return any(
        session.execute(
            select(AccountDinerTable.diner_id).where(AccountDinerTable.given_by.in_(some)).limit(1)
        ).first()
        for some in chunks(sheet_ids)
    )


def detach_given_by(session: Session, sheet_ids: Collection[str]) -> None:
    """Take the diners that sheets gave out of their accounts."""
    for some in chunks(sheet_ids):
        session.execute(delete(AccountDinerTable).where(AccountDinerTable.given_by.in_(some)))


def end_credentials(session: Session, ids: Collection[str], *, own: bool = False) -> None:
    """Mark every provisional password of accounts as dead, and end their sessions.

    Args:
        own: the family's own password dies too.
    """
    for some in chunks(ids):
        values: dict[str, Any] = {
            "ended": AccountTable.last_number,
            "sessions_ended": AccountTable.sessions_ended + 1,
        }
        if own:
            values["own_ended"] = AccountTable.generation
        session.execute(update(AccountTable).where(AccountTable.id.in_(some)).values(**values))


def end_sessions(session: Session, ids: Collection[str]) -> None:
    """End the sessions of accounts; their passwords stay."""
    for some in chunks(ids):
        session.execute(
            update(AccountTable)
            .where(AccountTable.id.in_(some))
            .values(sessions_ended=AccountTable.sessions_ended + 1)
        )


def raise_ended(session: Session, account_id: str, number: int) -> None:
    """Mark the provisional passwords of an account with a number up to this one as dead."""
    session.execute(
        update(AccountTable)
        .where(AccountTable.id == account_id, AccountTable.last_number < number)
        .values(last_number=number)
    )
    session.execute(
        update(AccountTable)
        .where(AccountTable.id == account_id, AccountTable.ended < number)
        .values(ended=number)
    )


def attach(
    session: Session, wanted: Mapping[str, Iterable[str]], given_by: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Let accounts hold diners, beside those they hold.

    Args:
        wanted: account -> diners.
        given_by: account -> the sheet by which that happens.

    Returns:
        (account, diner) of those that they did not hold before.
    """
    held = diners_of(session, wanted.keys())
    new = [
        {"account_id": account_id, "diner_id": diner_id, "given_by": given_by.get(account_id, "")}
        for account_id, diner_ids in wanted.items()
        for diner_id in dict.fromkeys(diner_ids)
        if diner_id not in held[account_id]
    ]
    if new:
        session.execute(insert(AccountDinerTable), new)
    return [(one["account_id"], one["diner_id"]) for one in new]


def detach(session: Session, account_id: str, diner_ids: Collection[str]) -> None:
    """Let an account hold diners no more; those it does not hold change nothing."""
    session.execute(
        delete(AccountDinerTable).where(
            AccountDinerTable.account_id == account_id, AccountDinerTable.diner_id.in_(list(diner_ids))
        )
    )


def holders_of(session: Session, diner_id: str) -> list[AccountRecord]:
    """Return the accounts that hold a diner, closed ones too, oldest first."""
    query = (
        select(AccountTable)
        .join(AccountDinerTable, AccountDinerTable.account_id == AccountTable.id)
        .where(AccountDinerTable.diner_id == diner_id)
        .order_by(AccountTable.created_at)
    )
    return [_account(row) for row in session.scalars(query)]


def proved_addresses(session: Session, uai: str) -> set[tuple[str, str]]:
    """Return (diner id, key of an address) of the open accounts of a school that hold the diner and are in use.

    In use: the family has chosen its password, or pressed the button of the acknowledgement of its request.
    """
    confirmed = exists().where(
        RequestTable.account_id == AccountTable.id, RequestTable.confirmed_at.is_not(None)
    )
    query = (
        select(AccountDinerTable.diner_id, AccountTable.email_key)
        .join(AccountTable, AccountTable.id == AccountDinerTable.account_id)
        .where(AccountTable.uai == uai, AccountTable.state == "open", AccountTable.email_key != "")
        .where(or_(AccountTable.activated_at.is_not(None), confirmed))
    )
    return {(diner_id, key) for diner_id, key in session.execute(query)}


def listed(session: Session) -> list[AccountRecord]:
    """Return all accounts of all schools, as a list shows them."""
    # Columns, not objects of the ORM: those take most of the time of a list of thousands.
    query = select(*(getattr(AccountTable, name) for name in AccountRecord.__slots__))
    rows = session.execute(
        query.order_by(AccountTable.uai, AccountTable.login).execution_options(yield_per=1000)
    )
    return [AccountRecord(*row) for row in rows]


def held_names(session: Session, only: Collection[str] | None = None) -> list[HeldRecord]:
    """Return attachments, with what a list shows of the diner.

    Args:
        only: of these accounts; None for all.
    """
    query: Select[*tuple[Any, ...]] = select(
        AccountDinerTable.account_id,
        DinerTable.id,
        DinerTable.last_name,
        DinerTable.first_name,
        DinerTable.class_name,
        DinerTable.left,
        DinerTable.regime,
        DinerTable.search,
    ).join(DinerTable, DinerTable.id == AccountDinerTable.diner_id)
    return [
        HeldRecord(*row)
        for some in narrowed(query, AccountDinerTable.account_id, only)
        for row in session.execute(some).yield_per(1000)
    ]


def narrowed(
    query: Select[*tuple[Any, ...]], column: Any, only: Collection[str] | None
) -> Iterator[Select[*tuple[Any, ...]]]:
    """Yield the query as it is, or once for each few of these."""
    if only is None:
        yield query
        return
    for some in chunks(only):
        yield query.where(column.in_(some))
