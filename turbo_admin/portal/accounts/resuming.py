"""A choice of password that is resumed: the browser that pressed a link may press it again until a password is chosen.

The link is spent at its first use: nobody else gets in by it. Kept is a hash over the link and a mark that its browser got,
for as long as the spent provisional password keeps its row.
"""

from datetime import datetime

from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import hash_token

_KEEP = text("UPDATE provisional SET resume_hash = :hash WHERE school_id = :uai AND account_id = :id")
_FIND = text(
    "SELECT p.account_id FROM provisional p"
    " JOIN account a ON a.school_id = p.school_id AND a.account_id = p.account_id AND a.state = 'open'"
    " JOIN school s ON s.school_id = p.school_id AND s.suspended_at IS NULL"
    " WHERE p.school_id = :uai AND p.resume_hash = :hash AND p.expires_at > :now LIMIT 1"
)


def keep_resumable(connection: Connection, uai: str, account_id: str, *, link_token: str, mark: str) -> None:
    """Let the holder of both the link and the mark resume the choice.

    Args:
        mark: random, for this browser alone.
    """
    values = {"uai": uai, "id": account_id, "hash": _hash(link_token, mark)}
    connection.execute(_KEEP, values)


def find_resumable(
    connection: Connection, uai: str, *, link_token: str, mark: str, now: datetime
) -> str | None:
    """Return the open account whose choice a browser may resume, None for none.

    Args:
        mark: of the browser's cookie; empty for none.
    """
    if not mark:
        return None
    values = {"uai": uai, "hash": _hash(link_token, mark), "now": now}
    found = connection.scalar(_FIND, values)
    return None if found is None else str(found)


def _hash(link_token: str, mark: str) -> str:
    return hash_token(f"{link_token} {mark}")
