"""Applies the portal's events to the office's records; one function a kind."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.accounts.withdrawing import forget_mails, update_waiting_issue, withdraw
from turbo_admin.office.credentials import notices
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.matching import open_requests
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
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.journal_codes import JournalCode

# Who stands in the journal for what families did at the portal.
FROM_PORTAL = "portail"
# X-Turbo-Kind of the mails to guardians.
_NOTICE = "vigilance"
# Mails about an account that go to an address which is not, or not yet, or no more its own.
_OTHER_ADDRESSES = frozenset({"adresse", "adresse-prise", "adresse-demandee", "adresse-changee"})
# After these the alerts of any open request may change: one may say the same, be about the same diner or address.
_ABOUT_ALL = frozenset({"request.received", "account.email_changed", "account.closed"})


def apply_events(session: Session, desk: Desk, uai: str, events: Sequence[Event]) -> list[Event]:
    """Apply the events not received before, in order, within the caller's transaction.

    One whose body has been erased by retention is only remembered; one of an unknown kind is kept
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
            matched += _apply(session, desk, uai, event.kind, bytes(event.body))
    sync.remember(session, uai, new, EVENTS.keys())
    came_in = any(event.kind == "request.received" for event in new)
    if any(event.kind in _ABOUT_ALL for event in new):
        _match_again(session, desk, uai, None)
    elif matched:
        _match_again(session, desk, uai, matched)
    if came_in:
        _notify_guardians(session, desk, uai, new)
    return new


def apply_postponed(session: Session, desk: Desk) -> None:
    """Apply the events that an older version of the program stored because it did not know their kind."""
    kept = sync.kept_for_later(session, list(EVENTS))
    for _, uai, kind, body in kept:
        if body is not None:
            matched = _apply(session, desk, uai, kind, body)
            _match_again(session, desk, uai, None if kind in _ABOUT_ALL else matched)
    if kept:
        sync.mark_applied(session, [one for one, _, _, _ in kept])


def _match_again(session: Session, desk: Desk, uai: str, only: Sequence[str] | None) -> None:
    open_requests.rematch(session, desk, uai, only)


def _notify_guardians(session: Session, desk: Desk, uai: str, new: Sequence[Event]) -> None:
    asked = [
        codec.decode(bytes(event.body), RequestReceived).request_id
        for event in new
        if event.kind == "request.received" and not event.is_erased
    ]
    notices.enqueue_asked_notices(session, desk, uai, asked)


def _apply(session: Session, desk: Desk, uai: str, kind: str, body: bytes) -> list[str]:
    """Apply one event; returns the requests that must be matched again."""
    return _APPLY[kind](session, desk, uai, body)


def _request_received(session: Session, desk: Desk, uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, RequestReceived)
    requests.add_request(session, uai, message)
    desk.note(session, JournalCode.REQUEST_RECEIVED, [(message.request_id, "")], who=FROM_PORTAL)
    return [message.request_id]


def _request_confirmed(session: Session, desk: Desk, _uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, RequestConfirmed)
    requests.update_request(session, message.request_id, confirmed_at=message.confirmed_at)
    desk.note(session, JournalCode.REQUEST_CONFIRMED, [(message.request_id, "")], who=FROM_PORTAL)
    return []


def _account_activated(session: Session, desk: Desk, _uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, AccountActivated)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    # An old event received again after a new pairing must not undo a newer choice.
    if known is None or message.generation <= known.generation:
        return []
    accounts.update_account(
        session, message.account_id, generation=message.generation, activated_at=message.activated_at
    )
    _seen(session, known, message.activated_at)
    stored_sheets.end_sheets_of(session, [message.account_id], used_at=message.activated_at)
    desk.note(session, JournalCode.ACTIVATED, [(message.account_id, "")], who=FROM_PORTAL)
    return []


def _account_signed_in(session: Session, _desk: Desk, _uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, AccountSignedIn)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    if known is not None:
        _seen(session, known, message.signed_in_at)
    return []


def _account_email_changed(session: Session, desk: Desk, uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, AccountEmailChanged)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    # An event received again must not undo what the office has corrected since.
    if known is None or message.family_rev <= known.family_rev:
        return []
    _give_address_up(session, desk, uai, known.id, message.email)
    accounts.update_account(
        session,
        known.id,
        email=message.email,
        email_key=email_key(message.email),
        mail_problem="",
        family_rev=message.family_rev,
    )
    # Identifiants that have not left for the former address never will: they can be mailed again.
    forget_mails(session, uai, stored_sheets.live_sheets(session, [known.id]))
    desk.note(session, JournalCode.EMAIL_CHANGED_BY_FAMILY, [(known.id, "")], who=FROM_PORTAL)
    return []


def _give_address_up(session: Session, desk: Desk, uai: str, new_holder: str, email: str) -> None:
    """Take an address from the open account that has it here, since another one's family has proved it its own.

    The portal has one open account an address: what this office gave it to is not known there yet, and would be refused.
    Its sheet is handed over on paper.
    """
    key = email_key(email)
    holder = accounts.accounts_of_emails(session, uai, [key]).get(key)
    if holder is None or holder.id == new_holder:
        return
    accounts.update_account(session, holder.id, email="", email_key="", mail_problem="")
    forget_mails(session, uai, stored_sheets.live_sheets(session, [holder.id]))
    [present] = accounts.accounts_by_id(session, [holder.id]).values()
    update_waiting_issue(session, present)
    enqueue_accounts(session, uai, [present])
    desk.note(session, JournalCode.ADDRESS_OF_ANOTHER, [(holder.id, new_holder)], who=FROM_PORTAL)


def _account_closed(session: Session, desk: Desk, _uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, AccountClosed)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    # An event received again must not close what the office has reopened since.
    if known is None or message.family_rev <= known.family_rev:
        return []
    accounts.update_account(session, known.id, family_rev=message.family_rev)
    accounts.set_state(session, [known.id], "closed", message.closed_at)
    unanswered = _take_answers_back(session, known)
    withdraw(session, [known], everything=True)
    requests.reopen_requests(session, unanswered)
    desk.note(session, JournalCode.CLOSED_BY_FAMILY, [(known.id, "")], who=FROM_PORTAL)
    desk.note(session, JournalCode.REQUEST_REOPENED, [(one, "") for one in unanswered], who=FROM_PORTAL)
    return []


def _take_answers_back(session: Session, account: AccountRecord) -> list[str]:
    """Withdraw the issues of an account that the portal has not applied; returns the requests that they answered."""
    keys = [sheet.id for sheet in stored_sheets.sheets_of_account(session, account.id)]
    waiting = outbox.pending(session, account.uai, "account.issue", keys)
    outbox.forget(session, account.uai, "account.issue", keys)
    return [one for change in waiting for one in codec.decode(change.body, IssueAccount).request_ids]


def _seen(session: Session, account: AccountRecord, at: datetime) -> None:
    """Store the time of a sign-in, unless a later one is known: events may be received again."""
    if account.last_sign_in_at is None or account.last_sign_in_at < at:
        accounts.update_account(session, account.id, last_sign_in_at=at)


def _mail_state(session: Session, desk: Desk, _uai: str, body: bytes) -> list[str]:
    message = codec.decode(body, MailState)
    if message.mail_kind == _NOTICE:
        _note_notice(session, desk, message)
        return []
    sheet = stored_sheets.sheet_of_mail(session, message.mail_id)
    if sheet is None and message.request_id and message.state == "failed":
        return _undelivered(session, desk, message)
    if sheet is None or message.state == "sent" or not (sheet.refused or sheet.used_at):
        # A mail that was called off, since what it held was taken back or used, says nothing of its address.
        _note_address(session, message, sheet.mail_to if sheet else "")
    if sheet is None or (sheet.mail_state == "sent" and message.state != "failed"):
        return []  # what was taken may come back, days later; nothing else changes what has left
    stored_sheets.update_sheets(
        session, [sheet.id], mail_state=message.state, mail_reason=message.reason, mail_at=message.at
    )
    if message.state != "retry":
        what = JournalCode.MAIL_SENT if message.state == "sent" else JournalCode.MAIL_FAILED
        desk.note(session, what, [(sheet.id, sheet.account_id)], who=FROM_PORTAL)
    return []


def _note_notice(session: Session, desk: Desk, message: MailState) -> None:
    """Note the state of a notice. It went to another address than the request's, whose state stays."""
    if message.request_id and message.state != "retry":
        what = (
            JournalCode.GUARDIAN_NOTICE_SENT
            if message.state == "sent"
            else JournalCode.GUARDIAN_NOTICE_FAILED
        )
        desk.note(session, what, [(message.request_id, "")], who=FROM_PORTAL)


def _note_address(session: Session, message: MailState, to: str) -> None:
    """Store whether the address of an account can be reached, as the state of any mail to it shows.

    Args:
        to: where it went, when the office knows: after a correction of the address, the state of older mails is ignored.
    """
    if message.mail_kind in _OTHER_ADDRESSES:
        return
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    if known is not None and message.state != "retry" and to in {"", known.email}:
        problem = (message.reason or "rejeté") if message.state == "failed" else ""
        accounts.update_account(session, known.id, mail_problem=problem)


def _undelivered(session: Session, desk: Desk, message: MailState) -> list[str]:
    """The acknowledgement, or a refusal, never reached the family: its address is probably mistyped."""
    requests.update_request(session, message.request_id, mail_problem=message.reason or "rejeté")
    desk.note(session, JournalCode.MAIL_UNDELIVERED, [(message.request_id, "")], who=FROM_PORTAL)
    return [message.request_id]


_APPLY: dict[str, Callable[[Session, Desk, str, bytes], list[str]]] = {
    "request.received": _request_received,
    "request.confirmed": _request_confirmed,
    "account.activated": _account_activated,
    "account.signed_in": _account_signed_in,
    "account.email_changed": _account_email_changed,
    "account.closed": _account_closed,
    "mail.state": _mail_state,
}
