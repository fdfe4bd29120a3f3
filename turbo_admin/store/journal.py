"""Who did what, when. Ids only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, func, insert, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable, SheetTable
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.journal_records import JournalRecord
from turbo_admin.store.engine.journal_tables import JournalTable
from turbo_admin.store.engine.request_tables import RequestTable

_INSERT = insert(cast(Table, JournalTable.__table__))


def note(
    session: Session,
    what: JournalCode,
    subjects: Iterable[tuple[str, str]],
    *,
    at: datetime,
    who: str,
    workstation: str,
) -> None:
    """Write a line a subject, in the transaction of the act itself.

    Args:
        subjects: (id, other id or empty).
    """
    lines = [
        {"at": at, "who": who, "workstation": workstation, "what": what, "subject": subject, "other": other}
        for subject, other in subjects
    ]
    if lines:
        session.connection().execute(_INSERT, lines)


def _record(row: JournalTable) -> JournalRecord:
    return JournalRecord(row.at, row.who, row.workstation, JournalCode(row.what), row.subject, row.other)


def last_line(session: Session) -> int:
    """Return the number of the latest line, 0 for an empty journal; every act writes one."""
    return session.scalars(select(func.max(JournalTable.id))).one() or 0


def latest_about(session: Session, subjects: Sequence[str], limit: int) -> list[JournalRecord]:
    """Return the latest lines about any of a few things, latest first."""
    rows = session.scalars(
        select(JournalTable)
        .where(or_(JournalTable.subject.in_(subjects), JournalTable.other.in_(subjects)))
        .order_by(JournalTable.id.desc())
        .limit(limit)
    )
    return [_record(row) for row in rows]


def lines_about(session: Session, subject: str) -> list[JournalRecord]:
    """Return the lines about one thing, oldest first."""
    rows = session.scalars(
        select(JournalTable)
        .where(or_(JournalTable.subject == subject, JournalTable.other == subject))
        .order_by(JournalTable.id)
    )
    return [_record(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for.

    Attributes:
        text: folded.
        who: the persons whose name holds it.
        what: the kinds of lines whose sentence does.
        workstations: the PCs whose name does.
        uais: the schools whose name does.
    """

    text: str
    who: tuple[str, ...] = ()
    what: tuple[JournalCode, ...] = ()
    workstations: tuple[str, ...] = ()
    uais: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for.

    Attributes:
        since, until: from this moment on, and before that one; None for no limit.
        who: this person's; empty for everybody's.
        what: these kinds; empty for all.
        words: all of which a line, or what it is about, holds.
    """

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    what: tuple[JournalCode, ...] = ()
    words: tuple[Word, ...] = ()


def page(
    session: Session, wanted: Wanted, limit: int, before: int | None = None
) -> list[tuple[int, JournalRecord]]:
    """Return the latest lines that are asked for, each with its number, latest first.

    Args:
        before: those with a lesser number only.
    """
    query = select(JournalTable).where(*_conditions(wanted)).order_by(JournalTable.id.desc()).limit(limit)
    if before is not None:
        query = query.where(JournalTable.id < before)
    return [(row.id, _record(row)) for row in session.scalars(query)]


def count(session: Session, wanted: Wanted) -> int:
    """Return how many lines are asked for."""
    return session.scalars(select(func.count()).select_from(JournalTable).where(*_conditions(wanted))).one()


def people(session: Session) -> list[str]:
    """Return everybody who ever did something, in order."""
    return _distinct(session, JournalTable.who)


def workstations(session: Session) -> list[str]:
    """Return all PCs on which something was ever done, in order."""
    return _distinct(session, JournalTable.workstation)


def _distinct(session: Session, column: InstrumentedAttribute[str]) -> list[str]:
    """Return the values of an indexed column, from one to the next: DISTINCT would read the whole index."""
    values = select(func.min(column).label("value")).cte("found", recursive=True)
    following = select(func.min(column)).where(column > values.c.value).scalar_subquery()
    values = values.union_all(select(following).where(values.c.value.is_not(None)))
    return list(session.scalars(select(values.c.value).where(values.c.value.is_not(None))))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_holds(word) for word in wanted.words]
    if wanted.since is not None:
        conditions.append(JournalTable.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(JournalTable.at < wanted.until)
    if wanted.who:
        conditions.append(JournalTable.who == wanted.who)
    if wanted.what:
        conditions.append(JournalTable.what.in_(wanted.what))
    return conditions


def _holds(word: Word) -> ColumnElement[bool]:
    """Whether a line holds a word: who, what, which PC, or the names of what it is about.

    A union of searches by index: an OR over columns would read every line of ten years.
    """
    text = word.text
    diner_ids = select(DinerTable.id).where(DinerTable.search.contains(text, autoescape=True))
    account_ids = select(AccountTable.id).where(
        or_(
            AccountTable.login.contains(text, autoescape=True),
            AccountTable.email_key.contains(text, autoescape=True),
            AccountTable.id.in_(
                select(AccountDinerTable.account_id).where(AccountDinerTable.diner_id.in_(diner_ids))
            ),
        )
    )
    about = union_all(
        diner_ids,
        account_ids,
        select(RequestTable.id).where(
            or_(RequestTable.search.contains(text, autoescape=True), RequestTable.diner_id.in_(diner_ids))
        ),
        select(SheetTable.id).where(SheetTable.account_id.in_(account_ids)),
    ).scalar_subquery()
    conditions: list[ColumnElement[bool]] = [
        column.in_(values)
        for column, values in (
            (JournalTable.who, word.who),
            (JournalTable.what, word.what),
            (JournalTable.workstation, word.workstations),
            (JournalTable.subject, word.uais),
        )
        if values
    ]
    conditions += [JournalTable.subject.in_(about), JournalTable.other.in_(about)]
    return JournalTable.id.in_(union_all(*(select(JournalTable.id).where(one) for one in conditions)))
