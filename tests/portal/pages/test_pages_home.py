"""A school's home page, the root, the health check."""

import json
import re

import pytest
from sqlalchemy import text

from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor
from turbo_admin.core.uai import make_uai
from turbo_admin.portal.schools.registry import add_school


def test_it_welcomes_with_the_three_ways_in(site: Site, visitor: Visitor) -> None:
    page = visitor.get()
    assert page.status_code == 200
    assert "<title>Accueil – Collège de l’Exemple – Espace Numérique</title>" in page.text
    for words in (
        "Se connecter",
        "Créer un compte",
        "identifiant \\ mot de passe oublié(s)\u00a0?",
        "non conforme",
    ):
        assert words in page.text


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("POST", "").status_code == 405


def test_a_school_that_does_not_exist_is_not_found(site: Site) -> None:
    with site.visitor("0990009X") as stranger:
        assert stranger.get().status_code == 404
    with site.visitor("nulle-part") as stranger:
        assert stranger.get().status_code == 404


def test_a_stranger_gets_no_cookie_from_it(visitor: Visitor) -> None:
    assert "set-cookie" not in visitor.get().headers


def test_small_letters_lead_to_the_right_page(site: Site) -> None:
    with site.visitor(site.uai.lower()) as visitor:
        assert visitor.get().headers["location"] == f"/e/{site.uai}"
        answer = visitor.get("connexion")
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
            308,
            f"/e/{site.uai}/connexion",
        )


def test_a_hostile_path_cannot_add_a_header(site: Site) -> None:
    with site.visitor(site.uai.lower()) as visitor:
        answer = visitor.get("activer/a%0d%0aSet-Cookie:%20x=1")
        assert "x" not in answer.cookies
        assert "\r" not in answer.headers.get("location", "")


def test_it_shows_what_the_office_set(site: Site, visitor: Visitor) -> None:
    site.settings(
        name="Lycée <b>Neuf</b>",
        welcome="Un.\n\nDeux & <script>alert(1)</script>",
        email="intendance@exemple.fr",
        payment_blocked=True,
        booking_blocked=True,
        closures=[
            {"first": "2026-12-19", "last": "2027-01-03", "label": "Noël"},
            {"first": "2027-07-05", "last": "2027-08-31", "label": "été"},
            {"first": "2026-10-17", "last": "2026-11-02", "label": "Toussaint"},
        ],
    )
    page = visitor.get().text
    assert "Lycée &lt;b&gt;Neuf&lt;/b&gt;" in page
    assert "<script" not in page
    assert "Paiement et réservation en ligne suspendus." in page
    assert "Fermeture du 19\u00a0décembre 2026 au 3\u00a0janvier 2027" in page
    assert "été" not in page
    assert "Toussaint" not in page


def test_it_says_when_it_was_last_synchronised(site: Site, visitor: Visitor) -> None:
    assert "L’établissement n’a encore rien transmis" in visitor.get().text
    with site.portal.superuser.host() as connection:
        at = site.clock().replace(hour=3, minute=37)
        connection.execute(text("UPDATE school SET last_sync_at = :at"), {"at": at})
    assert "Informations de l’établissement à jour aujourd’hui à 04:37" in visitor.get().text


def test_the_root_of_a_portal_of_several_schools_names_none(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Collège de l’Exemple" not in page.text
    assert "Autre Rive" not in page.text


def test_the_root_of_a_portal_of_one_school_leads_to_it(portal: Portal) -> None:
    with portal.superuser.host() as connection:
        connection.execute(text("DELETE FROM school WHERE school_id = :uai"), {"uai": portal.other_uai})
    with Site(portal) as site, site.visitor() as visitor:
        answer = visitor.get("/")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/e/{portal.uai}")


def find(visitor: Visitor, typed: str) -> str:
    return visitor.get("/", params={"q": typed}).text


@pytest.mark.parametrize(
    "typed", ["exemple", "ÉXEMPLE college", "villeneuve", "0990001n", "0683", "  Exemple,  Villeneuve "]
)
def test_a_school_is_found_by_name_town_uai_or_card(site: Site, visitor: Visitor, typed: str) -> None:
    site.settings(address="12 rue de l’École\n99000 Villeneuve CEDEX 3", site_code="0683")
    page = find(visitor, typed)
    assert f'href="/e/{site.uai}"' in page
    assert "<br>Villeneuve<" in page
    assert "Autre Rive" not in page
    assert "1 établissement" in page


def test_all_the_words_must_be_said_of_it(site: Site, visitor: Visitor) -> None:
    site.settings(address="99000 Villeneuve")
    page = find(visitor, "exemple ailleurs")
    assert "Aucun établissement ne correspond." in page
    assert "/e/" not in page


def test_a_school_that_never_synchronised_is_found_too(site: Site, visitor: Visitor) -> None:
    assert f'href="/e/{site.portal.other_uai}"' in find(visitor, "autre rive")


@pytest.mark.parametrize("typed", ["a", "le", "%", "___", "''", "%%%%", "\\\\\\", "\0\0\0"])
def test_too_little_lists_nobody(visitor: Visitor, typed: str) -> None:
    page = find(visitor, typed)
    assert "/e/" not in page


def test_what_was_searched_is_kept_and_cannot_break_the_page(visitor: Visitor) -> None:
    page = visitor.get("/", params={"q": '"><script>' + "x" * 5000})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&#34;&gt;&lt;script&gt;" in page.text


def test_a_search_that_finds_many_says_so_and_lists_twenty(site: Site, visitor: Visitor) -> None:
    for number in range(25):
        add_school(site.portal.owner, make_uai(990100 + number), f"Collège Pareil {number:02}")
    page = find(visitor, "collège pareil")
    assert "Plus de 20 établissements" in page
    assert page.count('href="/e/') == 20


def test_it_says_until_when_the_office_is_closed(site: Site, visitor: Visitor) -> None:
    site.settings(closures=[{"first": "2026-11-20", "last": "2026-11-29", "label": "travaux"}])
    assert "Bureau fermé jusqu’au 29\u00a0novembre 2026 inclus (travaux)." in visitor.get().text
    site.clock.advance(days=7)
    assert "Bureau fermé" not in visitor.get().text


def test_health_is_told_to_this_machine(visitor: Visitor) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("nulle-part", "/e/0990001N"),
        ("/e/0990001n/nulle/part", "/e/0990001n"),
        ("/nulle-part", "/"),
        ("/e/0999999Z", "/"),
        ("/e/trop/loin", "/"),
        ("/e/0990001N%22%3E/x", "/"),
    ],
)
def test_a_page_that_is_not_there_leads_home(visitor: Visitor, path: str, leads_to: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert re.findall(r'<a class="reach" href="([^"]*)"', answer.text) == [leads_to]


def test_health_is_not_told_to_a_visitor_behind_the_proxy(portal: Portal) -> None:
    with Site(portal, proxies=("127.0.0.1",)) as site, site.visitor() as visitor:
        assert visitor.get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
        assert visitor.get("/healthz").status_code == 200


def test_robots_are_asked_to_stay_out(visitor: Visitor) -> None:
    assert "Disallow: /" in visitor.get("/robots.txt").text


def test_an_unreachable_database_is_said_in_french(portal: Portal) -> None:
    with Site(portal) as site, site.visitor() as visitor:
        with portal.superuser.host() as connection:
            connection.execute(text("ALTER ROLE turbo_portal NOLOGIN"))
        try:
            page = visitor.get()
            assert page.status_code == 503
            assert "Réessayez dans un instant" in page.text
            assert "turbo_portal" not in page.text
            assert json.loads(visitor.get("/api/v2/hello").text)["code"]
        finally:
            with portal.superuser.host() as connection:
                connection.execute(text("ALTER ROLE turbo_portal LOGIN"))
    portal.database.dispose()
