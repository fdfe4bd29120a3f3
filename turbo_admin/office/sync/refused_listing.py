"""What the portal refused, listed: what it was, why it was refused, what to do about it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.sync import words
from turbo_admin.core.sync.words import Refusal
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.refused_subjects import subject_of
from turbo_admin.protocol.kinds import STATES
from turbo_admin.store import refused_changes, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.sync_records import PendingRecord

# More than the clerk would read one by one.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """A change that the portal refused and that has not been dealt with.

    Attributes:
        id: of the change.
        what: « Identifiants de MARTIN Léa ».
        why, todo: what happened, and what to do about it.
        may_pass: whether « Réessayer » makes sense; it is sent again with each run anyway.
        may_be_given_up: whether « Abandonner » makes sense: a mail may never leave, a record stays what it is.
    """

    id: str
    uai: str
    school: str
    kind: str
    what: str
    why: str
    todo: str
    may_pass: bool
    may_be_given_up: bool


@needs(Right.CONSULT)
def refused_items(desk: Desk, uai: str = "") -> list[RefusedItem]:
    """Return what was refused, in the order of the edits, at most `LONGEST`.

    Args:
        uai: of one establishment only; empty for all.
    """
    with desk.database.read() as session:
        names = {school.uai: school.name for school in schools.schools(session)}
        found = refused_changes.refused(session, uai or None, LONGEST)
        return [_item(session, one, names[one.uai]) for one in found]


def _item(session: Session, pending: PendingRecord, school: str) -> RefusedItem:
    meaning = meaning_of(session, pending)
    return RefusedItem(
        id=pending.id,
        uai=pending.uai,
        school=school,
        kind=pending.kind,
        what=subject_of(session, pending),
        why=meaning.why,
        todo=meaning.todo,
        may_pass=meaning.may_pass,
        may_be_given_up=pending.kind not in STATES,
    )


def meaning_of(session: Session, pending: PendingRecord) -> Refusal:
    """Return the meaning of the portal's reason, unless the office's own records make a retry useless."""
    meaning = words.refusal(pending.refused, pending.refused_message)
    if pending.kind == "mail.credentials":
        return _mail_meaning(session, pending) or meaning
    return meaning


def _mail_meaning(session: Session, pending: PendingRecord) -> Refusal | None:
    """A mail whose sheet has another one by now, or has ended, is over."""
    sheet = stored_sheets.sheet_of_mail(session, pending.key)
    if sheet is None:
        return words.REMAILED
    return words.REPLACED if sheet.refused else None
