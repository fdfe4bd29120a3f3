"""What several visitors ask of one school at the same moment, done in one transaction.

A school's events have their places by a counter whose lock lasts until the disk has answered: one by one, the visitors
of a busy evening would each wait for the disk. The first that comes starts at once, and alone; whoever comes while it is
under way goes with the next.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from anyio import CapacityLimiter, to_thread

from turbo_admin.core.errors import Unreachable

MAX_BATCH = 64


class BatchItem(Protocol):
    """What somebody asks."""

    @property
    def apart(self) -> frozenset[Hashable]:
        """What no two of one transaction may share, since it is counted there."""


A = TypeVar("A", bound=BatchItem)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[A, R]):
    asked: A
    answer: "asyncio.Future[R]"


class Batcher(Generic[A, R]):
    """Gathers what is asked, school by school; of one event loop.

    Args:
        work: does it, in a thread: (UAI, what is asked) -> an answer for each, in order; all or nothing.
        threads: how many may be at it.
    """

    def __init__(self, work: Callable[[str, Sequence[A]], Sequence[R]], threads: CapacityLimiter) -> None:
        self._work, self._threads = work, threads
        self._waiting: defaultdict[str, list[_Waiting[A, R]]] = defaultdict(list)
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def do(self, uai: str, asked: A) -> R:
        """Have it done, with whatever else waits; raises what the work raises.

        Whoever goes away meanwhile leaves it done all the same.
        """
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting[uai].append(_Waiting(asked, answer))
        if uai not in self._busy:
            self._busy[uai] = asyncio.create_task(self._work_off(uai))
        return await answer

    async def _work_off(self, uai: str) -> None:
        try:
            while self._waiting[uai]:
                taken, self._waiting[uai] = _take(self._waiting[uai])
                await self._serve(uai, taken)
        finally:
            del self._waiting[uai], self._busy[uai]

    async def _serve(self, uai: str, taken: Sequence[_Waiting[A, R]]) -> None:
        try:
            asked = [one.asked for one in taken]
            answers = await to_thread.run_sync(self._work, uai, asked, limiter=self._threads)
        except Exception as error:
            if len(taken) == 1 or isinstance(error, Unreachable):
                for one in taken:
                    if not one.answer.done():
                        one.answer.set_exception(error)
                return
            # One of them cannot be done: it is not to spoil it for the others.
            for one in taken:
                await self._serve(uai, [one])
        else:
            for one, answer in zip(taken, answers, strict=True):
                if not one.answer.done():
                    one.answer.set_result(answer)


def _take(waiting: Sequence[_Waiting[A, R]]) -> tuple[list[_Waiting[A, R]], list[_Waiting[A, R]]]:
    """Part those that go now, in order, from those that wait: too many, or counted where another already is."""
    now: list[_Waiting[A, R]] = []
    later: list[_Waiting[A, R]] = []
    counted: set[Hashable] = set()
    for one in waiting:
        if len(now) < MAX_BATCH and not counted & one.asked.apart:
            counted |= one.asked.apart
            now.append(one)
        else:
            later.append(one)
    return now, later
