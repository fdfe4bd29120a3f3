"""Notices to the known guardians of a diner that an account of another address has been given."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.credentials.drafts import AccountDraft
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox.guardian_notices import (
    KIND,
    notice_key,
    notifying_schools,
    other_addresses,
)
from turbo_admin.protocol.states import NotifyGuardian
from turbo_admin.store import accounts, diners, outbox
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.journal_codes import JournalCode


def enqueue_opened_notices(
    session: Session, desk: Desk, drafts: Sequence[AccountDraft], sheets: Sequence[SheetRecord]
) -> int:
    """Enqueue notices to the other known addresses of diners that an account has just been given.

    Args:
        drafts, sheets: of one issue, in the same order; within its transaction.

    Returns:
        How many mails that makes.
    """
    willing = notifying_schools(session, {sheet.uai for sheet in sheets})
    known = diners.diners_by_id(session, {one for draft in drafts for one in draft.attached})
    queued = 0
    for draft, sheet in zip(drafts, sheets, strict=True):
        if sheet.uai in willing:
            notices = [
                notice
                for diner_id in draft.attached
                for notice in _opened(session, draft, sheet, known[diner_id])
            ]
            acts = [
                outbox.PendingAct(key, body, after=("account", draft.account.id)) for key, body in notices
            ]
            outbox.enqueue_acts(session, sheet.uai, KIND, acts)
            about = draft.request_ids if notices else ()
            desk.note(session, JournalCode.GUARDIANS_TOLD, [(one, draft.account.id) for one in about])
            queued += len(notices)
    return queued


def _opened(
    session: Session, draft: AccountDraft, sheet: SheetRecord, diner: DinerRecord
) -> list[tuple[str, NotifyGuardian]]:
    holders = accounts.holders_of(session, diner.id)
    known = [*diner.emails, *(one.email for one in holders if one.state == "open")]
    return [
        (
            f"{sheet.id}-{notice_key(diner.id, email_key(to))}",
            NotifyGuardian(
                to=to,
                diner_id=diner.id,
                occasion="opened",
                account_id=draft.account.id,
                request_id=draft.request_ids[0] if draft.request_ids else "",
            ),
        )
        for to in other_addresses(known, draft.account.email)
    ]


def forget_opened(session: Session, uai: str, sheet_ids: Collection[str]) -> None:
    """Withdraw the notices of sheets that have not been sent to the portal yet."""
    for sheet_id in sheet_ids:
        outbox.withdraw_beginning(session, uai, KIND, f"{sheet_id}-")
