"""Establishments, the database's own epoch, and the counter of revs."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.school_record import SchoolRecord
from turbo_admin.store.engine.school_tables import OfficeTable, SchoolTable

_record = copier(SchoolRecord)
# Read several times in each exchange: built once, and read without the ORM's own bookkeeping.
_TABLE = cast(Table, SchoolTable.__table__)
_ALL = select(_TABLE).order_by(_TABLE.c.name, _TABLE.c.uai)
_ONE = select(_TABLE).where(_TABLE.c.uai == bindparam("uai"))
_CURSOR = select(_TABLE.c.cursor_seq).where(_TABLE.c.uai == bindparam("uai"))
_OFFICE = cast(Table, OfficeTable.__table__)
_EPOCH = select(_OFFICE.c.epoch)
_TAKE_REVS = (
    update(_OFFICE).values(last_rev=_OFFICE.c.last_rev + bindparam("count")).returning(_OFFICE.c.last_rev)
)
# Without `values`, an UPDATE sets the columns that are given when it runs.
_UPDATE = update(_TABLE).where(_TABLE.c.uai == bindparam("which"))
_MOVE_CURSOR = _UPDATE.where(_TABLE.c.cursor_seq == bindparam("expected"))
_RAISE_SENT = _UPDATE.where(_TABLE.c.sent_rev < bindparam("rev")).values(sent_rev=bindparam("rev"))
_RAISE_TOLD = _UPDATE.where(_TABLE.c.told_rev < bindparam("rev")).values(told_rev=bindparam("rev"))


def epoch(session: Session) -> str:
    """Return which office database this is; a restored copy gets another."""
    return str(session.connection().execute(_EPOCH).scalar_one())


def take_revs(session: Session, count: int) -> range:
    """Draw that many revs, in this transaction: they are ordered as the edits are."""
    last = session.connection().execute(_TAKE_REVS, {"count": count}).scalar_one()
    return range(last - count + 1, last + 1)


def raise_rev(session: Session, at_least: int) -> None:
    """Make sure that the next rev is greater than what the portal has already taken."""
    session.execute(update(OfficeTable).where(OfficeTable.last_rev < at_least).values(last_rev=at_least))


def schools(session: Session) -> list[SchoolRecord]:
    """Return all schools, by name."""
    return [_record(row) for row in session.connection().execute(_ALL)]


def school(session: Session, uai: str) -> SchoolRecord:
    """Return one school.

    Raises:
        Refused: `school_unknown`.
    """
    row = session.connection().execute(_ONE, {"uai": uai}).one_or_none()
    if row is None:
        raise Refused("school_unknown", uai=uai)
    return _record(row)


def cursor(session: Session, uai: str) -> int:
    """Return the position of the last event received from a school's portal."""
    return int(session.connection().execute(_CURSOR, {"uai": uai}).scalar_one())


def hold(session: Session, uai: str) -> None:
    """Lock a school's row until the end of this transaction; on SQLite a writing transaction is alone anyway."""
    session.execute(
        select(SchoolTable.uai).where(SchoolTable.uai == uai).with_for_update(key_share=True)
    ).all()


def has_school(session: Session, uai: str) -> bool:
    """Whether the school is known."""
    return session.connection().execute(_CURSOR, {"uai": uai}).one_or_none() is not None


def add_school(session: Session, uai: str, name: str, site_code: str) -> None:
    """Add a school that is not known yet."""
    session.add(SchoolTable(uai=uai, name=name, site_code=site_code, settings={}))
    session.flush()


def update_school(session: Session, uai: str, **values: Any) -> None:
    """Change columns of a school."""
    session.connection().execute(_UPDATE, {"which": uai, **values})


def move_cursor(session: Session, uai: str, expected: int, to: int, event_id: str) -> bool:
    """Move the school's position by compare-and-swap.

    Args:
        event_id: of the event at the new position.

    Returns:
        False when the position is no longer the one expected: another run has been here.
    """
    values = {"which": uai, "expected": expected, "cursor_seq": to, "cursor_event": event_id}
    return session.connection().execute(_MOVE_CURSOR, values).rowcount == 1


def raise_sent_rev(session: Session, uai: str, rev: int) -> None:
    """Note that revs up to this one are about to be sent to the school's portal."""
    session.connection().execute(_RAISE_SENT, {"which": uai, "rev": rev})


def raise_told_rev(session: Session, uai: str, rev: int) -> None:
    """Note that the school's portal has answered for a rev."""
    session.connection().execute(_RAISE_TOLD, {"which": uai, "rev": rev})


def mark_success(session: Session, uai: str, at: datetime) -> None:
    """Note that the school's exchange came to its end."""
    update_school(session, uai, last_success_at=at)
