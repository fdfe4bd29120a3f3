"""Office bases of two sizes: nearly empty, and after five years of a large school.

Five years: 3,000 diners, 30,000 requests, 15,000 accounts with two sheets each, 500,000 lines of the journal. They are
written by SQL: how they came about is not what is measured.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.bench.ground import make_diner
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.settings import school_edits
from turbo_admin.store import diners
from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable, SheetTable
from turbo_admin.store.engine.journal_tables import JournalTable
from turbo_admin.store.engine.request_tables import RequestTable

UAI = "0990001N"
DINERS = 3_000
_BEGAN = datetime(2021, 9, 1, 8, tzinfo=UTC)
_FIVE_YEARS = timedelta(days=5 * 365)
_AT_ONCE = 5_000
_ACTS = ("request_received", "issued", "printed", "handed", "activated", "diner_changed", "mail_sent")


def make_base(path: Path, *, requests: int, accounts: int, lines: int) -> Desk:
    """Make a base with so many requests, accounts and lines of the journal, and open a desk on it."""
    desk = open_desk(str(path), who="banc", workstation="PC-BANC")
    school_edits.add_school(desk, UAI, "Collège de l’Exemple", "0683")
    drawn = random.Random(1)  # noqa: S311 (the same base each time)
    with desk.database.write() as session:
        diners.add_diners(session, [make_diner(UAI, number) for number in range(DINERS)])
        _fill(session, AccountTable, _accounts(accounts))
        _fill(session, AccountDinerTable, _held(accounts))
        _fill(session, SheetTable, _sheets(accounts))
        _fill(session, RequestTable, _requests(requests, accounts))
        _fill(session, JournalTable, _lines(lines, requests, accounts, drawn))
    return desk


def diner_id(number: int) -> str:
    """Return the id of the n-th diner."""
    return make_diner(UAI, number).id


def _fill(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            session.execute(insert(table), some)
            some = []
    if some:
        session.execute(insert(table), some)


def _at(number: int, of: int) -> datetime:
    return _BEGAN + _FIVE_YEARS * (number / max(of, 1))


def _accounts(many: int) -> Iterator[dict[str, Any]]:
    for number in range(many):
        at = _at(number, many)
        yield {
            "id": f"a{number}",
            "uai": UAI,
            "login": f"xx{number:06}",
            "email": f"famille{number}@exemple.fr",
            "email_key": f"famille{number}@exemple.fr",
            "salt": b"0" * 16,
            "generation": 1,
            "last_number": 2,
            "ended": 2,
            # Four years of five have left, and their accounts are closed.
            "state": "open" if number * 5 >= many * 4 else "closed",
            "created_at": at,
            "closed_at": None if number * 5 >= many * 4 else at + timedelta(days=300),
            "activated_at": at,
        }


def _held(many: int) -> Iterator[dict[str, Any]]:
    for number in range(many):
        yield {"account_id": f"a{number}", "diner_id": diner_id(number % DINERS)}


def _sheets(many: int) -> Iterator[dict[str, Any]]:
    for number in range(2 * many):
        at = _at(number // 2, many)
        yield {
            "id": f"s{number}",
            "batch_id": f"b{number // 40}",
            "place": number % 40,
            "uai": UAI,
            "account_id": f"a{number // 2}",
            "reference": f"{at.year}-{number:05}",
            "secret": None,
            "link_hash": f"{number:064x}",
            "number": 1 + number % 2,
            "generation": number % 2,
            "asker": "connu",
            "expires_at": at + timedelta(days=90),
            "created_at": at + timedelta(minutes=number % 2),
            "handed_at": at,
            "used_at": at,
        }


def _requests(many: int, accounts: int) -> Iterator[dict[str, Any]]:
    for number in range(many):
        diner, at = make_diner(UAI, number % DINERS), _at(number, many)
        is_open = number * 100 >= many * 99
        yield {
            "id": f"r{number}",
            "uai": UAI,
            "card": diner.card[-5:],
            "last_name": diner.last_name,
            "first_name": diner.first_name,
            "email": f"famille{number // 2}@exemple.fr",
            "received_at": at,
            "state": "open" if is_open else "issued",
            "diner_id": diner.id,
            "degree": "certaine",
            "account_id": None if is_open or not accounts else f"a{number % accounts}",
            "search": fold(f"{diner.last_name} {diner.first_name}"),
        }


def _lines(many: int, requests: int, accounts: int, drawn: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(many):
        what = _ACTS[number % len(_ACTS)]
        subject, other = _subjects(what, requests, accounts, drawn)
        yield {
            "at": _at(number, many),
            "who": ("Anne", "Bruno", "portail")[number % 3],
            "workstation": "PC-1",
            "what": what,
            "subject": subject,
            "other": other,
        }


def _subjects(what: str, requests: int, accounts: int, drawn: random.Random) -> Sequence[str]:
    account = f"a{drawn.randrange(accounts)}"
    if what == "request_received":
        return f"r{drawn.randrange(requests)}", ""
    if what == "issued":
        return f"r{drawn.randrange(requests)}", account
    if what in {"printed", "handed", "mail_sent"}:
        return f"s{drawn.randrange(2 * accounts)}", account
    return (diner_id(drawn.randrange(DINERS)), "") if what == "diner_changed" else (account, "")
