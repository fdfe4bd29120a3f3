"""Requests at a constant rate, each timed from the moment at which it was due.

A client that waits for one answer before it asks again leaves out the very requests that a slow moment would have
hurt. Here a request that is late, because all hands wait, has been waiting since it was due.
"""

import http.client
import itertools
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

_HANDS = 32


def paced(
    urls: Sequence[str], *, rate: float, seconds: float, cookie: str = "", statuses: tuple[int, ...] = (200,)
) -> list[float]:
    """Ask for pages in turn at a constant rate; return how many seconds each took since it was due, sorted.

    Args:
        urls: of one site.
        rate: requests a second.

    Raises:
        AssertionError: an answer of another status.
    """
    many, turn, began = round(rate * seconds), itertools.count(), time.perf_counter() + 0.1
    took: list[float] = []

    def hand() -> None:
        server = http.client.HTTPConnection(urlsplit(urls[0]).netloc, timeout=60)
        headers = {"Cookie": cookie} if cookie else {}
        while (number := next(turn)) < many:
            due = began + number / rate
            threading.Event().wait(max(due - time.perf_counter(), 0))
            server.request("GET", urlsplit(urls[number % len(urls)]).path, headers=headers)
            answer = server.getresponse()
            answer.read()
            took.append(time.perf_counter() - due)
            if answer.status not in statuses:
                raise AssertionError(answer.status)
        server.close()

    with ThreadPoolExecutor(_HANDS) as hands:
        for done in [hands.submit(hand) for _ in range(_HANDS)]:
            done.result()
    return sorted(took)


def percentile(sorted_times: Sequence[float], share: float) -> float:
    """Return the time within which that share of the requests was answered."""
    return sorted_times[min(int(len(sorted_times) * share), len(sorted_times) - 1)]
