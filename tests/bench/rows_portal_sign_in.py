"""Rows about signing in: as many as argon2id allows, and what the others' pages wait for meanwhile."""

import itertools
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.bench.paced import paced, percentile
from tests.bench.portal_ground import ACCOUNTS, PASSWORD, Stand, cookie_of, stand
from tests.bench.wrk import Ran, wrk
from turbo_admin.core.credentials.rules import HASHER, hash_password

_CLIENTS = 100
_SECONDS = 6
_OTHERS_RATE = 40.0
_PATIENCE, _QUIET_S = 100, 0.3
# Each try is another account's, from another address: what one address or one account may try stays limited.
_SIGN_INS = """
local n = %d
request = function()
  n = n + 1
  local account = n %% %d
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = "%s",
    ["X-Forwarded-For"] = string.format("10.1.%%d.%%d", math.floor(account / 250), account %% 250) }
  local body = string.format("_csrf_token=%s&identifiant=ab%%06d&mot_de_passe=%s", account)
  return wrk.format("POST", nil, headers, body)
end
"""
_beginnings = itertools.count(0, 137)


def sign_in_row() -> tuple[float, float]:
    """Return the sign-ins a second with 100 clients, and what bare argon2id checks on all cores."""
    ran = _sign_ins()
    return (ran.answers - ran.refused) / ran.seconds, _bare_checks()


def others_row() -> float:
    """Return within how many milliseconds 99 of 100 other pages come while 100 clients sign in."""
    place = stand()
    done: list[Ran] = []
    cookie = cookie_of(place.signed_in())
    signing = threading.Thread(target=lambda: done.append(_sign_ins()))
    signing.start()
    threading.Event().wait(1)  # until all hundred wait
    pages = [place.page(), place.page("/creer-un-compte"), place.page("/mon-espace")]
    took = paced(pages, rate=_OTHERS_RATE, seconds=_SECONDS - 2, cookie=cookie)
    signing.join()
    if not done or done[0].answers < _CLIENTS:
        raise AssertionError("nobody signed in meanwhile")
    return 1000 * percentile(took, 0.99)


def _sign_ins() -> Ran:
    place, family = stand(), requests.Session()
    _work_off(place)
    form = place.form(family, "/connexion")["_csrf_token"]
    words = (next(_beginnings), ACCOUNTS, cookie_of(family), form, PASSWORD.replace(" ", "+"))
    ran = wrk(place.page("/connexion"), seconds=_SECONDS, connections=_CLIENTS, script=_SIGN_INS % words)
    if ran.refused > ran.answers // 2:
        raise AssertionError(f"{ran.refused} of {ran.answers} refused")
    return ran


def _work_off(place: Stand) -> None:
    """Let the portal deal with those who went away while they waited: a hundred are measured, not two."""
    for _ in range(_PATIENCE):
        began = time.perf_counter()
        place.signed_in().close()
        if time.perf_counter() - began < _QUIET_S:
            break


def _bare_checks() -> float:
    hashed, cores, until = hash_password(PASSWORD), os.cpu_count() or 1, time.perf_counter() + 3

    def check() -> int:
        done = 0
        while time.perf_counter() < until:
            HASHER.verify(hashed, PASSWORD)
            done += 1
        return done

    began = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        checked = sum(pool.map(lambda _: check(), range(cores)))
    return checked / (time.perf_counter() - began)
