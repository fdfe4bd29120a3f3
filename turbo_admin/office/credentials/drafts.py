"""Drafts: accounts that are about to be given a provisional password, drawn, hashed and checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import (
    Provisional,
    draw_login,
    draw_provisional,
    hash_all,
    new_salt,
)
from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Progress
from turbo_admin.store import accounts, schools
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.ids import new_id

_DRAWING, _WRITING = "Tirage des mots de passe", "Enregistrement des comptes"


@dataclass(frozen=True, slots=True)
class Issued:
    """What was generated.

    Attributes:
        sheets: one id an account, in the order of the sheets.
        accounts: how many accounts have a new provisional password.
        requests: how many requests that answered.
        created: how many of the accounts are new.
    """

    batch_id: str
    sheets: tuple[str, ...]
    accounts: int
    requests: int
    created: int = 0


@dataclass(slots=True)
class AccountDraft:
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


def new_account(uai: str, email: str, diner: DinerRecord, logins: set[str], at: datetime) -> AccountRecord:
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
        created_at=at,
        activated_at=None,
    )


def hash_drafts(drafts: Sequence[AccountDraft], report: Progress) -> None:
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


def hold_schools(session: Session, drafts: Sequence[AccountDraft]) -> None:
    """Lock the schools of the drafts against other PCs that issue; to be called first in the transaction."""
    for uai in sorted({draft.account.uai for draft in drafts}):
        schools.hold(session, uai)


def same_accounts(session: Session, drafts: Sequence[AccountDraft]) -> None:
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
