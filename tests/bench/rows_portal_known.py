"""A row about whether the time of a refused sign-in tells that an account exists."""

import itertools
import random
import statistics
import time
from collections import defaultdict

import requests

from tests.bench.portal_ground import login, stand

_TRIES = 60
_numbers = itertools.count()


def known_row() -> tuple[float, float]:
    """Return the milliseconds of a refused sign-in with an account's name, and with nobody's: the median of each."""
    place, took = stand(), defaultdict(list)
    kinds = ["known", "unknown"] * _TRIES
    random.Random(7).shuffle(kinds)  # noqa: S311 (an order, not a secret)
    with requests.Session() as browser:
        form = place.form(browser, "/connexion") | {"mot_de_passe": "pas le bon"}
        for kind in kinds:
            number = next(_numbers)
            name = login(number) if kind == "known" else f"zz{number:06}"
            # Each try is from another address: what one address may try stays limited.
            headers = {"X-Forwarded-For": f"10.2.{number // 250 % 250}.{number % 250}"}
            began = time.perf_counter()
            answer = browser.post(
                place.page("/connexion"),
                form | {"identifiant": name},
                headers=headers,
                allow_redirects=False,
                timeout=30,
            )
            took[kind].append(time.perf_counter() - began)
            if answer.status_code != 400:
                raise AssertionError(f"answered {answer.status_code}")
    return 1000 * statistics.median(took["known"]), 1000 * statistics.median(took["unknown"])
