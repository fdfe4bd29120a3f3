"""What the portal tells, applied to the office's records; a function a kind."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox.queue import enqueue_accounts
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import IssueAccount
from turbo_admin.protocol.events import (
    EVENTS,
    AccountActivated,
    AccountClosed,
    AccountEmailChanged,
    AccountSignedIn,
    MailState,
    RequestConfirmed,
    RequestReceived,
)
from turbo_admin.protocol.messages import Event
from turbo_admin.store import accounts, outbox, requests, sync
from turbo_admin.store.engine.records import AccountRecord

# Who stands in the journal for what families did at the portal.
FROM_PORTAL = "portail"
# X-Turbo-Kind of the mails to guardians.
_NOTICE = "vigilance"
# Mails about an account that go to an address which is not, or not yet, or no more its own.
_OTHER_ADDRESSES = frozenset({"adresse", "adresse-prise", "adresse-demandee", "adresse-changee"})
# After these the alerts of any open request may change: one may say the same, be about the same diner or address.
_ABOUT_ALL = frozenset({"request.received", "account.email_changed", "account.closed"})


def apply_events(desk: Desk, session: Session, uai: str, events: Sequence[Event]) -> list[Event]:
    """Apply the events not heard before, in order, within the caller's transaction.

    One whose body retention has erased says nothing any more and is only remembered; one of an unknown kind is kept
    for the next version.

    Returns:
        The events that were new.

    Raises:
        BadData: `protocol_bad_message`: a body not of its kind's form; nothing of the page may be kept.
    """
    new = sync.unheard(session, events)
    matched = []
    for event in new:
        if event.kind in EVENTS and not event.is_erased:
            matched += _apply(desk, session, uai, event.kind, bytes(event.body))
    sync.remember(session, uai, new, EVENTS.keys())
    came_in = any(event.kind == "request.received" for event in new)
    if any(event.kind in _ABOUT_ALL for event in new):
        _match_again(desk, session, uai, None)
    elif matched:
        _match_again(desk, session, uai, matched)
    if came_in:
        _tell_guardians(desk, session, uai, new)
    return new


def apply_kept(desk: Desk, session: Session) -> None:
    """Apply the events that an older version of the program kept because it did not know their kind."""
    kept = sync.kept_for_later(session, list(EVENTS))
    for _, uai, kind, body in kept:
        if body is not None:
            matched = _apply(desk, session, uai, kind, body)
            _match_again(desk, session, uai, None if kind in _ABOUT_ALL else matched)
    if kept:
        sync.mark_applied(session, [one for one, _, _, _ in kept])


def _match_again(desk: Desk, session: Session, uai: str, only: Sequence[str] | None) -> None:
    # Late: comparing names takes a tenth of a program's start, and most synchronisations bring no request.
    from turbo_admin.office.matching import open_requests

    open_requests.rematch(desk, session, uai, only)


def _tell_guardians(desk: Desk, session: Session, uai: str, new: Sequence[Event]) -> None:
    from turbo_admin.office.credentials import notices

    asked = [
        codec.decode(bytes(event.body), RequestReceived).request_id
        for event in new
        if event.kind == "request.received" and not event.is_erased
    ]
    notices.tell_asked(desk, session, uai, asked)


def _apply(desk: Desk, session: Session, uai: str, kind: str, body: bytes) -> list[str]:
    """Apply one event; returns the requests that must be matched again."""
    return _APPLY[kind](desk, session, uai, body)


def _request_received(desk: Desk, session: Session, uai: str, body: bytes) -> list[str]:
    told = codec.decode(body, RequestReceived)
    requests.add_request(session, uai, told)
    desk.note(session, "request_received", [(told.request_id, "")], who=FROM_PORTAL)
    return [told.request_id]


def _request_confirmed(desk: Desk, session: Session, _uai: str, body: bytes) -> list[str]:
    told = codec.decode(body, RequestConfirmed)
    requests.update_request(session, told.request_id, confirmed_at=told.confirmed_at)
    desk.note(session, "request_confirmed", [(told.request_id, "")], who=FROM_PORTAL)
    return []


def _account_activated(desk: Desk, session: Session, _uai: str, body: bytes) -> list[str]:
    told = codec.decode(body, AccountActivated)
    known = accounts.accounts_by_id(session, [told.account_id]).get(told.account_id)
    # An old event heard again after a new pairing must not take a newer choice back.
    if known is None or told.generation <= known.generation:
        return []
    accounts.update_account(
        session, told.account_id, generation=told.generation, activated_at=told.activated_at
    )
    _seen(session, known, told.activated_at)
    accounts.end_sheets_of(session, [told.account_id], used_at=told.activated_at)
    desk.note(session, "activated", [(told.account_id, "")], who=FROM_PORTAL)
    return []


def _account_signed_in(_desk: Desk, session: Session, _uai: str, body: bytes) -> list[str]:
    told = codec.decode(body, AccountSignedIn)
    known = accounts.accounts_by_id(session, [told.account_id]).get(told.account_id)
    if known is not None:
        _seen(session, known, told.signed_in_at)
    return []


def _account_email_changed(desk: Desk, session: Session, uai: str, body: bytes) -> list[str]:
    from turbo_admin.office.accounts.acts import forget_mails  # late, as in `_match_again`

    told = codec.decode(body, AccountEmailChanged)
    known = accounts.accounts_by_id(session, [told.account_id]).get(told.account_id)
    # One that is heard again must not take back what the office has corrected since.
    if known is None or told.family_rev <= known.family_rev:
        return []
    _give_address_up(desk, session, uai, known.id, told.email)
    accounts.update_account(
        session,
        known.id,
        email=told.email,
        email_key=email_key(told.email),
        mail_problem="",
        family_rev=told.family_rev,
    )
    # Identifiants that have not left for the former address never will: they can be mailed again.
    forget_mails(session, uai, accounts.live_sheets(session, [known.id]))
    desk.note(session, "email_changed_by_family", [(known.id, "")], who=FROM_PORTAL)
    return []


def _give_address_up(desk: Desk, session: Session, uai: str, but: str, email: str) -> None:
    """Take an address from the open account that has it here, since another one's family has proved it its own.

    The portal has one open account an address: what this office has given it to is not known there yet, and would be
    refused. Its sheet is handed over on paper.
    """
    from turbo_admin.office.accounts.acts import forget_mails, retell_issue  # late, as in `_match_again`

    key = email_key(email)
    holder = accounts.accounts_of_emails(session, uai, [key]).get(key)
    if holder is None or holder.id == but:
        return
    accounts.update_account(session, holder.id, email="", email_key="", mail_problem="")
    forget_mails(session, uai, accounts.live_sheets(session, [holder.id]))
    [now] = accounts.accounts_by_id(session, [holder.id]).values()
    retell_issue(session, now)
    enqueue_accounts(session, uai, [now])
    desk.note(session, "address_of_another", [(holder.id, but)], who=FROM_PORTAL)


def _account_closed(desk: Desk, session: Session, _uai: str, body: bytes) -> list[str]:
    from turbo_admin.office.accounts.acts import withdraw  # late, as in `_match_again`

    told = codec.decode(body, AccountClosed)
    known = accounts.accounts_by_id(session, [told.account_id]).get(told.account_id)
    # One that is heard again must not close what the office has opened again since.
    if known is None or told.family_rev <= known.family_rev:
        return []
    accounts.update_account(session, known.id, family_rev=told.family_rev)
    accounts.set_state(session, [known.id], "closed", told.closed_at)
    unanswered = _take_answers_back(session, known)
    withdraw(session, [known], everything=True)
    requests.reopen_requests(session, unanswered)
    desk.note(session, "closed_by_family", [(known.id, "")], who=FROM_PORTAL)
    desk.note(session, "request_reopened", [(one, "") for one in unanswered], who=FROM_PORTAL)
    return []


def _take_answers_back(session: Session, account: AccountRecord) -> list[str]:
    """Forget the issues of an account that the portal has not taken; returns the requests that they answered."""
    keys = [sheet.id for sheet in accounts.sheets_of_account(session, account.id)]
    waiting = outbox.pending(session, account.uai, "account.issue", keys)
    outbox.forget(session, account.uai, "account.issue", keys)
    return [one for change in waiting for one in codec.decode(change.body, IssueAccount).request_ids]


def _seen(session: Session, account: AccountRecord, at: datetime) -> None:
    """Remember a sign-in, unless a later one is known: events may be heard again."""
    if account.last_sign_in_at is None or account.last_sign_in_at < at:
        accounts.update_account(session, account.id, last_sign_in_at=at)


def _mail_state(desk: Desk, session: Session, _uai: str, body: bytes) -> list[str]:
    told = codec.decode(body, MailState)
    if told.mail_kind == _NOTICE:
        _note_notice(desk, session, told)
        return []
    sheet = accounts.sheet_of_mail(session, told.mail_id)
    if sheet is None and told.request_id and told.state == "failed":
        return _undelivered(desk, session, told)
    if sheet is None or told.state == "sent" or not (sheet.refused or sheet.used_at):
        # A mail that was called off, since what it held was taken back or used, says nothing of its address.
        _note_address(session, told, sheet.mail_to if sheet else "")
    if sheet is None or (sheet.mail_state == "sent" and told.state != "failed"):
        return []  # what was taken may come back, days later; nothing else changes what has left
    accounts.update_sheets(
        session, [sheet.id], mail_state=told.state, mail_reason=told.reason, mail_at=told.at
    )
    if told.state != "retry":
        what = "mail_sent" if told.state == "sent" else "mail_failed"
        desk.note(session, what, [(sheet.id, sheet.account_id)], who=FROM_PORTAL)
    return []


def _note_notice(desk: Desk, session: Session, told: MailState) -> None:
    """A notice went to another address than the asker's: it says nothing of the request's."""
    if told.request_id and told.state != "retry":
        what = "guardian_notice_sent" if told.state == "sent" else "guardian_notice_failed"
        desk.note(session, what, [(told.request_id, "")], who=FROM_PORTAL)


def _note_address(session: Session, told: MailState, to: str) -> None:
    """Whatever a mail was about, it says whether the address of its account can be reached.

    Args:
        to: where it went, when the office knows: an address that has been corrected since says nothing any more.
    """
    if told.mail_kind in _OTHER_ADDRESSES:
        return
    known = accounts.accounts_by_id(session, [told.account_id]).get(told.account_id)
    if known is not None and told.state != "retry" and to in {"", known.email}:
        problem = (told.reason or "rejeté") if told.state == "failed" else ""
        accounts.update_account(session, known.id, mail_problem=problem)


def _undelivered(desk: Desk, session: Session, told: MailState) -> list[str]:
    """The acknowledgement, or a refusal, never reached the family: its address is probably mistyped."""
    requests.update_request(session, told.request_id, mail_problem=told.reason or "rejeté")
    desk.note(session, "mail_undelivered", [(told.request_id, "")], who=FROM_PORTAL)
    return [told.request_id]


_APPLY: dict[str, Callable[[Desk, Session, str, bytes], list[str]]] = {
    "request.received": _request_received,
    "request.confirmed": _request_confirmed,
    "account.activated": _account_activated,
    "account.signed_in": _account_signed_in,
    "account.email_changed": _account_email_changed,
    "account.closed": _account_closed,
    "mail.state": _mail_state,
}
