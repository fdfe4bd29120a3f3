"""Choosing one's own password after a provisional one."""

import pytest

from tests.portal.site import OWN, Site, Visitor
from turbo_admin.core.credentials.rules import salt_of


def choose(visitor: Visitor, password: str, again: str | None = None):  # type: ignore[no-untyped-def]
    return visitor.submit(
        "choisir-mot-de-passe", mot_de_passe=password, confirmation=password if again is None else again
    )


def test_it_takes_the_password_and_tells_the_office(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    answer = choose(visitor, OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/e/{site.uai}/mon-espace")
    assert "Votre mot de passe est enregistré." in visitor.space().text
    (spent, first), (kind, body) = site.events()
    assert (spent, first["account_id"], first["number"]) == ("credential.spent", "a1", 1)
    assert (kind, body["account_id"]) == ("account.activated", "a1")
    # The generation of a password is the place of its event in the feed.
    assert site.portal.rows("SELECT generation, ended FROM account") == [(2, 1)]
    assert site.portal.rows("SELECT count(*) FROM provisional") == [(0,)]


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("DELETE", "choisir-mot-de-passe").status_code == 405


def test_it_refuses_a_stranger(site: Site, visitor: Visitor) -> None:
    page = visitor.get("choisir-mot-de-passe")
    assert (page.status_code, page.headers["location"].partition("?")[0]) == (303, f"/e/{site.uai}/connexion")
    answer = visitor.submit("choisir-mot-de-passe", form_at="connexion", mot_de_passe=OWN, confirmation=OWN)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
        303,
        f"/e/{site.uai}/connexion",
    )


def test_until_it_is_chosen_nothing_else_opens(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    for path in ("mon-espace", "mon-compte"):
        page = visitor.get(path)
        assert (page.status_code, page.headers["location"]) == (303, f"/e/{site.uai}/choisir-mot-de-passe")


def test_there_is_half_an_hour_to_choose_and_no_more(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    for _ in range(2):
        site.clock.advance(minutes=14)
        assert visitor.get("choisir-mot-de-passe").status_code == 200
    site.clock.advance(minutes=3)
    assert visitor.get("choisir-mot-de-passe").status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("", "", "Choisissez un mot de passe."),
        ("court", "court", "au moins 12"),
        ("motdepasse123", None, "se devine trop facilement"),
        ("1qaz2wsx3edc", None, "l’un des plus utilisés"),
        ("nguyen1-lea-2015", None, "votre famille ou l’établissement"),
        ("collège de l’exemple", None, "votre famille ou l’établissement"),
        ("ln482717ln482717", None, "votre famille ou l’établissement"),
        (OWN, OWN + "!", "ne sont pas les mêmes"),
        ("x" * 5000, None, "trop long"),
    ],
)
def test_a_bad_choice_is_explained_and_never_shown(
    site: Site, visitor: Visitor, password: str, again: str | None, words: str
) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    page = choose(visitor, password, again)
    assert page.status_code == 400
    assert "<title>Erreur\u00a0: " in page.text
    assert words in page.text.replace("\u00a0", " ")
    assert not password or f'value="{password}"' not in page.text
    assert choose(visitor, OWN).status_code == 303


def test_the_provisional_password_cannot_be_chosen_again(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    assert "forme d’un mot de passe provisoire" in choose(visitor, people.password).text


@pytest.mark.parametrize(
    "password",
    [
        "vélo-pluie-Гора-92-" * 6 + "fin de phrase",
        "  青い空と白い雲 et un vélo  ",
        "é" * 3 + "cheval#Lampe+7",
    ],
)
def test_any_alphabet_and_length_is_taken_and_opens_again(
    site: Site, visitor: Visitor, password: str
) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    assert choose(visitor, password).status_code == 303
    with site.visitor() as other:
        assert other.sign_in(people.login, password).headers["location"].endswith("/mon-espace")


def test_it_ends_every_other_session_and_renews_this_one(site: Site) -> None:
    people, family = site.settled_family()
    with site.visitor() as forgetful:
        forgetful.submit("mot-de-passe-oublie", identifiant=people.login)
        lent = site.mails("oubli")[0]
        forgetful.sign_in(people.login, lent[3])
        before = forgetful.http.cookies.get(f"session-{site.uai}")
        assert choose(forgetful, "un autre très bon choix").status_code == 303
        assert forgetful.http.cookies.get(f"session-{site.uai}") != before
        assert forgetful.space().status_code == 200
        assert family.space().status_code == 303


def test_a_password_that_changes_is_told_by_mail_and_a_first_one_is_not(site: Site) -> None:
    people, _ = site.settled_family()
    assert site.mails("motdepasse") == []
    with site.visitor() as forgetful:
        forgetful.submit("mot-de-passe-oublie", identifiant=people.login)
        forgetful.submit(f"activer/{site.mails('oubli')[0][4]}")
        choose(forgetful, "un autre très bon choix")
    ((_, to, data, *_),) = site.mails("motdepasse")
    assert (to, data["login"]) == (people.email, people.login)


def test_all_passwords_of_an_account_share_its_salt(site: Site, visitor: Visitor) -> None:
    people = site.family()
    ((office,),) = site.portal.rows("SELECT password_hash FROM provisional")
    visitor.sign_in(people.login, people.password)
    choose(visitor, OWN)
    visitor.submit("mot-de-passe-oublie", identifiant=people.login)
    ((own,),) = site.portal.rows("SELECT password_hash FROM account")
    ((lent,),) = site.portal.rows("SELECT password_hash FROM provisional")
    assert salt_of(office) == salt_of(own) == salt_of(lent)


def test_a_spent_provisional_leaves_no_secret_behind(site: Site, visitor: Visitor) -> None:
    people = site.family()
    ((before,),) = site.portal.rows("SELECT password_hash FROM provisional")
    visitor.sign_in(people.login, people.password)
    ((after,),) = site.portal.rows("SELECT password_hash FROM provisional")
    assert salt_of(before) == salt_of(after)
    assert before != after
