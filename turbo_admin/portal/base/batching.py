"""Batches concurrent writes of one school into one transaction (group commit).

A school's events take their positions from a counter whose lock lasts until the commit is on the disk: one by one, the
visitors of a busy evening would each wait for the disk. The first write starts at once, alone; those that arrive while
it runs form the next batch.
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
    """One write that may be batched with others."""

    @property
    def exclusive_keys(self) -> frozenset[Hashable]:
        """Keys that no two items of one transaction may share, since each transaction counts a key once."""


A = TypeVar("A", bound=BatchItem)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[A, R]):
    asked: A
    answer: "asyncio.Future[R]"


class Batcher(Generic[A, R]):
    """Batches items, school by school, within one event loop.

    Args:
        work: runs one batch in a thread: (UAI, items) -> an answer for each, in order; all or nothing.
        threads: limits how many batches run at once.
    """

    def __init__(self, work: Callable[[str, Sequence[A]], Sequence[R]], threads: CapacityLimiter) -> None:
        self._work, self._threads = work, threads
        self._waiting: defaultdict[str, list[_Waiting[A, R]]] = defaultdict(list)
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def do(self, uai: str, asked: A) -> R:
        """Run an item in the next batch and return its answer; raises what the work raises.

        A caller that is cancelled meanwhile leaves the item in the batch: it is done all the same.
        """
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting[uai].append(_Waiting(asked, answer))
        if uai not in self._busy:
            self._busy[uai] = asyncio.create_task(self._drain(uai))
        return await answer

    async def _drain(self, uai: str) -> None:
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
            # One item failed the whole batch: run each alone, so that the others succeed.
            for one in taken:
                await self._serve(uai, [one])
        else:
            for one, answer in zip(taken, answers, strict=True):
                if not one.answer.done():
                    one.answer.set_result(answer)


def _take(waiting: Sequence[_Waiting[A, R]]) -> tuple[list[_Waiting[A, R]], list[_Waiting[A, R]]]:
    """Split what waits into the next batch, in order, and the rest: over the limit, or sharing a key with the batch."""
    now: list[_Waiting[A, R]] = []
    later: list[_Waiting[A, R]] = []
    counted: set[Hashable] = set()
    for one in waiting:
        if len(now) < MAX_BATCH and not counted & one.asked.exclusive_keys:
            counted |= one.asked.exclusive_keys
            now.append(one)
        else:
            later.append(one)
    return now, later
