"""Withdraws sheets and mails that have not been sent to the portal, or brings them up to date."""

from collections.abc import Sequence

from msgspec.structs import replace as replace_field
from sqlalchemy.orm import Session

from turbo_admin.office.sheets.records import WITHDRAWN
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import IssueAccount
from turbo_admin.store import accounts, outbox
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.sync_records import PendingRecord


def withdraw(session: Session, meant: Sequence[AccountRecord], *, everything: bool) -> None:
    """Withdraw the sheets that have not been sent to the portal, and with `everything` those that have."""
    for uai in {account.uai for account in meant}:
        live = stored_sheets.live_sheets(session, [account.id for account in meant if account.uai == uai])
        ended = live if everything else not_sent(session, live)
        outbox.forget(session, uai, "account.issue", [sheet.id for sheet in live])
        forget_mails(session, uai, live)
        stored_sheets.update_sheets(session, [sheet.id for sheet in ended], refused=WITHDRAWN, secret=None)


def not_sent(session: Session, live: Sequence[SheetRecord]) -> list[SheetRecord]:
    """Return the sheets whose issue has not been sent to the portal."""
    waiting = {
        one.key
        for uai in {sheet.uai for sheet in live}
        for one in outbox.pending(session, uai, "account.issue", [sheet.id for sheet in live])
    }
    return [sheet for sheet in live if sheet.id in waiting]


def forget_mails(session: Session, uai: str, live: Sequence[SheetRecord]) -> None:
    """Withdraw the mails that have not been asked of the portal yet."""
    keys = [sheet.mail_id for sheet in live if sheet.mail_id]
    taken_back = {one.key for one in outbox.pending(session, uai, "mail.credentials", keys)}
    outbox.forget(session, uai, "mail.credentials", sorted(taken_back))
    ids = [sheet.id for sheet in live if sheet.mail_id in taken_back]
    stored_sheets.update_sheets(session, ids, mail_id="", mail_to="", mail_state="", mail_reason="")


def update_waiting_issue(session: Session, account: AccountRecord) -> None:
    """Bring the issues of an account that still wait up to date: sent as they were, they would undo the act."""
    ids = [sheet.id for sheet in stored_sheets.sheets_of_account(session, account.id)]
    held = sorted(accounts.diners_of(session, [account.id])[account.id])
    for waiting in outbox.pending(session, account.uai, "account.issue", ids):
        if not waiting.refused:
            body = _as_now(waiting, account, held)
            outbox.enqueue(session, account.uai, "account.issue", [(waiting.key, body)])


def _as_now(waiting: PendingRecord, account: AccountRecord, held: list[str]) -> IssueAccount:
    body = codec.decode(waiting.body, IssueAccount)
    return replace_field(body, email=account.email, diner_ids=held, family_rev=account.family_rev)
