"""Undoes a batch of credentials while none of its sheets has been printed, handed over or mailed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.office.credentials import notices
from turbo_admin.office.credentials.revocation_outbox import enqueue_revoked
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching import open_requests
from turbo_admin.office.outbox.queue import enqueue_accounts
from turbo_admin.office.sheets.records import WITHDRAWN
from turbo_admin.store import accounts, journal, outbox, requests, schools, sync
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.run_lock import LEASE


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        forgotten: accounts that were never sent to the portal, and are deleted.
        closed: accounts that the portal knows, and will close.
        detached: accounts that were there before, and lose the diner that they got.
        reopened: requests that wait again.
    """

    forgotten: int
    closed: int
    detached: int
    reopened: int = 0


@needs(Right.CONSULT)
def can_undo(desk: Desk, batch_id: str) -> bool:
    """Whether a batch was issued, for requests or unasked, and none of its sheets has left; on whatever PC."""
    with desk.database.read() as session:
        return _is_here(session, stored_sheets.sheets(session, batch_id))


@needs(Right.CREDENTIALS)
def undo_batch(desk: Desk, batch_id: str) -> Undone:
    """Take back all that a batch issued; mails that wait go with it, and requests wait again.

    What was never sent to the portal is deleted; an account that it may know is closed there, and a password that it
    may know ended.

    Raises:
        Refused: `batch_has_left`.
    """
    with desk.database.write() as session:
        for uai in sorted({sheet.uai for sheet in stored_sheets.sheets(session, batch_id)}):
            schools.hold(session, uai)
        sheets = stored_sheets.sheets(session, batch_id)
        if not _is_here(session, sheets):
            raise Refused("batch_has_left")
        parts = [
            _undo(session, desk, [sheet for sheet in sheets if sheet.uai == uai])
            for uai in sorted({sheet.uai for sheet in sheets})
        ]
        desk.note(session, JournalCode.BATCH_UNDONE, [(sheet.account_id, batch_id) for sheet in sheets])
    return Undone(
        sum(one.forgotten for one in parts),
        sum(one.closed for one in parts),
        sum(one.detached for one in parts),
        sum(one.reopened for one in parts),
    )


def _undo(session: Session, desk: Desk, sheets: Sequence[SheetRecord]) -> Undone:
    """Take back the sheets of one school."""
    uai, unsent = sheets[0].uai, _unsent(session, desk, sheets)
    _forget(session, sheets)
    new = {sheet.account_id for sheet in sheets if _is_new(session, sheet)}
    gone = [one for one in new if one in unsent]
    closed = [one for one in new if one not in unsent]
    _detach(session, sheets, new)
    reopened = _reopen(session, desk, sheets)
    sent = [sheet for sheet in sheets if sheet.account_id not in unsent]
    enqueue_revoked(session, uai, sent, reopened)
    stored_sheets.update_sheets(session, [sheet.id for sheet in sheets], refused=WITHDRAWN, secret=None)
    accounts.delete_accounts(session, gone)
    accounts.set_state(session, closed, "closed", desk.now())
    left = [sheet.account_id for sheet in sheets if sheet.account_id not in gone]
    enqueue_accounts(session, uai, list(accounts.accounts_by_id(session, left).values()))
    open_requests.rematch(session, desk, uai)
    return Undone(len(gone), len(closed), len(sheets) - len(new), len(reopened))


def _is_here(session: Session, sheets: Sequence[SheetRecord]) -> bool:
    if not sheets or any(
        sheet.printed_at or sheet.handed_at or sheet.used_at or sheet.refused for sheet in sheets
    ):
        return False
    if not any(_given(session, what, sheets) for what in (JournalCode.ISSUED, JournalCode.ISSUED_UNASKED)):
        return False
    mails = [(sheet.uai, sheet.mail_id) for sheet in sheets if sheet.mail_id]
    here = sum(
        len(outbox.pending(session, uai, "mail.credentials", [mail for of, mail in mails if of == uai]))
        for uai in {of for of, _ in mails}
    )
    return here == len(mails)


def _given(session: Session, what: JournalCode, sheets: Sequence[SheetRecord]) -> list[tuple[str, str]]:
    """Return (subject, account) of what was noted with the sheets, at their very moment."""
    mine = {sheet.account_id for sheet in sheets}
    return [pair for pair in journal.pairs(session, what, sheets[0].created_at) if pair[1] in mine]


def _unsent(session: Session, desk: Desk, sheets: Sequence[SheetRecord]) -> set[str]:
    """Return the accounts of which nothing of this batch has ever left this database.

    A run that is going on may have read what it is about to send; and it cannot begin before this transaction ends.
    """
    holder, now, uai = new_id(), desk.now(), sheets[0].uai
    if not sync.take_lease(
        session, LEASE, holder, workstation=desk.workstation, now=now, until=now + timedelta(minutes=1)
    ):
        return set()
    sent = schools.school(session, uai).sent_rev
    waiting = outbox.pending(session, uai, "account.issue", [sheet.id for sheet in sheets])
    sync.give_lease_back(session, LEASE, holder)
    unsent = {one.key for one in waiting if one.rev > sent}
    return {sheet.account_id for sheet in sheets if sheet.id in unsent}


def _forget(session: Session, sheets: Sequence[SheetRecord]) -> None:
    uai, ids = sheets[0].uai, [sheet.id for sheet in sheets]
    outbox.forget(session, uai, "account.issue", ids)
    outbox.forget(session, uai, "mail.credentials", [sheet.mail_id for sheet in sheets if sheet.mail_id])
    notices.forget_opened(session, uai, ids)


def _is_new(session: Session, sheet: SheetRecord) -> bool:
    """Whether the batch made the account: it has never had another sheet."""
    return len(stored_sheets.sheets_of_account(session, sheet.account_id)) == 1


def _detach(session: Session, sheets: Sequence[SheetRecord], new: Collection[str]) -> None:
    """Take out of the accounts that were there before what this batch gave them."""
    for what in (JournalCode.DINER_ATTACHED, JournalCode.ISSUED_UNASKED):
        for diner_id, account_id in _given(session, what, sheets):
            if account_id not in new:
                accounts.detach(session, account_id, [diner_id])


def _reopen(session: Session, desk: Desk, sheets: Sequence[SheetRecord]) -> list[str]:
    """Let the requests that the batch answered wait again."""
    answered = set(requests.ids_answered_by(session, {sheet.account_id for sheet in sheets}))
    mine = [one for one, _ in _given(session, JournalCode.ISSUED, sheets) if one in answered]
    requests.reopen_requests(session, mine)
    desk.note(session, JournalCode.REQUEST_REOPENED, [(one, "") for one in mine])
    return mine
