"""Plans an import of diners: reads files and compares them with the roster; nothing is written."""

from collections.abc import Sequence
from pathlib import Path

from turbo_admin.core.credentials.rules import PARIS
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.roster.addresses import OwnAddresses
from turbo_admin.office.roster.answers import Answers, ClerkAnswers
from turbo_admin.office.roster.cards import HeldCards
from turbo_admin.office.roster.plan import ImportPlan, Sameness
from turbo_admin.office.roster.plan_result import import_plan
from turbo_admin.office.roster.planner import Planner
from turbo_admin.office.roster.questions import doubts_of_absence, doubts_of_files
from turbo_admin.office.roster.tables import TableChoice, choice_for, kind_of
from turbo_admin.outside.roster_files.diner_files import read_files
from turbo_admin.store import cards, diner_imports, diners, schools

_READING = "Lecture du fichier"


@needs(Right.ROSTER)
def plan_import(
    desk: Desk,
    files: Path | str | Sequence[Path],
    uai: str,
    *,
    table: TableChoice | None = None,
    leave_absent: bool | None = None,
    identity: Answers | Sameness | None = None,
    report: Progress = silent,
) -> ImportPlan:
    """Read files and plan their import; nothing is written.

    Args:
        files: one, or those of one export (SIECLE's élèves, responsables, structures; ONDE's élèves, responsables).
        table: the clerk's choice of a table's sheet, line of titles and columns; remembered or guessed by default.
        leave_absent: whether pupils who are not in the files have left; by default only when the files list every
            pupil of the school (SIECLE, ONDE).
        identity: the clerk's answers about rows whose person is doubtful; rows without an answer are not written,
            unless the doubt was answered for an earlier file of this kind.

    Raises:
        Refused: `school_unknown`.
        BadData: a file cannot be read; single bad rows are `problems` of the plan.
    """
    paths = (Path(files),) if isinstance(files, (str, Path)) else tuple(files)
    with desk.database.read() as session:
        school = schools.school(session, uai)
    # In Paris: in the night before 1 September a file of the new year is still early.
    today = desk.now().astimezone(PARIS).date()
    choice = choice_for(desk, paths, table or TableChoice())
    read = read_files(
        paths,
        today,
        fields=choice.fields,
        title_row=choice.title_row,
        sheet=choice.sheet,
        report=lambda done, total: report(_READING, done, total),
    )
    kind = kind_of(read)
    with desk.database.read() as session:
        # Read before the rows: anything written in between makes the plan outdated, not wrong.
        rev = diners.roster_rev(session, uai)
        present = diners.diners(session, uai)
        held = HeldCards(present, cards.cards_since(session, uai, -1))
        own = OwnAddresses(session, uai)
        known_answers = diner_imports.answers(session, uai, kind)
    leaves = read.is_complete if leave_absent is None else leave_absent
    said = ClerkAnswers.of(known_answers, identity)
    planner = Planner(
        read, present, held, own, school=school, said=said, leave_absent=leaves, file=paths[0].name
    )
    planner.plan(report)
    doubts = doubts_of_files(read, uai, school.name, today)
    # Only then can an unread sheet have diners marked as left.
    if leaves:
        doubts += doubts_of_absence(read)
    return import_plan(planner.result(), paths, rev, doubts, kind)
