"""Writes accounts, attachments, sheets and the changes for the portal, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import (
    expiry,
    hash_token,
)
from turbo_admin.core.credentials.sealing import lock_sheet
from turbo_admin.office.credentials.drafts import AccountDraft
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.protocol.changes import IssueAccount
from turbo_admin.store import accounts, outbox, schools
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
    # The former provisional password of the office dies with this one.
    stored_sheets.end_sheets_of(
        session, [draft.account.id for draft in drafts if not draft.is_new], refused="replaced"
    )
    new = accounts.attach(session, {draft.account.id: draft.diner_ids for draft in drafts})
    by_account = {draft.account.id: draft for draft in drafts}
    for account_id, diner_id in new:
        by_account[account_id].attached.append(diner_id)
    sheets = _sheets(session, desk, drafts, batch_id, key)
    stored_sheets.add_sheets(session, sheets)
    _enqueue_issues(session, drafts, sheets)
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
    return [_sheet(desk, draft, position, batch) for position, draft in enumerate(drafts)]


def _sheet(desk: Desk, draft: AccountDraft, position: int, batch: _Batch) -> SheetRecord:
    return SheetRecord(
        id=new_id(),
        batch_id=batch.id,
        place=position,
        uai=draft.account.uai,
        account_id=draft.account.id,
        reference=f"{batch.prefix}{batch.first_number + position:05d}",
        secret=lock_sheet(draft.secret, batch.key),
        link_hash=hash_token(draft.secret.link_token),
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
        mail_id="",
        mail_to="",
        mail_state="",
        mail_reason="",
        mail_at=None,
    )


def _enqueue_issues(session: Session, drafts: Sequence[AccountDraft], sheets: Sequence[SheetRecord]) -> None:
    held = accounts.diners_of(session, [draft.account.id for draft in drafts])
    for uai in {sheet.uai for sheet in sheets}:
        issues = [
            (sheet.id, _issue(draft, sheet, held[draft.account.id]))
            for draft, sheet in zip(drafts, sheets, strict=True)
            if sheet.uai == uai
        ]
        outbox.enqueue(session, uai, "account.issue", issues)


def _issue(draft: AccountDraft, sheet: SheetRecord, held: Collection[str]) -> IssueAccount:
    account = draft.account
    return IssueAccount(
        account_id=account.id,
        login=account.login,
        generation=account.generation,
        email=account.email,
        password_hash=draft.hashed,
        link_hash=sheet.link_hash,
        expires_at=sheet.expires_at,
        diner_ids=sorted(held),
        request_ids=draft.request_ids,
        family_rev=account.family_rev,
    )
