"""Builds an import plan from its lines, rows in doubt first."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.office.roster.answers import ClerkAnswers
from turbo_admin.office.roster.lines import Line
from turbo_admin.office.roster.plan import Action, ImportPlan, ReadColumns
from turbo_admin.office.roster.questions import AskedRow, questions_of_identity
from turbo_admin.outside.roster_files.diner_files import FilesRead
from turbo_admin.outside.roster_files.diner_rows import RowProblem
from turbo_admin.store.engine.diner_records import DinerRecord


@dataclass(frozen=True, slots=True)
class Comparison:
    """Result of comparing the rows of files with the roster.

    Attributes:
        read: what the files hold.
        uai: the school.
        present: all diners of the school, those who left too.
        said: the clerk's answers about doubtful rows.
        titles: titles of the columns of numbers, by kind.
        lines: in the order in which they were planned.
        problems: remarks on rows and files.
        missing_classes: class nearly absent from the files -> its absent diners.
    """

    read: FilesRead
    uai: str
    present: Sequence[DinerRecord]
    said: ClerkAnswers
    titles: Mapping[IdKind, str]
    lines: Sequence[Line]
    problems: Sequence[RowProblem]
    missing_classes: Mapping[str, Sequence[str]]


def import_plan(
    compared: Comparison, paths: tuple[Path, ...], rev: int, doubts: tuple[str, ...], kind: str
) -> ImportPlan:
    """Return the plan.

    Args:
        rev: the `roster_rev` that it was made against.
        doubts: questions about the files themselves.
        kind: of file, by which the answers to its identity questions are remembered.
    """
    order = {sheet: position for position, sheet in enumerate(compared.read.sheets)}
    lines = sorted(compared.lines, key=lambda line: _position(line, order))
    number = Counter(line.row.action for line in lines)
    asked: defaultdict[Doubt, list[AskedRow]] = defaultdict(list)
    leaving: dict[str, int] = {}
    for position, line in enumerate(lines):
        if line.doubt is not None and line.asked is not None:
            asked[line.doubt].append((position, line.row, line.asked))
        if line.row.action is Action.LEAVE and line.edit is not None:
            leaving[line.edit[1].id] = position
    said = compared.said
    return ImportPlan(
        paths=paths,
        uai=compared.uai,
        source=compared.read.source,
        rows=tuple(line.row for line in lines),
        edits=tuple(line.edit for line in lines),
        # Remarks on whole files first (row 0), then by sheet and row.
        problems=tuple(
            sorted(compared.problems, key=lambda one: (one.row > 0, order.get(one.sheet, 0), one.row))
        ),
        create=number[Action.CREATE],
        change=number[Action.CHANGE],
        left=number[Action.LEAVE],
        skip=number[Action.SKIP],
        same=number[Action.SAME],
        present=sum(not record.left for record in compared.present),
        doubts=doubts,
        table=compared.read.table,
        roster_rev=rev,
        identity_questions=questions_of_identity(asked, said.answers, said.remembered, compared.titles),
        columns=ReadColumns(compared.read.columns, compared.read.unread_columns),
        kind=kind,
        missing_classes={
            name: tuple(leaving[one] for one in gone) for name, gone in compared.missing_classes.items()
        },
    )


def _position(line: Line, order: Mapping[str, int]) -> tuple[bool, bool, int, int]:
    """Return the sort key of a line: rows in doubt, then rows of the files, then diners who are in none."""
    return line.doubt is None, not line.row.row, order.get(line.row.sheet, 0), line.row.row
