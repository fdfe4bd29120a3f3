"""After a request: the page of its state, correcting its address, and asking for one more child from an account."""

import re

import pytest

from tests.portal.conftest import Portal
from tests.portal.pages.test_pages_ask import GOOD, ask, received
from tests.portal.site import Site, Visitor
from turbo_admin.core.intake.reference import request_reference
from turbo_admin.portal.base.throttle import Limit, Limits

CHILD = {"carte": "0683-04218", "nom": "MARTIN", "prenom": "Zoé"}


def token_of(site: Site) -> str:
    return str(site.mails("demande")[-1][4])


def test_the_thanks_repeat_the_address_and_the_reference_and_the_address_can_be_corrected(
    site: Site, visitor: Visitor
) -> None:
    ask(visitor)
    page = visitor.get().text
    assert GOOD["email"] in page
    assert request_reference(received(site)[0]["request_id"]) in page
    assert "Ce n’est pas la bonne adresse" in page
    form = visitor.get("creer-un-compte", params={"corriger": "oui"}).text
    assert all(f'value="{value}"' in form for value in GOOD.values())
    # For a moment, in this browser alone; and the form as such is empty.
    assert GOOD["email"] not in visitor.get().text
    assert GOOD["nom"] not in visitor.get("creer-un-compte").text
    with site.visitor() as other:
        assert GOOD["nom"] not in other.get("creer-un-compte", params={"corriger": "oui"}).text


def test_the_link_of_the_acknowledgement_shows_the_state_and_nothing_that_was_typed(
    site: Site, visitor: Visitor
) -> None:
    ask(visitor)
    token = token_of(site)
    (request_id,) = (event["request_id"] for event in received(site))
    with site.visitor() as reader:
        page = reader.get(f"demande/{token}").text
        assert request_reference(request_id) in page
        assert "attend la réponse" in page
        assert "pas encore confirmée" in page
        assert not [value for value in GOOD.values() if value in page]
        reader.submit(f"confirmer/{token}")
        assert "Votre adresse e-mail est confirmée." in reader.get(f"demande/{token}").text
        for state, words in (("issued", "est acceptée"), ("refused", "n’a pas pu être acceptée")):
            site.portal.rows("UPDATE account_request SET state = :state", state=state)
            assert words in reader.get(f"demande/{token}").text


@pytest.mark.parametrize("token", ["A" * 22, "x", "%00", "é", "a" * 500])
def test_a_link_that_leads_to_no_request_says_so(site: Site, visitor: Visitor, token: str) -> None:
    ask(visitor)
    page = visitor.get(f"demande/{token}")
    assert (page.status_code, "n’est plus connue" in page.text) == (400, True)


def test_another_school_does_not_know_the_request(site: Site, visitor: Visitor) -> None:
    ask(visitor)
    with site.visitor(site.portal.other_uai) as elsewhere:
        assert elsewhere.get(f"demande/{token_of(site)}").status_code == 400


def test_an_account_asks_for_one_more_child_and_the_office_sees_who(site: Site) -> None:
    people, visitor = site.settled_family()
    assert "mon-compte/ajouter" in visitor.space().text
    answer = visitor.submit("mon-compte/ajouter", **CHILD)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/e/{site.uai}/mon-espace")
    assert "Votre demande est envoyée" in visitor.space().text
    (event,) = received(site)
    assert (event["first_name"], event["email"], event["asked_by"]) == (
        "Zoé",
        people.email,
        people.account_id,
    )
    assert [mail[1] for mail in site.mails("demande")] == [people.email]


def test_no_visitor_asks_in_the_name_of_an_account_or_for_another_address(site: Site) -> None:
    people, visitor = site.settled_family()
    ask(visitor, asked_by=people.account_id)
    visitor.submit("mon-compte/ajouter", **CHILD, email="autre@exemple.fr", asked_by="a2")
    assert [(event["email"], event["asked_by"]) for event in received(site)] == [
        (GOOD["email"], ""),
        (people.email, people.account_id),
    ]


def test_what_is_wrong_in_it_is_said_and_what_was_typed_is_kept(site: Site) -> None:
    _, visitor = site.settled_family()
    page = visitor.submit("mon-compte/ajouter", carte="x", nom="MARTIN", prenom="")
    assert page.status_code == 400
    assert 'value="MARTIN"' in page.text
    assert re.findall(r'<li><a href="#(\w+)"', page.text) == ["carte", "prenom"]
    assert received(site) == []


def test_strangers_who_flood_the_mailbox_do_not_keep_its_family_from_asking(portal: Portal) -> None:
    few = Limits(requests_of_email=Limit(Limits().requests_of_email.window, (0,) * 2))
    with Site(portal, limits=few) as site:
        people, visitor = site.settled_family()
        with site.visitor() as stranger:
            statuses = [ask(stranger, email=people.email, carte=f"0100{n}").status_code for n in range(3)]
        assert statuses == [303, 303, 429]
        assert visitor.submit("mon-compte/ajouter", **CHILD).status_code == 303


def test_an_account_without_an_address_is_led_to_give_one(site: Site) -> None:
    _, visitor = site.settled_family(email="")
    page = visitor.get("mon-compte/ajouter").text
    assert "Indiquez d’abord votre adresse e-mail" in page
    assert visitor.submit("mon-compte/ajouter", **CHILD).status_code == 400
    assert received(site) == []


def test_a_school_without_a_telephone_or_an_address_leads_nobody_nowhere(site: Site) -> None:
    _, visitor = site.settled_family()
    site.settings(phone="", email="", welcome="Bonne rentrée !")
    page = visitor.space().text
    assert "Adressez-vous à l’accueil de l’établissement." in page
    assert "mailto:" not in page
    assert "Bonne rentrée !" in page
    site.settings(phone="01 99 00 00 00", email="intendance@exemple.fr")
    page = visitor.space().text
    assert "01 99 00 00 00" in page
    assert 'href="mailto:intendance@exemple.fr"' in page
    assert "Adressez-vous à l’accueil" not in page
