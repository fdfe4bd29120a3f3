"""What files of diners would do to the roster: the lines of a plan, and its questions; nothing is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from turbo_admin.core.french import NBSP, count, in_words
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.outside.roster_files.diner_files import Source
from turbo_admin.outside.roster_files.diner_rows import RowProblem
from turbo_admin.outside.roster_files.table_preview import Table
from turbo_admin.store.engine.diner_records import DinerChange

# From this share of the diners present on, marking so many as left is asked first.
_MANY_LEAVE = 0.2


class Action(StrEnum):
    """What applying a plan does with a row."""

    ASK = "à décider"
    CREATE = "créer"
    CHANGE = "modifier"
    LEAVE = "marquer sorti"
    SKIP = "laisser de côté"
    SAME = "inchangé"


class Sameness(StrEnum):
    """What the clerk answers about rows that bear a known diner's number, or nearly the name."""

    OTHERS = "autres"
    SAME = "memes"


class PlanRow(Struct, frozen=True, gc=False):
    """What applying the plan does with a row of the file, or with a diner who is not in it.

    Attributes:
        row: in the file, from 1; 0 for a diner who is not in it.
        detail: what changes, in words, before and after; why, for a row left aside.
        sheet: of the row, when several sheets of a workbook are read together; empty otherwise.
    """

    row: int
    action: Action
    name: str
    class_name: str
    card: str
    detail: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """A question about who rows are; several rows of one doubt are one question.

    Attributes:
        doubt: the number, or the part, that contradicts the rest.
        text: French.
        rows: places of the plan's rows that it is about.
        answer: None as long as nobody has answered: nothing is written for the rows.
        is_remembered: whether the answer is that of an earlier file of the same kind.
    """

    doubt: Doubt
    text: str
    rows: tuple[int, ...]
    answer: Sameness | None = None
    is_remembered: bool = False


@dataclass(frozen=True, slots=True)
class ReadColumns:
    """The columns of the files.

    Attributes:
        understood: (title, what it holds), in the order of the file; empty for SIECLE, whose parts are what they are.
        unread: titles of the columns that were not understood.
    """

    understood: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What files would do; nothing is written yet.

    Attributes:
        source: where the files come from, « SIECLE », « ONDE » or « tableau ».
        rows: in the order of the file; then the diners who are not in it.
        edits: for each row, the diner before (None for a new one) and after; None where nothing is written.
        present: how many diners were present.
        doubts: questions about the files themselves: another school, another year, a class that is not there.
        table: the head of a table whose columns can be chosen.
        roster_rev: of the roster that the plan was made against.
        identity_questions: about rows whose person is doubtful, answered ones too.
        columns: what was understood of the files' columns, and what was not.
        kind: of file, by which the answers to its identity questions are remembered.
        missing_classes: class of which hardly any pupil is in the files -> places of the rows that mark its pupils as left.
    """

    paths: tuple[Path, ...]
    uai: str
    source: Source
    rows: tuple[PlanRow, ...]
    edits: tuple[DinerChange | None, ...]
    problems: tuple[RowProblem, ...]
    create: int
    change: int
    left: int
    skip: int
    same: int
    present: int
    doubts: tuple[str, ...]
    table: Table | None
    roster_rev: int
    identity_questions: tuple[IdentityQuestion, ...] = ()
    columns: ReadColumns = field(default_factory=ReadColumns)
    kind: str = ""
    missing_classes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many rows wait for an answer."""
        return sum(row.action is Action.ASK for row in self.rows)

    def questions(self, without: Collection[int] = ()) -> tuple[str, ...]:
        """Return what must be agreed to before it is applied, who is who first.

        Args:
            without: places of rows that are unticked.
        """
        identities = (one.text for one in self.identity_questions if one.answer is None)
        return (*identities, *self.questions_of_files(without))

    def questions_of_files(self, without: Collection[int] = ()) -> tuple[str, ...]:
        """Return what must be agreed to of the files and of those who are not in them."""
        return (*self.doubts, *self._missing(without), *self._many_leave(without))

    def _missing(self, without: Collection[int]) -> tuple[str, ...]:
        leaving = {
            name: sum(position not in without for position in positions)
            for name, positions in self.missing_classes.items()
        }
        named = [name for name, number in leaving.items() if number]
        if not named:
            return ()
        who = count(sum(leaving.values()), "élève serait marqué sorti", "élèves seraient marqués sortis")
        which = f"de la classe {named[0]}" if len(named) == 1 else f"des classes {in_words(named)}"
        return (
            f"Aucun élève {which}, ou presque, n’est dans le fichier{NBSP}: {who}. L’export est-il complet{NBSP}?",
        )

    def _many_leave(self, without: Collection[int]) -> tuple[str, ...]:
        leaving = sum(
            row.action is Action.LEAVE and position not in without for position, row in enumerate(self.rows)
        )
        if leaving <= self.present * _MANY_LEAVE:
            return ()
        share = round(100 * leaving / self.present)
        return (
            f"{count(leaving, 'hôte serait marqué sorti', 'hôtes seraient marqués sortis')} "
            f"sur {count(self.present, 'présent')}, soit {share}{NBSP}%.",
        )
