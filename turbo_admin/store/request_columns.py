"""All requests at once, by column, for a list that has a hundred thousand of them.

No value passes through more hands than it must, and the screen has its turn between two pages. SQLite is asked for JSON,
which it writes on another core, Python's lock let go, while the page before is made use of.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from turbo_admin.store import requests
from turbo_admin.store.engine.raw_connection import Bare
from turbo_admin.store.engine.request_records import Attached, RequestGlance

# What so many hold stays in the processor's cache until it is made use of: a fifth quicker than by thousands.
_PAGE = 250
# So many pages are asked for before they are wanted.
_AHEAD = 3
# In the order of `Columns`.
_ALL = (
    "id, uai, card, last_name, first_name, email, corrected_email, received_at, confirmed_at, state, diner_id,"
    " chosen_by, degree, alerts, json_array_length(candidates), dealt_at, dealt_by, search"
)
_ROWS = f"SELECT {_ALL} FROM account_request"  # noqa: S608 (no value in it)
# SQLite holds times without a zone, and JSON as text.
_VALUES = _ALL.replace("_at", "_at || 'Z'").replace("alerts", "json(alerts)")
_AS_JSON = (
    f"SELECT json_group_array(json_array({_VALUES})) FROM account_request"  # noqa: S608 (no value in it)
    " WHERE rowid BETWEEN ? AND ?"
)
_SPAN = "SELECT min(rowid), max(rowid) FROM account_request"
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
# One value of each column.
_ROW: Any = tuple[tuple(get_args(column)[0] for column in get_type_hints(Columns).values())]  # type: ignore[misc]


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
    for page in bare.pages(_ROWS, _PAGE) if bare.is_shared else _pages_of_sqlite(bare):
        waiting = [row for row in page if row[_STATE] == requests.OPEN]
        others = [row for row in page if row[_STATE] != requests.OPEN] if waiting else page
        yield _columns(waiting, bare), _columns(others, bare)


def _columns(rows: Sequence[tuple[Any, ...]], bare: Bare) -> Columns | None:
    if not rows:
        return None
    made = Columns._make(zip(*rows, strict=True))
    if not bare.is_shared:
        return made
    return made._replace(
        received_at=bare.times(made.received_at),
        confirmed_at=bare.times(made.confirmed_at),
        dealt_at=bare.times(made.dealt_at),
    )


def _pages_of_sqlite(bare: Bare) -> Iterator[Sequence[tuple[Any, ...]]]:
    [(first, last)] = bare.rows(_SPAN)
    if first is None:
        return
    decode: Callable[[str], list[tuple[Any, ...]]] = msgspec.json.Decoder(list[_ROW]).decode
    coming: deque[Future[list[tuple[Any, ...]]]] = deque()
    with ThreadPoolExecutor(1) as other_core:
        for start in range(first, last + 1, _PAGE):
            coming.append(other_core.submit(bare.rows, _AS_JSON, start, start + _PAGE - 1))
            if len(coming) > _AHEAD:
                yield decode(coming.popleft().result()[0][0])
        while coming:
            yield decode(coming.popleft().result()[0][0])
