"""Whatever was checked before an account was locked is checked again once it is: the office may have acted meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from sqlalchemy import text

from tests.portal.site import OWN, Site, Visitor

OTHER = "une autre phrase bien à moi"
_WAITS = (
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = 'turbo_portal'"
    " AND wait_event_type = 'Lock'"
)
BLOCKED = "UPDATE account SET state = 'blocked' WHERE school_id = :uai AND account_id = 'a1'"
ENDED = "DELETE FROM session WHERE school_id = :uai AND account_id = 'a1'"
HELD = "SELECT FROM account WHERE school_id = :uai AND account_id = 'a1' FOR UPDATE"


@contextmanager
def meanwhile(site: Site, statement: str) -> Iterator[None]:
    """Hold the account, and do something to it when a visitor waits for it."""
    with site.portal.database.school(site.uai) as connection:
        connection.execute(text(HELD), {"uai": site.uai})
        yield
        while not site.portal.rows(_WAITS):
            pass
        connection.execute(text(statement), {"uai": site.uai})


def answer_of(site: Site, statement: str, act: Callable[[], requests.Response]) -> requests.Response:
    """Return what a visitor is answered when something has happened while the account was awaited."""
    answers: list[requests.Response] = []
    with meanwhile(site, statement):
        thread = threading.Thread(target=lambda: answers.append(act()))
        thread.start()
    thread.join()
    return answers[0]


def account(site: Site) -> list[tuple[Any, ...]]:
    return site.portal.rows("SELECT email, password_hash, generation FROM account WHERE account_id = 'a1'")


@pytest.mark.parametrize("statement", [BLOCKED, ENDED], ids=["blocked", "ended"])
def test_no_password_is_chosen_for_an_account_that_was_blocked_meanwhile(
    site: Site, visitor: Visitor, statement: str
) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    told = site.events()
    answer = answer_of(
        site, statement, lambda: visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
    )
    assert answer.headers["location"].startswith(f"/e/{site.uai}/connexion")
    assert account(site) == [(people.email, None, 0)]
    assert site.events() == told


@pytest.mark.parametrize("statement", [BLOCKED, ENDED], ids=["blocked", "ended"])
@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("mon-compte", {"mot_de_passe": OTHER, "confirmation": OTHER}),
        ("mon-compte/adresse", {"email": "nouvelle@exemple.fr"}),
        ("mon-compte/appareils", {"lesquels": "tous"}),
        ("mon-compte/fermer", {}),
    ],
)
def test_nothing_is_changed_in_an_account_that_was_blocked_meanwhile(
    site: Site, statement: str, page: str, fields: dict[str, str]
) -> None:
    _, visitor = site.settled_family()
    before, told, mailed = account(site), site.events(), site.mails()
    answer = answer_of(site, statement, lambda: visitor.submit(page, mot_de_passe_actuel=OWN, **fields))
    assert answer.headers["location"].startswith(f"/e/{site.uai}/connexion")
    assert (account(site), site.events(), site.mails()) == (before, told, mailed)
    assert site.portal.rows("SELECT count(*) FROM email_change") == [(0,)]


def test_spaces_are_not_joined_to_an_account_that_was_blocked_meanwhile(site: Site) -> None:
    _, visitor = site.settled_family()
    other = site.portal.other_uai
    elsewhere = site.family(2, uai=other)
    there = site.visitor(other)
    there.http.cookies = visitor.http.cookies
    there.sign_in(elsewhere.login, elsewhere.password)
    there.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
    answer_of(site, BLOCKED, lambda: visitor.submit("mon-compte/relier", form_at="mon-compte"))
    assert site.portal.rows("SELECT count(*) FROM account_link WHERE school_id = :uai", uai=site.uai) == [
        (0,)
    ]
