"""The one statement that every page begins with: its school, and who is signed in.

A page that only shows sends no other: the statement binds itself to the school, and is a transaction of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.accounts.access import Diner
from turbo_admin.portal.accounts.sessions import IDLE, LONGEST, LONGEST_CHOOSE, Session, is_stale, touch
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.schools.registry import PortalSchool
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import Settings

# The database's function binds the transaction to the school, then reads under row-level security: one round trip a page.
_COLUMNS = "SELECT name, settings, last_sync_at, account_id, kind, seen_at, diners FROM look("
_LOOK = _COLUMNS + "%s, %s, %s, %s, %s, %s)"
_OPEN = text(_COLUMNS + ":uai, :token_hash, :idle_since, :since, :choose_since, false)")


@dataclass(frozen=True, slots=True)
class PageContext:
    """The school of a page and the session of its visitor.

    Attributes:
        session: the one in force; None when nobody is signed in.
        diners: of its account, by name, those who have not left; empty when they were not asked for.
    """

    school: PortalSchool
    session: Session | None
    diners: tuple[Diner, ...] = ()


def read_page_context(
    database: PortalDatabase, uai: str, token: str, *, now: datetime, diners: bool = False
) -> PageContext | None:
    """Read a school and the session of a token; None when there is no such school.

    Args:
        uai: in capitals.
        token: of the session's cookie, empty for none.
        diners: whether those of a family that is signed in are wanted.

    Raises:
        Unreachable: `portal_database_unreachable`.
    """
    hashed = hash_token(token) if token else ""
    row = database.ask(_LOOK, (uai, hashed, now - IDLE, now - LONGEST, now - LONGEST_CHOOSE, diners))
    if row is None:
        return None
    if row[3] is not None and is_stale(row[5], now):
        with database.school(uai, durable=False) as connection:
            touch(connection, uai, hashed, now=now)
    return _seen(uai, hashed, row)


def read_page_context_within(
    connection: Connection, uai: str, token: str, *, now: datetime
) -> PageContext | None:
    """Do the same within a transaction, which is bound to the school from then on."""
    hashed = hash_token(token) if token else ""
    values = {"idle_since": now - IDLE, "since": now - LONGEST, "choose_since": now - LONGEST_CHOOSE}
    row = connection.execute(_OPEN, {"uai": uai, "token_hash": hashed, **values}).one_or_none()
    if row is None:
        return None
    if row[3] is not None and is_stale(row[5], now):
        touch(connection, uai, hashed, now=now)
    return _seen(uai, hashed, row)


def _seen(uai: str, hashed: str, row: Any) -> PageContext:
    name, settings, last_sync_at, account_id, kind, _, listed = row
    school = PortalSchool(uai, name, codec.decode(settings.encode(), Settings), last_sync_at)
    session = None if account_id is None else Session(hashed, account_id, kind)
    diners = msgspec.json.decode(listed, type=list[tuple[str, str, str]]) if listed else ()
    return PageContext(school, session, tuple(Diner(*one) for one in diners))
