"""What several visitors ask at once, done in one transaction; and what each is told."""

import asyncio
import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from anyio import CapacityLimiter, to_thread

from tests.portal.conftest import Portal
from turbo_admin.core.intake.rules import Intake
from turbo_admin.portal.accounts.requests import RequestOutcome, SubmittedRequest, take_requests
from turbo_admin.portal.base.batching import MAX_BATCH, Batcher
from turbo_admin.portal.base.throttle import Limits

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Number:
    """Something to be answered by its square; a negative one cannot be."""

    number: int
    mark: str = ""

    @property
    def exclusive_keys(self) -> frozenset[Hashable]:
        return frozenset((self.mark or self.number,))


class Squares:
    """Answers, once the first is let go, and remembers what came together."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun, self.all_wait = threading.Event(), threading.Event()

    def __call__(self, _uai: str, asked: Sequence[Number]) -> list[int]:
        self.begun.set()
        self.all_wait.wait(10)
        self.rounds.append([one.number for one in asked])
        if any(one.number < 0 for one in asked):
            raise ArithmeticError
        return [one.number**2 for one in asked]


def ask(squares: Squares, asked: Sequence[Number]) -> list[int | BaseException]:
    async def main() -> list[int | BaseException]:
        together = Batcher[Number, int](squares, CapacityLimiter(2))
        waiting = [asyncio.ensure_future(together.do("0990001N", one)) for one in asked]
        asyncio.get_running_loop().call_soon(squares.all_wait.set)
        return await asyncio.gather(*waiting, return_exceptions=True)

    return asyncio.run(main())


def test_the_first_goes_at_once_and_those_who_come_meanwhile_go_together() -> None:
    squares = Squares()

    async def main() -> list[int]:
        together = Batcher[Number, int](squares, CapacityLimiter(2))
        first = asyncio.create_task(together.do("0990001N", Number(1)))
        await to_thread.run_sync(squares.begun.wait)
        others = [asyncio.create_task(together.do("0990001N", Number(one))) for one in (2, 3, 4)]
        asyncio.get_running_loop().call_soon(squares.all_wait.set)
        return await asyncio.gather(first, *others)

    assert asyncio.run(main()) == [1, 4, 9, 16]
    assert squares.rounds == [[1], [2, 3, 4]]


def test_no_more_than_so_many_go_at_once() -> None:
    squares = Squares()
    assert ask(squares, [Number(one) for one in range(MAX_BATCH + 1)]) == [
        one**2 for one in range(MAX_BATCH + 1)
    ]
    assert [len(asked) for asked in squares.rounds] == [MAX_BATCH, 1]


def test_two_that_are_counted_at_one_place_go_one_after_the_other() -> None:
    squares = Squares()
    assert ask(squares, [Number(2, "same"), Number(3, "same"), Number(4)]) == [4, 9, 16]
    assert squares.rounds == [[2, 4], [3]]


def test_one_that_cannot_be_done_does_not_spoil_it_for_the_others() -> None:
    answers = ask(Squares(), [Number(2), Number(-1), Number(3)])
    assert answers[::2] == [4, 9]
    assert isinstance(answers[1], ArithmeticError)


def asked(number: int, *, address: str = "", card: str = "04217") -> SubmittedRequest:
    intake = Intake(card, "MARTIN", "Léa", f"famille{number}@exemple.fr")
    return SubmittedRequest(intake, address or f"demande-ip:{number}", NOW)


def states_of(portal: Portal, many: list[SubmittedRequest], *, limits: Limits | None = None) -> list[str]:
    return [one.state for one in take_requests(portal.database, limits or Limits(), portal.uai, many)]


def test_requests_taken_together_are_told_in_order_each_with_its_mail(portal: Portal) -> None:
    many = [asked(number) for number in range(5)]
    assert states_of(portal, many) == ["taken"] * 5
    events = portal.rows(
        "SELECT seq, body ->> 'email' FROM event WHERE kind = 'request.received' ORDER BY seq"
    )
    assert events == [(place, f"famille{place - 1}@exemple.fr") for place in range(1, 6)]
    told = portal.rows("SELECT to_address FROM mail WHERE kind = 'demande' AND sealed IS NOT NULL")
    assert sorted(told) == [(f"famille{number}@exemple.fr",) for number in range(5)]


def test_the_same_request_taken_again_is_one_request(portal: Portal) -> None:
    first, second = (
        take_requests(portal.database, Limits(), portal.uai, [asked(1), asked(2)]) for _ in range(2)
    )
    # The reference that a family is told is that of the one request.
    assert first == second
    assert [one.state for one in first] == ["taken", "taken"]
    assert portal.rows("SELECT count(*) FROM account_request") == [(2,)]
    assert portal.rows("SELECT count(*) FROM event") == [(2,)]


@pytest.mark.parametrize("same", ["address", "mailbox"])
def test_what_one_address_or_one_mailbox_asks_is_limited_all_the_same(portal: Portal, same: str) -> None:
    limits = Limits()
    most = len(getattr(limits, "requests_of_address" if same == "address" else "requests_of_email").delays)
    told = []
    for number in range(most + 1):
        one = (
            asked(number, address="demande-ip:a")
            if same == "address"
            else asked(1, address=f"demande-ip:{number}", card=f"{number:05}")
        )
        told += states_of(portal, [one, asked(10_000 + number)], limits=limits)
    assert told[::2] == ["taken"] * most + ["limited" if same == "address" else "crowded"]
    assert set(told[1::2]) == {"taken"}


def test_a_school_that_is_not_there_takes_nothing(portal: Portal) -> None:
    assert take_requests(portal.database, Limits(), "0999999Z", [asked(1)]) == [RequestOutcome("unknown")]
    assert portal.rows("SELECT count(*) FROM account_request") == [(0,)]
