"""What the office does with accounts: block, close, and back; detach a diner; correct an address.

Each act edits the account's state and enqueues it in one transaction. An account that is not in the state that an act is for
is left as it is: another PC was quicker, and doing it twice is the same as doing it once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.withdrawing import end_credentials, end_mailed, withdraw_mails
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_account_ids
from turbo_admin.store import accounts, request_matches
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.journal_codes import JournalCode

_OPEN, _BLOCKED, _CLOSED = "open", "blocked", "closed"


class AccountAct(StrEnum):
    """What may be done with several accounts at once."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    CLOSE = "close"
    REOPEN = "reopen"
    RENEW = "renew"


# act -> (the states it is for, the state it leads to, what the journal says)
_RULES: Mapping[AccountAct, tuple[frozenset[str], str, JournalCode]] = {
    AccountAct.BLOCK: (frozenset({_OPEN}), _BLOCKED, JournalCode.ACCOUNT_BLOCKED),
    AccountAct.UNBLOCK: (frozenset({_BLOCKED}), _OPEN, JournalCode.ACCOUNT_UNBLOCKED),
    AccountAct.CLOSE: (frozenset({_OPEN, _BLOCKED}), _CLOSED, JournalCode.ACCOUNT_CLOSED),
    AccountAct.REOPEN: (frozenset({_CLOSED}), _OPEN, JournalCode.ACCOUNT_REOPENED),
    AccountAct.RENEW: (frozenset({_OPEN}), _OPEN, JournalCode.ACCOUNT_RENEWED),
}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an act would do.

    Attributes:
        ids: the accounts that it is for.
        skipped: how many of those asked about it is not for.
        diners: how many diners these accounts hold.
        active: how many of them a family uses.
        sheets: sheets not used yet that will open nothing any more.
        with_email: how many have an address.
    """

    ids: tuple[str, ...]
    skipped: int
    diners: int
    active: int
    sheets: int
    with_email: int


@needs(Right.CONSULT)
def foresee(desk: Desk, act: AccountAct, account_ids: Sequence[str]) -> Foreseen:
    """Count what an act would do; nothing is written."""
    wanted = list(dict.fromkeys(account_ids))
    with desk.database.read() as session:
        known = accounts.accounts_by_id(session, wanted)
        meant = [known[one] for one in wanted if one in known and known[one].state in _RULES[act][0]]
        held = accounts.diners_of(session, [account.id for account in meant])
        if act is AccountAct.RENEW:
            meant = [account for account in meant if held[account.id]]
        ids = [account.id for account in meant]
        live = stored_sheets.live_sheets(session, ids)
    return Foreseen(
        ids=tuple(ids),
        skipped=len(wanted) - len(ids),
        diners=len({one for some in held.values() for one in some}),
        active=sum(bool(account.generation) for account in meant),
        sheets=len(live) if act in {AccountAct.CLOSE, AccountAct.RENEW} else 0,
        with_email=sum(bool(account.email) for account in meant),
    )


@needs(Right.ACCOUNTS)
def change_state(desk: Desk, act: AccountAct, account_ids: Sequence[str]) -> int:
    """Block, unblock, close or reopen accounts; the portal obeys at the next synchronisation.

    Returns:
        How many were changed.

    Raises:
        Refused: `account_email_taken`: reopening one whose address another account has by now; nothing was done.
    """
    states, new_state, what = _RULES[act]
    with desk.database.write() as session:
        known = accounts.accounts_by_id(session, account_ids)
        meant = [account for account in known.values() if account.state in states]
        if act is AccountAct.REOPEN:
            _check_addresses(session, meant)
        ids = [account.id for account in meant]
        accounts.set_state(session, ids, new_state, desk.now())
        if act is AccountAct.BLOCK:
            # The sheets stay good; a mail would be refused while the account is blocked, and can be asked for again.
            withdraw_mails(session, stored_sheets.live_sheets(session, ids))
            accounts.end_sessions(session, ids)
        elif act is AccountAct.CLOSE:
            end_credentials(session, ids)
        enqueue_account_ids(session, ids)
        desk.note(session, what, [(one, "") for one in ids])
        _outdate_requests(session, meant)
    match_outdated(desk)
    return len(meant)


@needs(Right.ACCOUNTS)
def detach(desk: Desk, account_id: str, diner_ids: Collection[str]) -> int:
    """Take diners out of the sight of an account; the portal obeys at the next synchronisation.

    Returns:
        How many it held and holds no more.

    Raises:
        Refused: `account_unknown`.
    """
    with desk.database.write() as session:
        account = _one(session, account_id)
        gone = sorted(set(accounts.diners_of(session, [account_id])[account_id]) & set(diner_ids))
        accounts.detach(session, account_id, gone)
        enqueue_account_ids(session, [account_id])
        desk.note(session, JournalCode.DINER_DETACHED, [(account_id, one) for one in gone])
        _outdate_requests(session, [account])
    match_outdated(desk)
    return len(gone)


@needs(Right.ACCOUNTS)
def correct_address(desk: Desk, account_id: str, email: str) -> None:
    """Give an account another address; an empty one leaves it to paper.

    A mail that has not left for the former address never will: it can be asked for again. A provisional password that
    may have left for it dies: whoever reads that mailbox could use it.

    Raises:
        Refused: `account_unknown`, `email_shape`, `account_email_taken`.
    """
    address = parse_email(email) if email.strip() else ""
    with desk.database.write() as session:
        account = _one(session, account_id)
        taken = accounts.accounts_of_emails(session, account.uai, [email_key(address)])
        if any(other.id != account_id for other in taken.values()):
            raise Refused("account_email_taken", email=address)
        accounts.update_account(
            session, account_id, email=address, email_key=email_key(address), mail_problem=""
        )
        if email_key(address) != account.email_key:
            end_mailed(session, account_id)
        enqueue_account_ids(session, [account_id])
        desk.note(session, JournalCode.ACCOUNT_EMAIL_CORRECTED, [(account_id, "")])
        _outdate_requests(session, [account])
    match_outdated(desk)


def _one(session: Session, account_id: str) -> AccountRecord:
    known = accounts.accounts_by_id(session, [account_id])
    if account_id not in known:
        raise Refused("account_unknown")
    return known[account_id]


def _check_addresses(session: Session, meant: Sequence[AccountRecord]) -> None:
    """Refuse to reopen two accounts with one address, or one whose address is taken."""
    seen: set[tuple[str, str]] = set()
    for account in meant:
        key = (account.uai, account.email_key)
        if not account.email_key:
            continue
        if key in seen or accounts.accounts_of_emails(session, account.uai, [account.email_key]):
            raise Refused("account_email_taken", email=account.email)
        seen.add(key)


def _outdate_requests(session: Session, meant: Sequence[AccountRecord]) -> None:
    """Open requests may be about the same diners or addresses: their alerts change."""
    for uai in sorted({account.uai for account in meant}):
        request_matches.outdate_school(session, uai)
