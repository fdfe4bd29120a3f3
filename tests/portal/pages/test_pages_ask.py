"""« Créer un compte », then the button of the acknowledgement."""

import threading
from typing import Any

import pytest

from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor
from turbo_admin.core.intake.reference import request_reference
from turbo_admin.core.intake.rules import Intake, check_request
from turbo_admin.portal.accounts.requests import record_request
from turbo_admin.portal.base.throttle import Limit, Limits

GOOD = {"carte": "0683-04217", "nom": "MARTIN", "prenom": "Léa", "email": "a.martin@exemple.fr"}
THANKS = (
    "Merci pour votre demande d'ouverture de compte. Nous vous communiquerons, dans un délai de 48 h,"
    " vos identifiants par Email."
)


def ask(visitor: Visitor, **changes: str) -> Any:
    return visitor.submit("creer-un-compte", **{**GOOD, **changes})


def folded(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ")


def received(site: Site) -> list[dict[str, Any]]:
    return [body for kind, body in site.events() if kind == "request.received"]


def test_a_request_is_recorded_told_to_the_office_and_acknowledged(site: Site, visitor: Visitor) -> None:
    answer = ask(visitor)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/e/{site.uai}")
    assert THANKS in folded(visitor.get().text)
    assert "courriers indésirables" in ask(visitor).text or "courriers indésirables" in visitor.get().text
    (event,) = received(site)
    assert {key: event[key] for key in ("card", "last_name", "first_name", "email")} == {
        "card": "0683-04217",
        "last_name": "MARTIN",
        "first_name": "Léa",
        "email": "a.martin@exemple.fr",
    }
    ((kind, to, data, password, token),) = site.mails()
    assert (kind, to, password) == ("demande", "a.martin@exemple.fr", "")
    # Nothing that was typed: the mailbox may be somebody else's.
    assert data == {"language": "fr", "reference": request_reference(event["request_id"])}
    assert len(token) == 22


def test_the_office_is_told_once_an_hour_where_it_wants_to_be_and_without_a_name(
    site: Site, visitor: Visitor
) -> None:
    site.settings(request_alert_email="intendance@exemple.fr")
    ask(visitor)
    ask(visitor, prenom="Hugo", carte="04218")
    alerts = [mail for mail in site.mails() if mail[0] == "alerte"]
    assert [mail[1] for mail in alerts] == ["intendance@exemple.fr"]
    assert "MARTIN" not in str(alerts)


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("PUT", "creer-un-compte").status_code == 405
    assert visitor.request("DELETE", "creer-un-compte").status_code == 405


def test_it_refuses_a_form_that_is_not_ours(site: Site, visitor: Visitor) -> None:
    assert visitor.request("POST", "creer-un-compte", data=GOOD).status_code == 403
    assert received(site) == []


def test_the_message_is_shown_once(visitor: Visitor) -> None:
    ask(visitor)
    assert "Merci" in visitor.get().text
    assert "Merci" not in visitor.get().text


def test_the_delay_is_the_one_that_the_school_announces(site: Site, visitor: Visitor) -> None:
    site.settings(delay_hours=72)
    ask(visitor)
    assert "dans un délai de 72 h," in folded(visitor.get().text)


def test_everything_wrong_is_said_at_once_and_what_was_typed_is_kept(site: Site, visitor: Visitor) -> None:
    page = ask(visitor, carte="12 34 56 78 90", nom="", prenom='"><1>', email="nobody")
    assert page.status_code == 400
    assert "<title>Erreur\u00a0: Créer un compte" in page.text
    assert page.text.count('href="#') == 1 + 4  # the skip link, and one for each field
    assert 'value="12 34 56 78 90"' in page.text
    assert 'value="nobody"' in page.text
    assert "&#34;&gt;&lt;1&gt;" in page.text
    assert received(site) == []


def test_an_address_that_looks_mistyped_is_asked_about_once(site: Site, visitor: Visitor) -> None:
    page = ask(visitor, email="lea@gmial.com")
    assert page.status_code == 400
    assert "lea@gmail.com" in page.text
    hidden = visitor.hidden(page)
    again = visitor.request("POST", "creer-un-compte", data={**GOOD, "email": "lea@gmial.com", **hidden})
    assert again.status_code == 303
    assert [event["email"] for event in received(site)] == ["lea@gmial.com"]


@pytest.mark.parametrize("card", ["4217", "04217", "0683-04217", "0683 04217"])
def test_every_way_of_writing_a_card_is_taken(visitor: Visitor, card: str) -> None:
    assert ask(visitor, carte=card).status_code == 303


def test_the_same_request_sent_again_is_the_same_request(site: Site, visitor: Visitor) -> None:
    for card in ("04217", "0683-04217", "4217"):
        assert ask(visitor, carte=card, nom="martin" if card == "4217" else "MARTIN").status_code == 303
        assert THANKS in folded(visitor.get().text)
    assert len(received(site)) == len(site.mails()) == 1


def test_ten_clicks_at_once_are_one_request(site: Site) -> None:
    visitors = [site.visitor() for _ in range(10)]
    answers: list[int] = []

    def click(visitor: Visitor) -> None:
        with visitor:
            answers.append(ask(visitor).status_code)

    threads = [threading.Thread(target=click, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 10
    assert len(received(site)) == 1


def test_ten_clicks_at_once_from_ten_addresses_are_one_request(site: Site) -> None:
    intake = check_request(GOOD)
    assert isinstance(intake, Intake)
    together = threading.Barrier(10)
    recorded: list[str | None] = []

    def click() -> None:
        together.wait()
        with site.portal.database.school(site.uai) as connection:
            recorded.append(record_request(connection, site.uai, intake, now=site.clock()))

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recorded.count(None) == 9
    assert len(received(site)) == 1


def test_asking_again_after_a_while_is_another_request(site: Site, visitor: Visitor) -> None:
    ask(visitor)
    site.clock.advance(minutes=11)
    ask(visitor)
    assert len(received(site)) == 2


def test_a_brother_and_a_second_parent_are_other_requests(site: Site, visitor: Visitor) -> None:
    ask(visitor)
    ask(visitor, prenom="Tom", carte="04218")
    ask(visitor, email="b.martin@exemple.fr")
    assert len(received(site)) == 3


def test_whoever_fills_the_trap_is_thanked_recorded_and_told_to_the_office_as_such(
    site: Site, visitor: Visitor
) -> None:
    assert ask(visitor, site_web="https://spam.example").status_code == 303
    assert THANKS in folded(visitor.get().text)
    (event,) = received(site)
    assert (event["last_name"], event["trapped"]) == ("MARTIN", True)
    assert [mail[:2] for mail in site.mails()] == [("demande", "a.martin@exemple.fr")]
    ask(visitor, prenom="Hugo")
    assert [event["trapped"] for event in received(site)] == [True, False]


def test_browsers_do_not_offer_the_parents_name_for_the_childs(visitor: Visitor) -> None:
    page = visitor.get("creer-un-compte").text
    for field in ("nom", "prenom"):
        tag = page[page.index(f'<input id="{field}"') :].partition(">")[0]
        assert 'autocomplete="off"' in tag


def test_a_flood_from_one_address_is_stopped(portal: Portal) -> None:
    one_hour = Limit(Limits().requests_of_address.window, (0,) * 3)
    with Site(portal, limits=Limits(requests_of_address=one_hour)) as site, site.visitor() as visitor:
        asked = [ask(visitor, carte=f"0100{number}") for number in range(5)]
        assert [answer.status_code for answer in asked] == [303, 303, 303, 429, 429]
        assert "<li>Beaucoup de demandes viennent de votre connexion" in asked[4].text
        assert "aria-invalid" not in asked[4].text  # no field is to blame
        site.clock.advance(hours=1, minutes=1)
        assert ask(visitor, carte="01009").status_code == 303


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00=%00&%ZZ=%",
        b"carte=%00%00&nom=%ED%A0%80&prenom=%F0%9F&email=%C3%28",
        b"&".join(b"nom=%d" % number for number in range(5000)),
        b"carte=" + b"9" * 60_000,
        "carte=é&nom=ŁŁ&prenom=日本&email=x".encode(),
        b"_csrf_token=%FF&_csrf_token=%00",
    ],
)
def test_whatever_is_posted_gets_an_answer(site: Site, visitor: Visitor, body: bytes) -> None:
    page = visitor.get("creer-un-compte")
    token = visitor.hidden(page)["_csrf_token"].encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for data in (body, b"_csrf_token=" + token + b"&" + body):
        answer = visitor.request("POST", "creer-un-compte", data=data, headers=form)
        assert answer.status_code in {400, 403}, answer.status_code
    assert received(site) == []


def test_hostile_fields_are_stored_harmless(site: Site, visitor: Visitor) -> None:
    ask(visitor, nom="O'Neil\x00\r\nBcc x", prenom="Łé\u202e")
    (event,) = received(site)
    assert (event["last_name"], event["first_name"]) == ("O'Neil Bcc x", "Łé")


def test_looking_at_the_link_confirms_nothing_and_the_button_confirms_once(
    site: Site, visitor: Visitor
) -> None:
    ask(visitor)
    token = site.mails()[0][4]
    assert visitor.request("HEAD", f"confirmer/{token}").status_code == 200
    for _ in range(3):
        assert visitor.get(f"confirmer/{token}").status_code == 200
    assert [kind for kind, _ in site.events()] == ["request.received"]
    first = visitor.submit(f"confirmer/{token}")
    second = visitor.submit(f"confirmer/{token}")
    assert [kind for kind, _ in site.events()] == ["request.received", "request.confirmed"]
    assert (first.status_code, first.text) == (second.status_code, second.text)


def test_a_token_that_never_existed_is_answered_like_one_that_did(site: Site, visitor: Visitor) -> None:
    ask(visitor)
    good = visitor.submit(f"confirmer/{site.mails()[0][4]}")
    for token in ("A" * 22, "x", "%00", "é", "a" * 500):
        page = visitor.submit(f"confirmer/{token}")
        assert (page.status_code, page.text) == (good.status_code, good.text)


def test_a_token_confirms_nothing_in_another_school(site: Site, visitor: Visitor) -> None:
    ask(visitor)
    with site.visitor(site.portal.other_uai) as elsewhere:
        elsewhere.submit(f"confirmer/{site.mails()[0][4]}")
    assert [kind for kind, _ in site.events()] == ["request.received"]


def test_a_portal_whose_mail_has_never_worked_still_records(site: Site, visitor: Visitor) -> None:
    site.portal.rows("UPDATE meta SET mail_public_key = NULL")
    assert ask(visitor).status_code == 303
    assert len(received(site)) == 1
