"""Rows about the portal's pages: how many a second, how soon, with how many queries, how heavy."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import requests

from tests.bench.paced import paced, percentile
from tests.bench.portal_ground import WORKERS, Stand, bare, cookie_of, stand
from tests.bench.wrk import Ran, wrk

_MEGABYTE = 1024 * 1024
_KILOBYTE = 1000
_HEARD_S = 10.0
# So many families send the form at the same moment.
_EVENING = 64
_LOADED = re.compile(r'<(?:link|img|script)\b[^>]*?\b(?:href|src)="(/[^"]*)"')
_STATEMENT = re.compile(r"LOG: +(?:statement|execute [^:]*): (.*)")
# Counted: requests an hour of one address, and a day of one e-mail. Each request here is another family's.
_REQUESTS = """
local n, seed = 0, %d
request = function()
  n = n + 1
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = "%s",
    ["X-Forwarded-For"] = string.format("10.%%d.%%d.%%d", seed %% 250, math.floor(n / 250) %% 250, n %% 250) }
  local body = string.format("_csrf_token=%s&carte=0683-%%05d&nom=Martin&prenom=Alix&email=famille%%d.%%d@exemple.fr",
    n %% 100000, seed, n)
  return wrk.format("POST", nil, headers, body)
end
"""
_seeds = iter(range(1, 1_000_000))


def home_row() -> tuple[float, float]:
    """Return the answers a second of a school's home page, and of the bare page."""
    return _pages(stand().page())


def sign_in_page_row() -> tuple[float, float]:
    """Return the answers a second of the page of signing in, and of the bare page."""
    return _pages(stand().page("/connexion"))


def space_row() -> float:
    """Return the answers a second of « Mon espace », signed in, three diners."""
    return _all(wrk(stand().page("/mon-espace"), cookie=_signed_in()))


def space_p99_row() -> float:
    """Return within how many milliseconds 99 of 100 come, at 100 a second."""
    took = paced([stand().page("/mon-espace")], rate=100, seconds=6, cookie=_signed_in())
    return 1000 * percentile(took, 0.99)


def space_queries_row() -> float:
    """Return how many statements PostgreSQL is sent for one « Mon espace », BEGIN and COMMIT among them."""
    place, cookie = stand(), _signed_in()
    with (
        _told(place) as told,
        requests.get(place.page("/mon-espace"), headers={"Cookie": cookie}, timeout=30) as answer,
    ):
        if answer.status_code != 200:
            raise AssertionError(answer.status_code)
        return len(told())


def request_row() -> tuple[float, float]:
    """Return the requests recorded a second, and the bare inserts of the same row."""
    place = stand()
    family = requests.Session()
    form = place.form(family, "/creer-un-compte")["_csrf_token"]
    script = _REQUESTS % (next(_seeds), cookie_of(family), form)
    before = _recorded(place)
    ours = wrk(place.page("/creer-un-compte"), script=script, connections=_EVENING)
    recorded = _recorded(place) - before
    # Those that wrk still had in hand were recorded too.
    if ours.refused or not ours.answers <= recorded <= ours.answers + 100:
        raise AssertionError(f"{ours.answers} answers, {ours.refused} refused, {recorded} recorded")
    theirs = wrk(f"{bare()}/demande/{place.schools[0]}", script=script, connections=_EVENING)
    return ours.rate, _all(theirs)


def memory_row() -> float:
    """Return the megabytes (PSS) of the larger web process, after each kind of page has been under load."""
    for row in (home_row, space_row, request_row):
        row()
    held = sorted(_held(child) for child in psutil.Process(stand().program.pid).children())
    return held[-WORKERS:][-1]


def weight_row() -> float:
    """Return the kilobytes that a browser is sent for a school's home page and all that it loads."""
    place = stand()
    with requests.get(place.page(), headers={"Accept-Encoding": "gzip"}, timeout=30) as page:
        loaded = sorted(set(_LOADED.findall(page.text)))
    if not loaded:
        raise AssertionError("a page without its drawing")
    return sum(_sent(url) for url in (place.page(), *(place.url + path for path in loaded))) / _KILOBYTE


def _pages(url: str) -> tuple[float, float]:
    ours = wrk(url)
    return _all(ours), _all(wrk(f"{bare()}/page/{stand().schools[0]}"))


def _all(ran: Ran) -> float:
    if ran.refused:
        raise AssertionError(f"{ran.refused} of {ran.answers} refused")
    return ran.rate


def _signed_in() -> str:
    return cookie_of(stand().signed_in())


@contextmanager
def _told(place: Stand) -> Iterator[Callable[[], list[str]]]:
    """Have PostgreSQL log what it is told within the block; what comes from the superuser is not counted."""
    log = place.cluster.folder / "server.log"
    with place.superuser() as host:
        host.execute("ALTER SYSTEM SET log_statement = 'all'")
        host.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + _HEARD_S
        # Each backend hears of it before its next statement.
        while "set_config" not in log.read_text(encoding="utf-8") and time.monotonic() < until:
            for _ in range(4 * WORKERS):
                requests.get(place.page("/mentions"), timeout=30).close()
        begin = log.stat().st_size
        try:
            yield lambda: _STATEMENT.findall(log.read_bytes()[begin:].decode())
        finally:
            host.execute("ALTER SYSTEM RESET log_statement")
            host.execute("SELECT pg_reload_conf()")


def _recorded(place: Stand) -> int:
    with place.superuser() as host:
        found = host.execute("SELECT count(*) FROM account_request WHERE confirm_hash <> ''").fetchall()
        return int(found[0][0])


def _held(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / _MEGABYTE


def _sent(url: str) -> int:
    """Return the bytes of a body as it goes over the wire to a browser that takes gzip."""
    with requests.get(url, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=30) as answer:
        if answer.status_code != 200:
            raise AssertionError(url)
        return len(answer.raw.read(decode_content=False))
