"""All requests at once, against each of them alone."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from tests.people import MONDAY, UAI
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.lines import RequestStanding, request_line, request_lines, request_numbers
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.ui.intake.request_index import DELAY, RequestIndex

_DINERS, _REQUESTS = 12, 700
_ADDRESSES = ("zoé@exemple.fr", "ZOÉ@exemple.fr", "hugo@exemple.fr", "HUGO@exemple.fr ", "autre@exemple.fr")


def _diner(chance: random.Random, place: int) -> dict[str, Any]:
    emails = chance.sample(_ADDRESSES, chance.randint(0, 2))
    names = {"last_name": "Núñez", "first_name": chance.choice(("", "Zoé")), "class_name": "6 A"}
    return {"id": f"n{place}", "uai": UAI, "card": f"0683-{place:05d}", "emails": emails, **names} | {
        "search": f"nunez {place}"
    }


def _request(chance: random.Random, place: int) -> dict[str, Any]:
    received = MONDAY - timedelta(seconds=chance.uniform(0, 9e6))
    state = chance.choice(("open", "issued", "refused"))
    dealt = None if state == "open" or chance.random() < 0.1 else received + timedelta(hours=chance.random())
    return {
        "id": f"q{place}",
        "uai": UAI,
        "card": "00001",
        "last_name": chance.choice(("Nunez", 'Nu"ñ\\ez\u2028\t𝄞')),
        "first_name": "Zoe",
        "email": chance.choice(_ADDRESSES),
        "corrected_email": chance.choice(("", "", *_ADDRESSES)),
        "received_at": received,
        "confirmed_at": chance.choice((None, received)),
        "state": state,
        "diner_id": chance.choice((None, f"n{chance.randrange(_DINERS)}")),
        "chosen_by": chance.choice(("", "claire")),
        "degree": chance.choice(("certaine", "probable", "ambiguë", "aucune")),
        "alerts": chance.choice(([], ["nom différent"], ["nom différent", "demande en double"])),
        "candidates": chance.choice(([], [["n1", 90, []], ["n2", 80, []]])),
        "dealt_at": dealt,
        "dealt_by": "claire" if dealt else "",
        "search": "00001 nunez zoe",
    }


@pytest.mark.both_engines
def test_all_requests_at_once_are_what_each_of_them_is_alone(desk: Desk) -> None:
    chance = random.Random(4)  # noqa: S311 (no secret)
    with desk.database.write() as session:
        session.execute(insert(DinerTable), [_diner(chance, place) for place in range(_DINERS)])
        session.execute(insert(RequestTable), [_request(chance, place) for place in range(_REQUESTS)])
    lines = request_lines(desk)
    assert sorted(line.id for line in lines) == sorted(f"q{place}" for place in range(_REQUESTS))
    assert lines == [request_line(desk, line.id) for line in lines]
    still_open = [line for line in lines if line.state is RequestStanding.OPEN]
    assert lines[: len(still_open)] == sorted(still_open, key=lambda line: (line.deadline, line.id))
    ended = [line.dealt_at or line.received_at for line in lines[len(still_open) :]]
    assert ended == sorted(ended, reverse=True)
    stock = RequestIndex(lines)
    as_read = list(stock.by(DELAY))
    stock.replaced(lines[0])  # sorted anew
    assert list(stock.by(DELAY)) == as_read == list(range(_REQUESTS))
    assert request_numbers(desk)[RequestStanding.OPEN] == len(still_open)
    assert request_numbers(desk).total() == _REQUESTS
