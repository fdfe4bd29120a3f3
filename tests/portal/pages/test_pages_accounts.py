"""Whose account sees what: guardians, pupils, several schools, and what is shut really is."""

import pytest

from tests.portal.site import OWN, People, Site, Visitor
from turbo_admin.protocol.states import AccountState


def tell(site: Site, people: People, *diners: str, state: str = "open") -> None:
    body = AccountState(login=people.login, email=people.email, state=state, diner_ids=list(diners))  # type: ignore[arg-type]
    site.change("account", people.account_id, body)


def test_a_guardian_detached_by_the_office_loses_sight_at_once(site: Site) -> None:
    people, family = site.settled_family()
    assert "Léa NGUYỄN1" in family.space().text
    tell(site, people, "d1b")
    for path in ("mon-espace", "mon-compte", "mon-compte/fermer"):
        page = family.get(path).text
        assert "Léa" not in page
        assert "Łukasz NGUYỄN1" in page
    data = family.submit("mon-compte/mes-donnees.json", form_at="mon-compte/mes-donnees").text
    assert "Léa" not in data


@pytest.mark.parametrize("state", ["blocked", "closed"])
def test_a_disabled_account_is_shut_with_all_its_sessions(site: Site, state: str) -> None:
    people, family = site.settled_family()
    with site.visitor() as tablet, site.visitor() as stranger:
        tablet.sign_in(people.login, OWN)
        tell(site, people, "d1a", state=state)
        for browser in (family, tablet):
            for path in ("mon-espace", "mon-compte", "historique"):
                assert browser.get(path).headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"
        assert stranger.sign_in(people.login, OWN).status_code == 400
        assert stranger.sign_in(people.email, OWN).status_code == 400
        tell(site, people, "d1a")
        # Open again, but whoever was signed in has to prove it anew.
        assert family.space().status_code == 303


def test_two_guardians_see_one_child_each_with_an_account_of_their_own(site: Site) -> None:
    mother, hers = site.settled_family(1)
    father, his = site.settled_family(2)
    tell(site, father, "d1a")
    assert "Léa NGUYỄN1" in hers.space().text
    assert "Léa NGUYỄN1" in his.space().text
    assert mother.login not in his.get("mon-compte").text
    tell(site, mother, "d1b")
    assert "Léa NGUYỄN1" not in hers.space().text
    assert "Léa NGUYỄN1" in his.space().text


def test_a_pupil_without_an_address_of_its_own_signs_in_by_identifiant(site: Site, visitor: Visitor) -> None:
    parent, _ = site.settled_family(1)
    pupil, _ = site.settled_family(2, email="")
    assert visitor.sign_in(pupil.login, OWN).status_code == 303
    visitor.submit("deconnexion", form_at="mon-espace")
    assert visitor.sign_in(parent.email, OWN).status_code == 303
    assert parent.login in visitor.get("mon-compte").text


@pytest.fixture
def both(site: Site) -> tuple[Visitor, People]:
    """A browser signed in at two schools, each by its own password."""
    _, browser = site.settled_family(1)
    people = site.family(7, uai=site.portal.other_uai)
    browser.uai = site.portal.other_uai
    assert browser.sign_in(people.login, people.password).status_code == 303
    assert browser.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN).status_code == 303
    browser.uai = site.uai
    return browser, people


def test_a_browser_signed_in_at_two_schools_goes_from_one_space_to_the_other(
    site: Site, both: tuple[Visitor, People]
) -> None:
    browser, _ = both
    page = browser.space().text
    assert "Mes autres établissements" in page
    assert f'href="/e/{site.portal.other_uai}/mon-espace"' in page
    assert "Łukasz NGUYỄN7" in page
    # Each session opens its own school and nothing of the other.
    assert "NGUYỄN7" not in browser.get("mon-compte").text


def test_a_space_that_was_closed_elsewhere_is_not_shown(site: Site, both: tuple[Visitor, People]) -> None:
    browser, people = both
    body = AccountState(login=people.login, email=people.email, state="blocked", diner_ids=[])
    site.change("account", people.account_id, body, site.portal.other_uai)
    assert "Mes autres établissements" not in browser.space().text


def test_signing_out_leaves_nothing_open_in_this_browser(site: Site, both: tuple[Visitor, People]) -> None:
    browser, _ = both
    token = browser.http.cookies.get(f"session-{site.portal.other_uai}")
    browser.submit("deconnexion", form_at="mon-espace")
    assert site.portal.rows("SELECT count(*) FROM session") == [(0,)]
    assert browser.http.cookies.get(f"session-{site.portal.other_uai}") != token


def test_cookies_of_schools_that_are_none_change_nothing(site: Site) -> None:
    _, family = site.settled_family()
    for number in range(30):
        family.http.cookies.set(f"session-09900{number:02}X", "x" * 40)
    family.http.cookies.set("session-../../x", "y")
    family.http.cookies.set(f"session-{site.portal.other_uai}", "%00\xe9")
    assert family.space().status_code == 200
