"""Applies the events about accounts: what families have done with theirs."""

from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.accounts.withdrawing import end_credentials, withdraw_mails
from turbo_admin.office.desk.context import FROM_PORTAL, Desk
from turbo_admin.office.outbox.queue import enqueue_account_ids, enqueue_request_ids
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import (
    AccountActivated,
    AccountClosed,
    AccountEmailChanged,
    AccountSignedIn,
    CredentialSpent,
)
from turbo_admin.store import accounts, outbox, requests
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.journal_codes import JournalCode


def account_activated(session: Session, desk: Desk, _uai: str, seq: int, body: bytes) -> list[str]:
    """`account.activated`: the family has chosen its own password."""
    message = codec.decode(body, AccountActivated)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    if known is None or seq <= known.generation:
        return []
    accounts.update_account(session, message.account_id, generation=seq, activated_at=message.activated_at)
    _seen(session, known, message.activated_at)
    desk.note(session, JournalCode.ACTIVATED, [(message.account_id, "")], who=FROM_PORTAL)
    return []


def account_signed_in(session: Session, _desk: Desk, _uai: str, _seq: int, body: bytes) -> list[str]:
    """`account.signed_in`: the day of the last sign-in."""
    message = codec.decode(body, AccountSignedIn)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    if known is not None:
        _seen(session, known, message.signed_in_at)
    return []


def account_email_changed(session: Session, desk: Desk, uai: str, seq: int, body: bytes) -> list[str]:
    """`account.email_changed`: the family has another address, which it has proved its own."""
    message = codec.decode(body, AccountEmailChanged)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    if known is None or seq <= known.family_rev:
        return []
    _give_address_up(session, desk, uai, known.id, message.email)
    accounts.update_account(
        session,
        known.id,
        email=message.email,
        email_key=email_key(message.email),
        mail_problem="",
        family_rev=seq,
    )
    # Identifiants that have not left for the former address never will: they can be mailed again.
    withdraw_mails(session, stored_sheets.live_sheets(session, [known.id]))
    enqueue_account_ids(session, [known.id])
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
    withdraw_mails(session, stored_sheets.live_sheets(session, [holder.id]))
    enqueue_account_ids(session, [holder.id])
    desk.note(session, JournalCode.ADDRESS_OF_ANOTHER, [(holder.id, new_holder)], who=FROM_PORTAL)


def account_closed(session: Session, desk: Desk, _uai: str, seq: int, body: bytes) -> list[str]:
    """`account.closed`: the family has closed its account; its provisional passwords die here too."""
    message = codec.decode(body, AccountClosed)
    known = accounts.accounts_by_id(session, [message.account_id]).get(message.account_id)
    if known is None or seq <= known.family_rev:
        return []
    accounts.update_account(session, known.id, family_rev=seq)
    accounts.set_state(session, [known.id], "closed", message.closed_at)
    unanswered = _unheard_answers(session, known)
    end_credentials(session, [known.id])
    requests.reopen_requests(session, unanswered)
    enqueue_account_ids(session, [known.id])
    enqueue_request_ids(session, unanswered)
    desk.note(session, JournalCode.CLOSED_BY_FAMILY, [(known.id, "")], who=FROM_PORTAL)
    desk.note(session, JournalCode.REQUEST_REOPENED, [(one, "") for one in unanswered], who=FROM_PORTAL)
    return []


def _unheard_answers(session: Session, account: AccountRecord) -> list[str]:
    """Return the requests that an account answers, and whose answer the portal has not acknowledged."""
    ids = requests.ids_answered_by(session, [account.id])
    return [one.key for one in outbox.pending(session, account.uai, "request", ids)]


def _seen(session: Session, account: AccountRecord, at: datetime) -> None:
    """Store the time of a sign-in, unless a later one is known: events may be received again."""
    if account.last_sign_in_at is None or account.last_sign_in_at < at:
        accounts.update_account(session, account.id, last_sign_in_at=at)


def credential_spent(session: Session, _desk: Desk, _uai: str, _seq: int, body: bytes) -> list[str]:
    """The family has signed in with a provisional password: it opens nothing any more."""
    message = codec.decode(body, CredentialSpent)
    if message.account_id not in accounts.accounts_by_id(session, [message.account_id]):
        return []
    used = [
        sheet
        for sheet in stored_sheets.live_sheets(session, [message.account_id])
        if sheet.number <= message.number
    ]
    # A mail of it that has not left would be refused.
    withdraw_mails(session, used)
    ids = [sheet.id for sheet in used]
    stored_sheets.update_sheets(session, ids, used_at=message.spent_at, secret=None, password_hash="")
    accounts.raise_ended(session, message.account_id, message.number)
    enqueue_account_ids(session, [message.account_id])
    return []
