"""What the portal refused: in words, and what the clerk does about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as replace_field
from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import draw_login
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.sync import words
from turbo_admin.core.sync.words import Refusal
from turbo_admin.office.desk.context import Desk, Report, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.queue import enqueue_accounts, enqueue_diners, enqueue_everything
from turbo_admin.office.settings.school_settings import of_record, to_protocol
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import (
    ACTS,
    IssueAccount,
    MailCredentials,
    NotifyGuardian,
    RefuseRequest,
    RevokeIssue,
)
from turbo_admin.store import accounts, diners, outbox, requests, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import PendingRecord

_PREPARING = "Préparation de l’envoi"
# More than the clerk would read one by one: then « Tout renvoyer » is the answer.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """Something that the portal refused and nobody has dealt with.

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


@dataclass(frozen=True, slots=True)
class Whole:
    """What « Tout renvoyer » sends of an establishment, besides its settings."""

    uai: str
    school: str
    diners: int
    accounts: int


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
    meaning = _meaning(session, desk, pending)
    return RefusedItem(
        id=pending.id,
        uai=pending.uai,
        school=school,
        kind=pending.kind,
        what=_what(session, pending),
        why=meaning.why,
        todo=meaning.todo,
        may_pass=meaning.may_pass,
    )


def _meaning(session: Session, desk: Desk, pending: PendingRecord) -> Refusal:
    """Return what the portal's reason means, unless what the office knows settles it first."""
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


def _what(session: Session, pending: PendingRecord) -> str:
    say = _WHAT.get(pending.kind)
    # Without a word it was prepared by another version of the program, or what it is about is gone.
    return (say(session, pending) if say else "") or f"Envoi {pending.kind}"


def _settings(_session: Session, _pending: PendingRecord) -> str:
    return "Configuration de l’Espace numérique"


def _diner(session: Session, pending: PendingRecord) -> str:
    names = _names(session, [pending.key])
    return names and f"Hôte {names}"


def _account(session: Session, pending: PendingRecord) -> str:
    known = accounts.accounts_by_id(session, [pending.key])
    return f"Compte {known[pending.key].login} ({_holders(session, pending.key)})" if known else ""


def _issue(session: Session, pending: PendingRecord) -> str:
    return f"Identifiants de {_holders(session, codec.decode(pending.body, IssueAccount).account_id)}"


def _mail(session: Session, pending: PendingRecord) -> str:
    account = codec.decode(pending.body, MailCredentials).account_id
    return f"Courriel des identifiants de {_holders(session, account)}"


def _refuse(session: Session, pending: PendingRecord) -> str:
    asked = requests.requests_by_id(session, [codec.decode(pending.body, RefuseRequest).request_id])
    names = [full_name(one.last_name, one.first_name) for one in asked]
    return f"Refus de la demande de {names[0]}" if names else ""


def _revoke(session: Session, pending: PendingRecord) -> str:
    return f"Révocation pour {_holders(session, codec.decode(pending.body, RevokeIssue).account_id)}"


def _notice(session: Session, pending: PendingRecord) -> str:
    names = _names(session, [codec.decode(pending.body, NotifyGuardian).diner_id])
    return names and f"Avis à un responsable de {names}"


def _holders(session: Session, account_id: str) -> str:
    return _names(session, accounts.diners_of(session, [account_id])[account_id])


def _names(session: Session, diner_ids: Sequence[str]) -> str:
    known = diners.diners_by_id(session, diner_ids).values()
    return ", ".join(sorted(full_name(diner.last_name, diner.first_name) for diner in known))


_WHAT: Mapping[str, Callable[[Session, PendingRecord], str]] = {
    "settings": _settings,
    "diner": _diner,
    "account": _account,
    "account.issue": _issue,
    "mail.credentials": _mail,
    "request.refuse": _refuse,
    "issue.revoke": _revoke,
    "guardian.notify": _notice,
}


@needs(Right.SYNC)
def retry(desk: Desk, item_ids: Sequence[str]) -> int:
    """« Réessayer »: let refused things leave with the next synchronisation, as they are today.

    What never will pass, or another PC has dealt with, is left as it is.

    Returns:
        How many will leave.
    """
    done = []
    with desk.database.write() as session:
        for pending in outbox.refused_by_id(session, item_ids):
            if _meaning(session, desk, pending).may_pass and _send_again(session, desk, pending):
                done.append(pending.key)
        desk.note(session, JournalCode.CHANGE_RETRIED, [(key, "") for key in done])
    return len(done)


def _send_again(session: Session, desk: Desk, pending: PendingRecord) -> bool:
    if pending.kind in _TELL:
        # What it was about may have changed since: the portal is told what is true today.
        _TELL[pending.kind](session, pending)
        return True
    if pending.kind == "account.issue":
        return outbox.send_again(session, pending, _reissued(session, pending))
    if pending.kind == "mail.credentials":
        sheet = stored_sheets.sheet_of_mail(session, pending.key)
        if sheet:
            stored_sheets.update_sheets(
                session, [sheet.id], mail_state="queued", mail_reason="", mail_at=desk.now()
            )
    return outbox.send_again(session, pending, pending.body)


def _reissued(session: Session, pending: PendingRecord) -> bytes:
    """Let the sheet go on, and return the act with the diners that the account holds today."""
    body = codec.decode(pending.body, IssueAccount)
    stored_sheets.update_sheets(session, [pending.key], refused="")
    if pending.refused == "login_taken":
        body = replace_field(body, login=_new_login(session, pending.uai, body))
    held = accounts.diners_of(session, [body.account_id])[body.account_id]
    return codec.encode(replace_field(body, diner_ids=sorted(held)))


def _new_login(session: Session, uai: str, body: IssueAccount) -> str:
    taken = accounts.logins(session, uai)
    first = diners.diners_by_id(session, body.diner_ids)[body.diner_ids[0]]
    login = draw_login(first.first_name, first.last_name, taken.__contains__)
    accounts.update_account(session, body.account_id, login=login)
    return login


def _tell_settings(session: Session, pending: PendingRecord) -> None:
    school = schools.school(session, pending.uai)
    body = to_protocol(of_record(school), school.site_code)
    outbox.enqueue(session, pending.uai, pending.kind, [(pending.key, body)])


def _tell_diner(session: Session, pending: PendingRecord) -> None:
    enqueue_diners(session, pending.uai, list(diners.diners_by_id(session, [pending.key]).values()))


def _tell_account(session: Session, pending: PendingRecord) -> None:
    enqueue_accounts(session, pending.uai, list(accounts.accounts_by_id(session, [pending.key]).values()))


_TELL: Mapping[str, Callable[[Session, PendingRecord], None]] = {
    "settings": _tell_settings,
    "diner": _tell_diner,
    "account": _tell_account,
}


@needs(Right.SYNC)
def give_up(desk: Desk, item_ids: Sequence[str]) -> int:
    """« Abandonner »: forget refused things for good. A sheet whose password will never open anything is erased.

    Returns:
        How many were given up; what another PC has dealt with is not counted.
    """
    done = []
    with desk.database.write() as session:
        for pending in outbox.refused_by_id(session, item_ids):
            if outbox.give_up(session, pending.id):
                done.append(pending.key)
                if pending.kind == "account.issue":
                    stored_sheets.update_sheets(session, [pending.key], secret=None)
        desk.note(session, JournalCode.CHANGE_GIVEN_UP, [(key, "") for key in done])
    return len(done)


@needs(Right.CONSULT)
def wholes(desk: Desk) -> list[Whole]:
    """Return what « Tout renvoyer » would send, for each establishment that is linked to the portal, by name."""
    with desk.database.read() as session:
        linked = [school for school in schools.schools(session) if school.paired_at]
        return [
            Whole(
                school.uai,
                school.name,
                diners.count_diners(session, school.uai),
                accounts.count_accounts(session, school.uai),
            )
            for school in linked
        ]


@needs(Right.SYNC)
def send_everything(desk: Desk, uai: str, *, report: Report = silent) -> int:
    """« Tout renvoyer »: tell the portal all of an establishment again, whatever it knows already.

    It repairs a portal that has lost something, and changes nothing in one that has not. Passwords are not part of
    it: the office does not know those of families.

    Args:
        report: called before and after the one transaction that prepares it; raising `Cancelled` before it stops.

    Returns:
        How many things leave with the next synchronisation.

    Raises:
        Refused: `school_unknown`, `nothing_paired`.
    """
    report(_PREPARING, 0, 0)
    with desk.database.write() as session:
        if not schools.school(session, uai).paired_at:
            raise Refused("nothing_paired")
        number = enqueue_everything(session, uai)
        desk.note(session, JournalCode.EVERYTHING_TOLD, [(uai, "")])
    report(_PREPARING, number, number)
    return number
