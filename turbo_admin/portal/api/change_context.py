"""What every kind of change works with: the transaction of its school, and the refusal of one change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Executable

from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused


class ChangeRefused(Exception):
    """A rule refuses one change; the others of its batch go on.

    Args:
        reason: a key of `core.sync.words.REFUSALS`, where its French stands.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """The transaction in which a change is applied.

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
        raise ChangeRefused("bad_address") from error


def in_utc(at: datetime) -> datetime:
    """Return a time of the office in UTC; one without a zone is in UTC already."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
