"""The sheets that hand credentials over, and the batches they were made in."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, null, select, tuple_, update
from sqlalchemy.orm import Session

from turbo_admin.store.accounts import narrowed
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.account_tables import SheetTable
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.row_copier import copier

_sheet = copier(SheetRecord)


def latest_sheets(session: Session, only: Collection[str] | None = None) -> dict[str, SheetRecord]:
    """Return the last sheet of each account that has had one, without its secret.

    Args:
        only: of these accounts; None for all.
    """
    last = select(SheetTable.account_id, func.max(SheetTable.number)).group_by(SheetTable.account_id)
    columns = (null() if name == "secret" else getattr(SheetTable, name) for name in SheetRecord.__slots__)
    query = select(*columns).where(tuple_(SheetTable.account_id, SheetTable.number).in_(last))
    return {
        sheet.account_id: sheet
        for some in narrowed(query, SheetTable.account_id, only)
        for sheet in (SheetRecord(*row) for row in session.execute(some).yield_per(1000))
    }


def live_sheets(session: Session, account_ids: Collection[str]) -> list[SheetRecord]:
    """Return the sheets of accounts that could still open something: not used, not refused."""
    found: list[SheetRecord] = []
    for some in chunks(account_ids):
        rows = session.scalars(
            select(SheetTable).where(
                SheetTable.account_id.in_(some),
                SheetTable.used_at.is_(None),
                SheetTable.refused == "",
            )
        )
        found += map(_sheet, rows)
    return sorted(found, key=lambda sheet: (sheet.account_id, sheet.number))


def add_sheets(session: Session, records: Sequence[SheetRecord]) -> None:
    """Add the sheets of a batch."""
    if records:
        session.execute(
            insert(SheetTable),
            [{name: getattr(record, name) for name in SheetRecord.__slots__} for record in records],
        )


def sheets_by_id(session: Session, ids: Sequence[str]) -> list[SheetRecord]:
    """Return sheets in the order of the ids; unknown ids are left out."""
    found: dict[str, SheetRecord] = {}
    for some in chunks(ids):
        rows = session.scalars(select(SheetTable).where(SheetTable.id.in_(some)))
        found.update((row.id, _sheet(row)) for row in rows)
    return [found[one] for one in ids if one in found]


def sheets_of_account(session: Session, account_id: str) -> list[SheetRecord]:
    """Return all sheets that an account has had, oldest first."""
    query = select(SheetTable).where(SheetTable.account_id == account_id).order_by(SheetTable.number)
    return [_sheet(row) for row in session.scalars(query)]


def sheets(session: Session, batch_id: str | None = None) -> list[SheetRecord]:
    """Return the sheets of a batch, or all that are neither handed over nor used nor replaced."""
    query = select(SheetTable).order_by(SheetTable.created_at, SheetTable.place)
    if batch_id is None:
        query = query.where(
            SheetTable.handed_at.is_(None), SheetTable.used_at.is_(None), SheetTable.refused == ""
        )
    else:
        query = query.where(SheetTable.batch_id == batch_id)
    return [_sheet(row) for row in session.scalars(query)]


def sheet_of_mail(session: Session, mail_id: str) -> SheetRecord | None:
    """Return the sheet that a mail contains."""
    row = session.scalars(select(SheetTable).where(SheetTable.mail_id == mail_id)).one_or_none()
    return _sheet(row) if row else None


def update_sheets(session: Session, ids: Collection[str], **values: object) -> int:
    """Change columns of sheets; returns how many there were."""
    changed = 0
    for some in chunks(ids):
        done = session.execute(update(SheetTable).where(SheetTable.id.in_(some)).values(**values))
        changed += int(getattr(done, "rowcount", 0))
    return changed


def end_sheets_of(session: Session, account_ids: Collection[str], **values: object) -> None:
    """Change the sheets of accounts that are still on their way, and erase the secrets of all, refused ones too."""
    for account_id in account_ids:
        session.execute(
            update(SheetTable)
            .where(SheetTable.account_id == account_id, SheetTable.secret.is_not(None))
            .values(secret=None, password_hash="")
        )
        session.execute(
            update(SheetTable)
            .where(
                SheetTable.account_id == account_id, SheetTable.used_at.is_(None), SheetTable.refused == ""
            )
            .values(**values)
        )


def mails_on_their_way(session: Session, uai: str) -> list[SheetRecord]:
    """Return the sheets of a school whose mail was asked for, and of which nobody has heard that it left."""
    query = select(SheetTable).where(
        SheetTable.uai == uai,
        SheetTable.mail_state.in_(("queued", "retry")),
        SheetTable.refused == "",
        SheetTable.used_at.is_(None),
    )
    return [_sheet(row) for row in session.scalars(query)]


def make_room_for_number(session: Session, account_id: str, number: int) -> None:
    """Delete an ended sheet of an account that has this number: the portal knows another one by it."""
    session.execute(
        delete(SheetTable).where(SheetTable.account_id == account_id, SheetTable.number == number)
    )


def clear_portal_refusals(session: Session, account_ids: Collection[str]) -> None:
    """Note that the portal has taken the states of accounts."""
    for some in chunks(account_ids):
        session.execute(
            update(SheetTable)
            .where(SheetTable.account_id.in_(some), SheetTable.portal_refusal != "")
            .values(portal_refusal="")
        )


def erase_expired_secrets(session: Session, now: datetime) -> None:
    """Erase the passwords that no longer open anything."""
    session.execute(
        update(SheetTable)
        .where(SheetTable.expires_at < now, SheetTable.secret.is_not(None))
        .values(secret=None)
    )


def batches(session: Session, limit: int) -> list[tuple[str, datetime, str, int]]:
    """Return (batch, made at, by whom, sheets), latest first."""
    made = func.min(SheetTable.created_at)
    rows = session.execute(
        select(SheetTable.batch_id, made, func.min(SheetTable.created_by), func.count())
        .group_by(SheetTable.batch_id)
        .order_by(made.desc())
        .limit(limit)
    )
    return [(batch, at, who, number) for batch, at, who, number in rows]


def last_reference(session: Session, year_prefix: str) -> int:
    """Return the greatest number of the references that begin so, 0 for none. Counting them would not do: some go."""
    last = session.scalars(
        select(SheetTable.reference)
        .where(SheetTable.reference.startswith(year_prefix, autoescape=True))
        .order_by(func.length(SheetTable.reference).desc(), SheetTable.reference.desc())
        .limit(1)
    ).one_or_none()
    return int(last.removeprefix(year_prefix)) if last else 0
