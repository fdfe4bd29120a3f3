"""What a told state does to one account, worked out before anything is written.

Numbers decide: a provisional password of the office is taken only under a number greater than any that was taken, and
than any that is dead.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from argon2 import Parameters, extract_parameters
from argon2.exceptions import InvalidHashError

from turbo_admin.core.emails import email_key
from turbo_admin.portal.api.change_context import (
    ChangeRefusal,
    ChangeRefused,
    ReceivedChange,
    in_utc,
    valid_address,
)
from turbo_admin.protocol.states import AccountState, Credential

# The most that one sign-in may be made to compute: beyond, an office could slow the portal down for everybody.
# The office's own hashes: 19 MiB, two passes, one lane, 16 bytes of salt, 32 of hash. Each sign-in costs as much as the
# hash says, so a stolen key must not make it dearer than four of them, nor so cheap that guessing is free.
_MEMORY_KIB, _PASSES, _LANES = range(19 * 1024, 64 * 1024 + 1), range(1, 5), range(1, 5)
_SALT_BYTES, _HASH_BYTES = range(8, 49), range(16, 65)
_LARGEST_COST = 4 * 19 * 1024 * 2
_HEX_64 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account as it stands before a state is applied.

    Attributes:
        link_hash: of the office's provisional password; None when there is none.
        held_number: its number; 0 for one of the first version that the office has not named yet.
    """

    account_id: str
    login: str = ""
    email: str = ""
    email_key: str = ""
    state: str = "open"
    has_own_password: bool = False
    generation: int = 0
    family_rev: int = 0
    family_closed: bool = False
    number: int = 0
    number_expires_at: datetime | None = None
    ended: int = 0
    sessions_ended: int = 0
    own_ended: int = 0
    link_hash: str | None = None
    held_number: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether the provisional password has been used: its row keeps the salt alone, and opens nothing."""
        return 0 < self.held_number <= self.ended


class CredentialEffect(Enum):
    """What a state does to the office's provisional password of an account."""

    TAKE = "take"
    NAME = "name"
    EXTEND = "extend"
    DROP = "drop"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What one account becomes.

    Attributes:
        known: None for an account that is new.
        state: with what the family itself has closed.
        ends_loans: the portal's own provisional password and a waiting change of address.
    """

    change: ReceivedChange[AccountState]
    known: StoredAccount | None
    login: str
    email: str
    email_key: str
    state: str
    ended: int
    sessions_ended: int
    own_ended: int
    number: int
    number_expires_at: datetime | None
    credential: CredentialEffect
    ends_own_password: bool = False
    ends_sessions: bool = False
    ends_links: bool = False
    ends_loans: bool = False

    @property
    def key(self) -> str:
        """The account's id."""
        return self.change.key

    @property
    def unique_values(self) -> tuple[str, str]:
        """The login and the address that no other account may have; no address when it is free for others."""
        return self.login.lower(), self.email_key if self.state != "closed" else ""

    @property
    def former_values(self) -> tuple[str, str]:
        """The same, as they are stored."""
        if self.known is None:
            return "", ""
        return self.known.login.lower(), self.known.email_key if self.known.state != "closed" else ""


def plan_account(change: ReceivedChange[AccountState], known: StoredAccount | None) -> AccountPlan:
    """Work out what an account becomes.

    Raises:
        ChangeRefused: `bad_body`, `bad_address`, `unknown_credential`.
    """
    told, before = change.body, known or StoredAccount(change.key)
    email, state = told.email, told.state
    if before.family_rev > told.family_rev:
        # Said without knowing what the family has done since: it is right about everything else.
        email, state = before.email, "closed" if before.family_closed else told.state
    elif email:
        valid_address(email)
    if told.login != told.login.strip():
        raise ChangeRefused(ChangeRefusal.BAD_BODY)
    ended, own_ended = max(before.ended, told.ended), max(before.own_ended, told.own_ended)
    effect = _credential_effect(change, before, state, ended)
    takes = effect in {CredentialEffect.TAKE, CredentialEffect.NAME}
    sessions_grew = told.sessions_ended > before.sessions_ended
    own_dies = before.has_own_password and 0 < own_ended >= before.generation
    key = email_key(email)
    return AccountPlan(
        change,
        known,
        told.login,
        email,
        key,
        state,
        ended=ended,
        sessions_ended=max(before.sessions_ended, told.sessions_ended),
        own_ended=own_ended,
        number=told.credential.number if takes and told.credential else before.number,
        number_expires_at=_expiry(told.credential, before, effect),
        credential=effect,
        ends_own_password=own_dies,
        ends_sessions=sessions_grew or own_dies or state != "open",
        ends_links=sessions_grew or own_dies or effect is CredentialEffect.TAKE,
        ends_loans=sessions_grew
        or told.ended > before.ended
        or state != "open"
        or (known is not None and key != before.email_key),
    )


def _credential_effect(
    change: ReceivedChange[AccountState], before: StoredAccount, state: str, ended: int
) -> CredentialEffect:
    told, is_held = change.body.credential, before.link_hash is not None
    if state == "closed":
        return CredentialEffect.DROP if is_held else CredentialEffect.NOTHING
    if told is not None and told.number > ended and told.number >= before.number:
        if told.number == before.number:
            same = is_held and before.held_number == told.number
            return CredentialEffect.EXTEND if same else CredentialEffect.NOTHING
        if is_held and not before.held_number and told.link_hash == before.link_hash:
            return CredentialEffect.NAME
        _check_hashes(change.password_hash, told.link_hash)
        return CredentialEffect.TAKE
    # What was used keeps its salt a while, for the password that is about to be chosen: it opens nothing.
    is_live = is_held and not before.is_spent
    is_dead = told is None or before.held_number <= ended
    return CredentialEffect.DROP if is_live and is_dead else CredentialEffect.NOTHING


def _expiry(told: Credential | None, before: StoredAccount, effect: CredentialEffect) -> datetime | None:
    if told is None or effect in {CredentialEffect.DROP, CredentialEffect.NOTHING}:
        return before.number_expires_at
    return in_utc(told.expires_at)


def _check_hashes(password_hash: str, link_hash: str) -> None:
    """Refuse a hash that a sign-in could not compare, or only at too high a cost (denial of service)."""
    if not password_hash:
        # The office no longer has it: a password of its first version that is not here, or one that was used.
        raise ChangeRefused(ChangeRefusal.UNKNOWN_CREDENTIAL)
    try:
        parameters = extract_parameters(password_hash)
    except (InvalidHashError, ValueError) as error:
        raise ChangeRefused(ChangeRefusal.BAD_BODY) from error
    if (
        not password_hash.startswith("$argon2id$")
        or not (password_hash.isascii() and password_hash.isprintable())
        or not _is_affordable(parameters)
        or not _HEX_64.fullmatch(link_hash)
    ):
        raise ChangeRefused(ChangeRefusal.BAD_BODY)


def _is_affordable(parameters: Parameters) -> bool:
    return (
        parameters.memory_cost in _MEMORY_KIB
        and parameters.time_cost in _PASSES
        and parameters.parallelism in _LANES
        and parameters.salt_len in _SALT_BYTES
        and parameters.hash_len in _HASH_BYTES
        and parameters.memory_cost * parameters.time_cost <= _LARGEST_COST
    )
