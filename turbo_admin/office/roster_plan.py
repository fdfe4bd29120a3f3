"""What files of diners would do to the roster: read, and planned; nothing is written."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from turbo_admin.core.cards import full_card
from turbo_admin.core.credentials import PARIS
from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.core.names import fold
from turbo_admin.office.desk import Desk, Report, silent
from turbo_admin.office.own_addresses import OwnAddresses
from turbo_admin.office.roster_cards import HeldCards
from turbo_admin.office.roster_match import Answer, Known
from turbo_admin.office.roster_tables import fields_for
from turbo_admin.office.roster_words import already, difference, name_of, unit_of
from turbo_admin.office.uncollected import uncollected
from turbo_admin.outside.diner_files import FilesRead, Source, read_files
from turbo_admin.outside.diner_rows import ASIDE, PUPIL, DinerRow, RowProblem
from turbo_admin.outside.table_heads import Table
from turbo_admin.store import cards, diners, schools
from turbo_admin.store.ids import new_id
from turbo_admin.store.records import DinerRecord
from turbo_admin.store.school_record import SchoolRecord

_READING, _COMPARING = "Lecture du fichier", "Comparaison avec les hôtes connus"
_REPORT_EVERY = 500
# From this share of the diners present on, marking so many as left is asked first.
_MANY_LEAVE = 0.2
_YEAR_BEGINS, _NEXT_YEAR_PREPARED = 8, 6
Edit = tuple[DinerRecord | None, DinerRecord]


class Action(StrEnum):
    """What applying a plan does with a row."""

    CREATE = "créer"
    CHANGE = "modifier"
    LEAVE = "marquer sorti"
    SKIP = "laisser de côté"
    SAME = "inchangé"


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
class ImportPlan:
    """What files would do; nothing is written yet.

    Attributes:
        source: where the files come from, « SIECLE », « ONDE » or « tableau ».
        rows: in the order of the file; then the diners who are not in it.
        edits: for each row, the diner before (None for a new one) and after; None where nothing is written.
        present: how many diners were present.
        doubts: questions about the files themselves: another school, another year.
        table: the head of a table whose columns can be chosen.
        roster_rev: of the roster that the plan was made against.
    """

    paths: tuple[Path, ...]
    uai: str
    source: Source
    rows: tuple[PlanRow, ...]
    edits: tuple[Edit | None, ...]
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

    def questions(self, without: Collection[int] = ()) -> tuple[str, ...]:
        """Return what must be agreed to before it is applied.

        Args:
            without: places of rows that are unticked.
        """
        leaving = sum(
            row.action is Action.LEAVE and place not in without for place, row in enumerate(self.rows)
        )
        if leaving <= self.present * _MANY_LEAVE:
            return self.doubts
        share = round(100 * leaving / self.present)
        return (
            *self.doubts,
            f"{count(leaving, 'hôte serait marqué sorti', 'hôtes seraient marqués sortis')} "
            f"sur {count(self.present, 'présent')}, soit {share}{NBSP}%.",
        )


@uncollected(set_aside=True)
def plan_import(
    desk: Desk,
    files: Path | str | Sequence[Path],
    uai: str,
    *,
    fields: Sequence[str] | None = None,
    leave_absent: bool | None = None,
    report: Report = silent,
) -> ImportPlan:
    """Read files of diners and say what applying them would do; writes nothing.

    Args:
        files: one file, or the files of one export together.
        fields: what each column of a table holds; by default as remembered for its titles, else guessed.
        leave_absent: whether pupils who are not in the files have left; by default only when the files list every
            pupil of the school (SIECLE, ONDE).

    Raises:
        Refused: `school_unknown`.
        BadData: a file cannot be read; single bad rows are `problems` of the plan.
    """
    paths = (Path(files),) if isinstance(files, (str, Path)) else tuple(files)
    with desk.database.read() as session:
        school = schools.school(session, uai)
    today = desk.now().astimezone(PARIS).date()
    read = read_files(
        paths,
        today,
        fields=fields_for(desk, paths, fields),
        report=lambda done, total: report(_READING, done, total),
    )
    with desk.database.read() as session:
        # First: what is written in between is then seen as newer than the plan.
        rev = diners.roster_rev(session, uai)
        present = diners.diners(session, uai)
        held = HeldCards(present, cards.cards_since(session, uai, -1))
        own = OwnAddresses(session, uai)
    planner = _Planner(read, present, held, own, school)
    planner.plan(report)
    doubts = _doubts(read, uai, school.name, today)
    if read.is_complete if leave_absent is None else leave_absent:
        planner.leave_absent()
        doubts += _doubts_of_absence(read)
    return planner.result(paths, rev, doubts)


def _doubts(read: FilesRead, uai: str, name: str, today: date) -> tuple[str, ...]:
    doubts = []
    if read.uai and read.uai != uai:
        doubts.append(f"Ces fichiers sont ceux de l’établissement {read.uai}, et non de {name} ({uai}).")
    year = today.year if today.month >= _YEAR_BEGINS else today.year - 1
    awaited = {year, year + 1} if _NEXT_YEAR_PREPARED <= today.month < _YEAR_BEGINS else {year}
    if read.year and read.year not in awaited:
        doubts.append(
            f"Ces fichiers sont de l’année scolaire {read.year}-{read.year + 1}, et non {year}-{year + 1}."
        )
    return tuple(doubts)


def _doubts_of_absence(read: FilesRead) -> tuple[str, ...]:
    """Ask before diners are marked as left who may stand in a sheet that was not read."""
    if not read.unread:
        return ()
    sheets = ", ".join(f"«{NBSP}{sheet}{NBSP}»" for sheet in read.unread)
    which = "La feuille" if len(read.unread) == 1 else "Les feuilles"
    was = "n’a pas été lue" if len(read.unread) == 1 else "n’ont pas été lues"
    return (f"{which} {sheets} {was}{NBSP}: les élèves qui ne figurent que là seraient marqués sortis.",)


class _Planner:
    """Makes the lines of a plan, one after the other."""

    def __init__(
        self,
        read: FilesRead,
        present: Sequence[DinerRecord],
        held: HeldCards,
        own: OwnAddresses,
        school: SchoolRecord,
    ) -> None:
        self._read, self._present, self._held, self._own = read, present, held, own
        self._uai, self._site_code = school.uai, school.site_code
        self._unit = unit_of(read.source)
        self._known = Known(present, read.rows, school.site_code, held.numbers)
        self._lines: list[tuple[PlanRow, Edit | None]] = [
            (_skipped(problem.row, problem.skipped, problem.text, self._joined(problem.sheet)), None)
            for problem in read.problems
            if problem.skipped
        ]
        self._problems = list(read.problems)
        # Diners that a row is about, or may be about: they are not absent.
        self._met: dict[str, DinerRow] = {}

    def plan(self, report: Report) -> None:
        """Compare every row with the diners that are known."""
        total = len(self._read.rows)
        for done, row in enumerate(self._read.rows):
            if done % _REPORT_EVERY == 0:
                report(_COMPARING, done, total)
            self._plan_row(row)
        report(_COMPARING, total, total)
        self._keep_cards_apart()

    def leave_absent(self) -> None:
        """Mark as left the pupils who are there and whom no row is about."""
        for old in self._present:
            if not old.left and old.kind == PUPIL and old.id not in self._met:
                line = PlanRow(0, Action.LEAVE, name_of(old), old.class_name, old.card, "absent du fichier")
                self._lines.append((line, (old, replace(old, left=True))))

    def result(self, paths: tuple[Path, ...], rev: int, doubts: tuple[str, ...]) -> ImportPlan:
        """Return the plan."""
        order = {sheet: place for place, sheet in enumerate(self._read.sheets)}
        lines = sorted(
            self._lines, key=lambda line: (not line[0].row, order.get(line[0].sheet, 0), line[0].row)
        )
        number = Counter(row.action for row, _ in lines)
        return ImportPlan(
            paths=paths,
            uai=self._uai,
            source=self._read.source,
            rows=tuple(row for row, _ in lines),
            edits=tuple(edit for _, edit in lines),
            problems=tuple(
                sorted(self._problems, key=lambda one: (one.row > 0, order.get(one.sheet, 0), one.row))
            ),
            create=number[Action.CREATE],
            change=number[Action.CHANGE],
            left=number[Action.LEAVE],
            skip=number[Action.SKIP],
            same=number[Action.SAME],
            present=sum(not record.left for record in self._present),
            doubts=doubts,
            table=self._read.table,
            roster_rev=rev,
        )

    def _plan_row(self, row: DinerRow) -> None:
        if row.uai and row.uai != self._uai:
            text = f"de l’établissement {row.uai}{NBSP}: {ASIDE[self._unit]}"
            self._skip(row, f"{full_name(row.last_name, row.first_name)} est {text}", "Établissement")
            return
        answer = self._known.find(row)
        if answer.rivals:
            self._skip_rivals(row, answer)
        elif answer.diner is not None and answer.diner.id in self._met:
            first = self._met[answer.diner.id].seat(self._unit)
            name = full_name(row.last_name, row.first_name)
            self._skip(row, f"{name} est déjà {first}{NBSP}: {ASIDE[self._unit]}")
        elif answer.diner is None:
            self._create(row, answer.namesakes)
        else:
            self._change(row, answer.diner)

    def _create(self, row: DinerRow, namesakes: Sequence[DinerRecord]) -> None:
        if row.left and self._read.source is Source.SIECLE:
            self._skip(row, "Déjà sorti, et inconnu jusqu’ici.", told=False)
            return
        new = DinerRecord(
            id=new_id(),
            uai=self._uai,
            external_id=row.external_id,
            last_name=row.last_name,
            first_name=row.first_name,
            class_name=row.class_name,
            kind=row.kind or PUPIL,
            card=full_card(row.card, self._site_code),
            left=row.left,
            emails=row.emails,
            ine=row.ine,
            elenoet=row.elenoet,
            birth=row.birth,
            regime=row.regime,
            used_name=row.used_name,
        )
        detail = "sorti" if row.left else new.regime
        if namesakes:
            text = f"{already(namesakes)}{NBSP}: vérifiez que ce n’est pas le même hôte."
            self._problems.append(self._problem(row, f"{name_of(new)}{NBSP}: {text}"))
            detail = f"{detail}{NBSP}; {text}" if detail else text
        line = PlanRow(row.row, Action.CREATE, name_of(new), new.class_name, new.card, detail, row.sheet)
        self._lines.append((line, (None, new)))

    def _change(self, row: DinerRow, old: DinerRecord) -> None:
        self._met[old.id] = row
        for address in self._own.left_out(old, row.emails):
            text = f"{address} a été retirée à la main{NBSP}: elle n’est pas reprise."
            self._problems.append(self._problem(row, f"{name_of(old)}{NBSP}: {text}"))
        card, text = self._held.card_for(old, full_card(row.card, self._site_code))
        if text:
            self._problems.append(self._problem(row, f"{name_of(old)}{NBSP}: {text}"))
        last_name, used_name = _last_names(old, row)
        new = replace(
            old,
            external_id=row.external_id or old.external_id,
            last_name=last_name,
            first_name=row.first_name,
            class_name=row.class_name or old.class_name,
            kind=row.kind or old.kind,
            card=card,
            left=row.left,
            emails=self._own.after(old, row.emails, replace=self._read.has_guardians),
            ine=row.ine or old.ine,
            elenoet=row.elenoet or old.elenoet,
            birth=row.birth or old.birth,
            regime=row.regime or old.regime,
            used_name=used_name,
        )
        self._lines.append(_line(row.row, old, new, row.sheet))

    def _skip(self, row: DinerRow, text: str, column: str = "", *, told: bool = True) -> None:
        name = full_name(row.last_name, row.first_name)
        self._lines.append((_skipped(row.row, name, text, row.sheet), None))
        if told:
            self._problems.append(self._problem(row, text, column, name))

    def _problem(self, row: DinerRow | PlanRow, text: str, column: str = "", skipped: str = "") -> RowProblem:
        return RowProblem(row.row, column, text, sheet=row.sheet, unit=self._unit, skipped=skipped)

    def _joined(self, sheet: str) -> str:
        """Return a sheet's name if its lines need it, for they stand among those of others."""
        return sheet if sheet in self._read.sheets else ""

    def _skip_rivals(self, row: DinerRow, answer: Answer) -> None:
        name = full_name(row.last_name, row.first_name)
        if all(rival.id in self._met for rival in answer.rivals):
            first = self._met[answer.rivals[0].id].seat(self._unit)
            self._skip(row, f"{name} est déjà {first}{NBSP}: {ASIDE[self._unit]}")
            return
        for rival in answer.rivals:
            self._met.setdefault(rival.id, row)
        text = (
            f"{count(len(answer.rivals), 'hôte s’appelle', 'hôtes s’appellent')} {name}{NBSP}: indiquez sa carte, "
            f"son INE ou sa date de naissance. {ASIDE[self._unit].capitalize()}"
        )
        self._skip(row, text)

    def _keep_cards_apart(self) -> None:
        """Let nobody take a card that somebody else present keeps."""
        for _, edit in self._lines:
            if edit is not None and edit[0] is not None:
                self._held.leave(edit[0], edit[1])
        for place, (row, edit) in enumerate(self._lines):
            if edit is None or not edit[1].card or edit[1].left:
                continue
            if not self._held.take(edit[1]):
                self._lines[place] = self._without_card(row, *edit)

    def _without_card(
        self, row: PlanRow, old: DinerRecord | None, new: DinerRecord
    ) -> tuple[PlanRow, Edit | None]:
        text = f"La carte {new.card} est déjà celle d’un autre hôte{NBSP}: elle n’est pas reprise."
        self._problems.append(self._problem(row, f"{row.name}{NBSP}: {text}"))
        bare = replace(new, card=old.card if old else "")
        if old is None:
            line = PlanRow(row.row, row.action, row.name, row.class_name, "", text, row.sheet)
            return line, (None, bare)
        return _line(row.row, old, bare, row.sheet)


def _line(number: int, old: DinerRecord, new: DinerRecord, sheet: str) -> tuple[PlanRow, Edit | None]:
    action = Action.SAME if new == old else Action.LEAVE if new.left and not old.left else Action.CHANGE
    line = PlanRow(number, action, name_of(new), new.class_name, new.card, difference(old, new), sheet)
    return line, None if action is Action.SAME else (old, new)


def _skipped(number: int, name: str, why: str, sheet: str) -> PlanRow:
    return PlanRow(number, Action.SKIP, name, "", "", why, sheet)


def _last_names(old: DinerRecord, row: DinerRow) -> tuple[str, str]:
    """Return (last name, name in use); a file that has but one of them takes neither away."""
    if not row.used_name and old.used_name:
        if fold(row.last_name) == fold(old.used_name):
            return old.last_name, row.last_name
        return row.last_name, old.used_name
    return row.last_name, row.used_name
