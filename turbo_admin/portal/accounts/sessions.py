"""Sessions: a row only once a family has signed in, under the hash of a token that only its browser holds.

| kind | opened by | allows |
| --- | --- | --- |
| choose | a provisional password, or its link | choosing a password, nothing else |
| full | a password of one's own | the family's space |
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, text

from turbo_admin.core.credentials.rules import draw_token, hash_token
from turbo_admin.core.language import _

SessionKind = Literal["full", "choose"]

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Choosing a password takes a minute; half an hour leaves room for a telephone call.
LONGEST_CHOOSE = timedelta(minutes=30)
# How stale « vue pour la dernière fois » may be: spares a write at each page.
_TOUCH_AFTER = timedelta(minutes=1)
_AGENT_LENGTH = 60

_INSERT = text(
    "INSERT INTO session (school_id, token_hash, account_id, kind, created_at, seen_at, agent, opener)"
    " VALUES (:uai, :token_hash, :account_id, :kind, :now, :now, :agent, :opener)"
)
_FIND = text(
    "SELECT s.token_hash, s.account_id, s.kind, s.created_at, s.seen_at FROM session s"
    " JOIN account a ON a.school_id = s.school_id AND a.account_id = s.account_id AND a.state = 'open'"
    " WHERE s.school_id = :uai AND s.token_hash = :token_hash AND s.seen_at > :idle_since"
    " AND s.created_at > CASE s.kind WHEN 'choose' THEN CAST(:choose_since AS timestamptz)"
    " ELSE CAST(:since AS timestamptz) END"
)
_TOUCH = text(
    "UPDATE session SET seen_at = :now WHERE school_id = :uai AND token_hash = :token_hash AND seen_at < :now"
)
_LIST = text(
    "SELECT token_hash, created_at, seen_at, agent FROM session"
    " WHERE school_id = :uai AND account_id = :account_id AND kind = 'full'"
    " AND seen_at > :idle_since AND created_at > :since ORDER BY seen_at DESC, token_hash LIMIT 50"
)
_END = text(
    "DELETE FROM session WHERE school_id = :uai AND account_id = :account_id AND token_hash = :token_hash"
)
_END_ALL = text("DELETE FROM session WHERE school_id = :uai AND account_id = :account_id")
_END_OTHERS = text(
    "DELETE FROM session WHERE school_id = :uai AND account_id = :account_id AND token_hash <> :token_hash"
)


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is in force."""

    token_hash: str
    account_id: str
    kind: SessionKind


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list that its owner sees.

    Attributes:
        agent: « Firefox sur Windows », empty when the browser did not say.
        current: whether it is the one that asks.
    """

    token_hash: str
    created_at: datetime
    seen_at: datetime
    agent: str
    current: bool


def open_session(
    connection: Connection,
    uai: str,
    account_id: str,
    kind: SessionKind,
    *,
    agent: str,
    now: datetime,
    opener: str = "",
) -> str:
    """Open a session, always under a new token.

    Args:
        agent: the User-Agent header; only the names of browser and system are kept.
        opener: the token hash of the session of another school whose password has opened this one by a link.

    Returns:
        The token, 256 random bits as text: for the cookie, and for nothing else.
    """
    # A new token at each sign-in, so that one planted beforehand is worth nothing (session fixation).
    token = draw_token()
    values = {"uai": uai, "token_hash": hash_token(token), "account_id": account_id, "kind": kind}
    connection.execute(_INSERT, {**values, "now": now, "agent": summarise_agent(agent), "opener": opener})
    return token


def find_session(connection: Connection, uai: str, token: str, *, now: datetime) -> Session | None:
    """Return the session of a cookie, None when it is unknown, too old, or of an account that may not sign in."""
    if not token:
        return None
    row = _find(connection, uai, hash_token(token), now=now)
    if row is None:
        return None
    if is_stale(row.seen_at, now):
        touch(connection, uai, row.token_hash, now=now)
    return Session(row.token_hash, row.account_id, row.kind)


def is_in_force(connection: Connection, uai: str, session: Session, *, now: datetime) -> bool:
    """Whether a session found before is still there, and its account may sign in; asked once the account is locked."""
    return _find(connection, uai, session.token_hash, now=now) is not None


def _find(connection: Connection, uai: str, token_hash: str, *, now: datetime) -> Row[Any] | None:
    values = {
        "uai": uai,
        "token_hash": token_hash,
        "idle_since": now - IDLE,
        "since": now - LONGEST,
        "choose_since": now - LONGEST_CHOOSE,
    }
    return connection.execute(_FIND, values).one_or_none()


def is_stale(seen_at: datetime, now: datetime) -> bool:
    """Whether a session was last seen so long ago that it is to be noted."""
    return now - seen_at > _TOUCH_AFTER


def touch(connection: Connection, uai: str, token_hash: str, *, now: datetime) -> None:
    """Note that a session was seen."""
    connection.execute(_TOUCH, {"uai": uai, "token_hash": token_hash, "now": now})


def list_sessions(connection: Connection, uai: str, session: Session, *, now: datetime) -> list[SessionLine]:
    """Return the sessions of an account, the last used first, at most fifty."""
    rows = connection.execute(
        _LIST,
        {
            "uai": uai,
            "account_id": session.account_id,
            "idle_since": now - IDLE,
            "since": now - LONGEST,
        },
    )
    return [
        SessionLine(
            row.token_hash,
            row.created_at,
            row.seen_at,
            agent_words(row.agent),
            row.token_hash == session.token_hash,
        )
        for row in rows
    ]


def end_session(connection: Connection, uai: str, account_id: str, token_hash: str) -> None:
    """End one session of an account; one that is not its own, or not there, changes nothing."""
    connection.execute(_END, {"uai": uai, "account_id": account_id, "token_hash": token_hash})


def end_all_sessions(connection: Connection, uai: str, account_id: str, *, but: str = "") -> None:
    """End every session of an account.

    Args:
        but: the token hash of one that stays.
    """
    values = {"uai": uai, "account_id": account_id}
    if but:
        connection.execute(_END_OTHERS, {**values, "token_hash": but})
    else:
        connection.execute(_END_ALL, values)


# First match wins: Edge and Opera also say Chrome, Chrome also says Safari; Android also says Linux.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
_ON = " sur "
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def summarise_agent(agent: str) -> str:
    """Summarise a User-Agent: `Firefox sur Windows`; empty when nothing is recognised."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return _ON.join(part for part in (browser, system) if part)[:_AGENT_LENGTH]


def agent_words(kept: str) -> str:
    """Translate what `summarise_agent` kept into the visitor's language."""
    browser, on, system = kept.partition(_ON)
    return _("{browser} sur {system}").format(browser=browser, system=system) if on else kept
