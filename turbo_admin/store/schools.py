"""Establishments, the database's own epoch, and the counter of revs."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.store.records import copier
from turbo_admin.store.school_record import SchoolRecord
from turbo_admin.store.tables import OfficeRow, SchoolRow

_record = copier(SchoolRecord)


def epoch(session: Session) -> str:
    """Return which office database this is; a restored copy gets another."""
    return session.scalars(select(OfficeRow.epoch)).one()


def renew_epoch(session: Session, new_epoch: str) -> None:
    """Give the database another epoch, after a restore."""
    session.execute(update(OfficeRow).values(epoch=new_epoch))


def take_revs(session: Session, count: int) -> range:
    """Draw that many revs, in this transaction: they are ordered as the edits are."""
    last = session.scalars(
        update(OfficeRow).values(last_rev=OfficeRow.last_rev + count).returning(OfficeRow.last_rev)
    ).one()
    return range(last - count + 1, last + 1)


def raise_rev(session: Session, at_least: int) -> None:
    """Make sure that the next rev is greater than what the portal has already taken."""
    session.execute(update(OfficeRow).where(OfficeRow.last_rev < at_least).values(last_rev=at_least))


def schools(session: Session) -> list[SchoolRecord]:
    """Return all schools, by name."""
    return [
        _record(row) for row in session.scalars(select(SchoolRow).order_by(SchoolRow.name, SchoolRow.uai))
    ]


def school(session: Session, uai: str) -> SchoolRecord:
    """Return one school.

    Raises:
        Refused: `school_unknown`.
    """
    row = session.get(SchoolRow, uai)
    if row is None:
        raise Refused("school_unknown", uai=uai)
    return _record(row)


def hold(session: Session, uai: str) -> None:
    """Let nobody else issue for a school until the end of this transaction; on SQLite nobody else writes anyway."""
    session.execute(select(SchoolRow.uai).where(SchoolRow.uai == uai).with_for_update(key_share=True)).all()


def has_school(session: Session, uai: str) -> bool:
    """Whether the school is known."""
    return session.get(SchoolRow, uai) is not None


def add_school(session: Session, uai: str, name: str, site_code: str) -> None:
    """Add a school that is not known yet."""
    session.add(SchoolRow(uai=uai, name=name, site_code=site_code, settings={}))
    session.flush()


def update_school(session: Session, uai: str, **values: Any) -> None:
    """Change columns of a school."""
    session.execute(update(SchoolRow).where(SchoolRow.uai == uai).values(**values))


def move_cursor(session: Session, uai: str, expected: int, to: int, event_id: str) -> bool:
    """Move the school's position by compare-and-swap.

    Args:
        event_id: of the event at the new position.

    Returns:
        False when the position is no longer the one expected: another run has been here.
    """
    moved = session.execute(
        update(SchoolRow)
        .where(SchoolRow.uai == uai, SchoolRow.cursor_seq == expected)
        .values(cursor_seq=to, cursor_event=event_id)
    )
    return bool(getattr(moved, "rowcount", 0) == 1)


def raise_sent_rev(session: Session, uai: str, rev: int) -> None:
    """Note that revs up to this one are about to be sent to the school's portal."""
    session.execute(
        update(SchoolRow).where(SchoolRow.uai == uai, SchoolRow.sent_rev < rev).values(sent_rev=rev)
    )


def raise_told_rev(session: Session, uai: str, rev: int) -> None:
    """Note that the school's portal has answered for a rev."""
    session.execute(
        update(SchoolRow).where(SchoolRow.uai == uai, SchoolRow.told_rev < rev).values(told_rev=rev)
    )


def mark_success(session: Session, uai: str, at: datetime) -> None:
    """Note that the school's exchange came to its end."""
    update_school(session, uai, last_success_at=at)
