"""Applies the events about mails: what left, what waits for another try, what never arrived."""

from sqlalchemy.orm import Session

from turbo_admin.office.desk.context import FROM_PORTAL, Desk
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import MailState
from turbo_admin.store import accounts, requests
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode

# X-Turbo-Kind of the mails to guardians.
_NOTICE = "vigilance"
# Mails about an account that go to an address which is not, or not yet, or no more its own.
_OTHER_ADDRESSES = frozenset({"adresse", "adresse-prise", "adresse-demandee", "adresse-changee"})


def mail_state(session: Session, desk: Desk, _uai: str, _seq: int, body: bytes) -> list[str]:
    """`mail.state`: what became of a mail."""
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
