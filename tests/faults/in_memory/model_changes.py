"""What a batch of an office's changes does to the portal in memory."""

import re
from collections.abc import Sequence
from typing import Any

from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError

from tests.faults.in_memory.model import MAIL_KEY, Account, ModelPortal, Provisional, Request, Told
from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.kinds import ACTS, CHANGES, STATES
from turbo_admin.protocol.messages import Change, ChangeAnswer
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import (
    AccountRequestState,
    AccountState,
    Credential,
    DinerState,
    MailCredentials,
    NotifyGuardian,
)

_STATES = {"open": "received", "answered": "issued", "refused": "refused"}
_LINK = re.compile(r"[0-9a-f]{64}")


class Deny(Exception):
    """A rule says no."""


def apply_batch(portal: ModelPortal, changes: Sequence[Change]) -> list[ChangeAnswer]:
    """Apply a batch, in order; accounts that follow each other are judged together."""
    return _Batch(portal).apply(changes)


class _Batch:
    def __init__(self, portal: ModelPortal) -> None:
        self._portal = portal
        self._answers: dict[int, ChangeAnswer] = {}
        self._group: tuple[str, bool] = ("", False)
        self._waiting: dict[str, tuple[int, Change, Any]] = {}

    def apply(self, changes: Sequence[Change]) -> list[ChangeAnswer]:
        for place, change in enumerate(changes):
            self._take(place, change)
        self._flush()
        return [self._answers[place] for place in range(len(changes))]

    def _take(self, place: int, change: Change) -> None:
        group = (change.kind, change.erases)
        if group != self._group or change.key in self._waiting:
            self._flush()
            self._group = group
        try:
            body = _body(change)
            known = self._known(change)
        except Deny as refusal:
            self._answer(place, change, "refused", str(refusal))
            return
        if known:
            self._answer(place, change, known)
        else:
            self._waiting[change.key] = (place, change, body)

    def _flush(self) -> None:
        refused = self._apply_group() if self._waiting else {}
        for key, (place, change, _) in self._waiting.items():
            if key in refused:
                self._answer(place, change, "refused", refused[key])
            else:
                self._keep(change)
                self._answer(place, change, "done")
        self._waiting.clear()

    def _apply_group(self) -> dict[str, str]:
        kind, erases = self._group
        portal = self._portal
        if erases:
            if kind == "settings":
                return dict.fromkeys(self._waiting, "bad_body")
            for key in self._waiting:
                portal.remove(kind, key)
            return {}
        bodies = {key: (change, body) for key, (_, change, body) in self._waiting.items()}
        anew = {key for key, (change, _) in bodies.items() if self._is_anew(change)}
        if kind == "account":
            return _apply_accounts(portal, bodies, anew)
        refused = {}
        for key, (change, body) in bodies.items():
            try:
                _APPLY[kind](portal, change, body, key in anew)
            except Deny as refusal:
                refused[key] = str(refusal)
        return refused

    def _is_anew(self, change: Change) -> bool:
        known = self._portal.states.get((change.kind, change.key))
        return known is not None and bool(known.digest) and change.life > known.life

    def _known(self, change: Change) -> str:
        name, digest, wrong = (change.kind, change.key), _digest(change), self._portal.wrong
        if change.kind in ACTS:
            done = self._portal.acts.get(name)
            if wrong.forgets_acts or done is None:
                return ""
            if done != digest:
                raise Deny("other_content")
            return "already"
        known = self._portal.states.get(name)
        if known is None or change.life > known.life:
            return ""
        if not known.digest or change.life < known.life:
            return "" if wrong.takes_erased_lives else "gone"
        if change.rev > known.rev or wrong.takes_late:
            return ""
        if change.rev == known.rev and known.digest != digest and not wrong.says_already:
            raise Deny("other_content")
        return "already"

    def _keep(self, change: Change) -> None:
        name, digest = (change.kind, change.key), _digest(change)
        if change.kind in ACTS:
            self._portal.acts[name] = digest
        else:
            self._portal.note(name, Told(change.rev, "" if change.erases else digest, change.life))
        self._portal.last_rev = max(self._portal.last_rev, change.rev)

    def _answer(self, place: int, change: Change, outcome: Any, reason: str = "") -> None:
        self._answers[place] = ChangeAnswer(
            id=change.id, outcome=outcome, reason=reason, message="Non." if reason else ""
        )


def _digest(change: Change) -> str:
    return state_digest(change.kind, change.key, bytes(change.body))


def _body(change: Change) -> Any:
    if change.kind not in CHANGES:
        raise Deny("unknown_kind")
    if change.erases:
        if change.kind not in STATES:
            raise Deny("bad_body")
        return None
    try:
        return codec.decode(change.body, CHANGES[change.kind])
    except BadData as error:
        raise Deny("bad_body") from error


def _address(typed: str) -> str:
    try:
        return email_key(parse_email(typed))
    except Refused as error:
        raise Deny("bad_address") from error


def _apply_settings(portal: ModelPortal, change: Change, body: Settings, _anew: bool) -> None:
    if change.key != "school":
        raise Deny("bad_body")
    portal.settings = body


def _apply_diner(portal: ModelPortal, change: Change, body: DinerState, anew: bool) -> None:
    if anew:
        portal.remove("diner", change.key)
    portal.diners[change.key] = body


def _apply_request(portal: ModelPortal, change: Change, body: AccountRequestState, anew: bool) -> None:
    known = portal.requests.get(change.key)
    if body.answer == "answered" and body.account_id not in portal.accounts:
        raise Deny("unknown_account")
    if known is None or anew:
        _address(body.email)
        known = Request(body, can_confirm=False)
        portal.requests[change.key] = known
    mailed = 0 if portal.wrong.mails_refusals_again else max(body.mailed, known.mailed)
    if body.answer == "refused" and body.reason.strip() and body.decision > mailed:
        portal.mails.append(f"{change.key} {body.decision}")
        mailed = body.decision
    known.state, known.decision, known.mailed = _STATES[body.answer], body.decision, mailed
    known.account_id = body.account_id if body.answer == "answered" else ""
    if body.answer == "refused":
        known.can_confirm = False


def _apply_mail(portal: ModelPortal, change: Change, body: MailCredentials, _anew: bool) -> None:
    if body.mail_key != MAIL_KEY:
        raise Deny("mail_key_changed")
    account = portal.accounts.get(body.account_id)
    if account is None:
        raise Deny("unknown_account")
    if account.state != "open":
        raise Deny("account_closed")
    if not account.live_link or not account.provisional or account.provisional.number != body.number:
        raise Deny("superseded")
    if _address(body.to) != account.email_key:
        raise Deny("address_changed")
    portal.mails.append(change.key)
    portal.mailed.append((body.account_id, body.number, account.email_key))


def _apply_notice(portal: ModelPortal, change: Change, body: NotifyGuardian, _anew: bool) -> None:
    if body.diner_id not in portal.diners:
        raise Deny("unknown_diner")
    account = portal.accounts.get(body.account_id)
    if body.occasion == "opened" and account is None:
        raise Deny("unknown_account")
    holds = account and account.state != "closed" and body.diner_id in account.diners
    if holds or body.occasion == "asked":
        _address(body.to)
        portal.mails.append(change.key)


_APPLY: dict[str, Any] = {
    "settings": _apply_settings,
    "diner": _apply_diner,
    "request": _apply_request,
    "mail.credentials": _apply_mail,
    "guardian.notify": _apply_notice,
}


# Accounts


def _apply_accounts(
    portal: ModelPortal, bodies: dict[str, tuple[Change, Any]], anew: set[str]
) -> dict[str, str]:
    refused: dict[str, str] = {}
    after: dict[str, Account] = {}
    for key, (change, body) in bodies.items():
        try:
            after[key] = _account_after(
                portal, change, body, None if key in anew else portal.accounts.get(key)
            )
        except Deny as refusal:
            refused[key] = str(refusal)
    for key in list(after):
        if not set(bodies[key][1].diner_ids) <= portal.diners.keys():
            refused[key] = "unknown_diner"
            del after[key]
    while collide := _collisions(portal, after):
        refused |= collide
        after = {key: one for key, one in after.items() if key not in collide}
    portal.accounts |= after
    return refused


def _collisions(portal: ModelPortal, after: dict[str, Account]) -> dict[str, str]:
    """Name the accounts that want what another has: who holds it already goes first, then the first of the batch."""
    staying = {key: one for key, one in portal.accounts.items() if key not in after}
    owners: dict[tuple[str, str], str] = {}
    for key, one in staying.items():
        for value in _values(one):
            owners[value] = key
    for key, one in after.items():
        if key in portal.accounts:
            for value in set(_values(one)) & set(_values(portal.accounts[key])):
                owners[value] = key
    collide = {}
    for key, one in after.items():
        taken = [value for value in _values(one) if owners.get(value, key) != key]
        if taken:
            collide[key] = taken[0][0]
            continue
        owners |= dict.fromkeys(_values(one), key)
    return collide


def _values(one: Account) -> list[tuple[str, str]]:
    address = [("email_taken", one.email_key)] if one.email and one.state != "closed" else []
    return [("login_taken", one.login.lower()), *address]


def _account_after(portal: ModelPortal, change: Change, told: AccountState, known: Account | None) -> Account:
    """Return what an account becomes."""
    before = known or Account()
    email, state = told.email, told.state
    if before.family_rev > told.family_rev and not portal.wrong.ignores_family:
        email, state = before.email, "closed" if before.family_closed else told.state
    elif email:
        _address(email)
    if told.login != told.login.strip():
        raise Deny("bad_body")
    ended = max(before.ended, told.ended)
    after = Account(
        state=state,
        login=told.login.lower() if portal.wrong.normalises else told.login,
        email=email,
        own=before.own,
        generation=before.generation,
        provisional=before.provisional,
        lent=before.lent,
        diners=frozenset(told.diner_ids),
        family_rev=max(before.family_rev, told.family_rev),
        family_closed=before.family_closed and state == "closed",
        number=before.number,
        number_expires_at=before.number_expires_at,
        ended=ended,
        sessions_ended=max(before.sessions_ended, told.sessions_ended),
        own_ended=max(before.own_ended, told.own_ended),
    )
    _change_credential(portal, change, told.credential, before, after)
    if before.own and 0 < before.generation <= after.own_ended and not portal.wrong.keeps_own_passwords:
        after.own = 0
    loans_end = (
        after.sessions_ended > before.sessions_ended
        or told.ended > before.ended
        or state != "open"
        or (known is not None and email_key(email) != before.email_key)
    )
    if loans_end and not portal.wrong.keeps_loans:
        after.lent = False
    return after


def _change_credential(
    portal: ModelPortal, change: Change, told: Credential | None, before: Account, after: Account
) -> None:
    held = before.provisional
    if after.state == "closed":
        after.provisional = None
        return
    dead = 0 if portal.wrong.takes_dead_numbers else after.ended
    least = 0 if portal.wrong.takes_dead_numbers else before.number
    if told is not None and told.number > dead and told.number >= least:
        if told.number == before.number and not portal.wrong.takes_dead_numbers:
            if held and held.number == told.number:
                held = Provisional(held.number, held.link, told.expires_at, held.spent)
                after.provisional, after.number_expires_at = held, told.expires_at
            return
        _check_hashes(change.password_hash, told.link_hash)
        after.provisional = Provisional(told.number, told.link_hash, told.expires_at)
        after.number, after.number_expires_at = told.number, told.expires_at
        if portal.wrong.takes_dead_numbers:
            after.ended = min(after.ended, told.number - 1)
        return
    is_spent = held is not None and 0 < held.number <= before.ended
    if held and not is_spent and (told is None or held.number <= after.ended):
        after.provisional = None


def _check_hashes(password_hash: str, link_hash: str) -> None:
    if not password_hash:
        raise Deny("unknown_credential")
    try:
        extract_parameters(password_hash)
    except (InvalidHashError, ValueError) as error:
        raise Deny("bad_body") from error
    if not password_hash.startswith("$argon2id$") or not _LINK.fullmatch(link_hash):
        raise Deny("bad_body")
