"""The state of a request, for whoever holds the link of its acknowledgement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.core.intake.reference import request_reference

_READ = text(
    "SELECT request_id, state, received_at, confirmed_at IS NOT NULL AS confirmed FROM account_request"
    " WHERE school_id = :uai AND link_hash = :link_hash LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class RequestState:
    """What became of a request. Nothing that was typed: the link went to an address that may be somebody else's.

    Attributes:
        state: `received`, `issued` or `refused`.
        confirmed: whether its address was confirmed.
    """

    reference: str
    state: str
    received_at: datetime
    confirmed: bool


def read_request_state(connection: Connection, uai: str, token: str) -> RequestState | None:
    """Return the state of the request of a token, None when there is none any more."""
    row = connection.execute(_READ, {"uai": uai, "link_hash": hash_token(token)}).one_or_none()
    if row is None:
        return None
    return RequestState(request_reference(row.request_id), row.state, row.received_at, row.confirmed)
