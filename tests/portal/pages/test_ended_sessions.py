"""A session that has ended says so, keeps what was typed, and leads back to where one was."""

import pytest

from tests.portal.site import OWN, Site, Visitor
from turbo_admin.core.credentials.rules import draw_provisional

ENDED, FIRST = "Votre session a pris fin.", "Connectez-vous pour continuer."
TIMED_OUT = "Votre mot de passe n’est pas encore choisi"
PAGES = (
    "mon-espace",
    "historique",
    "mon-compte",
    "mon-compte/adresse",
    "mon-compte/appareils",
    "mon-compte/fermer",
)


def go_on(visitor: Visitor, people_login: str, password: str, location: str) -> str:
    """Sign in on the page of a location; where that leads, below the school."""
    path = location.partition(f"/e/{visitor.uai}/")[2]
    answer = visitor.submit("connexion", form_at=path, identifiant=people_login, mot_de_passe=password)
    assert answer.status_code == 303
    return str(answer.headers["location"]).partition(f"/e/{visitor.uai}/")[2]


@pytest.mark.parametrize("path", PAGES)
def test_whoever_was_signed_in_comes_back_to_the_page(site: Site, path: str) -> None:
    people, visitor = site.settled_family()
    site.clock.advance(minutes=31)
    away = visitor.get(path).headers["location"]
    assert ENDED in visitor.http.get(site.base + away).text
    # A wrong password on the way changes nothing of it.
    below = away.partition(f"/e/{site.uai}/")[2]
    wrong = visitor.submit("connexion", form_at=below, identifiant=people.login, mot_de_passe="non")
    assert f'name="suite" value="{path}"' in wrong.text
    assert go_on(visitor, people.login, OWN, away) == path


def test_whoever_was_not_signed_in_is_asked_to_and_goes_on(site: Site, visitor: Visitor) -> None:
    people, _ = site.settled_family()
    away = visitor.get("historique").headers["location"]
    assert FIRST in visitor.http.get(site.base + away).text
    assert go_on(visitor, people.login, OWN, away) == "historique"


def test_what_was_typed_is_kept_and_no_password_is(site: Site) -> None:
    people, visitor = site.settled_family()
    form = visitor.hidden(visitor.get("mon-compte/adresse"))
    site.clock.advance(minutes=31)
    fields = {"email": "Léa.nouvelle@exemple.fr", "mot_de_passe_actuel": OWN}
    away = visitor.request("POST", "mon-compte/adresse", data={**form, **fields}).headers["location"]
    assert OWN.split()[0] not in str(visitor.http.cookies)
    assert go_on(visitor, people.login, OWN, away) == "mon-compte/adresse"
    page = visitor.get("mon-compte/adresse").text
    assert 'value="Léa.nouvelle@exemple.fr"' in page
    assert OWN not in page
    assert site.mails("adresse") == []


def test_a_form_whose_cookies_went_with_the_browser_leads_back_too(site: Site) -> None:
    people, visitor = site.settled_family()
    form = visitor.hidden(visitor.get("mon-compte/adresse"))
    visitor.http.cookies.clear()
    away = visitor.request("POST", "mon-compte/adresse", data={**form, "email": "b@exemple.fr"})
    assert away.status_code == 303
    assert go_on(visitor, people.login, OWN, away.headers["location"]) == "mon-compte/adresse"


def test_another_family_does_not_see_what_was_typed(site: Site) -> None:
    _, visitor = site.settled_family()
    other, _ = site.settled_family(2)
    form = visitor.hidden(visitor.get("mon-compte/adresse"))
    site.clock.advance(minutes=31)
    away = visitor.request("POST", "mon-compte/adresse", data={**form, "email": "secrete@exemple.fr"})
    go_on(visitor, other.login, OWN, away.headers["location"])
    assert "secrete@exemple.fr" not in visitor.get("mon-compte/adresse").text


@pytest.mark.parametrize(
    "page", ["//ailleurs.example", "https://ailleurs.example", "deconnexion", "../x", "é", "mon-comptes"]
)
def test_nothing_else_can_be_returned_to(site: Site, visitor: Visitor, page: str) -> None:
    people, _ = site.settled_family()
    answer = visitor.submit("connexion", identifiant=people.login, mot_de_passe=OWN, suite=page)
    assert answer.headers["location"] == f"/e/{site.uai}/mon-espace"
    with site.visitor() as other:
        assert "ailleurs" not in other.get("connexion", params={"suite": page}).text


@pytest.mark.parametrize(
    "cookie", ["", "x", "é", "bm9u", "W10", "A" * 5000, "WyJtb24tY29tcHRlL2FkcmVzc2UiLFtdXQ"]
)
def test_whatever_stands_in_the_cookie_of_what_was_typed_the_page_is_shown(site: Site, cookie: str) -> None:
    _, visitor = site.settled_family()
    headers = {
        "Cookie": f"session-{site.uai}={visitor.http.cookies.get(f'session-{site.uai}')}; saisie-{site.uai}={cookie}"
    }
    page = visitor.get(
        "mon-compte/adresse", headers={name: value.encode() for name, value in headers.items()}
    )
    assert page.status_code == 200


def test_a_choice_that_timed_out_leads_on_and_the_link_was_not_spent_in_vain(
    site: Site, visitor: Visitor
) -> None:
    people = site.family()
    visitor.submit(f"activer/{people.link_token}")
    site.clock.advance(minutes=31)
    late = visitor.submit("choisir-mot-de-passe", form_at="connexion", mot_de_passe=OWN, confirmation=OWN)
    page = visitor.http.get(site.base + late.headers["location"]).text
    assert TIMED_OUT in page
    assert "mot-de-passe-oublie" in page
    # Twice, after the browser was closed as well; and for nobody else.
    for _ in range(2):
        with site.visitor() as other:
            assert other.submit(f"activer/{people.link_token}").status_code == 400
        visitor.http.cookies.set(f"session-{site.uai}", None)
        assert visitor.submit(f"activer/{people.link_token}").status_code == 303
        assert visitor.get("choisir-mot-de-passe").status_code == 200
        site.clock.advance(minutes=31)
    visitor.submit(f"activer/{people.link_token}")
    assert visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN).status_code == 303
    # Chosen: the link is dead for its browser too.
    assert visitor.submit(f"activer/{people.link_token}").status_code == 400


@pytest.mark.parametrize("case", ["too late", "blocked", "replaced", "another link"])
def test_a_choice_is_not_resumed_once_its_link_is_worth_nothing(
    site: Site, visitor: Visitor, case: str
) -> None:
    people = site.family()
    visitor.submit(f"activer/{people.link_token}")
    token = people.link_token
    if case == "too late":
        site.clock.advance(hours=12, minutes=1)
    elif case == "blocked":
        site.set_state(people, "blocked")
    elif case == "replaced":
        site.issue(people, draw_provisional())
    else:
        token = site.family(2).link_token[::-1]
    assert visitor.submit(f"activer/{token}").status_code == 400
