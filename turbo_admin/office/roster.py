"""The diners: looked up, and imported from a spreadsheet in two steps, plan then apply."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from turbo_admin.core.cards import parse_card
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.names import fold
from turbo_admin.office.desk import Desk, Report, silent
from turbo_admin.office.matching import rematch
from turbo_admin.office.pairing import tell_diners
from turbo_admin.outside.spreadsheets import DinerRow, RowProblem, read_diners
from turbo_admin.store import diners, schools
from turbo_admin.store.ids import new_id
from turbo_admin.store.records import DinerRecord

_READING, _WRITING, _MATCHING = "Lecture du fichier", "Enregistrement des hôtes", "Rapprochement des demandes"


class Action(StrEnum):
    """What applying a plan does with a row."""

    CREATE = "créer"
    CHANGE = "modifier"
    SAME = "inchangé"
    LEAVE = "marquer sorti"


@dataclass(frozen=True, slots=True)
class DinerLine:
    """A diner in a list."""

    id: str
    uai: str
    last_name: str
    first_name: str
    class_name: str
    card: str
    left: bool
    has_account: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What applying the plan does with a row of the file.

    Attributes:
        row: in the file, from 1.
        detail: what changes, in words.
    """

    row: int
    action: Action
    name: str
    class_name: str
    card: str
    detail: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do; nothing is written yet.

    Attributes:
        records: the diners as they would be written, for `apply_import`.
        fingerprint: of the roster that the plan was made against.
    """

    path: Path
    uai: str
    rows: tuple[PlanRow, ...]
    problems: tuple[RowProblem, ...]
    create: int
    change: int
    same: int
    left: int
    records: tuple[tuple[Action, DinerRecord], ...]
    fingerprint: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    created: int
    changed: int
    left: int
    rematched: int


def search_diners(desk: Desk, uai: str | None, text: str, limit: int = 50) -> list[DinerLine]:
    """Return the diners whose name, class or card holds every word of the text; present ones first."""
    with desk.database.read() as session:
        found = diners.search_diners(session, uai, text, limit)
        held = diners.with_account(session, [record.id for record in found])
    return [diner_line(record, record.id in held) for record in found]


def diner_line(record: DinerRecord, has_account: bool) -> DinerLine:
    """Return a diner as lists show it."""
    return DinerLine(
        id=record.id,
        uai=record.uai,
        last_name=record.last_name,
        first_name=record.first_name,
        class_name=record.class_name,
        card=record.card,
        left=record.left,
        has_account=has_account,
    )


def plan_import(desk: Desk, path: Path | str, uai: str, *, report: Report = silent) -> ImportPlan:
    """Read a spreadsheet of diners and say what applying it would do; writes nothing.

    Rows are recognised by the file's own id, else by card, else by name when only one diner bears it. A diner who is
    not in the file stays as it is.

    Raises:
        Refused: `school_unknown`.
        BadData: the file cannot be read; single bad rows are `problems` of the plan.
    """
    report(_READING, 0, 0)
    read = read_diners(Path(path))
    with desk.database.read() as session:
        school = schools.school(session, uai)
        present = diners.diners(session, uai)
    known = Known(present)
    planned: list[tuple[Action, DinerRecord]] = []
    rows: list[PlanRow] = []
    problems = list(read.problems)
    taken: set[str] = set()
    for done, row in enumerate(read.rows, 1):
        if row.uai and row.uai != uai:
            problems.append(_elsewhere(row))
            continue
        old = known.find(row, school.site_code)
        if old is not None and old.id in taken:
            problems.append(_twice(read.rows, row))
            continue
        action, new, detail = _plan_row(row, old, uai, school.site_code)
        taken.add(new.id)
        planned.append((action, new))
        rows.append(
            PlanRow(
                row.row, action, full_name(new.last_name, new.first_name), new.class_name, new.card, detail
            )
        )
        if done % 500 == 0:
            report(_READING, done, len(read.rows))
    number = Counter(action for action, _ in planned)
    return ImportPlan(
        path=Path(path),
        uai=uai,
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        create=number[Action.CREATE],
        change=number[Action.CHANGE],
        same=number[Action.SAME],
        left=number[Action.LEAVE],
        records=tuple(planned),
        fingerprint=_fingerprint(present),
    )


class Known:
    """The diners of a school, found again by what a file says of them."""

    def __init__(self, records: Iterable[DinerRecord]) -> None:
        self._by_external: dict[str, DinerRecord] = {}
        self._by_card: dict[str, DinerRecord] = {}
        self._by_name: dict[str, list[DinerRecord]] = defaultdict(list)
        for record in records:
            if record.external_id:
                self._by_external[record.external_id] = record
            if record.card:
                self._by_card[record.card] = record
            self._by_name[_name_key(record.last_name, record.first_name)].append(record)

    def find(self, row: DinerRow, site_code: str) -> DinerRecord | None:
        """Return the diner that a row is about, None for a new one."""
        if row.external_id and row.external_id in self._by_external:
            return self._by_external[row.external_id]
        card = full_card(row.card, site_code)
        holder = self._by_card.get(card) if card else None
        # A card that went to somebody else: the holder's name must agree too.
        if holder and _name_key(holder.last_name, holder.first_name) == _name_key(
            row.last_name, row.first_name
        ):
            return holder
        namesakes = self._by_name.get(_name_key(row.last_name, row.first_name), [])
        if len(namesakes) == 1 and self._same_person(namesakes[0], row, card):
            return namesakes[0]
        return None

    @staticmethod
    def _same_person(namesake: DinerRecord, row: DinerRow, card: str) -> bool:
        if row.external_id and namesake.external_id:
            return False
        # Another card and another class: a namesake, not the same child with a new card.
        return not card or not namesake.card or card == namesake.card or namesake.class_name == row.class_name


def _name_key(last_name: str, first_name: str) -> str:
    return f"{fold(last_name)}|{fold(first_name)}"


def full_card(card: str, site_code: str) -> str:
    """Return a card as the office writes it, `EEEE-NNNNN` when the establishment's code is known."""
    if not card:
        return ""
    parsed = parse_card(card)
    site = parsed.site_code or site_code
    return f"{site}-{parsed.number}" if site else parsed.number


def _plan_row(
    row: DinerRow, old: DinerRecord | None, uai: str, site_code: str
) -> tuple[Action, DinerRecord, str]:
    card = full_card(row.card, site_code)
    if old is None:
        new = DinerRecord(
            id=new_id(),
            uai=uai,
            external_id=row.external_id,
            last_name=row.last_name,
            first_name=row.first_name,
            class_name=row.class_name,
            kind=row.kind,
            card=card,
            left=row.left,
            emails=row.emails,
        )
        return Action.CREATE, new, "sorti" if row.left else ""
    new = replace(
        old,
        external_id=row.external_id or old.external_id,
        last_name=row.last_name,
        first_name=row.first_name,
        class_name=row.class_name or old.class_name,
        kind=row.kind,
        card=card or old.card,
        left=row.left,
        emails=row.emails or old.emails,
    )
    if new == old:
        return Action.SAME, new, ""
    action = Action.LEAVE if new.left and not old.left else Action.CHANGE
    return action, new, _difference(old, new)


def _difference(old: DinerRecord, new: DinerRecord) -> str:
    changed = []
    for label, before, after in (
        ("nom", full_name(old.last_name, old.first_name), full_name(new.last_name, new.first_name)),
        ("classe", old.class_name, new.class_name),
        ("catégorie", old.kind, new.kind),
        ("carte", old.card, new.card),
        ("e-mails", ", ".join(old.emails), ", ".join(new.emails)),
        ("identifiant", old.external_id, new.external_id),
    ):
        if before != after:
            changed.append(f"{label} : {before or '–'} → {after or '–'}")
    if old.left != new.left:
        changed.append("sorti" if new.left else "de retour")
    return " ; ".join(changed)


def _elsewhere(row: DinerRow) -> RowProblem:
    name = full_name(row.last_name, row.first_name)
    text = f"{name} est de l’établissement {row.uai} : cette ligne est laissée de côté."
    return RowProblem(row=row.row, column="Établissement", text=text)


def _twice(rows: Sequence[DinerRow], row: DinerRow) -> RowProblem:
    name = full_name(row.last_name, row.first_name)
    first = next(
        (
            other.row
            for other in rows
            if other.row < row.row
            and _name_key(other.last_name, other.first_name) == _name_key(row.last_name, row.first_name)
        ),
        0,
    )
    return RowProblem(
        row=row.row,
        column="",
        text=f"{name} est déjà ligne {first} : cette ligne est laissée de côté."
        if first
        else f"{name} : ligne en double.",
    )


def apply_import(desk: Desk, plan: ImportPlan, *, report: Report = silent) -> Imported:
    """Write what a plan says, in one transaction, and match the open requests again.

    Raises:
        Refused: `school_unknown`, `import_plan_old` (the roster has changed since the plan was made).
    """
    created = [record for action, record in plan.records if action is Action.CREATE]
    changed = [record for action, record in plan.records if action in {Action.CHANGE, Action.LEAVE}]
    with desk.database.write() as session:
        school = schools.school(session, plan.uai)
        if _fingerprint(diners.diners(session, plan.uai)) != plan.fingerprint:
            raise Refused("import_plan_old")
        report(_WRITING, 0, len(created) + len(changed))
        diners.add_diners(session, created)
        diners.change_diners(session, changed)
        if school.paired_at:
            tell_diners(session, plan.uai, created + changed)
        report(_WRITING, len(created) + len(changed), len(created) + len(changed))
        rematched = rematch(
            desk, session, plan.uai, report=lambda done, total: report(_MATCHING, done, total)
        )
        desk.note(session, "diners_imported", [(plan.uai, "")])
    return Imported(len(created), plan.change, plan.left, rematched)


def _fingerprint(records: Iterable[DinerRecord]) -> int:
    """Return what changes whenever the roster does, within this run of the program."""
    return hash(frozenset(records))
