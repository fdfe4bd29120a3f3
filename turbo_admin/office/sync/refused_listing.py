"""What the portal refused, listed: what it was, why it was refused, what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from turbo_admin.core.sync import words
from turbo_admin.core.sync.words import Refusal
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.refused_subjects import subject_of
from turbo_admin.protocol.changes import (
    ACTS,
)
from turbo_admin.store import outbox, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.sync_records import PendingRecord

# More than the clerk would read one by one: then « Tout renvoyer » is the answer.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """A change that the portal refused and that has not been dealt with.

    Attributes:
        id: of the change.
        what: « Identifiants de MARTIN Léa ».
        why, todo: what happened, and what to do about it.
        may_pass: whether « Réessayer » makes sense; if not, « Abandonner » is what is proposed.
    """

    id: str
    uai: str
    school: str
    kind: str
    what: str
    why: str
    todo: str
    may_pass: bool


@needs(Right.CONSULT)
def refused_items(desk: Desk, uai: str = "") -> list[RefusedItem]:
    """Return what was refused, in the order of the edits, at most `LONGEST`.

    Args:
        uai: of one establishment only; empty for all.
    """
    with desk.database.read() as session:
        names = {school.uai: school.name for school in schools.schools(session)}
        found = outbox.refused(session, uai or None, LONGEST)
        return [_item(session, desk, one, names[one.uai]) for one in found]


def _item(session: Session, desk: Desk, pending: PendingRecord, school: str) -> RefusedItem:
    meaning = meaning_of(session, desk, pending)
    return RefusedItem(
        id=pending.id,
        uai=pending.uai,
        school=school,
        kind=pending.kind,
        what=subject_of(session, pending),
        why=meaning.why,
        todo=meaning.todo,
        may_pass=meaning.may_pass,
    )


def meaning_of(session: Session, desk: Desk, pending: PendingRecord) -> Refusal:
    """Return the meaning of the portal's reason, unless the office's own records make a retry useless."""
    meaning = words.refusal(pending.refused, pending.refused_message)
    if pending.refused == "other_content" and pending.kind not in ACTS:
        # A state is ordered by its rev, and a new try has a new one.
        return replace(meaning, todo="Réessayez.", may_pass=True)
    if pending.kind == "account.issue" and meaning.may_pass:
        return _sheet_meaning(session, desk, stored_sheets.sheets_by_id(session, [pending.key])) or meaning
    if pending.kind == "mail.credentials":
        return _mail_meaning(session, pending) or meaning
    return meaning


def _sheet_meaning(session: Session, desk: Desk, found: Sequence[SheetRecord]) -> Refusal | None:
    """An older password must never take the place of a newer one, nor an expired one be sent."""
    if not found or _has_newer(session, found[0]):
        return words.REPLACED
    return words.EXPIRED if found[0].expires_at <= desk.now() else None


def _has_newer(session: Session, sheet: SheetRecord) -> bool:
    return any(
        other.id != sheet.id and other.created_at >= sheet.created_at
        for other in stored_sheets.sheets_of_account(session, sheet.account_id)
    )


def _mail_meaning(session: Session, pending: PendingRecord) -> Refusal | None:
    sheet = stored_sheets.sheet_of_mail(session, pending.key)
    if sheet is None:
        return words.REMAILED
    return words.REPLACED if _has_newer(session, sheet) else None
