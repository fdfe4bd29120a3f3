"""How many lines of changing lists an import takes for somebody else, or creates a second time."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.people import SCHOOL_NAME, SITE_CODE, UAI
from tests.rosters.changing_rosters import History, histories
from tests.rosters.roster_programs import Written
from tests.rosters.roster_world import folded, year_passes
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.roster.plan import Action, ImportPlan, PlanRow
from turbo_admin.office.settings import school_edits
from turbo_admin.store import diners
from turbo_admin.store.engine.diner_records import DinerRecord

# A plan of before the question existed has neither.
ASK = getattr(Action, "ASK", None)
_NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_ATTACHED = frozenset({Action.CHANGE, Action.SAME, Action.LEAVE})
_HEADERS = (
    "kind", "pairs", "rows", "wrong", "wrong pairs", "doubles", "told", "asked", "asked rows", "aside", "lost",
    "alike", "other",
)  # fmt: skip


@dataclass(slots=True)
class Count:
    """What became of the lines of some histories.

    Attributes:
        pairs: lists that came after another one.
        rows: their lines.
        wrong: lines of one child that would change, or be taken for, the record of another; each with seed and names.
        wrong_pairs: how many pairs have such lines.
        doubles: known children who would be created once more, in silence.
        told: the same, where the plan names who is known already.
        asked: pairs with a question of who somebody is.
        asked_rows: lines that wait for its answer.
        aside: children of the list of whom nothing is written.
        lost: children of the list who would be marked as left.
        alike: lines that are word for word what was known of a namesake: nobody could tell.
        other: pairs with other questions (a year, many who leave).
    """

    pairs: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)
    wrong_pairs: int = 0
    doubles: list[str] = field(default_factory=list)
    told: int = 0
    asked: int = 0
    asked_rows: int = 0
    aside: int = 0
    lost: int = 0
    alike: int = 0
    other: int = 0

    def add(self, more: "Count") -> None:
        """Count others too."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(more, name))

    @property
    def doubles_share(self) -> float:
        """Doubles in silence, in percent of the rows."""
        return 100 * len(self.doubles) / max(1, self.rows)

    @property
    def asked_share(self) -> float:
        """Pairs that ask who somebody is, in percent."""
        return 100 * self.asked / max(1, self.pairs)


@dataclass(slots=True)
class Score:
    """Counts by kind of pair.

    Attributes:
        clean: names of the kinds in which nothing is mistyped, reused or foreign.
    """

    kinds: dict[str, Count] = field(default_factory=dict)
    clean: set[str] = field(default_factory=set)

    def add(self, history: History, count: Count) -> None:
        """Count a history."""
        self.kinds.setdefault(history.kind.name, Count()).add(count)
        if history.kind.clean:
            self.clean.add(history.kind.name)

    def total(self, *, clean: bool = False) -> Count:
        """Return the counts of all kinds, or of the clean ones."""
        total = Count()
        for name, count in self.kinds.items():
            if not clean or name in self.clean:
                total.add(count)
        return total

    def table(self) -> str:
        """Lay the counts out as Markdown, a kind a line; clean kinds come first."""
        named = sorted(self.kinds.items(), key=lambda item: item[0] not in self.clean)
        lines = [_line(f"{name}{'' if name in self.clean else ' *'}", count) for name, count in named]
        sums = [_line("all clean kinds", self.total(clean=True)), _line("all", self.total())]
        head = [f"| {' | '.join(_HEADERS)} |", f"|{' --- |' * len(_HEADERS)}"]
        return "\n".join([*head, *lines, *sums, "", "* mistyped, reused or foreign"])


def _line(name: str, count: Count) -> str:
    cells = (
        name, count.pairs, count.rows, len(count.wrong), count.wrong_pairs, len(count.doubles), count.told,
        count.asked, count.asked_rows, count.aside, count.lost, count.alike, count.other,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def scored(number: int, folder: Path, first_seed: int = 0) -> Score:
    """Import that many histories, each into an office of its own, and count.

    Args:
        folder: empty, on a quick disk.
    """
    template = folder / "modele.sqlite"
    desk = _open(template)
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    desk.close()
    score = Score()
    for history in histories(number, folder, first_seed):
        home = folder / f"{history.seed:05d}"
        with _office(template, home) as desk:
            score.add(history, counted(desk, history))
        shutil.rmtree(home)
    return score


def counted(desk: Desk, history: History) -> Count:
    """Import the lists of a history one after the other, into an empty school, and count from the second on."""
    judge, total = _Judge(desk, history), Count()
    for place, written in enumerate(history.lists):
        count = judge.judged(written)
        if place:
            total.add(count)
    return total


@contextmanager
def _office(template: Path, home: Path) -> Iterator[Desk]:
    path = shutil.copy(template, home / "bureau.sqlite")
    desk = _open(Path(path))
    try:
        yield desk
    finally:
        desk.close()


def _open(path: Path) -> Desk:
    return open_desk(str(path), vault=MemoryVault(), now=lambda: _NOW, who="claire")


class _Judge:
    """Knows which record is whose."""

    def __init__(self, desk: Desk, history: History) -> None:
        self._desk, self._history = desk, history
        self._whose: dict[str, int] = {}
        self._said: dict[int, dict[str, str]] = {}

    def judged(self, written: Written) -> Count:
        """Plan a list, count, and apply it."""
        plan = importing.plan_import(self._desk, list(written.paths), UAI)
        with self._desk.database.read() as session:
            records = diners.diners(session, UAI)
        count = Count(pairs=1, rows=len(written.who))
        done: set[int] = set()
        for place, row in enumerate(plan.rows):
            self._count_row(count, plan, place, written, records)
            key = written.who.get(row.row)
            if key is not None and row.action is not Action.SKIP:
                done.add(key)
        count.aside = len(set(written.who.values()) - done)
        count.wrong_pairs = bool(count.wrong)
        identity = bool(getattr(plan, "identity_questions", ())) or count.asked_rows > 0
        count.asked, count.other = identity, bool(plan.questions()) and not identity
        self._apply(plan, written)
        return count

    def _count_row(
        self, count: Count, plan: ImportPlan, place: int, written: Written, records: Sequence[DinerRecord]
    ) -> None:
        row, edit = plan.rows[place], plan.edits[place]
        if not row.row:
            gone = edit is not None and edit[0] is not None and self._whose.get(edit[0].id)
            count.lost += bool(gone) and gone in written.who.values()
            return
        key = written.who.get(row.row)
        if key is None:
            return
        if row.action is ASK:
            count.asked_rows += 1
        elif row.action is Action.CREATE and key in self._whose.values():
            self._count_double(count, plan, row, key, records)
        elif row.action in _ATTACHED:
            taken = [edit[0]] if edit is not None and edit[0] is not None else _like(row, records)
            if taken and key not in {self._whose.get(one.id) for one in taken}:
                self._count_wrong(count, row, key, taken[0], written)

    def _count_wrong(
        self, count: Count, row: PlanRow, key: int, taken: DinerRecord, written: Written
    ) -> None:
        said, known = written.said[key], self._said.get(self._whose.get(taken.id, 0), {})
        shared = said.keys() & known.keys()
        alike = all(said[name] == known[name] for name in shared)
        # After the summer the same class is another child's: everybody else's has changed.
        if alike and (self._history.kind.passes is not year_passes or shared - {"name", "class"}):
            count.alike += 1
            return
        was = f"{taken.last_name} {taken.first_name} {taken.class_name}"
        count.wrong.append(f"{self._history.seed} {row.row} {row.name} {row.class_name} <- {was}")

    def _count_double(
        self, count: Count, plan: ImportPlan, row: PlanRow, key: int, records: Sequence[DinerRecord]
    ) -> None:
        known = [f"{one.last_name} {one.first_name}" for one in records if self._whose.get(one.id) == key]
        texts = [row.detail, *(problem.text for problem in plan.problems if problem.row == row.row)]
        if any(_names(text, row.name, name) for text in texts for name in known):
            count.told += 1
        else:
            count.doubles.append(f"{self._history.seed} {row.row} {row.name} {row.class_name} = {known[0]}")

    def _apply(self, plan: ImportPlan, written: Written) -> None:
        for row, edit in zip(plan.rows, plan.edits, strict=True):
            key = written.who.get(row.row)
            if edit is not None and edit[0] is None and key is not None and row.action is Action.CREATE:
                self._whose[edit[1].id] = key
        self._said |= written.said
        apply.apply_import(self._desk, plan, agreed=True)


def _like(row: PlanRow, records: Iterable[DinerRecord]) -> list[DinerRecord]:
    """Return the records that a row without a change may be about."""
    return [
        one
        for one in records
        if f"{one.last_name} {one.first_name}" == row.name
        and (one.class_name, one.card) == (row.class_name, row.card)
    ]


def _names(text: str, own: str, known: str) -> bool:
    """Whether a remark names who is known; what only repeats the line's own name at its beginning does not."""
    return folded(known) in folded(text.removeprefix(own))
