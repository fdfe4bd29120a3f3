"""Rows about a portal of a million accounts in a thousand schools: what a page takes there, and among a thousand.

Both portals run at the same time, and are asked one request at a time, in turn, for schools and families drawn anew:
nothing of theirs is warm, in the base of one school as in that of a thousand. A page that the portal keeps for whoever
comes next is written anew there too, its school having been synchronised since.
"""

import http.client
import statistics
import time
from collections.abc import Callable
from random import Random
from urllib.parse import urlencode, urlsplit

import requests

from tests.bench.portal_ground import ACCOUNTS, PASSWORD, Stand, cookie_of, login, stand, token

MANY = 1_000
_PAGES, _SIGN_INS = 300, 40
_draw = Random(5)  # noqa: S311 (replayable, no secret)


def home_row() -> tuple[float, float]:
    """Return the milliseconds of a home page among a million accounts, and among a thousand."""
    return _both(lambda place: _Asking(place).page(""), _PAGES)


def sign_in_page_row() -> tuple[float, float]:
    """Return the same for the page of signing in."""
    return _both(lambda place: _Asking(place).page("/connexion"), _PAGES)


def space_row() -> tuple[float, float]:
    """Return the same for « Mon espace », its families seen within the last minute."""
    for place in (stand(MANY), stand()):
        # Once a minute the page notes that a session was seen. Among a million each would be drawn for the first time.
        with place.superuser() as host:
            host.execute("UPDATE session SET seen_at = now()")
    return _both(lambda place: _Asking(place).page("/mon-espace", signed_in=True), _PAGES)


def sign_in_row() -> tuple[float, float]:
    """Return the same for signing in."""
    return _both(lambda place: _Asking(place).sign_in(), _SIGN_INS)


class _Asking:
    """Somebody who asks one portal, over a connection that stays open."""

    def __init__(self, place: Stand) -> None:
        self._place = place
        self._server = http.client.HTTPConnection(urlsplit(place.url).netloc, timeout=60)

    def page(self, path: str, *, signed_in: bool = False) -> Callable[[], float]:
        """Return what asks for the page of a school drawn anew, and says how many seconds that took."""

        def ask() -> float:
            school, account = _draw.randrange(len(self._place.schools)), _draw.randrange(ACCOUNTS)
            uai = self._place.schools[school]
            headers = {"Cookie": f"session-{uai}={token(school, account)}"} if signed_in else {}
            if not signed_in:
                self._synchronised(uai)
            return self._timed("GET", f"/e/{uai}{path}", "", headers, 200)

        return ask

    def sign_in(self) -> Callable[[], float]:
        """Return what signs an account drawn anew in."""
        family = requests.Session()
        form = self._place.form(family, "/connexion")
        headers = {"Cookie": cookie_of(family), "Content-Type": "application/x-www-form-urlencoded"}

        def ask() -> float:
            uai, account = _draw.choice(self._place.schools), _draw.randrange(ACCOUNTS)
            typed = {"identifiant": login(account), "mot_de_passe": PASSWORD}
            return self._timed("POST", f"/e/{uai}/connexion", urlencode(form | typed), headers, 303)

        return ask

    def _synchronised(self, uai: str) -> None:
        with self._place.superuser() as host:
            host.execute("UPDATE school SET last_sync_at = now() WHERE school_id = %s", (uai,))

    def _timed(self, method: str, path: str, body: str, headers: dict[str, str], status: int) -> float:
        began = time.perf_counter()
        self._server.request(method, path, body or None, headers)
        answer = self._server.getresponse()
        answer.read()
        if answer.status != status:
            raise AssertionError(f"{method} {path}: {answer.status}")
        return time.perf_counter() - began


def _both(asking: Callable[[Stand], Callable[[], float]], many: int) -> tuple[float, float]:
    asks = [asking(stand(MANY)), asking(stand())]
    for ask in asks:
        for _ in range(10):
            ask()
    times = [[ask() for ask in asks] for _ in range(many)]
    large, small = (1000 * statistics.median(column) for column in zip(*times, strict=True))
    return large, small
