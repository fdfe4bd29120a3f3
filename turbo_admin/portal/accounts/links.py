"""Spaces that a family has joined: signing in at one school opens those of the others too.

A link is two rows of one random id, each of its own school; it holds while both are there. Nobody reads both at once:
each is read in a transaction of its school. What ends one half ends the other, and what was opened through it; the
tables see to that themselves (migration 0006), whoever ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.core.mails.payloads import AccountData
from turbo_admin.portal.accounts.access import Account, append_sign_in_event, note_sign_in, read_account
from turbo_admin.portal.accounts.own_log import log_activity
from turbo_admin.portal.accounts.sessions import Session, is_in_force, open_session
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.schools.registry import find_school

# Only spaces whose own password was typed this lately may be joined: a browser left open must not do for ever.
FRESH = timedelta(minutes=15)

_OF_ACCOUNT = text(
    "SELECT other_school_id, link_id, created_at FROM account_link"
    " WHERE school_id = :uai AND account_id = :id ORDER BY other_school_id"
)
_HALF = text(
    "SELECT account_id FROM account_link WHERE school_id = :uai AND link_id = :link AND other_school_id = :other"
)
_FRESH = text(
    "SELECT EXISTS (SELECT FROM session WHERE school_id = :uai AND token_hash = :token_hash AND opener = ''"
    " AND created_at > :since)"
)
_INSERT = text(
    "INSERT INTO account_link (school_id, account_id, other_school_id, link_id, created_at)"
    " VALUES (:uai, :id, :other, :link, :now)"
)
_END_ONE = text(
    "DELETE FROM account_link WHERE school_id = :uai AND account_id = :id AND other_school_id = :other"
)
_END_ALL = text("DELETE FROM account_link WHERE school_id = :uai AND account_id = :id")
_END_OPENED = text(
    "DELETE FROM session WHERE school_id = :uai AND account_id = :id AND opener <> '' AND token_hash <> :but"
)
_END_THROUGH = text(
    "SELECT end_sessions_through(link_id, other_school_id, :opener, CAST(:but AS text[])) FROM account_link"
    " WHERE school_id = :uai AND account_id = :id"
)


@dataclass(frozen=True, slots=True)
class AccountLink:
    """One half of a link, as its own school has it.

    Attributes:
        uai: of the other school.
        link_id: the same on both sides.
    """

    uai: str
    link_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSpace:
    """A space that is open in a browser.

    Attributes:
        fresh: whether its own password was typed here within `FRESH`.
    """

    uai: str
    school: str
    session: Session
    fresh: bool


@dataclass(frozen=True, slots=True)
class LinkedSpace:
    """A link of which both halves exist, as its family sees it."""

    uai: str
    school: str
    created_at: datetime


def links_of(connection: Connection, uai: str, account_id: str) -> list[AccountLink]:
    """Return an account's halves, by school; whether the other half is there, only the other school knows."""
    return [AccountLink(*row) for row in connection.execute(_OF_ACCOUNT, {"uai": uai, "id": account_id})]


def is_fresh(connection: Connection, uai: str, session: Session, *, now: datetime) -> bool:
    """Whether a session was opened by its account's own password, lately."""
    values = {"uai": uai, "token_hash": session.token_hash, "since": now - FRESH}
    return bool(connection.scalar(_FRESH, values))


def linked_spaces(database: PortalDatabase, uai: str, links: Sequence[AccountLink]) -> list[LinkedSpace]:
    """Return those of an account's links that hold, with the other school's name."""
    found = []
    for link in links:
        with database.school(link.uai) as connection:
            school = find_school(connection, link.uai)
            if school and _holder(connection, uai, link):
                found.append(LinkedSpace(link.uai, school.name, link.created_at))
    return found


def join(database: PortalDatabase, first: OpenSpace, second: OpenSpace, *, now: datetime) -> bool:
    """Join two spaces of two schools; one that was joined to another account of that school leaves it.

    The half that is written first is worth nothing before the other one is there. The id comes of the two sessions, so
    that two presses of the button make one link.

    Returns:
        False when they were joined already.
    """
    with database.school(first.uai) as connection:
        held = _links_to(connection, first, second.uai)
    if held:
        with database.school(second.uai) as connection:
            if _holder(connection, first.uai, held[0]) == second.session.account_id:
                return False
    link_id = hash_token(" ".join(sorted((first.session.token_hash, second.session.token_hash))))
    for one, other in ((first, second), (second, first)):
        with database.school(one.uai) as connection:
            _write_half(connection, one, other.uai, link_id, now=now)
    return True


def end_links(connection: Connection, uai: str, account_id: str) -> bool:
    """End every link of an account, with what was opened through it elsewhere; whether there was any."""
    return connection.execute(_END_ALL, {"uai": uai, "id": account_id}).rowcount > 0


def end_opened(connection: Connection, uai: str, account_id: str, *, but: str) -> None:
    """End the sessions of an account that another school's password has opened.

    Args:
        but: the token hash of one that stays.
    """
    connection.execute(_END_OPENED, {"uai": uai, "id": account_id, "but": but})


def end_sessions_elsewhere(
    connection: Connection, uai: str, account_id: str, *, opener: str = "", but: tuple[str, ...] = ()
) -> None:
    """End the sessions that links have opened at other schools.

    Args:
        opener: the token hash of the one session whose doing they were; empty for all.
        but: token hashes of those that stay.
    """
    values = {"uai": uai, "id": account_id, "opener": opener, "but": list(but)}
    connection.execute(_END_THROUGH, values)


def open_linked(
    connection: Connection, uai: str, link: AccountLink, here: str, *, opener: str, agent: str, now: datetime
) -> str:
    """Open the space at the other end of a link, by that school's own rules; call it last.

    Args:
        uai: the other school, whose transaction this is.
        here: the school whose password was proved.
        opener: the token hash of the session there.

    Returns:
        The token; empty when the link has ended or that account may not sign in.
    """
    account_id = _holder(connection, here, link)
    account: Account | None = read_account(connection, uai, account_id, lock=True) if account_id else None
    if account is None or account.state != "open" or account.password_hash is None:
        return ""
    # Looked at again under the lock: it may have ended meanwhile.
    if _holder(connection, here, link) != account.account_id:
        return ""
    note_sign_in(connection, uai, account.account_id, now=now, rehashed="")
    token = open_session(connection, uai, account.account_id, "full", agent=agent, now=now, opener=opener)
    log_activity(connection, uai, account.account_id, "signed_in_linked", now=now, agent=agent)
    append_sign_in_event(connection, uai, account, now=now)
    return token


def _links_to(connection: Connection, space: OpenSpace, other: str) -> list[AccountLink]:
    return [one for one in links_of(connection, space.uai, space.session.account_id) if one.uai == other]


def _write_half(connection: Connection, space: OpenSpace, other: str, link_id: str, *, now: datetime) -> None:
    account_id = space.session.account_id
    account = read_account(connection, space.uai, account_id, lock=True)
    # Checked again under the lock: the account may have been blocked, or the session ended, meanwhile.
    if account is None or not is_in_force(connection, space.uai, space.session, now=now):
        return
    if any(one.link_id == link_id for one in _links_to(connection, space, other)):
        return
    values = {"uai": space.uai, "id": account_id, "other": other}
    connection.execute(_END_ONE, values)
    connection.execute(_INSERT, {**values, "link": link_id, "now": now})
    log_activity(connection, space.uai, account_id, "linked", now=now)
    if account.email:
        data = AccountData(login=account.login, changed_at=now)
        queue_mail(
            connection,
            space.uai,
            kind="espaces-relies",
            to=account.email,
            data=data,
            account_id=account_id,
            now=now,
        )


def _holder(connection: Connection, here: str, link: AccountLink) -> str | None:
    """Return the account at the other end of a link, None when there is none any more."""
    found = connection.scalar(_HALF, {"uai": link.uai, "link": link.link_id, "other": here})
    return None if found is None else str(found)
