"""« Journal des actions »: journal lines with today's names; passwords are never written to it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from turbo_admin.core.french import PARIS
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.journal.groups import GROUPS, Group
from turbo_admin.office.journal.names import Named, names_of
from turbo_admin.office.journal.sentences import SENTENCES
from turbo_admin.outside.files.excel_writer import Value, write_table
from turbo_admin.store import journal, schools
from turbo_admin.store.engine.journal_records import JournalRecord

# Lines read at once for the screen; for an export.
PAGE = 500
_AT_ONCE = 5_000
_TITLE = "Journal des actions"
_HEADERS = ("Le", "Qui", "Poste", "Domaine", "Action", "Sujet", "Lié à")
_READING = "Lecture du journal"
_GROUP_OF = {what: group for group, some in GROUPS.items() for what in some}
_FOLDED = {what: fold(text) for what, text in SENTENCES.items()}


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Filter of journal lines.

    Attributes:
        first, last: days, both included; None for no limit.
        who: this person's; empty for everybody's.
        group: None for all.
        text: words that must all match: the person, the act, or the names of its subjects.
    """

    first: date | None = None
    last: date | None = None
    who: str = ""
    group: Group | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One act.

    Attributes:
        id: its number; a later act has a greater one.
        subject, other: subjects by their current names; empty for what was erased or has no name.
        diner_id: the diner whose page can be opened; empty for none.
    """

    id: int
    at: datetime
    who: str
    workstation: str
    group: Group
    text: str
    subject: str
    other: str
    diner_id: str


@needs(Right.CONSULT)
def action_lines(
    desk: Desk, narrowing: ActionFilter, *, before: int | None = None, limit: int = PAGE
) -> list[ActionLine]:
    """Return the latest acts, latest first, at most `limit`.

    Args:
        before: only lines with a smaller id: the next page.
    """
    with desk.database.read() as session:
        found = journal.page(session, _wanted(session, narrowing), limit, before)
        return _lines(session, found)


@needs(Right.CONSULT)
def action_count(desk: Desk, narrowing: ActionFilter) -> int:
    """Return how many acts there are."""
    with desk.database.read() as session:
        return journal.count(session, _wanted(session, narrowing))


@needs(Right.CONSULT)
def actors(desk: Desk) -> list[str]:
    """Return all persons in the journal, by name."""
    with desk.database.read() as session:
        return journal.people(session)


@needs(Right.CONSULT)
def export_actions(desk: Desk, path: Path, narrowing: ActionFilter, *, report: Progress = silent) -> int:
    """Write the acts as an Excel workbook, latest first, whole or not at all.

    Args:
        report: called as they are read; raising `Cancelled` stops before anything is written.

    Returns:
        How many.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    # Read before anything is written, so that a cancelled export leaves no file.
    rows = [_row(line) for line in _every(desk, narrowing, report)]
    write_table(path, _TITLE, _HEADERS, rows)
    return len(rows)


def _every(desk: Desk, narrowing: ActionFilter, report: Progress) -> Iterator[ActionLine]:
    total, done, before = action_count(desk, narrowing), 0, None
    while True:
        report(_READING, done, total)
        some = action_lines(desk, narrowing, before=before, limit=_AT_ONCE)
        yield from some
        if len(some) < _AT_ONCE:
            return
        done, before = done + len(some), some[-1].id


def _row(line: ActionLine) -> list[Value]:
    return [line.at, line.who, line.workstation, line.group.value, line.text, line.subject, line.other]


def _wanted(session: Session, narrowing: ActionFilter) -> journal.Wanted:
    names = {school.uai: fold(school.name) for school in schools.schools(session)}
    folded = fold(narrowing.text).split()
    # Only a search needs them: two queries less on each page of the unfiltered journal.
    people = {one: fold(one) for one in journal.people(session)} if folded else {}
    # The database compares bytes: who matches a word is decided here, on folded names.
    pcs = {one: fold(one) for one in journal.workstations(session)} if folded else {}
    words = [
        journal.Word(
            text=word,
            who=tuple(one for one, name in people.items() if word in name),
            what=tuple(what for what, text in _FOLDED.items() if word in text),
            workstations=tuple(one for one, name in pcs.items() if word in name),
            uais=tuple(uai for uai, name in names.items() if word in name or word == uai.casefold()),
        )
        for word in folded
    ]
    return journal.Wanted(
        since=_midnight(narrowing.first) if narrowing.first else None,
        # Exclusive: the first moment of the next day.
        until=_midnight(narrowing.last + timedelta(days=1)) if narrowing.last else None,
        who=narrowing.who,
        what=GROUPS[narrowing.group] if narrowing.group else (),
        words=tuple(words),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _lines(session: Session, found: Collection[tuple[int, JournalRecord]]) -> list[ActionLine]:
    named = names_of(session, {one for _, line in found for one in (line.subject, line.other) if one})
    return [_line(number, line, named) for number, line in found]


def _line(number: int, line: JournalRecord, named: Mapping[str, Named]) -> ActionLine:
    subject, other = (named.get(one, Named("")) for one in (line.subject, line.other))
    return ActionLine(
        id=number,
        at=line.at,
        who=line.who,
        workstation=line.workstation,
        group=_GROUP_OF[line.what],
        text=SENTENCES[line.what],
        subject=subject.name,
        # A sheet bears its account's name, which would be written twice.
        other=other.name if other != subject else "",
        diner_id=subject.diner_id or other.diner_id,
    )
