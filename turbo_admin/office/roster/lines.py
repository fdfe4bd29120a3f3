"""Lines of a plan under construction."""

from dataclasses import dataclass, replace

from turbo_admin.core.french import NBSP
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.office.roster.plan import Action, PlanRow
from turbo_admin.office.roster.words import difference, name_of
from turbo_admin.store.engine.diner_records import DinerChange, DinerRecord


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan and the change it makes.

    Attributes:
        edit: None when nothing is written.
        doubt, asked: the doubt about the person and the diner it may be, answered or not.
    """

    row: PlanRow
    edit: DinerChange | None
    doubt: Doubt | None = None
    asked: DinerRecord | None = None


def changed(number: int, old: DinerRecord, new: DinerRecord, sheet: str) -> Line:
    """Return the line of a known diner."""
    action = Action.SAME if new == old else Action.LEAVE if new.left and not old.left else Action.CHANGE
    row = PlanRow(number, action, name_of(new), new.class_name, new.card, difference(old, new), sheet)
    return Line(row, None if action is Action.SAME else (old, new))


def skipped(number: int, name: str, why: str, sheet: str) -> Line:
    """Return the line of a skipped row."""
    return Line(PlanRow(number, Action.SKIP, name, "", "", why, sheet), None)


def absent(old: DinerRecord) -> Line:
    """Return the line of a diner who is not in the file."""
    row = PlanRow(0, Action.LEAVE, name_of(old), old.class_name, old.card, "absent du fichier")
    return Line(row, (old, replace(old, left=True)))


def written_anew(line: Line, old: DinerRecord | None, new: DinerRecord, text: str) -> Line:
    """Return a line with another record; `text` says what was left out."""
    row = line.row
    if old is not None:
        again = changed(row.row, old, new, row.sheet)
        return replace(line, row=again.row, edit=again.edit)
    detail = f"{row.detail}{NBSP}; {text}" if row.detail else text
    bare = PlanRow(row.row, row.action, row.name, row.class_name, new.card, detail, row.sheet)
    return replace(line, row=bare, edit=(None, new))
