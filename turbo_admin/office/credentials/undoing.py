"""Undoes a batch of credentials while none of its sheets has been printed, handed over or mailed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.withdrawing import MAIL_KIND, withdraw_sheets
from turbo_admin.office.credentials import notices
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_account_ids, enqueue_request_ids
from turbo_admin.store import accounts, outbox, request_matches, requests, schools, told
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.journal_codes import JournalCode


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
    match_outdated(desk)
    return Undone(
        sum(one.forgotten for one in parts),
        sum(one.closed for one in parts),
        sum(one.detached for one in parts),
        sum(one.reopened for one in parts),
    )


def _undo(session: Session, desk: Desk, sheets: Sequence[SheetRecord]) -> Undone:
    """Take back the sheets of one school."""
    uai, ids = sheets[0].uai, [sheet.id for sheet in sheets]
    touched = [sheet.account_id for sheet in sheets]
    new = {sheet.account_id for sheet in sheets if _is_new(sheet)}
    known = told.known_at_portal(session, uai, "account", touched)
    gone, closed = sorted(new - known), sorted(new & known)
    notices.forget_opened(session, uai, ids)
    reopened = _reopen(session, desk, ids)
    withdraw_sheets(session, sheets)
    accounts.detach_given_by(session, [sheet.id for sheet in sheets if sheet.account_id not in new])
    outbox.forget(session, uai, "account", gone)
    accounts.delete_accounts(session, gone)
    accounts.end_credentials(session, [one for one in touched if one not in new])
    accounts.end_credentials(session, closed, own=True)
    accounts.set_state(session, closed, "closed", desk.now())
    enqueue_account_ids(session, touched)
    request_matches.outdate_school(session, uai)
    return Undone(len(gone), len(closed), len(sheets) - len(new), len(reopened))


def _is_here(session: Session, sheets: Sequence[SheetRecord]) -> bool:
    if not sheets or any(
        sheet.printed_at or sheet.handed_at or sheet.used_at or sheet.refused for sheet in sheets
    ):
        return False
    ids = [sheet.id for sheet in sheets]
    if not requests.answered_by_sheets(session, ids) and not accounts.gave_diners(session, ids):
        return False  # a renewal: it gave nothing that could be taken back
    return all(_mail_is_here(session, sheet) for sheet in sheets if sheet.mail_id)


def _mail_is_here(session: Session, sheet: SheetRecord) -> bool:
    waiting = outbox.pending(session, sheet.uai, MAIL_KIND, [sheet.mail_id])
    return bool(waiting) and not waiting[0].sent_rev


def _is_new(sheet: SheetRecord) -> bool:
    """Whether the batch made the account: it has never had another sheet."""
    return sheet.number == 1


def _reopen(session: Session, desk: Desk, sheet_ids: Sequence[str]) -> list[str]:
    """Let the requests that the batch answered wait again."""
    mine = [one.id for one in requests.answered_by_sheets(session, sheet_ids)]
    requests.reopen_requests(session, mine)
    enqueue_request_ids(session, mine)
    desk.note(session, JournalCode.REQUEST_REOPENED, [(one, "") for one in mine])
    return mine
