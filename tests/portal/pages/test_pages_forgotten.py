"""« identifiant \\ mot de passe oublié(s) ? »."""

import time
from datetime import datetime, timedelta

import pytest

from tests.portal.conftest import Portal
from tests.portal.site import OWN, CountingHasher, Site, Visitor
from turbo_admin.portal.base.throttle import Limit, Limits
from turbo_admin.portal.pages.forgotten import ANSWER_AFTER_S


def forget(visitor: Visitor, name: str):  # type: ignore[no-untyped-def]
    return visitor.submit("mot-de-passe-oublie", identifiant=name)


@pytest.mark.parametrize("name", ["ln482717", "famille1@exemple.fr", " FAMILLE1@exemple.fr "])
def test_it_mails_the_identifiant_and_a_provisional_password(site: Site, visitor: Visitor, name: str) -> None:
    people, _ = site.settled_family()
    page = forget(visitor, name)
    assert page.status_code == 200
    assert "courriers indésirables" in page.text
    ((_, to, data, password, token),) = site.mails("oubli")
    assert (to, data["login"], data["diners"]) == (
        people.email,
        people.login,
        ["Léa NGUYỄN1", "Łukasz NGUYỄN1"],
    )
    assert datetime.fromisoformat(data["expires_at"]) == site.clock() + timedelta(hours=24)
    assert visitor.sign_in(people.login, password).headers["location"].endswith("/choisir-mot-de-passe")
    with site.visitor() as late:
        assert late.submit(f"activer/{token}").status_code == 400


class LateHasher(CountingHasher):
    """A machine with so much to do that a hash comes after the moment at which the answer was to leave."""

    def make(self, password: str, salt: bytes | None) -> str:
        until = time.monotonic() + ANSWER_AFTER_S
        hashed = super().make(password, salt)
        while time.monotonic() < until:
            hashed = super().make(password, salt)
        return hashed


def test_a_portal_with_too_much_to_do_answers_late_but_answers(portal: Portal) -> None:
    with Site(portal, hasher=LateHasher()) as site, site.visitor() as visitor:
        site.family()
        known, unknown = forget(visitor, "famille1@exemple.fr"), forget(visitor, "nobody@exemple.fr")
        assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
        assert known.status_code == 200
        assert len(site.mails("oubli")) == 1


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("PATCH", "mot-de-passe-oublie").status_code == 405


def test_a_stranger_gets_the_same_answer_and_no_mail(site: Site, visitor: Visitor) -> None:
    site.settled_family()
    unknown, known = forget(visitor, "nobody@exemple.fr"), forget(visitor, "famille1@exemple.fr")
    assert (unknown.status_code, unknown.text) == (known.status_code, known.text)
    assert [mail[1] for mail in site.mails("oubli")] == ["famille1@exemple.fr"]


@pytest.mark.parametrize("state", ["blocked", "closed"])
def test_nothing_is_sent_to_an_account_that_may_not_sign_in(site: Site, visitor: Visitor, state: str) -> None:
    people, _ = site.settled_family()
    site.set_state(people, state)
    reference = forget(visitor, "nobody")
    answer = forget(visitor, people.login)
    assert (answer.status_code, answer.text) == (reference.status_code, reference.text)
    assert site.mails("oubli") == []


def test_an_account_without_address_gets_nothing_and_says_nothing(site: Site, visitor: Visitor) -> None:
    people = site.family(email="")
    assert forget(visitor, people.login).text == forget(visitor, "nobody").text
    assert site.mails("oubli") == []


def test_an_empty_field_is_explained(visitor: Visitor) -> None:
    page = forget(visitor, "  ")
    assert page.status_code == 400
    assert "<title>Erreur\u00a0: " in page.text


def test_it_cancels_neither_the_password_in_use_nor_the_sheet(site: Site) -> None:
    people, _ = site.settled_family()
    waiting = site.family(2)
    with site.visitor() as passer_by:
        forget(passer_by, people.login)
        forget(passer_by, waiting.login)
    with site.visitor() as family:
        assert family.sign_in(people.login, OWN).headers["location"].endswith("/mon-espace")
    with site.visitor() as other:
        assert (
            other.sign_in(waiting.login, waiting.password)
            .headers["location"]
            .endswith("/choisir-mot-de-passe")
        )


def test_a_sign_in_with_either_provisional_password_ends_both(site: Site, visitor: Visitor) -> None:
    people = site.family()
    forget(visitor, people.login)
    ((*_, lent, link),) = site.mails("oubli")
    assert visitor.sign_in(people.login, lent).status_code == 303
    with site.visitor() as other:
        assert other.sign_in(people.login, people.password).status_code == 400
        assert other.submit(f"activer/{people.link_token}").status_code == 400
        assert other.submit(f"activer/{link}").status_code == 400


def test_what_it_lends_lasts_a_day(site: Site, visitor: Visitor) -> None:
    people, _ = site.settled_family()
    forget(visitor, people.login)
    ((*_, lent, _),) = site.mails("oubli")
    site.clock.advance(hours=24, minutes=1)
    assert visitor.sign_in(people.login, lent).status_code == 400


def test_asking_again_and_again_fills_no_mailbox(site: Site, visitor: Visitor) -> None:
    people, _ = site.settled_family()
    pages = {forget(visitor, name).text for name in [people.login, people.email] * 4}
    assert len(pages) == 1
    assert len(site.mails("oubli")) == 4


def test_a_flood_from_one_address_is_stopped(portal: Portal) -> None:
    twice = Limit(timedelta(hours=1), (0, 0))
    with Site(portal, limits=Limits(forgotten_of_address=twice)) as site, site.visitor() as visitor:
        statuses = [forget(visitor, f"x{number}").status_code for number in range(4)]
        assert statuses == [200, 200, 429, 429]


def test_without_a_mail_worker_the_answer_is_the_same(site: Site, visitor: Visitor) -> None:
    people, _ = site.settled_family()
    site.portal.rows("UPDATE meta SET mail_public_key = NULL")
    assert forget(visitor, people.login).text == forget(visitor, "nobody").text
    assert site.portal.rows("SELECT count(*) FROM provisional") == [(0,)]
