"""Hashing away from the event loop: as many at once as the process has cores, a bounded queue, then « réessayez ».

No database connection is held meanwhile: a handler asks the database, hashes, and asks the database again.
"""

import os
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from litestar.exceptions import ServiceUnavailableException

from turbo_admin.core.credentials import hash_password, matching_hash

T = TypeVar("T")
Matcher = Callable[[Sequence[str], str], int | None]
# At 38 ms each, the last in the queue waits about two seconds.
_WAITING_AT_MOST = 50


class Hashing:
    """Hashes passwords, a bounded number at a time.

    Args:
        workers: how many web processes share the machine's cores.
        match: compares a password with hashes; counted by tests.
        make: hashes a password with a salt.
    """

    def __init__(
        self,
        workers: int = 1,
        *,
        match: Matcher = matching_hash,
        make: Callable[[str, bytes | None], str] = hash_password,
    ) -> None:
        self._limiter = CapacityLimiter(max(1, (os.cpu_count() or 1) // max(1, workers)))
        self._match = match
        self._make = make

    async def match(self, hashes: Sequence[str], password: str) -> int | None:
        """Return the place of the hash that the password matches; one hash is computed whatever happens.

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

    async def _run(self, work: Callable[[], T]) -> T:
        if self._limiter.statistics().tasks_waiting >= _WAITING_AT_MOST:
            raise ServiceUnavailableException("busy")
        pending: Awaitable[T] = to_thread.run_sync(work, limiter=self._limiter)
        return await pending
