"""Giving accounts a provisional password and a sheet: what every way of issuing shares.

Whoever issues decides who gets what (`Draft`); here passwords are hashed, and accounts, attachments, sheets and what
the portal must know are written in one transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import (
    Provisional,
    draw_login,
    draw_provisional,
    expiry,
    hash_all,
    hash_token,
    new_salt,
)
from turbo_admin.core.credentials.sealing import lock_sheet
from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk, Report
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.protocol.changes import IssueAccount
from turbo_admin.store import accounts, outbox, schools
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.records import AccountRecord, DinerRecord, SheetRecord

_DRAWING, _WRITING = "Tirage des mots de passe", "Enregistrement des comptes"


@dataclass(frozen=True, slots=True)
class Issued:
    """What was generated.

    Attributes:
        sheets: one id an account, in the order of the sheets.
        requests: how many requests that answered.
    """

    batch_id: str
    sheets: tuple[str, ...]
    accounts: int
    requests: int


@dataclass(slots=True)
class Draft:
    """An account that is about to be given a provisional password.

    Attributes:
        diner_ids: to attach to it, beside those it holds.
        asker: how sure it is who asks, a value of `RequesterStatus`.
        request_ids: the requests that this answers.
        attached: the diners that the account did not hold before; known once it is recorded.
    """

    account: AccountRecord
    is_new: bool
    diner_ids: list[str] = field(default_factory=list)
    asker: str = ""
    request_ids: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    secret: Provisional = field(default_factory=draw_provisional)
    hashed: str = ""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the sheets of one pressing share."""

    id: str
    key: bytes
    at: datetime
    prefix: str
    first_number: int
    paper_days: Mapping[str, int]


def new_account(desk: Desk, uai: str, email: str, diner: DinerRecord, logins: set[str]) -> AccountRecord:
    """Draw an account that does not exist yet.

    Args:
        diner: whose initials its identifiant gets.
        logins: taken in the school; the new one is added.
    """
    login = draw_login(diner.first_name, diner.last_name, logins.__contains__)
    logins.add(login)
    return AccountRecord(
        id=new_id(),
        uai=uai,
        login=login,
        email=email,
        email_key=email_key(email),
        salt=new_salt(),
        generation=0,
        state="open",
        created_at=desk.now(),
        activated_at=None,
    )


def hash_drafts(drafts: Sequence[Draft], report: Report) -> None:
    """Hash the drafts' passwords on all cores; nothing is locked meanwhile, so all must be checked again after.

    Args:
        report: raising `Cancelled` stops before the next one.
    """
    hashes = hash_all(
        [(draft.secret.password, draft.account.salt) for draft in drafts],
        report=lambda done, total: report(_DRAWING, done, total),
    )
    for draft, hashed in zip(drafts, hashes, strict=True):
        draft.hashed = hashed
    report(_WRITING, 0, len(drafts))


def hold_schools(session: Session, drafts: Sequence[Draft]) -> None:
    """Let no other PC issue for these schools until the end of this transaction: first of all in it."""
    for uai in sorted({draft.account.uai for draft in drafts}):
        schools.hold(session, uai)


def same_accounts(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse when another PC has meanwhile made, or a family changed, an account that the drafts are about.

    Raises:
        Refused: `account_changed`.
    """
    known = accounts.accounts_by_id(session, [draft.account.id for draft in drafts if not draft.is_new])
    for uai in {draft.account.uai for draft in drafts}:
        new = [draft.account for draft in drafts if draft.is_new and draft.account.uai == uai]
        taken = accounts.accounts_of_emails(session, uai, [account.email_key for account in new])
        logins = accounts.logins(session, uai) if new else set()
        for account in new:
            if account.login in logins or account.email_key in taken:
                raise Refused("account_changed", email=account.email or account.login)
    for draft in drafts:
        if not draft.is_new and _gist(known.get(draft.account.id)) != _gist(draft.account):
            raise Refused("account_changed", email=draft.account.email or draft.account.login)


def _gist(account: AccountRecord | None) -> tuple[object, ...]:
    return (account.generation, account.state, account.login, account.email_key) if account else ()


def record(
    desk: Desk, session: Session, drafts: Sequence[Draft], batch_id: str, key: bytes
) -> list[SheetRecord]:
    """Write accounts, attachments and sheets, and note for the portal what it must know.

    Args:
        drafts: hashed, in the order of the sheets.
        key: of this PC's keyring.
    """
    accounts.add_accounts(session, [draft.account for draft in drafts if draft.is_new])
    # The former provisional password of the office dies with this one.
    accounts.end_sheets_of(
        session, [draft.account.id for draft in drafts if not draft.is_new], refused="replaced"
    )
    new = accounts.attach(session, {draft.account.id: draft.diner_ids for draft in drafts})
    by_account = {draft.account.id: draft for draft in drafts}
    for account_id, diner_id in new:
        by_account[account_id].attached.append(diner_id)
    sheets = _sheets(desk, session, drafts, batch_id, key)
    accounts.add_sheets(session, sheets)
    _tell(session, drafts, sheets)
    return sheets


def _sheets(
    desk: Desk, session: Session, drafts: Sequence[Draft], batch_id: str, key: bytes
) -> list[SheetRecord]:
    now = desk.now()
    prefix = f"D-{now.year}-"
    batch = _Batch(
        batch_id,
        key,
        now,
        prefix,
        accounts.last_reference(session, prefix) + 1,
        {school.uai: of_record(school).paper_days for school in schools.schools(session)},
    )
    return [_sheet(desk, draft, place, batch) for place, draft in enumerate(drafts)]


def _sheet(desk: Desk, draft: Draft, place: int, batch: _Batch) -> SheetRecord:
    return SheetRecord(
        id=new_id(),
        batch_id=batch.id,
        place=place,
        uai=draft.account.uai,
        account_id=draft.account.id,
        reference=f"{batch.prefix}{batch.first_number + place:05d}",
        secret=lock_sheet(draft.secret, batch.key),
        link_hash=hash_token(draft.secret.link_token),
        generation=draft.account.generation,
        asker=draft.asker,
        expires_at=expiry(batch.at, batch.paper_days[draft.account.uai], on_paper=True),
        created_at=batch.at,
        created_by=desk.who,
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


def _tell(session: Session, drafts: Sequence[Draft], sheets: Sequence[SheetRecord]) -> None:
    held = accounts.diners_of(session, [draft.account.id for draft in drafts])
    for uai in {sheet.uai for sheet in sheets}:
        told = [
            (sheet.id, _issue(draft, sheet, held[draft.account.id]))
            for draft, sheet in zip(drafts, sheets, strict=True)
            if sheet.uai == uai
        ]
        outbox.enqueue(session, uai, "account.issue", told)


def _issue(draft: Draft, sheet: SheetRecord, held: Collection[str]) -> IssueAccount:
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
