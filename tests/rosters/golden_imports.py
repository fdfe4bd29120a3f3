"""The pairs of tests/golden/imports: what an import plans for each person, in the words of their `plan.json`."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.sources import ROOT
from turbo_admin.office.roster.plan import Action, ImportPlan, PlanRow
from turbo_admin.store.engine.diner_records import DinerRecord

GOLDEN = ROOT / "tests" / "golden" / "imports"
STEPS = ("before", "between", "after")
# A plan of before the question existed has no such action.
ASK = getattr(Action, "ASK", None)
_FIELDS = {
    "nom": "last_name",
    "prénom": "first_name",
    "nom d’usage": "used_name",
    "classe": "class_name",
    "carte": "card",
    "e-mails": "emails",
    "né(e) le": "birth",
    "INE": "ine",
    "n° élève": "elenoet",
}
_NAMES = ("nom ", "prénom ", "nom d’usage ")
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_ONE_LETTER = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A folder of tests/golden/imports.

    Attributes:
        expected: its `plan.json`.
    """

    folder: Path
    expected: dict[str, Any]

    @property
    def after_on(self) -> datetime | None:
        """When the last list is imported; None for the same day as the others."""
        day = self.expected.get("after_on")
        return datetime.fromisoformat(day).replace(hour=8, tzinfo=UTC) if day else None

    def files(self, step: str, into: Path) -> list[Path]:
        """Return the files of a step, workbooks made; empty when the pair has none of it."""
        return [
            _workbook(path, into) if path.suffix == ".json" else path
            for path in sorted(self.folder.glob(f"{step}.*"))
        ]


def pairs() -> list[Pair]:
    """Return all pairs, by name."""
    return [
        Pair(path.parent, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(GOLDEN.glob("*/plan.json"))
    ]


def _workbook(told: Path, into: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in json.loads(told.read_text(encoding="utf-8"))["sheets"]:
        page = book.create_sheet(sheet["title"])
        for row in sheet["rows"]:
            page.append(
                [datetime.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell for cell in row]
            )
    path = into / told.stem
    book.save(path)
    return path


def differences(pair: Pair, plan: ImportPlan) -> list[str]:
    """Return in what a plan is not what the clerk would accept, in words."""
    outcomes = _outcomes(plan)
    expected = pair.expected
    return [
        *_people(expected, outcomes),
        *(
            f"one of {names}: {found}"
            for names in expected.get("one_of", ())
            if len(found := [name for name in names if _called(name, outcomes)]) != 1
        ),
        *_questions(expected, plan),
    ]


def _questions(expected: dict[str, Any], plan: ImportPlan) -> list[str]:
    questions = plan.questions()
    wrong = [f"not asked: {word}" for word in expected.get("asks", ()) if word not in " ".join(questions)]
    if expected.get("asks") == [] and questions:
        wrong.append(f"asked: {questions}")
    said = " ".join([*questions, *(problem.text for problem in plan.problems)])
    wrong += [f"not said: {word}" for word in expected.get("said", ()) if word not in said]
    doubts = getattr(plan, "identity_questions", ())
    if expected.get("sure") and (doubts or any(row.action is ASK for row in plan.rows)):
        wrong.append(f"doubted: {doubts}")
    return wrong


@dataclass(frozen=True, slots=True)
class _Outcome:
    name: str
    class_name: str
    what: str
    changes: frozenset[str] = frozenset()


def _outcomes(plan: ImportPlan) -> list[_Outcome]:
    """Return what becomes of whom; a second line of one person, left aside, is no news."""
    told = {problem.row for problem in plan.problems}
    found = [_outcome(row, edit, told) for row, edit in zip(plan.rows, plan.edits, strict=True)]
    taken = {one.name for one in found if one.what != "aside"}
    return [one for one in found if one.what != "aside" or one.name not in taken]


def _outcome(row: PlanRow, edit: tuple[DinerRecord | None, DinerRecord] | None, told: set[int]) -> _Outcome:
    # A question is about the name that the file has, whatever it would write if answered.
    old = edit[0] if edit and row.action is not ASK else None
    name = f"{old.last_name} {old.first_name}" if old else row.name
    class_name = old.class_name if old else row.class_name
    if row.action is Action.CREATE:
        return _Outcome(name, class_name, "created, told" if row.detail or row.row in told else "created")
    if row.action is Action.CHANGE and edit and old:
        return _Outcome(name, class_name, "changed", _changes(old, edit[1]))
    plain = {Action.SAME: "same", Action.LEAVE: "left", Action.SKIP: "aside", ASK: "asked"}
    return _Outcome(name, class_name, plain[row.action])


def _changes(old: DinerRecord, new: DinerRecord) -> frozenset[str]:
    changed = {
        f"{label} {_shown(old, name)} → {_shown(new, name)}"
        for label, name in _FIELDS.items()
        if getattr(old, name) != getattr(new, name)
    }
    return frozenset(changed | ({"de retour"} if old.left and not new.left else set()))


def _shown(record: DinerRecord, name: str) -> str:
    value = getattr(record, name)
    return (", ".join(value) if isinstance(value, tuple) else value) or "–"


def _people(expected: dict[str, Any], outcomes: list[_Outcome]) -> list[str]:
    people, whatever = expected["people"], tuple(f"{label} " for label in expected.get("whatever", ()))
    alternative = {name for names in expected.get("one_of", ()) for name in names}
    wrong, met = [], set[int]()
    for name, accepted in people.items():
        if name == "others":
            continue
        found = _called(name, outcomes)
        met |= {id(one) for one in found}
        if isinstance(accepted, list):
            wrong += _each_once(name, accepted, found, whatever)
        elif not found and name not in alternative and "unsaid" not in accepted:
            wrong.append(f"{name}: unsaid, not {accepted}")
        else:
            wrong += [_not(one, accepted) for one in found if not _is_one_of(one, accepted, whatever)]
    rest = [one for one in outcomes if id(one) not in met]
    others = people.get("others", "unsaid")
    return wrong + [_not(one, others) for one in rest if not _is_one_of(one, others, whatever)]


def _called(name: str, outcomes: Iterable[_Outcome]) -> list[_Outcome]:
    return [one for one in outcomes if name in {one.name, f"{one.name} ({one.class_name})"}]


def _each_once(name: str, accepted: list[str], found: list[_Outcome], whatever: tuple[str, ...]) -> list[str]:
    left = list(found)
    for one in accepted:
        fit = next((other for other in left if _is_one_of(other, one, whatever)), None)
        if fit is None:
            return [f"{name}: {[other.what for other in found]}, not {accepted}"]
        left.remove(fit)
    return [_not(one, "unsaid") for one in left]


def _not(one: _Outcome, accepted: str) -> str:
    changes = f": {'; '.join(sorted(one.changes))}" if one.changes else ""
    return f"{one.name} ({one.class_name}): {one.what}{changes}, not {accepted}"


def _is_one_of(one: _Outcome, accepted: str, whatever: tuple[str, ...]) -> bool:
    return any(_is(one, option, whatever) for option in accepted.split(" | "))


def _is(one: _Outcome, option: str, whatever: tuple[str, ...]) -> bool:
    changes = (
        {change for change in one.changes if not change.startswith(whatever)} if whatever else one.changes
    )
    if one.what != "changed":
        return option == one.what or (option == "created" and one.what == "created, told")
    wanted = set(option.split("; "))
    if "respelt" in wanted:
        return {change for change in changes if not _is_spelling(change)} == wanted - {"respelt"}
    return changes == (set() if option == "same" else wanted)


def _is_spelling(change: str) -> bool:
    if not change.startswith(_NAMES):
        return False
    before, after = re.sub(f"^({'|'.join(_NAMES)})", "", change).split(" → ")
    return bool(_spellings(before) & _spellings(after))


def _spellings(name: str) -> set[str]:
    found = set()
    for letters in (_TWO_LETTERS, _ONE_LETTER):
        apart = unicodedata.normalize("NFD", name.casefold().translate(letters))
        found.add("".join(letter for letter in apart if letter.isalpha() and letter not in "ʼʻ"))
    return found
