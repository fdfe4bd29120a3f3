"""Builds the body of each kind of state from the office's records, as they are at this moment."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct
from sqlalchemy.orm import Session

from turbo_admin.office.settings.school_settings import SETTINGS_KEY, of_record, to_protocol
from turbo_admin.protocol import codec
from turbo_admin.protocol.kinds import STATES, check_table
from turbo_admin.protocol.states import AccountRequestState, AccountState, Credential, DinerState
from turbo_admin.store import accounts, diners, requests, schools, told
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.request_records import RequestRecord


@dataclass(frozen=True, slots=True)
class StateBody:
    """What is sent of a state.

    Attributes:
        body: JSON, keys in a fixed order.
        password_hash: argon2id, of an account with a credential whose hash is still known; else empty.
    """

    body: bytes
    password_hash: str = ""


def state_bodies(session: Session, uai: str, kind: str, keys: Collection[str]) -> dict[str, StateBody]:
    """Return the bodies of states by key; a record that is no longer there is left out."""
    return _BUILDERS[kind](session, uai, keys)


def _settings(session: Session, uai: str, keys: Collection[str]) -> dict[str, StateBody]:
    body = to_protocol(of_record(schools.school(session, uai)))
    return {key: _body(body) for key in keys if key == SETTINGS_KEY}


def _diners(session: Session, _uai: str, keys: Collection[str]) -> dict[str, StateBody]:
    return {
        one.id: _body(
            DinerState(
                last_name=one.last_name[:200],
                first_name=one.first_name[:200],
                class_name=one.class_name[:200],
                left=one.left,
            )
        )
        for one in diners.shown_diners(session, keys)
    }


def _accounts(session: Session, uai: str, keys: Collection[str]) -> dict[str, StateBody]:
    known = accounts.accounts_by_id(session, keys)
    held = accounts.diners_of(session, known)
    live = {sheet.account_id: sheet for sheet in stored_sheets.live_sheets(session, known)}
    # A diner that the portal has erased is no part of what it shows: it would refuse the account.
    erased = told.erased_keys(session, uai, "diner")
    return {one.id: _account(one, set(held[one.id]) - erased, live.get(one.id)) for one in known.values()}


def _account(record: AccountRecord, diner_ids: Collection[str], sheet: SheetRecord | None) -> StateBody:
    """Return an account's state; its credential is its last sheet, as long as that is in force."""
    in_force = sheet is not None and sheet.number > record.ended
    credential = (
        Credential(number=sheet.number, link_hash=sheet.link_hash, expires_at=sheet.expires_at)
        if sheet is not None and in_force
        else None
    )
    body = AccountState(
        login=record.login,
        email=record.email,
        state=_account_state(record.state),
        diner_ids=sorted(diner_ids),
        family_rev=record.family_rev,
        credential=credential,
        ended=record.ended,
        sessions_ended=record.sessions_ended,
        own_ended=record.own_ended,
    )
    return _body(body, sheet.password_hash if sheet is not None and in_force else "")


def _account_state(state: str) -> Literal["open", "blocked", "closed"]:
    return "closed" if state == "closed" else "blocked" if state == "blocked" else "open"


def _requests(session: Session, _uai: str, keys: Collection[str]) -> dict[str, StateBody]:
    return {one.id: _request(one) for one in requests.requests_by_id(session, list(keys))}


def _request(record: RequestRecord) -> StateBody:
    answers: Mapping[str, Literal["open", "answered", "refused"]] = {
        requests.OPEN: "open",
        requests.ISSUED: "answered",
        requests.REFUSED: "refused",
    }
    return _body(
        AccountRequestState(
            card=record.card,
            last_name=record.last_name,
            first_name=record.first_name,
            email=record.email,
            received_at=record.received_at,
            answer=answers[record.state],
            decision=record.decision,
            mailed=record.mailed_decision,
            account_id=record.account_id or "",
            reason=record.reason,
        )
    )


def _body(state: Struct, password_hash: str = "") -> StateBody:
    return StateBody(codec.encode(state), password_hash)


_BUILDERS: Mapping[str, Callable[[Session, str, Collection[str]], dict[str, StateBody]]] = {
    "settings": _settings,
    "diner": _diners,
    "account": _accounts,
    "request": _requests,
}
check_table("office.outbox.state_bodies", frozenset(_BUILDERS), STATES)
