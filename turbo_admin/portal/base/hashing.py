"""Password hashing in its own thread pool: as many at once as cores, a bounded queue, then 503 « réessayez ».

No database connection is held meanwhile: a handler asks the database, hashes, and asks the database again. The threads
are hashing's own: each keeps the 19 MiB that a hash needs, and what any thread of the pages had once needed it would keep
too.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from litestar.exceptions import ServiceUnavailableException

from turbo_admin.core.credentials.rules import hash_password, matching_hash

T = TypeVar("T")
Matcher = Callable[[Sequence[str], str], int | None]
# At 25 to 40 ms each, the last in the queue waits three or four seconds.
_AT_MOST = 100
# Whoever only wants a page goes first: it takes a millisecond, a hash forty.
_NICENESS = 5


class Hashing:
    """Hashes passwords, a bounded number at a time.

    Args:
        workers: how many web processes share the machine's cores.
        match: compares a password with hashes; counted by tests.
        make: hashes a password with a salt.
        at_most: how many may wait beside the first.
    """

    def __init__(
        self,
        workers: int = 1,
        *,
        match: Matcher = matching_hash,
        make: Callable[[str, bytes | None], str] = hash_password,
        at_most: int = _AT_MOST,
    ) -> None:
        cores = max(1, (os.cpu_count() or 1) // max(1, workers))
        self._threads = ThreadPoolExecutor(cores, thread_name_prefix="hashing", initializer=_lower_priority)
        self._under_way, self._at_most = 0, at_most
        self._match = match
        self._make = make

    async def match(self, hashes: Sequence[str], password: str) -> int | None:
        """Return the index of the hash that the password matches, None for none; exactly one hash is computed in any case.

        Raises:
            ServiceUnavailableException: too many are waiting.
        """
        return await self._run(lambda: self._match(hashes, password))

    async def make(self, password: str, salt: bytes | None) -> str:
        """Hash a password.

        Raises:
            ServiceUnavailableException: too many are waiting.
        """
        return await self._run(lambda: self._make(password, salt))

    def close(self) -> None:
        """Shut the thread pool down."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def check_room(self) -> None:
        """Refuse at once when the queue is full, before a sign-in is counted as a try.

        Raises:
            ServiceUnavailableException: too many are waiting.
        """
        if self._under_way > self._at_most:
            raise ServiceUnavailableException("busy")

    async def _run(self, work: Callable[[], T]) -> T:
        self.check_room()
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._under_way -= 1


def _lower_priority() -> None:
    """Lower this thread's scheduling priority, where the system has one per thread (Linux)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
