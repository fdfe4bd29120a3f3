"""Who did what, when. Ids only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, func, insert, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from turbo_admin.store.engine.records import JournalRecord, copier
from turbo_admin.store.engine.tables import (
    AccountDinerRow,
    AccountRow,
    DinerRow,
    JournalRow,
    RequestRow,
    SheetRow,
)

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
        what: a key of `office.journal.sentences.SENTENCES`.
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


def noted(session: Session, kinds: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (what, subject, other) of all lines of some kinds, oldest first."""
    query = select(JournalRow.what, JournalRow.subject, JournalRow.other).where(JournalRow.what.in_(kinds))
    return [(what, subject, other) for what, subject, other in session.execute(query.order_by(JournalRow.id))]


def given(session: Session, what: str, other: str) -> list[tuple[str, datetime]]:
    """Return (subject, when) of what was noted with this other thing."""
    query = select(JournalRow.subject, JournalRow.at).where(
        JournalRow.what == what, JournalRow.other == other
    )
    return [(subject, at) for subject, at in session.execute(query)]


def latest_about(session: Session, subjects: Sequence[str], limit: int) -> list[JournalRecord]:
    """Return the latest lines about any of a few things, latest first."""
    rows = session.scalars(
        select(JournalRow)
        .where(or_(JournalRow.subject.in_(subjects), JournalRow.other.in_(subjects)))
        .order_by(JournalRow.id.desc())
        .limit(limit)
    )
    return [_record(row) for row in rows]


def lines_about(session: Session, subject: str) -> list[JournalRecord]:
    """Return the lines about one thing, oldest first."""
    rows = session.scalars(
        select(JournalRow)
        .where(or_(JournalRow.subject == subject, JournalRow.other == subject))
        .order_by(JournalRow.id)
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
    what: tuple[str, ...] = ()
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
    what: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()


def page(
    session: Session, wanted: Wanted, limit: int, before: int | None = None
) -> list[tuple[int, JournalRecord]]:
    """Return the latest lines that are asked for, each with its number, latest first.

    Args:
        before: those with a lesser number only.
    """
    query = select(JournalRow).where(*_conditions(wanted)).order_by(JournalRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(JournalRow.id < before)
    return [(row.id, _record(row)) for row in session.scalars(query)]


def count(session: Session, wanted: Wanted) -> int:
    """Return how many lines are asked for."""
    return session.scalars(select(func.count()).select_from(JournalRow).where(*_conditions(wanted))).one()


def people(session: Session) -> list[str]:
    """Return everybody who ever did something, in order."""
    return _distinct(session, JournalRow.who)


def workstations(session: Session) -> list[str]:
    """Return all PCs on which something was ever done, in order."""
    return _distinct(session, JournalRow.workstation)


def _distinct(session: Session, column: InstrumentedAttribute[str]) -> list[str]:
    """Return the values of an indexed column, from one to the next: DISTINCT would read the whole index."""
    values = select(func.min(column).label("value")).cte("found", recursive=True)
    following = select(func.min(column)).where(column > values.c.value).scalar_subquery()
    values = values.union_all(select(following).where(values.c.value.is_not(None)))
    return list(session.scalars(select(values.c.value).where(values.c.value.is_not(None))))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [_holds(word) for word in wanted.words]
    if wanted.since is not None:
        kept.append(JournalRow.at >= wanted.since)
    if wanted.until is not None:
        kept.append(JournalRow.at < wanted.until)
    if wanted.who:
        kept.append(JournalRow.who == wanted.who)
    if wanted.what:
        kept.append(JournalRow.what.in_(wanted.what))
    return kept


def _holds(word: Word) -> ColumnElement[bool]:
    """Whether a line holds a word: who, what, which PC, or the names of what it is about.

    A union of searches by index: an OR over columns would read every line of ten years.
    """
    text = word.text
    diner_ids = select(DinerRow.id).where(DinerRow.search.contains(text, autoescape=True))
    account_ids = select(AccountRow.id).where(
        or_(
            AccountRow.login.contains(text, autoescape=True),
            AccountRow.email_key.contains(text, autoescape=True),
            AccountRow.id.in_(
                select(AccountDinerRow.account_id).where(AccountDinerRow.diner_id.in_(diner_ids))
            ),
        )
    )
    about = union_all(
        diner_ids,
        account_ids,
        select(RequestRow.id).where(
            or_(RequestRow.search.contains(text, autoescape=True), RequestRow.diner_id.in_(diner_ids))
        ),
        select(SheetRow.id).where(SheetRow.account_id.in_(account_ids)),
    ).scalar_subquery()
    known = (
        (JournalRow.who, word.who),
        (JournalRow.what, word.what),
        (JournalRow.workstation, word.workstations),
        (JournalRow.subject, word.uais),
    )
    conditions = [column.in_(values) for column, values in known if values]
    conditions += [JournalRow.subject.in_(about), JournalRow.other.in_(about)]
    return JournalRow.id.in_(union_all(*(select(JournalRow.id).where(one) for one in conditions)))
