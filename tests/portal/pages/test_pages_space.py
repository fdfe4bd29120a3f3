"""« Mon espace » and « Mon compte »."""

import io
import zipfile
from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import text

from tests.portal.site import OWN, Site, Visitor
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.protocol.states import DinerState

NEW = "un autre très bon choix"


def change(visitor: Visitor, present: str = OWN, new: str = NEW, again: str = NEW):  # type: ignore[no-untyped-def]
    return visitor.submit("mon-compte", mot_de_passe_actuel=present, mot_de_passe=new, confirmation=again)


def test_the_space_shows_a_card_a_diner(site: Site) -> None:
    _, family = site.settled_family()
    with site.portal.superuser.host() as connection:
        connection.execute(
            text("UPDATE school SET last_sync_at = :at"), {"at": site.clock().replace(hour=3, minute=37)}
        )
    page = family.space()
    assert page.status_code == 200
    for words in (
        "Léa NGUYỄN1",
        "Łukasz NGUYỄN1",
        "5 A",
        "Informations de l’établissement à jour aujourd’hui à 04:37",
    ):
        assert words in page.text


@pytest.mark.parametrize("path", ["mon-espace", "mon-compte/appareils"])
def test_they_refuse_the_wrong_method(visitor: Visitor, path: str) -> None:
    assert visitor.request("PUT", path).status_code == 405


@pytest.mark.parametrize("path", ["mon-espace", "mon-compte", "mon-compte/appareils"])
def test_they_refuse_a_stranger(site: Site, visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert (page.status_code, page.headers["location"].partition("?")[0]) == (303, f"/e/{site.uai}/connexion")


@pytest.mark.parametrize("path", ["mon-compte", "mon-compte/appareils"])
def test_their_buttons_refuse_a_stranger(site: Site, visitor: Visitor, path: str) -> None:
    site.settled_family()
    answer = visitor.submit(
        path, form_at="connexion", mot_de_passe_actuel=OWN, mot_de_passe=NEW, confirmation=NEW
    )
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
        303,
        f"/e/{site.uai}/connexion",
    )


def test_a_family_sees_its_own_diners_and_no_others(site: Site) -> None:
    _, family = site.settled_family(1)
    site.family(2)
    assert "NGUYỄN2" not in family.space().text


def test_a_diner_who_left_is_not_shown_and_an_empty_space_says_what_to_do(site: Site) -> None:
    _, family = site.settled_family()
    for diner in ("d1a", "d1b"):
        site.change("diner", diner, DinerState(last_name="X", first_name="Y", left=True))
    assert "Aucun titulaire de carte" in family.space().text


def test_the_account_shows_identifiant_address_and_devices(site: Site) -> None:
    people, family = site.settled_family()
    page = family.get("mon-compte").text
    for words in (people.login, people.email, "celui-ci"):
        assert words in page


def test_changing_the_password_ends_the_other_sessions_and_renews_this_one(site: Site) -> None:
    people, family = site.settled_family()
    with site.visitor() as tablet:
        tablet.sign_in(people.login, OWN)
        before = family.http.cookies.get(f"session-{site.uai}")
        assert change(family).headers["location"] == f"/e/{site.uai}/mon-compte"
        assert "Votre mot de passe est changé." in family.get("mon-compte").text
        assert family.http.cookies.get(f"session-{site.uai}") != before
        assert tablet.space().status_code == 303
        assert tablet.sign_in(people.login, OWN).status_code == 400
        assert tablet.sign_in(people.login, NEW).status_code == 303
    assert [kind for kind, _ in site.events()] == ["credential.spent", *["account.activated"] * 2]
    assert site.portal.rows("SELECT generation FROM account") == [(3,)]
    assert len(site.mails("motdepasse")) == 1


def test_the_present_password_is_asked_and_judged(site: Site) -> None:
    _, family = site.settled_family()
    page = change(family, present="pas le mien du tout")
    assert page.status_code == 400
    assert "Ce n’est pas votre mot de passe actuel." in page.text
    assert family.space().status_code == 200


def test_a_bad_new_password_is_explained(site: Site) -> None:
    _, family = site.settled_family()
    assert "trop court" in change(family, new="court", again="court").text
    assert "ne sont pas les mêmes" in change(family, again="autre chose").text


def test_a_stolen_session_cannot_guess_the_password_for_ever(site: Site) -> None:
    _, family = site.settled_family()
    for _ in range(10):
        assert change(family, present="pas le mien du tout").status_code == 400
    assert change(family).status_code == 400
    site.clock.advance(minutes=29)
    family.space()
    assert site.portal.rows("SELECT generation FROM account") == [(2,)]


def end(family: Visitor, which: str, password: str = OWN) -> requests.Response:
    return family.submit("mon-compte/appareils", lesquels=which, mot_de_passe_actuel=password)


def token_hash(site: Site, visitor: Visitor) -> str:
    """The session that a browser holds, as the form names it."""
    return hash_token(visitor.http.cookies[f"session-{site.uai}"])


@pytest.fixture
def tablet(site: Site) -> Iterator[Visitor]:
    """Another device of the first family, once it has signed in."""
    with site.visitor() as tablet:
        tablet.http.headers["User-Agent"] = "Mozilla/5.0 (iPad) Version/17 Safari/604.1"
        yield tablet


def test_one_device_can_be_signed_out(site: Site, tablet: Visitor, visitor: Visitor) -> None:
    people, family = site.settled_family()
    for device in (tablet, visitor):
        device.sign_in(people.login, OWN)
    assert "Safari sur iPad" in family.get("mon-compte").text
    page = family.get("mon-compte/appareils")
    assert f'value="{token_hash(site, tablet)}"' in page.text
    assert end(family, token_hash(site, tablet)).headers["location"] == f"/e/{site.uai}/mon-compte"
    assert [one.space().status_code for one in (tablet, visitor, family)] == [303, 200, 200]


def test_all_others_or_all_devices_can_be_signed_out(site: Site, tablet: Visitor) -> None:
    people, family = site.settled_family()
    tablet.sign_in(people.login, OWN)
    assert end(family, "autres").status_code == 303
    assert (tablet.space().status_code, family.space().status_code) == (303, 200)
    tablet.sign_in(people.login, OWN)
    assert end(family, "tous").headers["location"] == f"/e/{site.uai}"
    assert tablet.space().status_code == family.space().status_code == 303


@pytest.mark.parametrize("which", ["one", "autres", "tous"])
def test_no_device_is_signed_out_without_the_password(site: Site, tablet: Visitor, which: str) -> None:
    people, family = site.settled_family()
    tablet.sign_in(people.login, OWN)
    chosen = token_hash(site, tablet) if which == "one" else which
    for password, said in (
        ("", "Indiquez votre mot de passe actuel."),
        ("pas le mien du tout", "Ce n’est pas votre mot de passe actuel."),
    ):
        page = end(family, chosen, password)
        assert page.status_code == 400
        assert said in page.text
        assert f'value="{chosen}" checked' in page.text
    assert tablet.space().status_code == family.space().status_code == 200


def test_whoever_has_guessed_too_often_can_still_leave(site: Site, tablet: Visitor) -> None:
    people, family = site.settled_family()
    tablet.sign_in(people.login, OWN)
    for _ in range(10):
        end(family, "autres", "pas le mien du tout")
    assert end(family, "autres").status_code == 400
    assert family.submit("deconnexion", form_at="mon-compte/appareils").status_code == 303
    assert (tablet.space().status_code, family.space().status_code) == (200, 303)


def test_the_right_password_is_never_counted_whatever_else_is_wrong(site: Site) -> None:
    _, family = site.settled_family()
    for _ in range(20):
        page = family.submit(
            "mon-compte", mot_de_passe_actuel=OWN, mot_de_passe="court", confirmation="court"
        )
        assert "trop court" in page.text
        assert (
            family.submit("mon-compte/adresse", email="personne", mot_de_passe_actuel="").status_code == 400
        )
    new = "un autre très bon choix"
    answer = family.submit("mon-compte", mot_de_passe_actuel=OWN, mot_de_passe=new, confirmation=new)
    assert answer.status_code == 303


def test_whoever_holds_a_stolen_session_does_not_shut_the_family_out(site: Site, tablet: Visitor) -> None:
    people, family = site.settled_family()
    tablet.sign_in(people.login, OWN)
    for _ in range(10):
        page = end(tablet, "tous", "pas le mien du tout")
    assert "n’est plus vérifié pour le moment. Recommencez dans 15 minutes." in page.text
    assert end(family, "autres").status_code == 303
    assert tablet.space().status_code == 303


@pytest.mark.parametrize("which", ["", "x", "\0", "é" * 200])
def test_a_device_that_nobody_has_ends_nothing(site: Site, tablet: Visitor, which: str) -> None:
    people, family = site.settled_family()
    tablet.sign_in(people.login, OWN)
    assert end(family, which).status_code == 303
    assert tablet.space().status_code == family.space().status_code == 200
    assert 'role="status"' not in family.get("mon-compte").text


def test_a_device_of_another_family_cannot_be_signed_out(site: Site) -> None:
    _, family = site.settled_family(1)
    _, other = site.settled_family(2)
    assert end(family, token_hash(site, other)).status_code == 303
    assert other.space().status_code == 200


@pytest.mark.parametrize("path", ["mentions", "donnees-personnelles", "accessibilite"])
def test_the_texts_are_there_for_everybody(site: Site, visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 200
    assert "Collège de l’Exemple" in page.text
    assert visitor.request("POST", path).status_code == 405


def test_whoever_uses_the_site_may_have_its_source(visitor: Visitor) -> None:
    assert 'href="/code-source.zip"' in visitor.get("mentions").text
    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/code-source.zip").content))
    assert {"turbo_admin/portal/web/app.py", "turbo_admin/portal/templates/base.html"} <= set(
        archive.namelist()
    )


def test_a_school_may_put_its_own_words(site: Site, visitor: Visitor) -> None:
    site.settings(privacy_text="Nos <i>propres</i> mots {name}.", legal_text="Éditeur : nous.\n\nFin.")
    assert "Nos &lt;i&gt;propres&lt;/i&gt; mots {name}." in visitor.get("donnees-personnelles").text
    assert "<p>Éditeur : nous.</p>" in visitor.get("mentions").text


def test_accessibility_says_non_conforme(visitor: Visitor) -> None:
    assert "est non conforme" in visitor.get("accessibilite").text
