"""All requests at once, by column, for a list that has a hundred thousand of them.

No value passes through more hands than it must, and the screen has its turn between two pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import msgspec

from turbo_admin.store import requests
from turbo_admin.store.bare import Bare
from turbo_admin.store.records import Attached, RequestGlance

# What so many hold stays in the processor's cache until it is made use of: a fifth quicker than by thousands.
_PAGE = 250
# In the order of `Columns`.
_ALL = (
    "SELECT id, uai, card, last_name, first_name, email, corrected_email, received_at, confirmed_at, state, diner_id,"
    " chosen_by, degree, alerts, json_array_length(candidates), dealt_at, dealt_by, search FROM account_request"
)
_DINERS = "SELECT id, last_name, first_name, class_name, card, emails, search FROM diner"
_ONLY_ATTACHED = " WHERE id IN (SELECT diner_id FROM account_request)"
_NUMBERS = "SELECT (SELECT count(*) FROM diner), (SELECT count(*) FROM account_request)"


class Columns(NamedTuple):
    """Many requests, by column: the first of each is of the first request, and so on."""

    id: Sequence[str]
    uai: Sequence[str]
    card: Sequence[str]
    last_name: Sequence[str]
    first_name: Sequence[str]
    email: Sequence[str]
    corrected_email: Sequence[str]
    received_at: Sequence[datetime]
    confirmed_at: Sequence[datetime | None]
    state: Sequence[str]
    diner_id: Sequence[str | None]
    chosen_by: Sequence[str]
    degree: Sequence[str]
    alerts: Sequence[list[str]]
    candidates: Sequence[int]
    dealt_at: Sequence[datetime | None]
    dealt_by: Sequence[str]
    search: Sequence[str]

    def glances(self, diners: Mapping[str, Attached]) -> Iterator[RequestGlance]:
        """Return the requests one by one."""
        for values in zip(*self, strict=True):
            yield RequestGlance._make((*values, diners.get(values[_DINER_ID])))


_DINER_ID, _STATE = Columns._fields.index("diner_id"), Columns._fields.index("state")


def attached_diners(bare: Bare) -> dict[str, Attached]:
    """Return the diners that requests are attached to, by id, and maybe others."""
    [(all_diners, all_requests)] = bare.rows(_NUMBERS)
    # To look each of them up takes three times as long as to read so many from first to last.
    asked = _DINERS if all_diners <= all_requests else _DINERS + _ONLY_ATTACHED
    parsed = bare.parsed if bare.is_shared else msgspec.json.Decoder(list[str]).decode
    return {
        one: Attached(last, first, class_name, card, parsed(emails), search)
        for one, last, first, class_name, card, emails, search in bare.rows(asked)
    }


def columns(bare: Bare) -> Iterator[tuple[Columns | None, Columns | None]]:
    """Return all requests, in any order, some hundreds at a time: those that are open, and the others."""
    # SQLite gives JSON as text, the same few again and again; PostgreSQL's driver has made lists of it.
    alerts_of = bare.parsed if bare.is_shared else cache(bare.parsed)
    for page in bare.pages(_ALL, _PAGE):
        waiting = [row for row in page if row[_STATE] == requests.OPEN]
        others = [row for row in page if row[_STATE] != requests.OPEN] if waiting else page
        yield tuple(_columns(bare, rows, alerts_of) if rows else None for rows in (waiting, others))  # type: ignore[misc]


def _columns(bare: Bare, rows: Sequence[tuple[Any, ...]], alerts_of: Callable[[Any], list[str]]) -> Columns:
    made = Columns._make(zip(*rows, strict=True))
    return made._replace(
        received_at=bare.times(made.received_at),
        confirmed_at=bare.times(made.confirmed_at),
        dealt_at=bare.times(made.dealt_at),
        alerts=[alerts_of(alerts) for alerts in made.alerts],
    )
