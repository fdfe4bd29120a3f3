"""Logins, provisional passwords and link tokens: generation and hashing.

Printed sheet, mail and « identifiant \\ mot de passe oublié(s) ? » all use the same: a provisional
password with an expiry, good for one sign-in, and beside it a one-use link token.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher, extract_parameters, low_level
from argon2.exceptions import HashingError, InvalidHashError

PARIS = ZoneInfo("Europe/Paris")

# Without characters that look alike on paper: i, l, o, 0, 1. 31 ** 12 is 2 ** 59.4; the CNIL asks for 2 ** 50.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 (an alphabet, not a password)
_GROUPS, _GROUP = 3, 4
_LINK_BYTES = 16
_SESSION_BYTES = 32
_SALT_BYTES = 16
_ONE_GROUP = f"[{PASSWORD_ALPHABET}]{{{_GROUP}}}"
_GROUPED = re.compile(rf"\s*{_ONE_GROUP}(?:[\s\-–—]+{_ONE_GROUP}){{2}}\s*", re.IGNORECASE | re.ASCII)
_UNGROUPED = re.compile(rf"\s*[{PASSWORD_ALPHABET}]{{12}}\s*", re.IGNORECASE | re.ASCII)

# OWASP's setting: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)


@dataclass(frozen=True, slots=True)
class Provisional:
    """A provisional password and its link token.

    Attributes:
        password: three groups of four, `k7mf-9xwq-3tpa`.
        link_token: 22 characters of base64url, 128 bits.
    """

    password: str
    link_token: str


def draw_provisional() -> Provisional:
    """Generate a provisional password and its link token (`secrets`)."""
    groups = ("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return Provisional("-".join(groups), secrets.token_urlsafe(_LINK_BYTES))


def draw_token() -> str:
    """Generate 256 random bits as base64url: a session, a workstation key."""
    return secrets.token_urlsafe(_SESSION_BYTES)


def draw_login(first_name: str, last_name: str, taken: Callable[[str], bool]) -> str:
    """Generate a login: two initials and six digits, `ln482716`.

    Args:
        taken: whether a login is already in use in the school.
    """
    initials = _initial(first_name) + _initial(last_name)
    while True:
        login = f"{initials}{secrets.randbelow(900_000) + 100_000}"
        if not taken(login):
            return login


def _initial(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("Đ", "D").replace("Ł", "L").replace("Ø", "O")).lower()
    # x for a name in another alphabet, without a Latin initial.
    return next((letter for letter in folded if "a" <= letter <= "z"), "x")


def tidy_password(typed: str, *, provisional_only: bool = False) -> str:
    """Return the normalised password, as it is hashed.

    NFC, as NIST and OWASP advise. What has the shape of a provisional password (three groups of four) is brought
    to the form it was drawn in, however the family spaced or capitalised it.

    Args:
        provisional_only: the account has no password of its own yet, so twelve letters in one run can only be
            a provisional password typed without its hyphens.
    """
    password = unicodedata.normalize("NFC", typed)
    if _GROUPED.fullmatch(password) or (provisional_only and _UNGROUPED.fullmatch(password)):
        letters = "".join(letter for letter in password.lower() if letter.isalnum())
        return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
    return password


def new_salt() -> bytes:
    """Generate the salt of an account, 16 bytes.

    All passwords of one account (its own, the office's provisional, the forgotten one's) share it, so that a
    sign-in computes exactly one hash, however many passwords the account has and whether it exists or not.
    """
    return os.urandom(_SALT_BYTES)


def hash_password(password: str, salt: bytes | None = None) -> str:
    """Hash a password with argon2id; about 38 ms of one core.

    Args:
        salt: the account's; a new one is generated when it has none.
    """
    return HASHER.hash(tidy_password(password), salt=salt or new_salt())


def salt_of(hashed: str) -> bytes:
    """Return the salt within a stored hash (PHC string)."""
    encoded = hashed.split("$")[4]
    return base64.b64decode(encoded + "=" * (-len(encoded) % 4))


def matching_hash(hashes: Sequence[str], password: str) -> int | None:
    """Return the index of the hash that the password matches, None for no match.

    One hash is computed for all that share salt and parameters; for an empty list one is computed too,
    so that an unknown account costs what a known one does. A damaged hash matches nothing.

    Args:
        password: already tidied.
    """
    if not hashes:
        hash_password(password)
        return None
    found: int | None = None
    computed: dict[str, str] = {}
    for position, hashed in enumerate(hashes):
        head = hashed.rpartition("$")[0]
        if head not in computed:
            computed[head] = _rehash_like(hashed, password)
        # A damaged hash gives an empty result, which must not match an empty hash.
        if computed[head] and same_hash(computed[head], hashed):
            found = position
    return found


def _rehash_like(hashed: str, password: str) -> str:
    try:
        parameters = extract_parameters(hashed)
        salt = salt_of(hashed)
        raw = low_level.hash_secret(
            password.encode(),
            salt,
            time_cost=parameters.time_cost,
            memory_cost=parameters.memory_cost,
            parallelism=parameters.parallelism,
            hash_len=parameters.hash_len,
            type=parameters.type,
            version=parameters.version,
        )
    except (InvalidHashError, HashingError, IndexError, ValueError):
        return ""
    return raw.decode()


def needs_rehash(hashed: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(hashed)


def hash_all(
    passwords: Sequence[tuple[str, bytes]], *, report: Callable[[int, int], None] | None = None
) -> list[str]:
    """Hash many passwords on all cores, in order.

    Args:
        passwords: each with its account's salt.
        report: called with (done, total) after each; raising stops before the next one.
    """
    total = len(passwords)
    hashes: list[str] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="hash") as pool:
        futures = [pool.submit(hash_password, password, salt) for password, salt in passwords]
        try:
            for done, future in enumerate(futures, 1):
                hashes.append(future.result())
                if report:
                    report(done, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return hashes


def hash_token(token: str) -> str:
    """Hash a random token for storage. A plain SHA-256 is enough for 128 random bits and more."""
    return hashlib.sha256(token.encode()).hexdigest()


def same_hash(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def expiry(issued: datetime, days: int, *, on_paper: bool) -> datetime:
    """Return when a provisional password stops working: the end of the day, in Paris.

    Paper issued after 15 June is read after the holidays, so it holds until the end of September.

    Args:
        issued: UTC.
        days: the school's lifetime, 1 or more.
    """
    day: date = issued.astimezone(PARIS).date()
    last = day + timedelta(days=days)
    if on_paper and (6, 15) < (day.month, day.day) <= (9, 30):
        last = max(last, date(day.year, 9, 30))
    return datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=PARIS).astimezone(UTC)
