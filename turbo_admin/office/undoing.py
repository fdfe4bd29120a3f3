"""Taking back identifiants that were issued unasked, while none of their sheets has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.office import matching
from turbo_admin.office.class_issue import ISSUED_UNASKED
from turbo_admin.office.desk import Desk
from turbo_admin.office.pairing import tell_accounts
from turbo_admin.office.sheets import WITHDRAWN
from turbo_admin.office.standing import LEASE
from turbo_admin.store import accounts, changes, exchange, journal, schools
from turbo_admin.store.ids import new_id
from turbo_admin.store.records import SheetRecord


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        forgotten: accounts that nobody was told of, and that are no more.
        closed: accounts that the portal knows, and will close.
        detached: accounts that were there before, and lose the diner that they got.
    """

    forgotten: int
    closed: int
    detached: int


def can_undo(desk: Desk, batch_id: str) -> bool:
    """Whether a batch was issued unasked and none of its sheets has left."""
    with desk.database.read() as session:
        return _is_here(session, accounts.sheets(session, batch_id))


def undo_batch(desk: Desk, batch_id: str) -> Undone:
    """Take back all that a batch issued; mails that wait go with it.

    What the portal was never told of is forgotten; an account that it may know is closed there.

    Raises:
        Refused: `batch_has_left`.
    """
    with desk.database.write() as session:
        sheets = accounts.sheets(session, batch_id)
        if not _is_here(session, sheets):
            raise Refused("batch_has_left")
        untold = _untold(desk, session, sheets)
        _forget(session, sheets)
        new = {sheet.account_id for sheet in sheets if _is_new(session, sheet)}
        gone = [one for one in new if one in untold]
        _detach(session, sheets, new)
        accounts.update_sheets(session, [sheet.id for sheet in sheets], refused=WITHDRAWN, secret=None)
        accounts.delete_accounts(session, gone)
        closed = [one for one in new if one not in untold]
        accounts.update_accounts(session, closed, state="closed")
        told = [sheet.account_id for sheet in sheets if sheet.account_id not in gone]
        uai = sheets[0].uai
        tell_accounts(session, uai, list(accounts.accounts_by_id(session, told).values()))
        desk.note(session, "batch_undone", [(sheet.account_id, batch_id) for sheet in sheets])
        matching.rematch(desk, session, uai)
    return Undone(len(gone), len(closed), len(sheets) - len(new))


def _is_here(session: Session, sheets: Sequence[SheetRecord]) -> bool:
    if not sheets or any(
        sheet.printed_at or sheet.handed_at or sheet.used_at or sheet.refused for sheet in sheets
    ):
        return False
    if not journal.pairs(session, ISSUED_UNASKED, sheets[0].created_at):
        return False
    mails = [sheet.mail_id for sheet in sheets if sheet.mail_id]
    return len(changes.pending(session, sheets[0].uai, "mail.credentials", mails)) == len(mails)


def _untold(desk: Desk, session: Session, sheets: Sequence[SheetRecord]) -> set[str]:
    """Return the accounts of which nothing has ever left this database.

    A run that is going on may have read what it is about to send; and it cannot begin before this transaction ends.
    """
    holder, now, uai = new_id(), desk.now(), sheets[0].uai
    if not exchange.take_lease(
        session, LEASE, holder, workstation=desk.workstation, now=now, until=now + timedelta(minutes=1)
    ):
        return set()
    sent = schools.school(session, uai).sent_rev
    waiting = changes.pending(session, uai, "account.issue", [sheet.id for sheet in sheets])
    exchange.give_lease_back(session, LEASE, holder)
    unsent = {one.key for one in waiting if one.rev > sent}
    return {sheet.account_id for sheet in sheets if sheet.id in unsent}


def _forget(session: Session, sheets: Sequence[SheetRecord]) -> None:
    uai = sheets[0].uai
    changes.forget(session, uai, "account.issue", [sheet.id for sheet in sheets])
    changes.forget(session, uai, "mail.credentials", [sheet.mail_id for sheet in sheets if sheet.mail_id])


def _is_new(session: Session, sheet: SheetRecord) -> bool:
    """Whether the batch made the account: it has never had another sheet."""
    return len(accounts.sheets_of_account(session, sheet.account_id)) == 1


def _detach(session: Session, sheets: Sequence[SheetRecord], new: set[str]) -> None:
    """Take out of the accounts that were there before what this batch gave them."""
    for diner_id, account_id in journal.pairs(session, ISSUED_UNASKED, sheets[0].created_at):
        if account_id not in new:
            accounts.detach(session, account_id, [diner_id])
