"""Guesses are few, whoever makes them at once; a family and a school are not shut out by them."""

import threading
from datetime import timedelta

import pytest

from tests.portal.conftest import Portal
from tests.portal.site import OWN, Site, Visitor
from turbo_admin.portal.base.throttle import Limit, Limits, bucket, give_back, take


def post(visitor: Visitor, hidden: dict[str, str], name: str, password: str) -> int:
    data = {**hidden, "identifiant": name, "mot_de_passe": password}
    return visitor.request("POST", "connexion", data=data).status_code


def evaluated(site: Site, account: str = "a1") -> int:
    rows = site.portal.rows("SELECT count FROM throttle WHERE key = :key", key=bucket("connexion", account))
    return rows[0][0] if rows else 0


def test_a_hundred_guesses_at_once_count_as_a_hundred(portal: Portal) -> None:
    limit = Limit(timedelta(hours=1), (0,) * 10)
    with Site(portal) as site:
        taken: list[bool] = []

        def guess() -> None:
            for _ in range(10):
                with portal.database.school(site.uai) as connection:
                    taken.append(take(connection, site.uai, "x", limit, now=site.clock()))

        threads = [threading.Thread(target=guess) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (taken.count(True), taken.count(False)) == (10, 90)


def test_a_delay_grows_then_a_window_ends(portal: Portal) -> None:
    limit = Limit(timedelta(hours=24), (0, 0, 60, 3600))
    start = Site(portal).clock()

    def at(minutes: float) -> bool:
        with portal.database.school(portal.uai) as connection:
            return take(connection, portal.uai, "x", limit, now=start + timedelta(minutes=minutes))

    assert [at(0), at(0), at(0), at(0.5)] == [True, True, False, False]
    assert [at(1), at(1), at(59), at(60), at(61), at(23 * 60)] == [True, False, False, True, False, False]
    assert at(24 * 60) is True


def test_what_is_given_back_can_be_taken_again(portal: Portal) -> None:
    limit, now = Limit(timedelta(hours=1), (0,)), Site(portal).clock()
    with portal.database.school(portal.uai) as connection:
        assert take(connection, portal.uai, "x", limit, now=now)
        assert not take(connection, portal.uai, "x", limit, now=now)
        give_back(connection, portal.uai, "x")
        assert take(connection, portal.uai, "x", limit, now=now)


@pytest.mark.parametrize("patience", [0, 6, 12, 18, 23, 23.9])
def test_at_most_twenty_five_guesses_of_an_account_are_evaluated_in_any_24_hours(
    portal: Portal, patience: float
) -> None:
    """A thief guesses once, waits for the end of the window, then tries whatever is allowed for two days."""
    start, limit, day = Site(portal).clock(), Limits().guesses, timedelta(hours=24)
    moments = [timedelta(), *(timedelta(hours=patience) + timedelta(minutes=6) * step for step in range(480))]
    guesses: list[timedelta] = []
    with portal.database.school(portal.uai) as connection:
        for moment in moments:
            while take(connection, portal.uai, "x", limit, now=start + moment):
                guesses.append(moment)
                if moment == timedelta():
                    break
    worst = max(sum(first <= guess < first + day for guess in guesses) for first in guesses)
    assert 5 <= worst <= 25


def test_both_names_of_an_account_count_as_one(site: Site, visitor: Visitor) -> None:
    people, _ = site.settled_family()
    hidden = visitor.hidden(visitor.get("connexion"))
    for name in (people.login, people.email, people.login.upper(), people.email.upper()) * 3:
        post(visitor, hidden, name, "pas le bon")
    assert evaluated(site) == 5


def test_a_family_goes_on_signing_in_from_its_own_device(site: Site) -> None:
    people, family = site.settled_family()
    with site.visitor() as thief:
        hidden = thief.hidden(thief.get("connexion"))
        for _ in range(30):
            post(thief, hidden, people.login, "pas le bon")
        assert post(thief, hidden, people.login, OWN) == 400
    family.submit("deconnexion", form_at="mon-espace")
    assert family.sign_in(people.login, OWN).status_code == 303


def test_a_device_mark_of_another_account_is_worth_nothing(site: Site) -> None:
    people, _ = site.settled_family(1)
    _, other = site.settled_family(2)
    hidden = other.hidden(other.get("mot-de-passe-oublie"))
    for _ in range(30):
        post(other, hidden, people.login, "pas le bon")
    assert post(other, hidden, people.login, OWN) == 400


def test_a_family_that_is_throttled_can_still_use_its_link(site: Site) -> None:
    people = site.family()
    with site.visitor() as thief:
        hidden = thief.hidden(thief.get("connexion"))
        for _ in range(15):
            post(thief, hidden, people.login, "pas le bon")
    with site.visitor() as family:
        assert family.sign_in(people.login, people.password).status_code == 400
        assert family.submit(f"activer/{people.link_token}").status_code == 303


def test_a_school_behind_one_address_is_not_shut_out_by_its_own_number(portal: Portal) -> None:
    few = Limits(failures_of_address=Limit(timedelta(hours=1), (0,) * 3))
    with Site(portal, limits=few) as site:
        site.settled_family()
        for _ in range(8):
            with site.visitor() as pupil:
                assert pupil.sign_in("ln482717", OWN).status_code == 303


def test_failures_from_one_address_end_in_a_page_that_says_when_to_come_back(portal: Portal) -> None:
    few = Limits(failures_of_address=Limit(timedelta(hours=1), (0,) * 3))
    with Site(portal, limits=few) as site, site.visitor() as visitor:
        statuses = [visitor.sign_in(f"zz{number}", "x").status_code for number in range(5)]
        assert statuses == [400, 400, 400, 429, 429]
        page = visitor.sign_in("zz9", "x")
        assert (
            "essais manqués viennent de votre connexion à Internet. Recommencez dans une heure." in page.text
        )
        assert page.headers["retry-after"] == "3600"


def test_a_mailbox_that_gets_too_many_requests_is_named_as_the_reason_and_the_form_stays(
    portal: Portal,
) -> None:
    few = Limits(requests_of_email=Limit(timedelta(hours=24), (0,) * 3))
    addresses = ("a.lix@gmail.com", "alix+1@gmail.com", "Alix+2@GoogleMail.com", "al.ix+3@gmail.com")
    with Site(portal, limits=few) as site, site.visitor() as visitor:
        asked = [
            visitor.submit(
                "creer-un-compte", carte=f"0683-0010{at}", nom="Martin", prenom="Alix", email=email
            )
            for at, email in enumerate(addresses)
        ]
        assert [answer.status_code for answer in asked] == [303, 303, 303, 429]
        assert asked[3].headers["retry-after"] == str(24 * 3600)
        assert "pour cette adresse. Recommencez dans 24 heures" in asked[3].text
        assert 'value="0683-00103"' in asked[3].text
        assert asked[3].text.count("aria-invalid") == asked[3].text.count('<a href="#email">') == 1
        assert "Merci pour votre demande" not in asked[3].text
        assert len(site.mails("demande")) == 3


def test_the_table_names_nobody(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.sign_in(people.email, "pas le bon")
    visitor.sign_in("somebody@exemple.fr", "pas le bon")
    keys = " ".join(key for (key,) in site.portal.rows("SELECT key FROM throttle"))
    assert "exemple" not in keys
    assert "127.0.0.1" not in keys
