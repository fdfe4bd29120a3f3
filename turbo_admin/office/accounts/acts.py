"""What the office does with accounts: block, close, and back; detach a diner; correct an address.

Each act is told to the portal in the transaction that makes it. An account that is not in the state that an act is for
is left as it is: another PC was quicker, and doing it twice is the same as doing it once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace as replace_field
from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.matching import open_requests
from turbo_admin.office.outbox.queue import enqueue_accounts
from turbo_admin.office.sheets.records import WITHDRAWN
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import IssueAccount
from turbo_admin.store import accounts, outbox
from turbo_admin.store.engine.records import AccountRecord, PendingRecord, SheetRecord

_OPEN, _BLOCKED, _CLOSED = "open", "blocked", "closed"


class Act(StrEnum):
    """What may be done with several accounts at once."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    CLOSE = "close"
    REOPEN = "reopen"
    RENEW = "renew"


# act -> (the states it is for, the state it leads to, what the journal says)
_RULES: Mapping[Act, tuple[frozenset[str], str, str]] = {
    Act.BLOCK: (frozenset({_OPEN}), _BLOCKED, "account_blocked"),
    Act.UNBLOCK: (frozenset({_BLOCKED}), _OPEN, "account_unblocked"),
    Act.CLOSE: (frozenset({_OPEN, _BLOCKED}), _CLOSED, "account_closed"),
    Act.REOPEN: (frozenset({_CLOSED}), _OPEN, "account_reopened"),
    Act.RENEW: (frozenset({_OPEN}), _OPEN, "account_renewed"),
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


def foresee(desk: Desk, act: Act, account_ids: Sequence[str]) -> Foreseen:
    """Say in numbers what an act would do; nothing is written."""
    wanted = list(dict.fromkeys(account_ids))
    with desk.database.read() as session:
        known = accounts.accounts_by_id(session, wanted)
        meant = [known[one] for one in wanted if one in known and known[one].state in _RULES[act][0]]
        held = accounts.diners_of(session, [account.id for account in meant])
        if act is Act.RENEW:
            meant = [account for account in meant if held[account.id]]
        ids = [account.id for account in meant]
        live = accounts.live_sheets(session, ids)
        if act is Act.BLOCK:
            live = _not_told(session, live)
    return Foreseen(
        ids=tuple(ids),
        skipped=len(wanted) - len(ids),
        diners=len({one for some in held.values() for one in some}),
        active=sum(bool(account.generation) for account in meant),
        sheets=len(live) if act in {Act.BLOCK, Act.CLOSE, Act.RENEW} else 0,
        with_email=sum(bool(account.email) for account in meant),
    )


def change_state(desk: Desk, act: Act, account_ids: Sequence[str]) -> int:
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
        if act is Act.REOPEN:
            _check_addresses(session, meant)
        ids = [account.id for account in meant]
        accounts.set_state(session, ids, new_state, desk.now())
        if act in {Act.BLOCK, Act.CLOSE}:
            withdraw(session, meant, everything=act is Act.CLOSE)
        _tell(session, ids)
        desk.note(session, what, [(one, "") for one in ids])
        _rematch(desk, session, meant)
    return len(meant)


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
        retell_issue(session, account)
        _tell(session, [account_id])
        desk.note(session, "diner_detached", [(account_id, one) for one in gone])
        _rematch(desk, session, [account])
    return len(gone)


def correct_address(desk: Desk, account_id: str, email: str) -> None:
    """Give an account another address; an empty one leaves it to paper.

    A mail that has not left for the former address never will: it can be asked for again.

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
        forget_mails(session, account.uai, accounts.live_sheets(session, [account_id]))
        retell_issue(session, _one(session, account_id))
        _tell(session, [account_id])
        desk.note(session, "account_email_corrected", [(account_id, "")])
        _rematch(desk, session, [account])


def _one(session: Session, account_id: str) -> AccountRecord:
    known = accounts.accounts_by_id(session, [account_id])
    if account_id not in known:
        raise Refused("account_unknown")
    return known[account_id]


def _check_addresses(session: Session, meant: Sequence[AccountRecord]) -> None:
    """Refuse to reopen two accounts with one address, or one whose address is taken."""
    seen: set[tuple[str, str]] = set()
    for account in meant:
        place = (account.uai, account.email_key)
        if not account.email_key:
            continue
        if place in seen or accounts.accounts_of_emails(session, account.uai, [account.email_key]):
            raise Refused("account_email_taken", email=account.email)
        seen.add(place)


def _tell(session: Session, account_ids: Sequence[str]) -> None:
    records = accounts.accounts_by_id(session, account_ids).values()
    for uai in {account.uai for account in records}:
        enqueue_accounts(session, uai, [account for account in records if account.uai == uai])


def _rematch(desk: Desk, session: Session, meant: Sequence[AccountRecord]) -> None:
    """Open requests may be about the same diners or addresses: their alerts change."""
    for uai in {account.uai for account in meant}:
        open_requests.rematch(desk, session, uai)


def withdraw(session: Session, meant: Sequence[AccountRecord], *, everything: bool) -> None:
    """Take back what has not reached the portal, and with `everything` what has: it opens nothing any more."""
    for uai in {account.uai for account in meant}:
        live = accounts.live_sheets(session, [account.id for account in meant if account.uai == uai])
        ended = live if everything else _not_told(session, live)
        outbox.forget(session, uai, "account.issue", [sheet.id for sheet in live])
        forget_mails(session, uai, live)
        accounts.update_sheets(session, [sheet.id for sheet in ended], refused=WITHDRAWN, secret=None)


def _not_told(session: Session, live: Sequence[SheetRecord]) -> list[SheetRecord]:
    """Return the sheets that the portal does not know yet."""
    waiting = {
        one.key
        for uai in {sheet.uai for sheet in live}
        for one in outbox.pending(session, uai, "account.issue", [sheet.id for sheet in live])
    }
    return [sheet for sheet in live if sheet.id in waiting]


def forget_mails(session: Session, uai: str, live: Sequence[SheetRecord]) -> None:
    """Take back the mails that the portal has not been asked for yet."""
    keys = [sheet.mail_id for sheet in live if sheet.mail_id]
    taken_back = {one.key for one in outbox.pending(session, uai, "mail.credentials", keys)}
    outbox.forget(session, uai, "mail.credentials", sorted(taken_back))
    ids = [sheet.id for sheet in live if sheet.mail_id in taken_back]
    accounts.update_sheets(session, ids, mail_id="", mail_to="", mail_state="", mail_reason="")


def retell_issue(session: Session, account: AccountRecord) -> None:
    """Let identifiants that still wait say what is true now: sent as they were, they would undo the act."""
    ids = [sheet.id for sheet in accounts.sheets_of_account(session, account.id)]
    held = sorted(accounts.diners_of(session, [account.id])[account.id])
    for waiting in outbox.pending(session, account.uai, "account.issue", ids):
        if not waiting.refused:
            body = _as_now(waiting, account, held)
            outbox.enqueue(session, account.uai, "account.issue", [(waiting.key, body)])


def _as_now(waiting: PendingRecord, account: AccountRecord, held: list[str]) -> IssueAccount:
    body = codec.decode(waiting.body, IssueAccount)
    return replace_field(body, email=account.email, diner_ids=held, family_rev=account.family_rev)
