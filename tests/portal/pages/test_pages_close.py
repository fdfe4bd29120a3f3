"""« Fermer mon compte »: said what it means, done at once on both sides, and asked for again later."""

import pytest
from msgspec.structs import replace

from tests.portal.site import OWN, People, Site, Visitor
from turbo_admin.core.credentials.rules import draw_provisional
from turbo_admin.protocol.states import AccountState


def close(family: Visitor, password: str = OWN):  # type: ignore[no-untyped-def]
    return family.submit("mon-compte/fermer", mot_de_passe_actuel=password)


def states(site: Site) -> list[tuple[str, int]]:
    return site.portal.rows("SELECT state, family_rev FROM account ORDER BY account_id")


def test_closing_ends_every_session_and_is_told_to_family_and_office(site: Site) -> None:
    people, family = site.settled_family()
    with site.visitor() as tablet:
        tablet.sign_in(people.login, OWN)
        assert close(family).headers["location"] == f"/e/{site.uai}"
        assert "Votre compte est fermé." in family.get().text
        assert tablet.space().status_code == family.space().status_code == 303
        assert tablet.sign_in(people.login, OWN).status_code == 400
    assert states(site) == [("closed", 3)]
    assert [(to, data["login"]) for _, to, data, *_ in site.mails("fermeture")] == [
        (people.email, people.login)
    ]
    kind, body = site.events()[-1]
    assert (kind, body["account_id"]) == ("account.closed", people.account_id)
    # The revision is the event's place in the feed, behind the password's being used and another's being chosen.
    assert len(site.events()) == 3
    assert site.portal.rows("SELECT count(*) FROM session") == [(0,)]


def test_the_page_says_what_it_means(site: Site) -> None:
    people, family = site.settled_family()
    page = family.get("mon-compte/fermer").text
    for words in (
        people.login,
        "Léa NGUYỄN1",
        "la carte continue de fonctionner",
        "demander un nouveau compte",
    ):
        assert words in page


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("PUT", "mon-compte/fermer").status_code == 405


def test_it_refuses_a_stranger(site: Site, visitor: Visitor) -> None:
    site.settled_family()
    assert (
        visitor.get("mon-compte/fermer").headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"
    )
    visitor.submit("mon-compte/fermer", form_at="connexion", mot_de_passe_actuel=OWN)
    assert states(site) == [("open", 0)]


def test_the_password_is_asked(site: Site) -> None:
    _, family = site.settled_family()
    page = close(family, "pas le mien du tout")
    assert page.status_code == 400
    assert "Ce n’est pas votre mot de passe actuel." in page.text
    assert states(site) == [("open", 0)]
    assert family.space().status_code == 200


def test_closing_twice_is_closing_once(site: Site) -> None:
    people, family = site.settled_family()
    with site.visitor() as tablet:
        tablet.sign_in(people.login, OWN)
        hidden = tablet.hidden(tablet.get("mon-compte/fermer"))
        close(family)
        again = tablet.request("POST", "mon-compte/fermer", data={**hidden, "mot_de_passe_actuel": OWN})
        assert again.headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"
    assert states(site) == [("closed", 3)]
    assert [kind for kind, _ in site.events()].count("account.closed") == 1


def test_nothing_that_was_lent_or_waited_opens_a_closed_account(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    visitor.submit("mot-de-passe-oublie", identifiant=people.login)
    family.submit("mon-compte/adresse", email="autre@exemple.fr", mot_de_passe_actuel=OWN)
    ((_, _, _, lent, token),) = site.mails("oubli")
    ((_, _, _, _, confirm),) = site.mails("adresse")
    close(family)
    assert visitor.sign_in(people.login, lent).status_code == 400
    assert visitor.submit(f"activer/{token}").status_code == 400
    assert visitor.submit(f"confirmer-adresse/{confirm}").status_code == 400
    visitor.submit("mot-de-passe-oublie", identifiant=people.email)
    assert len(site.mails("oubli")) == 1


def test_a_request_may_follow_and_gets_a_new_account_with_the_same_address(
    site: Site, visitor: Visitor
) -> None:
    people, family = site.settled_family()
    close(family)
    answer = visitor.submit("creer-un-compte", carte="04217", nom="N", prenom="L", email=people.email)
    assert answer.status_code == 303
    assert site.events()[-1][0] == "request.received"
    again = site.family(2, email=people.email)
    assert visitor.sign_in(people.email, again.password).headers["location"].endswith("choisir-mot-de-passe")
    assert states(site) == [("closed", 3), ("open", 0)]


def state(people: People, state: str, family_rev: int) -> AccountState:
    return replace(people.state, state=state, diner_ids=["d1a"], family_rev=family_rev)


def test_an_office_that_has_not_heard_of_it_opens_nothing(site: Site) -> None:
    people, family = site.settled_family()
    close(family)
    site.change("account", people.account_id, state(people, "open", 0))
    assert states(site) == [("closed", 3)]
    site.change("account", people.account_id, state(people, "blocked", 0))
    assert states(site) == [("closed", 3)]


def test_an_office_that_has_heard_of_it_may_open_it_again(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    close(family)
    site.change("account", people.account_id, state(people, "open", 3))
    assert states(site) == [("open", 3)]
    assert visitor.sign_in(people.login, OWN).status_code == 303
    # Closed by the office this time: what is open for the office is open here.
    site.change("account", people.account_id, state(people, "closed", 3))
    site.change("account", people.account_id, state(people, "open", 3))
    assert states(site) == [("open", 3)]


def test_identifiants_on_their_way_do_not_open_it(site: Site) -> None:
    people, family = site.settled_family()
    close(family)
    secret = draw_provisional()
    site.issue(people, secret)
    assert states(site)[0][0] == "closed"
    assert site.portal.rows("SELECT count(*) FROM provisional") == [(0,)]


@pytest.mark.parametrize("words", ["Fermer mon compte"])
def test_the_way_there_is_on_the_account_s_page(site: Site, words: str) -> None:
    _, family = site.settled_family()
    assert words in family.get("mon-compte").text
