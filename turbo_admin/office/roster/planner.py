"""Plans what each row of the files does to the roster; nothing is written."""

from collections.abc import Sequence
from dataclasses import replace

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.core.matching.cards import full_card
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.core.roster.row_matcher import Answer, RowMatcher
from turbo_admin.office.desk.context import Progress
from turbo_admin.office.roster.absence import absent_pupils, missing_classes
from turbo_admin.office.roster.addresses import OwnAddresses
from turbo_admin.office.roster.answers import ClerkAnswers, ask_of_leavers
from turbo_admin.office.roster.cards import HeldCards, other_site_remarks
from turbo_admin.office.roster.ids import HeldNumbers
from turbo_admin.office.roster.lines import Line, absent, changed, skipped, written_anew
from turbo_admin.office.roster.plan import Action, PlanRow, Sameness
from turbo_admin.office.roster.plan_result import Comparison
from turbo_admin.office.roster.questions import flaw_remarks
from turbo_admin.office.roster.records import (
    changed_record,
    in_one_spelling,
    new_record,
    numbers_of,
    without_disputed,
)
from turbo_admin.office.roster.words import already, looks_like, name_of, unit_of, with_marks
from turbo_admin.outside.roster_files.diner_files import FilesRead, Source
from turbo_admin.outside.roster_files.diner_rows import ASIDE, FileDiner, RowProblem
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.school_record import SchoolRecord

_COMPARING = "Comparaison avec les hôtes connus"
# Rows; a report takes longer than comparing one row.
_REPORT_EVERY = 500
# Numbers defined by the file format: accepted whatever their values look like.
_CERTIFIED: dict[Source, frozenset[IdKind]] = {
    Source.SIECLE: frozenset({IdKind.INE, IdKind.ELENOET}),
    Source.ONDE: frozenset({IdKind.INE}),
    Source.TABLE: frozenset(),
}


class Planner:
    """Builds the lines of a plan, row by row.

    Args:
        read: what the files hold.
        present: all diners of the school, those who left too.
        held: their cards.
        own: decisions of clerks and families about addresses.
        said: the clerk's answers about doubtful rows.
        leave_absent: whether to mark as left the pupils that no row is about.
        file: name of the first file, for remarks on all of it.
    """

    def __init__(
        self,
        read: FilesRead,
        present: Sequence[DinerRecord],
        held: HeldCards,
        own: OwnAddresses,
        *,
        school: SchoolRecord,
        said: ClerkAnswers,
        leave_absent: bool,
        file: str,
    ) -> None:
        self._read, self._present, self._held, self._own, self._said = read, present, held, own, said
        self._uai, self._site_code, self._leave_absent = school.uai, school.site_code, leave_absent
        self._certified = _CERTIFIED[read.source]
        self._unit = unit_of(read.source)
        here = [row for row in read.rows if not row.uai or row.uai == self._uai]
        self._here = in_one_spelling(here, present)
        self._matcher = RowMatcher(
            present,
            self._here,
            site_code=school.site_code,
            cards_of=lambda one: held.numbers(one.id),
            certified=self._certified,
            answered=said.columns,
        )
        self._titles = {which: title for title, which in _numbered(read)}
        self._lines: list[Line] = [
            skipped(problem.row, problem.skipped, problem.text, self._joined(problem.sheet))
            for problem in read.problems
            if problem.skipped
        ]
        self._problems = [*read.problems, *flaw_remarks(self._matcher.flaws, self._titles, file)]
        self._problems += other_site_remarks(self._here, present, school.site_code, self._unit)
        # Diners that a row is about, or may be about: these are not absent.
        self._met: dict[str, FileDiner] = {}
        self._classes_gone: dict[str, list[str]] = {}

    def plan(self, report: Progress) -> None:
        """Compare every row with the known diners."""
        total = len(self._here)
        report(_COMPARING, 0, total)
        for row in self._read.rows:
            if row.uai and row.uai != self._uai:
                text = f"de l’établissement {row.uai}{NBSP}: {ASIDE[self._unit]}"
                self._skip(row, f"{full_name(row.last_name, row.first_name)} est {text}", "Établissement")
        # All rows are matched together: whether a name is unique depends on the whole file.
        answers = self._matcher.answers()
        if self._leave_absent:
            answers = ask_of_leavers(answers)
        for done, (row, answer) in enumerate(zip(self._here, answers, strict=True)):
            if done % _REPORT_EVERY == 0:
                report(_COMPARING, done, total)
            self._plan_row(numbers_of(row, self._matcher.flaws, self._certified), answer)
        report(_COMPARING, total, total)
        # After all rows: a card or number may change hands within one file.
        self._keep_cards_apart()
        self._keep_numbers_apart()

        if self._leave_absent:
            self._mark_absent()

    def _mark_absent(self) -> None:
        """Mark as left the present pupils that no row is about."""
        gone = absent_pupils(self._present, self._met)
        self._lines += map(absent, gone)
        self._classes_gone = missing_classes(self._present, gone)

    def result(self) -> Comparison:
        """Return the result of the comparison."""
        return Comparison(
            read=self._read,
            uai=self._uai,
            present=self._present,
            said=self._said,
            titles=self._titles,
            lines=self._lines,
            problems=self._problems,
            missing_classes=self._classes_gone,
        )

    def _plan_row(self, row: FileDiner, answer: Answer[DinerRecord]) -> None:
        diner, said = answer.diner, self._said.answers.get(answer.doubt) if answer.doubt else None
        # When two rows may be the same diner, the first one is taken.
        if said is Sameness.SAME and answer.asked is not None and answer.asked.id not in self._met:
            diner = answer.asked
        if answer.rivals:
            self._skip_rivals(row, answer)
        elif diner is not None and diner.id in self._met:
            first = self._met[diner.id].seat(self._unit)
            name = full_name(row.last_name, row.first_name)
            self._skip(row, f"{name} est déjà {first}{NBSP}: {ASIDE[self._unit]}")
        elif diner is not None:
            self._change(row, diner, answer)
        elif answer.asked is not None and said is None:
            self._ask(row, answer.asked, answer)
        else:
            self._create(row, answer)

    def _ask(self, row: FileDiner, known: DinerRecord, answer: Answer[DinerRecord]) -> None:
        self._met.setdefault(known.id, row)
        name = full_name(row.last_name, row.first_name)
        detail = f"la même personne que {with_marks(known)}{NBSP}? Répondez à la question en haut de la page."
        card = full_card(row.card, self._site_code)
        line = PlanRow(row.row, Action.ASK, name, row.class_name, card, detail, row.sheet)
        self._lines.append(Line(line, None, answer.doubt, known))

    def _create(self, row: FileDiner, answer: Answer[DinerRecord]) -> None:
        # SIECLE lists those who left during the year; unknown ones would only fill the roster.
        if row.left and self._read.source is Source.SIECLE:
            self._skip(row, "Déjà sorti, et inconnu jusqu’ici.", remarked=False)
            return
        new = new_record(without_disputed(row, answer.doubt), self._uai, full_card(row.card, self._site_code))
        detail = "sorti" if row.left else new.regime
        text = already(answer.namesakes) if answer.namesakes else ""
        if answer.alike:
            text = looks_like(answer.alike)
        if text:
            text = f"{text}{NBSP}: vérifiez que ce n’est pas le même hôte."
            self._problems.append(self._problem(row, f"{name_of(new)}{NBSP}: {text}"))
            detail = f"{detail}{NBSP}; {text}" if detail else text
        line = PlanRow(row.row, Action.CREATE, name_of(new), new.class_name, new.card, detail, row.sheet)
        self._lines.append(Line(line, (None, new), answer.doubt, answer.asked))

    def _change(self, row: FileDiner, old: DinerRecord, answer: Answer[DinerRecord]) -> None:
        self._met[old.id] = row
        for address in self._own.left_out(old, row.emails):
            text = f"{address} a été retirée à la main{NBSP}: elle n’est pas reprise."
            self._problems.append(self._problem(row, f"{name_of(old)}{NBSP}: {text}"))
        card, text = self._held.card_for(old, full_card(row.card, self._site_code))
        if text:
            self._problems.append(self._problem(row, f"{name_of(old)}{NBSP}: {text}"))
        emails = self._own.after(old, row.emails, replace=self._read.has_guardians)
        line = changed(row.row, old, changed_record(old, row, card, emails), row.sheet)
        self._lines.append(replace(line, doubt=answer.doubt, asked=answer.asked))

    def _skip(self, row: FileDiner, text: str, column: str = "", *, remarked: bool = True) -> None:
        name = full_name(row.last_name, row.first_name)
        self._lines.append(skipped(row.row, name, text, row.sheet))
        if remarked:
            self._problems.append(self._problem(row, text, column, name))

    def _problem(
        self, row: FileDiner | PlanRow, text: str, column: str = "", skipped: str = ""
    ) -> RowProblem:
        return RowProblem(row.row, column, text, sheet=row.sheet, unit=self._unit, skipped=skipped)

    def _joined(self, sheet: str) -> str:
        """Return a sheet's name when lines of several sheets are listed together; else an empty text."""
        return sheet if sheet in self._read.sheets else ""

    def _skip_rivals(self, row: FileDiner, answer: Answer[DinerRecord]) -> None:
        name = full_name(row.last_name, row.first_name)
        if all(rival.id in self._met for rival in answer.rivals):
            first = self._met[answer.rivals[0].id].seat(self._unit)
            self._skip(row, f"{name} est déjà {first}{NBSP}: {ASIDE[self._unit]}")
            return
        # Each of them may be meant, so none may be marked as left.
        for rival in answer.rivals:
            self._met.setdefault(rival.id, row)
        text = (
            f"{count(len(answer.rivals), 'hôte s’appelle', 'hôtes s’appellent')} {name}{NBSP}: indiquez sa carte, "
            f"son INE ou sa date de naissance. {ASIDE[self._unit].capitalize()}"
        )
        self._skip(row, text)

    def _keep_cards_apart(self) -> None:
        """Drop cards that another present diner keeps."""
        # First release the replaced cards, then assign: two children may have swapped theirs.
        for line in self._lines:
            if line.edit is not None and line.edit[0] is not None:
                self._held.leave(line.edit[0], line.edit[1])
        for position, line in enumerate(self._lines):
            if line.edit is None or not line.edit[1].card or line.edit[1].left:
                continue
            old, new = line.edit
            if not self._held.take(new):
                text = f"La carte {new.card} est déjà celle d’un autre hôte{NBSP}: elle n’est pas reprise."
                # The former card of a diner who comes back may belong to another by now.
                kept = old.card if old is not None and not old.left else ""
                self._write_anew(position, replace(new, card=kept), text)

    def _keep_numbers_apart(self) -> None:
        """Drop numbers that another diner keeps."""
        held = HeldNumbers(self._present, [line.edit for line in self._lines if line.edit is not None])
        for position, line in enumerate(self._lines):
            if line.edit is not None:
                old, new = line.edit
                kept, remarked = held.give(old, new)
                if remarked:
                    self._write_anew(position, kept, " ".join(remarked))

    def _write_anew(self, position: int, new: DinerRecord, text: str) -> None:
        """Replace the record of a line by a reduced one, with a remark."""
        line = self._lines[position]
        self._problems.append(self._problem(line.row, f"{line.row.name}{NBSP}: {text}"))
        self._lines[position] = written_anew(line, line.edit[0] if line.edit else None, new, text)


def _numbered(read: FilesRead) -> list[tuple[str, IdKind]]:
    """Return the titles of the columns of numbers, each with its kind."""
    values = {one.value for one in IdKind}
    return [(title, IdKind(held)) for title, held in read.columns if held in values]
