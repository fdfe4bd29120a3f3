"""Adopts the accounts that a portal holds, with their salts and numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import msgspec
from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import draw_login, new_salt
from turbo_admin.core.emails import email_key
from turbo_admin.office.accounts.withdrawing import end_credentials, withdraw_sheets
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import AccountFacts, HeldState
from turbo_admin.protocol.states import AccountState, Credential
from turbo_admin.store import accounts, diners, requests
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.ids import new_id

_LONGEST_LOGIN = 40


@dataclass(slots=True)
class AdoptedAccounts:
    """What adopting did beside.

    Attributes:
        changed: accounts that the portal has to be sent again.
        taken_back: accounts of this office that gave way to one of the portal's with the same address or identifiant.
        closed: accounts of the portal that gave way to one of this office.
        withdrawn: accounts whose sheet of this office gave way to the portal's.
        requests: those that such an account answered, which wait again.
    """

    changed: set[str] = field(default_factory=set)
    taken_back: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Adopting:
    """The transaction in which accounts of a school are adopted."""

    session: Session
    desk: Desk
    plan: ReconcilePlan
    done: AdoptedAccounts

    @property
    def uai(self) -> str:
        """The school."""
        return self.plan.uai


def adopt_accounts(session: Session, desk: Desk, plan: ReconcilePlan) -> AdoptedAccounts:
    """Adopt the accounts of a plan within the caller's transaction; of those changed here too, only numbers."""
    work, account_plan = _Adopting(session, desk, plan, AdoptedAccounts()), plan.kinds["account"]
    held = [plan.listing.held["account"][key] for key in account_plan.adopt | account_plan.both]
    _free_names(
        session, [one.key for one in held if one.account is not None and one.key in account_plan.adopt]
    )
    # An account that is closed there frees its address for another.
    states = [(codec.decode(one.body, AccountState), one) for one in sorted(held, key=lambda one: one.key)]
    for state, one in sorted(states, key=lambda pair: pair[0].state != "closed"):
        if one.account is not None:
            _adopt(work, one.key, state, one.account)
    return work.done


def reopen_requests_of_closed(session: Session, done: AdoptedAccounts) -> None:
    """Let the requests wait again that the portal's closed accounts answered; called once requests are adopted."""
    answered = requests.ids_answered_by(session, done.closed)
    requests.reopen_requests(session, answered)
    done.requests.update(answered)


def _adopt(work: _Adopting, key: str, state: AccountState, facts: AccountFacts) -> None:
    session = work.session
    if key in work.plan.kinds["account"].both:
        _raise_numbers(session, key, state, facts)
        _adopt_credential(work, key, state, facts)
        return
    is_closed = key in work.plan.closed
    if is_closed:
        state = _closed(work, state)
    _make_room(work, key, state)
    known = accounts.accounts_by_id(session, [key]).get(key)
    if known is None:
        accounts.add_accounts(session, [_new(work.desk, work.uai, key, state, facts)])
    else:
        _update(session, work.desk, known, state, facts)
    _raise_numbers(session, key, state, facts)
    accounts.hold_only(session, key, set(diners.diners_by_id(session, state.diner_ids)))
    if is_closed:
        end_credentials(session, [key], own=True)
        work.done.changed.add(key)
        work.done.closed.add(key)
    else:
        _adopt_credential(work, key, state, facts)


def _closed(work: _Adopting, state: AccountState) -> AccountState:
    """Return the state of an account of the portal that gives way: closed, under an identifiant that is free."""
    taken = accounts.logins(work.session, work.uai)
    login = draw_login("", "", taken.__contains__) if state.login in taken else state.login
    return msgspec.structs.replace(state, state="closed", login=login)


def _free_names(session: Session, keys: Collection[str]) -> None:
    """Clear the addresses and identifiants that accounts are about to take from the portal.

    Two of them may have exchanged theirs there since the copy; both are unique here.
    """
    for one in accounts.accounts_by_id(session, keys).values():
        accounts.update_account(session, one.id, email_key="", login=f"-{one.id}"[:_LONGEST_LOGIN])


def end_lost_passwords(session: Session, uai: str, held: Mapping[str, HeldState]) -> list[str]:
    """End own passwords that a portal put back has in an older state than this office has heard of.

    Returns:
        Accounts whose family has to choose again.
    """
    lost = []
    for page in accounts.pages_of_accounts(session, uai):
        for account in page:
            facts = held[account.id].account if account.id in held else None
            there = facts.generation if facts else 0
            if account.generation > max(there, account.own_ended) and account.state != "closed":
                accounts.update_account(session, account.id, own_ended=account.generation)
                lost.append(account.id)
    return lost


def _new(desk: Desk, uai: str, key: str, state: AccountState, facts: AccountFacts) -> AccountRecord:
    return AccountRecord(
        id=key,
        uai=uai,
        login=state.login,
        email=state.email,
        email_key=email_key(state.email),
        salt=facts.salt or new_salt(),
        generation=facts.generation,
        state=state.state,
        created_at=facts.created_at,
        activated_at=facts.activated_at,
        last_sign_in_at=facts.last_sign_in_at,
        family_rev=state.family_rev,
        closed_at=desk.now() if state.state == "closed" else None,
    )


def _update(
    session: Session, desk: Desk, known: AccountRecord, state: AccountState, facts: AccountFacts
) -> None:
    accounts.update_account(
        session,
        known.id,
        login=state.login,
        email=state.email,
        email_key=email_key(state.email),
        salt=facts.salt or known.salt,
        activated_at=facts.activated_at or known.activated_at,
        last_sign_in_at=facts.last_sign_in_at or known.last_sign_in_at,
    )
    if known.state != state.state:
        accounts.set_state(session, [known.id], state.state, desk.now())


def _raise_numbers(session: Session, key: str, state: AccountState, facts: AccountFacts) -> None:
    [known] = accounts.accounts_by_id(session, [key]).values()
    highest = max(known.last_number, facts.number, state.ended)
    accounts.update_account(
        session,
        key,
        last_number=highest,
        ended=max(known.ended, state.ended),
        sessions_ended=max(known.sessions_ended, state.sessions_ended),
        own_ended=max(known.own_ended, state.own_ended),
        generation=max(known.generation, facts.generation),
        family_rev=max(known.family_rev, state.family_rev),
    )


def _adopt_credential(work: _Adopting, key: str, state: AccountState, facts: AccountFacts) -> None:
    """Make the last sheet here the one that the portal has, unless a later one was made here since the copy."""
    session, told = work.session, state.credential
    for sheet in stored_sheets.live_sheets(session, [key]):
        if told is not None and _is_same_password(told, sheet):
            return
        if sheet.number > state.ended and key not in work.plan.taken_whole:
            if sheet.number > facts.number:
                work.done.changed.add(key)
                return  # made here since: it is told, and replaces the portal's
            if told is None or told.number == sheet.number:
                _take_next_number(work, key, sheet)
                return
        withdraw_sheets(session, [sheet])
        work.done.withdrawn.update({key} & work.plan.taken_whole)
    if told is not None:
        stored_sheets.make_room_for_number(session, key, told.number)
        stored_sheets.add_sheets(session, [_found_sheet(work.desk, work.uai, key, told)])


def _is_same_password(told: Credential, sheet: SheetRecord) -> bool:
    """Whether the portal's provisional password is that of a sheet; of an expired one it has kept the number alone."""
    is_expired = not told.link_hash.strip("0")
    return told.link_hash == sheet.link_hash or (is_expired and told.number == sheet.number)


def _take_next_number(work: _Adopting, key: str, sheet: SheetRecord) -> None:
    """Let the sheet of here take the next number: both sides gave its own to different passwords."""
    [known] = accounts.accounts_by_id(work.session, [key]).values()
    number = known.last_number + 1
    stored_sheets.update_sheets(work.session, [sheet.id], number=number)
    accounts.update_account(work.session, key, last_number=number)
    work.done.changed.add(key)


def _found_sheet(desk: Desk, uai: str, account_id: str, credential: Credential) -> SheetRecord:
    """Return the record of a sheet that only the portal knew: it may be in a family's hands, and cannot be printed."""
    now = desk.now()
    return SheetRecord(
        id=new_id(),
        batch_id=new_id(),
        place=0,
        uai=uai,
        account_id=account_id,
        reference="",
        secret=None,
        link_hash=credential.link_hash,
        number=credential.number,
        password_hash="",
        generation=0,
        asker="à vérifier",
        expires_at=credential.expires_at,
        created_at=now,
        created_by=desk.operator.who,
        workstation="",
        printed_at=now,
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


def _make_room(work: _Adopting, key: str, state: AccountState) -> None:
    """Let an account of here give way to the portal's that has its address, or its identifiant."""
    session = work.session
    if state.state != "closed" and state.email:
        holders = accounts.accounts_of_emails(session, work.uai, [email_key(state.email)])
        for other in holders.values():
            if other.id != key:
                _take_back(work, other)
    namesake = accounts.account_of_login(session, work.uai, state.login)
    if namesake is not None and namesake.id != key:
        held = accounts.diners_of(session, [namesake.id])[namesake.id]
        first = next(iter(diners.diners_by_id(session, held).values()), None)
        names = (first.first_name, first.last_name) if first else ("", "")
        login = draw_login(*names, accounts.logins(session, work.uai).__contains__)
        accounts.update_account(session, namesake.id, login=login)
        end_credentials(session, [namesake.id])
        work.done.changed.add(namesake.id)
        work.done.taken_back.add(namesake.id)


def _take_back(work: _Adopting, other: AccountRecord) -> None:
    """Close an account that was made here for an address whose account the portal has; its requests wait again."""
    session, done = work.session, work.done
    end_credentials(session, [other.id], own=True)
    accounts.set_state(session, [other.id], "closed", work.desk.now())
    answered = requests.ids_answered_by(session, [other.id])
    done.changed.add(other.id)
    done.taken_back.add(other.id)
    done.requests.update(answered)
    requests.reopen_requests(session, answered)
