"""A school's home page, the root, the health check."""

import json

from sqlalchemy import text

from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor


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
        assert (answer.status_code, answer.headers["location"]) == (308, f"/e/{site.uai}/connexion")


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
    assert "Pas encore de synchronisation" in visitor.get().text
    with site.portal.superuser.host() as connection:
        at = site.clock().replace(hour=3, minute=37)
        connection.execute(text("UPDATE school SET last_sync_at = :at"), {"at": at})
    assert "Dernière synchronisation aujourd’hui à 04:37" in visitor.get().text


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


def test_health_is_told_to_this_machine(visitor: Visitor) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


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
            assert json.loads(visitor.get("/api/v1/hello").text)["code"]
        finally:
            with portal.superuser.host() as connection:
                connection.execute(text("ALTER ROLE turbo_portal LOGIN"))
    portal.database.dispose()
