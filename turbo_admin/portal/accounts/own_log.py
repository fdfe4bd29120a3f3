"""What happened to an account, for its family: its own acts, its requests, the mails that it had."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from turbo_admin.core.language import _
from turbo_admin.portal.accounts.sessions import agent_words, summarise_agent
from turbo_admin.portal.base.activity_texts import ACTIVITY_TEXTS, MAIL_TEXTS

_LOG = text(
    "INSERT INTO account_log (school_id, entry_id, account_id, at, what, agent)"
    " VALUES (:uai, :entry, :id, :now, :what, :agent)"
)
# Beside these stand a name or an address; beside the others, the device.
_NO_DEVICE = frozenset({"created", "request_received", "request_confirmed", *MAIL_TEXTS})
_LINES = text(
    "SELECT at, what, detail FROM ("
    " SELECT at, what, agent AS detail FROM account_log WHERE school_id = :uai AND account_id = :id"
    " UNION ALL SELECT received_at, 'request_received', first_name || ' ' || last_name FROM account_request"
    " WHERE school_id = :uai AND (account_id = :id OR asked_by = :id)"
    " UNION ALL SELECT confirmed_at, 'request_confirmed', email FROM account_request"
    " WHERE school_id = :uai AND (account_id = :id OR asked_by = :id) AND confirmed_at IS NOT NULL"
    " UNION ALL SELECT created_at, 'created', login FROM account WHERE school_id = :uai AND account_id = :id"
    " UNION ALL SELECT sent_at, kind, to_address FROM mail"
    " WHERE school_id = :uai AND account_id = :id AND state = 'sent'"
    ") AS line ORDER BY at DESC, what LIMIT :limit OFFSET :skip"
)


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """Something that happened.

    Attributes:
        at: UTC.
        words: in the language of the visitor.
        detail: the device, the card holder, or the address; may be empty.
    """

    at: datetime
    words: str
    detail: str


def log_activity(
    connection: Connection, uai: str, account_id: str, what: str, *, now: datetime, agent: str = ""
) -> None:
    """Write a line of an account's own log.

    Args:
        what: a key of `activity_texts.ACTIVITY_TEXTS`.
        agent: the User-Agent header; only the names of browser and system are kept.
    """
    if what not in ACTIVITY_TEXTS:
        raise KeyError(what)
    connection.execute(
        _LOG,
        {
            "uai": uai,
            "entry": uuid.uuid4().hex,
            "id": account_id,
            "now": now,
            "what": what,
            "agent": summarise_agent(agent),
        },
    )


def activity_lines(
    connection: Connection, uai: str, account_id: str, *, limit: int, skip: int = 0
) -> list[ActivityLine]:
    """Return what happened to an account, latest first.

    Args:
        limit: how many lines at most.
        skip: how many of the latest are left out.
    """
    rows = connection.execute(_LINES, {"uai": uai, "id": account_id, "limit": limit, "skip": skip})
    words = ACTIVITY_TEXTS | MAIL_TEXTS
    return [
        ActivityLine(at, _(words.get(what, what)), detail if what in _NO_DEVICE else agent_words(detail))
        for at, what, detail in rows
    ]
