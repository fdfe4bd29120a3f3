"""Applies a planned import of diners in one transaction, and undoes it in one."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name, in_words
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_diners
from turbo_admin.office.roster.plan import Action, ImportPlan
from turbo_admin.office.roster.questions import REMEMBERED
from turbo_admin.store import cards, diner_imports, diners, request_matches, requests, schools
from turbo_admin.store.engine.diner_records import DinerChange, DinerImportRecord, DinerRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode

_WRITING, _MATCHING = "Enregistrement des hôtes", "Rapprochement des demandes"
_UNDOING = "Annulation de l’import"
# Days for which an import can be undone; then the former values that it keeps are erased.
UNDO_DAYS = 90
# Diners named in an error; more would not fit the message bar.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        id: by which it is undone.
    """

    id: str
    created: int
    changed: int
    left: int
    rematched: int


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A past import.

    Attributes:
        undone_at: None unless undone.
        can_be_undone: not undone yet, and recent enough; later changes are checked when it is undone.
    """

    id: str
    uai: str
    at: datetime
    who: str
    files: tuple[str, ...]
    created: int
    changed: int
    left: int
    undone_at: datetime | None
    undone_by: str
    can_be_undone: bool


@needs(Right.ROSTER)
def apply_import(
    desk: Desk,
    plan: ImportPlan,
    *,
    without: Collection[int] = (),
    agreed: bool = False,
    report: Progress = silent,
) -> Imported:
    """Apply a plan in one transaction, then match the open requests again.

    Args:
        without: positions of the plan's rows that are unticked.
        agreed: whether the clerk agreed to the plan's questions.
        report: raising `Cancelled` from it leaves everything as it was; once requests are matched again, the import is
            done, and the rest is matched later.

    Raises:
        Refused: `school_unknown`, `import_plan_old` (the roster has changed since the plan was made),
            `import_not_agreed`.
    """
    questions = plan.questions(without)
    if questions and not agreed:
        raise Refused("import_not_agreed", questions=" ".join(questions))
    done = [
        (row.action, edit)
        for position, (row, edit) in enumerate(zip(plan.rows, plan.edits, strict=True))
        if edit is not None and position not in without
    ]
    edits = [edit for _, edit in done]
    record = _record_of(desk, plan, Counter(action for action, _ in done))
    with desk.database.write() as session:
        school = schools.school(session, plan.uai)
        # Another PC wrote between planning and applying: the plan may contradict it.
        if diners.roster_rev(session, plan.uai) != plan.roster_rev:
            raise Refused("import_plan_old")
        if not edits:
            return Imported("", 0, 0, 0, 0)
        _write(session, edits, report)
        # The former card stays in the diner's history: families may still type it.
        for old, new in edits:
            if old is not None and old.card and old.card != new.card:
                cards.add_card(session, old.id, old.card, record.at, until=record.at, why="replaced")
        diner_imports.forget_lines(session, before=desk.now() - timedelta(days=UNDO_DAYS))
        # With the former values, which undoing restores.
        diner_imports.add_import(session, record, edits)
        _remember(session, plan, record)
        if school.paired_at:
            _enqueue(session, plan.uai, edits)
        request_matches.outdate_school(session, plan.uai)
        desk.note(session, JournalCode.DINERS_IMPORTED, [(plan.uai, record.id)])
    rematched = _match_again(desk, plan.uai, report)
    return Imported(record.id, record.created, record.changed, record.left, rematched)


@needs(Right.ROSTER)
def undo_import(desk: Desk, import_id: str, *, report: Progress = silent) -> int:
    """Undo an import in one transaction: restore former values, and mark created diners as left.

    Nobody is deleted: a diner that the import created keeps its name and identity, without card or addresses, so that
    a later import finds it again.

    Returns:
        How many diners were restored.

    Raises:
        Refused: `import_unknown`, `import_undone` (already), `import_too_old`, `import_built_upon` (some of the diners
            were changed since, or attached to an account or a request).
    """
    with desk.database.write() as session:
        record = diner_imports.find_import(session, import_id)
        if record is None:
            raise Refused("import_unknown")
        if record.undone_at is not None:
            raise Refused("import_undone", who=record.undone_by)
        lines = diner_imports.lines_of(session, import_id)
        # The lines are erased after UNDO_DAYS.
        if not lines:
            raise Refused("import_too_old", days=UNDO_DAYS)
        report(_UNDOING, 0, len(lines))
        edits = _taken_back(session, record.uai, lines)
        _write(session, edits, report)
        if schools.school(session, record.uai).paired_at:
            _enqueue(session, record.uai, edits)
        request_matches.outdate_school(session, record.uai)
        diner_imports.mark_undone(session, import_id, desk.now(), desk.operator.who)
        diner_imports.forget_lines(session, import_id=import_id)
        diner_imports.forget_answers(session, import_id=import_id)
        desk.note(session, JournalCode.IMPORT_UNDONE, [(record.uai, import_id)])
    _match_again(desk, record.uai, report)
    return len(edits)


@needs(Right.CONSULT)
def past_imports(desk: Desk, uai: str | None = None, limit: int = 20) -> list[ImportLine]:
    """Return the last imports, latest first."""
    oldest = desk.now() - timedelta(days=UNDO_DAYS)
    with desk.database.read() as session:
        found = diner_imports.imports(session, uai, limit)
    return [
        ImportLine(
            id=one.id,
            uai=one.uai,
            at=one.at,
            who=one.who,
            files=one.files,
            created=one.created,
            changed=one.changed,
            left=one.left,
            undone_at=one.undone_at,
            undone_by=one.undone_by,
            can_be_undone=one.undone_at is None and one.at >= oldest,
        )
        for one in found
    ]


def _record_of(desk: Desk, plan: ImportPlan, number: Counter[Action]) -> DinerImportRecord:
    return DinerImportRecord(
        id=new_id(),
        uai=plan.uai,
        at=desk.now(),
        who=desk.operator.who,
        workstation=desk.workstation,
        files=tuple(path.name for path in plan.paths),
        created=number[Action.CREATE],
        changed=number[Action.CHANGE],
        left=number[Action.LEAVE],
        undone_at=None,
        undone_by="",
    )


def _write(session: Session, edits: Sequence[DinerChange], report: Progress) -> None:
    # Two calls: new rows are inserted in bulk, changed ones updated by id.
    created = [new for old, new in edits if old is None]
    changed = [new for old, new in edits if old is not None]
    total = len(edits)
    report(_WRITING, 0, total)
    diners.add_diners(session, created, lambda done: report(_WRITING, done, total))
    diners.change_diners(session, changed, lambda done: report(_WRITING, len(created) + done, total))


def _remember(session: Session, plan: ImportPlan, record: DinerImportRecord) -> None:
    """Store the answers about the numbers of this kind of file."""
    for one in plan.identity_questions:
        if one.answer is not None and one.doubt in REMEMBERED:
            diner_imports.keep_answer(session, record, plan.kind, one.doubt.value, one.answer.value)


def _enqueue(session: Session, uai: str, edits: Sequence[DinerChange]) -> None:
    """Enqueue the diners of whom something changed that the portal knows."""
    enqueue_diners(session, uai, [new for old, new in edits if old is None or _shown(old) != _shown(new)])


def _shown(record: DinerRecord) -> tuple[str, str, str, bool]:
    return record.last_name, record.first_name, record.class_name, record.left


def _match_again(desk: Desk, uai: str, report: Progress) -> int:
    return match_outdated(desk, uai, report=lambda done, total: report(_MATCHING, done, total))


def _taken_back(
    session: Session, uai: str, lines: Sequence[tuple[str, dict[str, object], str]]
) -> list[DinerChange]:
    present = diners.diners_by_id(session, [diner_id for diner_id, _, _ in lines])
    created = [diner_id for diner_id, before, _ in lines if not before]
    used = diners.with_account(session, created) | (requests.diners_decided(session, uai) & set(created))
    # Changed since: the diner's digest differs from the one after the import.
    changed = [
        present[diner_id]
        for diner_id, _, after in lines
        if diner_id in used or diner_imports.digest(present[diner_id]) != after
    ]
    edits: list[DinerChange] = [
        (now, diner_imports.former(now, before) if before else replace(now, left=True, card="", emails=()))
        for now, before in ((present[diner_id], before) for diner_id, before, _ in lines)
    ]
    # All or nothing: half an undone import would be a state that never was.
    changed += [one for one in _given_on(diners.diners(session, uai), edits) if one not in changed]
    if changed:
        names = in_words([full_name(one.last_name, one.first_name) for one in changed], _NAMED)
        raise Refused("import_built_upon", names=names)
    return edits


def _given_on(records: Sequence[DinerRecord], edits: Sequence[DinerChange]) -> list[DinerRecord]:
    """Return the diners whose former card or number belongs to another diner by now."""
    after = {new.id: new for _, new in edits}
    holders = Counter(what for one in records for what in _held(after.get(one.id, one)))
    return [new for old, new in edits if old and any(holders[what] > 1 for what in _held(new) - _held(old))]


def _held(record: DinerRecord) -> set[tuple[str, ...]]:
    """Return what must be unique in a school: the card of a present diner, and the numbers."""
    card = "" if record.left else record.card
    found = (
        ("card", card),
        ("ine", record.ine),
        ("elenoet", record.elenoet),
        ("external", record.external_kind, record.external_id),
    )
    return {what for what in found if what[-1]}
