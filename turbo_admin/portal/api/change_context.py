"""What every kind of change works with: the transaction of its school, the change as read, the refusal of one change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Executable

from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused

Body = TypeVar("Body", bound=msgspec.Struct)


class ChangeRefusal(StrEnum):
    """Why one change is refused; the French of each stands in `core.sync.words.REFUSALS`."""

    SUPERSEDED = "superseded"
    OTHER_CONTENT = "other_content"
    UNKNOWN_KIND = "unknown_kind"
    BAD_BODY = "bad_body"
    UNKNOWN_DINER = "unknown_diner"
    LOGIN_TAKEN = "login_taken"
    EMAIL_TAKEN = "email_taken"
    UNKNOWN_ACCOUNT = "unknown_account"
    ACCOUNT_CLOSED = "account_closed"
    ADDRESS_CHANGED = "address_changed"
    MAIL_KEY_CHANGED = "mail_key_changed"
    BAD_ADDRESS = "bad_address"
    CONFLICT = "conflict"
    UNKNOWN_CREDENTIAL = "unknown_credential"


# Key of a change -> why it was refused; the others of the same call were applied.
Refusals = dict[str, ChangeRefusal]


class ChangeRefused(Exception):
    """A rule refuses one change; the others of its batch go on."""

    def __init__(self, reason: ChangeRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReceivedChange(Generic[Body]):
    """A change whose body has the type of its kind.

    Attributes:
        password_hash: as `protocol.messages.Change`.
        is_anew: the record of this key is another life of it: what is stored is erased first.
    """

    key: str
    body: Body
    password_hash: str = ""
    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """The transaction in which changes are applied.

    Attributes:
        connection: of the school's transaction.
        now: UTC.
    """

    connection: Connection
    uai: str
    now: datetime

    def run(self, statement: Executable, **values: object) -> Any:
        """Execute a statement of this school."""
        return self.connection.execute(statement, {"uai": self.uai, **values})

    def run_rows(self, statement: Executable, rows: Sequence[Mapping[str, object]], **values: object) -> Any:
        """Execute a statement that reads its rows from `json_to_recordset(CAST(:rows AS json))`."""
        return self.run(statement, rows=msgspec.json.encode(rows).decode(), **values)


def valid_address(typed: str) -> str:
    """Return an e-mail address in its one form.

    Raises:
        ChangeRefused: `bad_address`.
    """
    try:
        return parse_email(typed)
    except Refused as error:
        raise ChangeRefused(ChangeRefusal.BAD_ADDRESS) from error


def in_utc(at: datetime) -> datetime:
    """Return a time of the office in UTC; one without a zone is in UTC already."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
