"""The plan of an import: its lines and its questions; nothing is written."""

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

# Above this share of the present diners, marking them as left needs agreement.
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
    """The clerk's answer about rows that have a known diner's number, or nearly the name."""

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
    """A question about who rows are; rows with the same kind of doubt share one.

    Attributes:
        doubt: the number, or the part, that contradicts the rest.
        text: French.
        rows: positions of the plan's rows that it is about.
        answer: None until answered; nothing is written for the rows without an answer.
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
        understood: (title, what it holds), in the order of the file; empty for SIECLE, whose format is fixed.
        unread: titles of the columns that were not understood.
    """

    understood: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What applying files would do.

    Attributes:
        source: where the files come from, « SIECLE », « ONDE » or « tableau ».
        rows: in the order of the file; then the diners who are not in it.
        edits: for each row, the diner before (None for a new one) and after; None where nothing is written.
        present: how many diners were present.
        doubts: questions about the files: another school, another year, an absent class.
        table: the head of a table whose columns can be chosen.
        roster_rev: of the roster that the plan was made against.
        identity_questions: about rows whose person is doubtful, answered ones too.
        columns: columns that were understood, and those that were not.
        kind: of file, by which the answers to its identity questions are remembered.
        missing_classes: class nearly absent from the files -> positions of the rows that mark its pupils as left.
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
        """Return the questions to agree to before applying, identities first.

        Args:
            without: positions of rows that are unticked.
        """
        identities = (one.text for one in self.identity_questions if one.answer is None)
        return (*identities, *self.questions_of_files(without))

    def questions_of_files(self, without: Collection[int] = ()) -> tuple[str, ...]:
        """Return the questions about the files and about absent diners."""
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
