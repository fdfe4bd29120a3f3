"""Who did what, when. Ids only."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, insert, or_, select
from sqlalchemy.orm import Session

from turbo_admin.store.records import JournalRecord, copier
from turbo_admin.store.tables import JournalRow

_record = copier(JournalRecord)
_INSERT = insert(cast(Table, JournalRow.__table__))


def note(
    session: Session,
    what: str,
    subjects: Iterable[tuple[str, str]],
    *,
    at: datetime,
    who: str,
    workstation: str,
) -> None:
    """Write a line a subject, in the transaction of the act itself.

    Args:
        what: a key of `office.history.SENTENCES`.
        subjects: (id, other id or empty).
    """
    lines = [
        {"at": at, "who": who, "workstation": workstation, "what": what, "subject": subject, "other": other}
        for subject, other in subjects
    ]
    if lines:
        session.connection().execute(_INSERT, lines)


def last_line(session: Session) -> int:
    """Return the number of the latest line, 0 for an empty journal; every act writes one."""
    return session.scalars(select(func.max(JournalRow.id))).one() or 0


def pairs(session: Session, what: str, at: datetime) -> list[tuple[str, str]]:
    """Return (subject, other) of what was noted at that very moment."""
    query = select(JournalRow.subject, JournalRow.other).where(JournalRow.what == what, JournalRow.at == at)
    return [(subject, other) for subject, other in session.execute(query)]


def given(session: Session, what: str, other: str) -> list[tuple[str, datetime]]:
    """Return (subject, when) of what was noted with this other thing."""
    query = select(JournalRow.subject, JournalRow.at).where(
        JournalRow.what == what, JournalRow.other == other
    )
    return [(subject, at) for subject, at in session.execute(query)]


def lines_about(session: Session, subject: str) -> list[JournalRecord]:
    """Return the lines about one thing, oldest first."""
    rows = session.scalars(
        select(JournalRow)
        .where(or_(JournalRow.subject == subject, JournalRow.other == subject))
        .order_by(JournalRow.id)
    )
    return [_record(row) for row in rows]
