"""Writes accounts, attachments, sheets and the changes for the portal, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import (
    expiry,
    hash_token,
)
from turbo_admin.core.credentials.sealing import lock_sheet
from turbo_admin.office.accounts.withdrawing import withdraw_mails
from turbo_admin.office.credentials.drafts import AccountDraft
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox.queue import enqueue_account_ids
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.store import accounts, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.ids import new_id


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the sheets of one pressing share."""

    id: str
    key: bytes
    at: datetime
    prefix: str
    first_number: int
    paper_days: Mapping[str, int]


def record_drafts(
    session: Session, desk: Desk, drafts: Sequence[AccountDraft], batch_id: str, key: bytes
) -> list[SheetRecord]:
    """Write accounts, attachments and sheets, and enqueue the changes for the portal.

    Args:
        drafts: hashed, in the order of the sheets.
        key: of this PC's keyring.
    """
    accounts.add_accounts(session, [draft.account for draft in drafts if draft.is_new])
    # The former provisional password of the office dies with this one, and so do the mails that would bring it.
    former = [draft.account.id for draft in drafts if not draft.is_new]
    withdraw_mails(session, stored_sheets.live_sheets(session, former))
    stored_sheets.end_sheets_of(session, former, refused="replaced")
    sheets = _sheets(session, desk, drafts, batch_id, key)
    stored_sheets.add_sheets(session, sheets)
    for sheet in sheets:
        accounts.update_account(session, sheet.account_id, last_number=sheet.number)
    new = accounts.attach(
        session,
        {draft.account.id: draft.diner_ids for draft in drafts},
        {sheet.account_id: sheet.id for sheet in sheets},
    )
    by_account = {draft.account.id: draft for draft in drafts}
    for account_id, diner_id in new:
        by_account[account_id].attached.append(diner_id)
    enqueue_account_ids(session, list(by_account))
    return sheets


def _sheets(
    session: Session, desk: Desk, drafts: Sequence[AccountDraft], batch_id: str, key: bytes
) -> list[SheetRecord]:
    now = desk.now()
    prefix = f"D-{now.year}-"
    batch = _Batch(
        batch_id,
        key,
        now,
        prefix,
        stored_sheets.last_reference(session, prefix) + 1,
        {school.uai: of_record(school).paper_days for school in schools.schools(session)},
    )
    known = accounts.accounts_by_id(session, [draft.account.id for draft in drafts])
    return [
        _sheet(desk, draft, known[draft.account.id].last_number + 1, position, batch)
        for position, draft in enumerate(drafts)
    ]


def _sheet(desk: Desk, draft: AccountDraft, number: int, position: int, batch: _Batch) -> SheetRecord:
    return SheetRecord(
        id=new_id(),
        batch_id=batch.id,
        place=position,
        uai=draft.account.uai,
        account_id=draft.account.id,
        reference=f"{batch.prefix}{batch.first_number + position:05d}",
        secret=lock_sheet(draft.secret, batch.key),
        link_hash=hash_token(draft.secret.link_token),
        number=number,
        password_hash=draft.hashed,
        generation=draft.account.generation,
        asker=draft.asker,
        expires_at=expiry(batch.at, batch.paper_days[draft.account.uai], on_paper=True),
        created_at=batch.at,
        created_by=desk.operator.who,
        workstation=desk.workstation,
        printed_at=None,
        handed_at=None,
        used_at=None,
        refused="",
        portal_refusal="",
        mail_id="",
        mail_to="",
        mail_state="",
        mail_reason="",
        mail_at=None,
    )
