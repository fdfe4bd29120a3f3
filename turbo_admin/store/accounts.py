"""Accounts and which diners they hold; the sheets that hand them over."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, null, or_, select, tuple_, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.records import AccountRecord, HeldRecord, SheetRecord, copier
from turbo_admin.store.engine.tables import AccountDinerRow, AccountRow, DinerRow, RequestRow, SheetRow

_account = copier(AccountRecord)
_sheet = copier(SheetRecord)
_CHUNK = 500


def accounts_by_id(session: Session, ids: Collection[str]) -> dict[str, AccountRecord]:
    """Return accounts by id; unknown ids are left out."""
    found: dict[str, AccountRecord] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        rows = session.scalars(select(AccountRow).where(AccountRow.id.in_(wanted[start : start + _CHUNK])))
        found.update((row.id, _account(row)) for row in rows)
    return found


def accounts_of_emails(session: Session, uai: str, keys: Collection[str]) -> dict[str, AccountRecord]:
    """Return the accounts not closed that use these addresses in the school, by address key."""
    found: dict[str, AccountRecord] = {}
    wanted = [key for key in keys if key]
    for start in range(0, len(wanted), _CHUNK):
        rows = session.scalars(
            select(AccountRow).where(
                AccountRow.uai == uai,
                AccountRow.state != "closed",
                AccountRow.email_key.in_(wanted[start : start + _CHUNK]),
            )
        )
        found.update((row.email_key, _account(row)) for row in rows)
    return found


def pages_of_accounts(session: Session, uai: str) -> Iterator[list[AccountRecord]]:
    """Give all accounts of a school in pages, so that they are never held all at once."""
    query = select(AccountRow).where(AccountRow.uai == uai).execution_options(yield_per=_CHUNK)
    for page in session.scalars(query).partitions():
        yield [_account(row) for row in page]


def count_accounts(session: Session, uai: str) -> int:
    """Return how many accounts a school has, closed ones too."""
    return session.scalars(select(func.count()).select_from(AccountRow).where(AccountRow.uai == uai)).one()


def logins(session: Session, uai: str) -> set[str]:
    """Return the identifiants taken in a school."""
    return set(session.scalars(select(AccountRow.login).where(AccountRow.uai == uai)))


def add_accounts(session: Session, records: Iterable[AccountRecord]) -> None:
    """Add accounts."""
    values = [{name: getattr(record, name) for name in AccountRecord.__slots__} for record in records]
    if values:
        session.execute(insert(AccountRow), values)


def update_account(session: Session, account_id: str, **values: Any) -> None:
    """Change columns of an account."""
    update_accounts(session, [account_id], **values)


def update_accounts(session: Session, ids: Collection[str], **values: Any) -> None:
    """Change columns of accounts."""
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        session.execute(
            update(AccountRow).where(AccountRow.id.in_(wanted[start : start + _CHUNK])).values(**values)
        )


def set_state(session: Session, ids: Collection[str], state: str, at: datetime) -> None:
    """Open, block or close accounts; a closed one keeps since when.

    Args:
        state: `open`, `blocked` or `closed`.
        at: when that is.
    """
    update_accounts(session, ids, state=state, closed_at=at if state == "closed" else None)


def delete_accounts(session: Session, ids: Collection[str]) -> None:
    """Delete accounts that nobody was ever told of, with their sheets; the diners stay."""
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        session.execute(delete(SheetRow).where(SheetRow.account_id.in_(some)))
        session.execute(delete(AccountDinerRow).where(AccountDinerRow.account_id.in_(some)))
        session.execute(delete(AccountRow).where(AccountRow.id.in_(some)))


def diners_of(session: Session, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Return the diners' ids that accounts hold, by account."""
    held: dict[str, list[str]] = {one: [] for one in account_ids}
    wanted = list(held)
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(AccountDinerRow.account_id, AccountDinerRow.diner_id).where(
                AccountDinerRow.account_id.in_(wanted[start : start + _CHUNK])
            )
        )
        for account_id, diner_id in rows:
            held[account_id].append(diner_id)
    return held


def attach(session: Session, wanted: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Let accounts hold diners, beside those they hold.

    Args:
        wanted: account -> diners.

    Returns:
        (account, diner) of those that they did not hold before.
    """
    held = diners_of(session, wanted.keys())
    new = [
        {"account_id": account_id, "diner_id": diner_id}
        for account_id, diner_ids in wanted.items()
        for diner_id in dict.fromkeys(diner_ids)
        if diner_id not in held[account_id]
    ]
    if new:
        session.execute(insert(AccountDinerRow), new)
    return [(one["account_id"], one["diner_id"]) for one in new]


def detach(session: Session, account_id: str, diner_ids: Collection[str]) -> None:
    """Let an account hold diners no more; those it does not hold change nothing."""
    session.execute(
        delete(AccountDinerRow).where(
            AccountDinerRow.account_id == account_id, AccountDinerRow.diner_id.in_(list(diner_ids))
        )
    )


def holders_of(session: Session, diner_id: str) -> list[AccountRecord]:
    """Return the accounts that hold a diner, closed ones too, oldest first."""
    query = (
        select(AccountRow)
        .join(AccountDinerRow, AccountDinerRow.account_id == AccountRow.id)
        .where(AccountDinerRow.diner_id == diner_id)
        .order_by(AccountRow.created_at)
    )
    return [_account(row) for row in session.scalars(query)]


def proved_addresses(session: Session, uai: str) -> set[tuple[str, str]]:
    """Return (diner id, key of an address) of the open accounts of a school that hold the diner and are in use.

    In use: the family has chosen its password, or pressed the button of the acknowledgement of its request.
    """
    confirmed = exists().where(RequestRow.account_id == AccountRow.id, RequestRow.confirmed_at.is_not(None))
    query = (
        select(AccountDinerRow.diner_id, AccountRow.email_key)
        .join(AccountRow, AccountRow.id == AccountDinerRow.account_id)
        .where(AccountRow.uai == uai, AccountRow.state == "open", AccountRow.email_key != "")
        .where(or_(AccountRow.activated_at.is_not(None), confirmed))
    )
    return {(diner_id, key) for diner_id, key in session.execute(query)}


def listed(session: Session) -> list[AccountRecord]:
    """Return all accounts of all schools, as a list shows them."""
    # Columns, not objects of the ORM: those take most of the time of a list of thousands.
    query = select(*(getattr(AccountRow, name) for name in AccountRecord.__slots__))
    rows = session.execute(query.order_by(AccountRow.uai, AccountRow.login).execution_options(yield_per=1000))
    return [AccountRecord(*row) for row in rows]


def held_names(session: Session, only: Collection[str] | None = None) -> list[HeldRecord]:
    """Return attachments, with what a list shows of the diner.

    Args:
        only: of these accounts; None for all.
    """
    query: Select[*tuple[Any, ...]] = select(
        AccountDinerRow.account_id,
        DinerRow.id,
        DinerRow.last_name,
        DinerRow.first_name,
        DinerRow.class_name,
        DinerRow.left,
        DinerRow.regime,
        DinerRow.search,
    ).join(DinerRow, DinerRow.id == AccountDinerRow.diner_id)
    return [
        HeldRecord(*row)
        for some in _narrowed(query, AccountDinerRow.account_id, only)
        for row in session.execute(some).yield_per(1000)
    ]


def latest_sheets(session: Session, only: Collection[str] | None = None) -> dict[str, SheetRecord]:
    """Return the last sheet of each account that has had one, without its secret.

    Args:
        only: of these accounts; None for all.
    """
    last = select(SheetRow.account_id, func.max(SheetRow.created_at)).group_by(SheetRow.account_id)
    columns = (null() if name == "secret" else getattr(SheetRow, name) for name in SheetRecord.__slots__)
    query = select(*columns).where(tuple_(SheetRow.account_id, SheetRow.created_at).in_(last))
    return {
        sheet.account_id: sheet
        for some in _narrowed(query, SheetRow.account_id, only)
        for sheet in (SheetRecord(*row) for row in session.execute(some).yield_per(1000))
    }


def _narrowed(
    query: Select[*tuple[Any, ...]], column: Any, only: Collection[str] | None
) -> Iterator[Select[*tuple[Any, ...]]]:
    """Yield the query as it is, or once for each few of these."""
    if only is None:
        yield query
        return
    wanted = list(only)
    for start in range(0, len(wanted), _CHUNK):
        yield query.where(column.in_(wanted[start : start + _CHUNK]))


def live_sheets(session: Session, account_ids: Collection[str]) -> list[SheetRecord]:
    """Return the sheets of accounts that could still open something: not used, not refused."""
    found: list[SheetRecord] = []
    wanted = list(account_ids)
    for start in range(0, len(wanted), _CHUNK):
        rows = session.scalars(
            select(SheetRow).where(
                SheetRow.account_id.in_(wanted[start : start + _CHUNK]),
                SheetRow.used_at.is_(None),
                SheetRow.refused == "",
            )
        )
        found += map(_sheet, rows)
    return found


def add_sheets(session: Session, records: Sequence[SheetRecord]) -> None:
    """Add the sheets of a batch."""
    if records:
        session.execute(
            insert(SheetRow),
            [{name: getattr(record, name) for name in SheetRecord.__slots__} for record in records],
        )


def sheets_by_id(session: Session, ids: Sequence[str]) -> list[SheetRecord]:
    """Return sheets in the order of the ids; unknown ids are left out."""
    found: dict[str, SheetRecord] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = session.scalars(select(SheetRow).where(SheetRow.id.in_(ids[start : start + _CHUNK])))
        found.update((row.id, _sheet(row)) for row in rows)
    return [found[one] for one in ids if one in found]


def sheets_of_account(session: Session, account_id: str) -> list[SheetRecord]:
    """Return all sheets that an account has had, oldest first."""
    query = select(SheetRow).where(SheetRow.account_id == account_id).order_by(SheetRow.created_at)
    return [_sheet(row) for row in session.scalars(query)]


def sheets(session: Session, batch_id: str | None = None) -> list[SheetRecord]:
    """Return the sheets of a batch, or all that are neither handed over nor used nor replaced."""
    query = select(SheetRow).order_by(SheetRow.created_at, SheetRow.place)
    if batch_id is None:
        query = query.where(SheetRow.handed_at.is_(None), SheetRow.used_at.is_(None), SheetRow.refused == "")
    else:
        query = query.where(SheetRow.batch_id == batch_id)
    return [_sheet(row) for row in session.scalars(query)]


def sheet_of_mail(session: Session, mail_id: str) -> SheetRecord | None:
    """Return the sheet that a mail carries."""
    row = session.scalars(select(SheetRow).where(SheetRow.mail_id == mail_id)).one_or_none()
    return _sheet(row) if row else None


def update_sheets(session: Session, ids: Collection[str], **values: Any) -> int:
    """Change columns of sheets; returns how many there were."""
    changed = 0
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        done = session.execute(
            update(SheetRow).where(SheetRow.id.in_(wanted[start : start + _CHUNK])).values(**values)
        )
        changed += int(getattr(done, "rowcount", 0))
    return changed


def end_sheets_of(session: Session, account_ids: Collection[str], **values: Any) -> None:
    """Change the sheets of accounts that are still on their way, and erase the secrets of all, refused ones too."""
    for account_id in account_ids:
        session.execute(
            update(SheetRow)
            .where(SheetRow.account_id == account_id, SheetRow.secret.is_not(None))
            .values(secret=None)
        )
        session.execute(
            update(SheetRow)
            .where(SheetRow.account_id == account_id, SheetRow.used_at.is_(None), SheetRow.refused == "")
            .values(**values)
        )


def erase_expired_secrets(session: Session, now: Any) -> None:
    """Erase the passwords that no longer open anything."""
    session.execute(
        update(SheetRow).where(SheetRow.expires_at < now, SheetRow.secret.is_not(None)).values(secret=None)
    )


def batches(session: Session, limit: int) -> list[tuple[str, Any, str, int]]:
    """Return (batch, made at, by whom, sheets), latest first."""
    made = func.min(SheetRow.created_at)
    rows = session.execute(
        select(SheetRow.batch_id, made, func.min(SheetRow.created_by), func.count())
        .group_by(SheetRow.batch_id)
        .order_by(made.desc())
        .limit(limit)
    )
    return [(batch, at, who, number) for batch, at, who, number in rows]


def last_reference(session: Session, year_prefix: str) -> int:
    """Return the greatest number of the references that begin so, 0 for none. Counting them would not do: some go."""
    last = session.scalars(
        select(SheetRow.reference)
        .where(SheetRow.reference.startswith(year_prefix, autoescape=True))
        .order_by(func.length(SheetRow.reference).desc(), SheetRow.reference.desc())
        .limit(1)
    ).one_or_none()
    return int(last.removeprefix(year_prefix)) if last else 0


def requests_of_account(session: Session, account_id: str) -> list[str]:
    """Return the requests that an account answered."""
    return list(session.scalars(select(RequestRow.id).where(RequestRow.account_id == account_id)))
