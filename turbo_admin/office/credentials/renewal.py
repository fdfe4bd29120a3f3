"""« Nouveau mot de passe provisoire » of accounts that exist, by sheet or by mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.emails import same_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.drafts import (
    AccountDraft,
    Issued,
    hash_drafts,
    hold_schools,
    same_accounts,
)
from turbo_admin.office.credentials.recording import record_drafts
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sheets.mail import Mailed, enqueue_mails
from turbo_admin.outside.paper.credential_sheet import sheet_order
from turbo_admin.store import accounts, diners, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode


@dataclass(frozen=True, slots=True)
class Renewed:
    """New provisional passwords, and what was mailed of them."""

    issued: Issued
    mailed: Mailed


@needs(Right.CREDENTIALS)
def renew(desk: Desk, account_ids: Sequence[str], *, report: Progress = silent) -> Issued:
    """Give accounts a new provisional password, in the order of class and name.

    It takes the place of the former provisional one and of its sheet, and cancels nothing that the family has chosen
    itself.

    Args:
        account_ids: those that are not open, or hold nobody, are left out; empty issues nothing.
        report: raising `Cancelled` stops before anything is written.

    Raises:
        Refused: `account_changed`, `no_keyring`; nothing was done.
    """
    batch_id = new_id()
    with desk.database.read() as session:
        epoch = schools.epoch(session)
        drafts = _drafts(session, account_ids)
    if not drafts:
        return Issued(batch_id, (), 0, 0)
    key = desk.vault.sheet_key(epoch)
    hash_drafts(drafts, report)
    with desk.database.write() as session:
        hold_schools(session, drafts)
        same_accounts(session, drafts)
        sheets = record_drafts(session, desk, drafts, batch_id, key)
        desk.note(session, JournalCode.ACCOUNT_RENEWED, [(draft.account.id, "") for draft in drafts])
    return Issued(batch_id, tuple(sheet.id for sheet in sheets), len(drafts), 0)


@needs(Right.CREDENTIALS)
def renew_by_mail(desk: Desk, account_ids: Sequence[str], *, report: Progress = silent) -> Renewed:
    """Give accounts a new provisional password and ask for its mail, where there is an address.

    Raises:
        Refused: as `renew`.
    """
    issued = renew(desk, account_ids, report=report)
    return Renewed(issued, _mail(desk, issued.sheets))


@needs(Right.CREDENTIALS)
def send_again(desk: Desk, account_id: str, *, report: Progress = silent) -> Renewed:
    """Mail the credentials of an account again: the sheet that it has if it can still be mailed, else a new one.

    Raises:
        Refused: `account_unknown`, `account_blocked`, `account_without_email`, `no_keyring`.
    """
    with desk.database.read() as session:
        account = accounts.accounts_by_id(session, [account_id]).get(account_id)
        live = stored_sheets.live_sheets(session, [account_id])
    if account is None:
        raise Refused("account_unknown")
    if account.state != "open":
        raise Refused("account_blocked", email=account.email or account.login)
    if not account.email:
        raise Refused("account_without_email", login=account.login)
    usable = [
        sheet.id
        for sheet in live
        if sheet.secret is not None
        and sheet.workstation == desk.workstation
        and sheet.expires_at > desk.now()
        and sheet.mail_state in {"", "failed"}
    ]
    if usable:
        return Renewed(Issued(live[-1].batch_id, tuple(usable), 0, 0), _mail(desk, usable))
    return renew_by_mail(desk, [account_id], report=report)


def _mail(desk: Desk, sheet_ids: Sequence[str]) -> Mailed:
    with desk.database.read() as session:
        key = desk.vault.sheet_key(schools.epoch(session))
    with desk.database.write() as session:
        return enqueue_mails(session, desk, sheet_ids, key)


def _drafts(session: Session, account_ids: Sequence[str]) -> list[AccountDraft]:
    wanted = list(dict.fromkeys(account_ids))
    known = accounts.accounts_by_id(session, wanted)
    meant = [known[one] for one in wanted if one in known and known[one].state == "open"]
    held = accounts.diners_of(session, [account.id for account in meant])
    people = diners.diners_by_id(session, {one for some in held.values() for one in some})
    last = stored_sheets.latest_sheets(session, [account.id for account in meant])
    mine = {one: [people[diner] for diner in some] for one, some in held.items()}
    meant.sort(key=lambda account: _order(mine[account.id]))
    return [
        AccountDraft(
            account,
            is_new=False,
            asker=_asker(account, mine[account.id], last[account.id].asker if account.id in last else ""),
        )
        for account in meant
        if mine[account.id]
    ]


def _order(held: Sequence[DinerRecord]) -> tuple[object, ...]:
    keys = [sheet_order(one.class_name, one.last_name, one.first_name) for one in held]
    return min(keys, default=sheet_order("", "", ""))


def _asker(account: AccountRecord, held: Sequence[DinerRecord], before: str) -> str:
    """Return the degree of the address: known in the roster, else the one of the former sheet."""
    if any(same_email(address, account.email) for diner in held for address in diner.emails):
        return RequesterStatus.KNOWN.value
    return before if before and before != RequesterStatus.KNOWN.value else RequesterStatus.UNVERIFIED.value
