"""Ends provisional passwords at the office: their sheets, and the mails that have not left."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from turbo_admin.office.sheets.records import WITHDRAWN
from turbo_admin.store import accounts, outbox
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord

MAIL_KIND = "mail.credentials"


def end_credentials(session: Session, account_ids: Collection[str], *, own: bool = False) -> None:
    """End every provisional password of accounts, and their sessions; the caller enqueues their states.

    Args:
        own: the family's own password dies too.
    """
    withdraw_sheets(session, stored_sheets.live_sheets(session, account_ids))
    accounts.end_credentials(session, account_ids, own=own)


def withdraw_sheets(session: Session, sheets: Sequence[SheetRecord]) -> None:
    """Mark sheets as withdrawn, erase their secrets and withdraw their mails."""
    withdraw_mails(session, sheets)
    ids = [sheet.id for sheet in sheets]
    stored_sheets.update_sheets(session, ids, refused=WITHDRAWN, secret=None, password_hash="")


def withdraw_mails(session: Session, sheets: Sequence[SheetRecord]) -> list[SheetRecord]:
    """Withdraw the mails of sheets that have not left; those sheets can be mailed again.

    Returns:
        The sheets of which a mail may have left: acknowledged by the portal, or sent without an answer.
    """
    may_have_left = []
    for uai in sorted({sheet.uai for sheet in sheets}):
        mailed = [sheet for sheet in sheets if sheet.uai == uai and sheet.mail_id]
        withdrawn = outbox.withdraw_acts(session, uai, MAIL_KIND, [sheet.mail_id for sheet in mailed])
        ids = [sheet.id for sheet in mailed if sheet.mail_id in withdrawn]
        stored_sheets.update_sheets(session, ids, mail_id="", mail_to="", mail_state="", mail_reason="")
        may_have_left += [
            sheet for sheet in mailed if sheet.mail_id not in withdrawn and sheet.mail_state != "failed"
        ]
    return may_have_left


def end_mailed(session: Session, account_id: str) -> None:
    """End the provisional password of an account if a mail with it may have left for an address that is not its own."""
    mailed = withdraw_mails(session, stored_sheets.live_sheets(session, [account_id]))
    if mailed:
        withdraw_sheets(session, mailed)
        accounts.raise_ended(session, account_id, max(sheet.number for sheet in mailed))
