"""What the office says of requests: open, answered, refused and mailed once for each decision."""

from typing import Any

import pytest

from tests.portal.api.outcomes import DONE, ask, refused
from tests.portal.conftest import Portal
from tests.portal.office import SOON, Office
from turbo_admin.protocol.messages import Change
from turbo_admin.protocol.states import AccountRequestState


def state(office: Office, request_id: str = "r1", **values: Any) -> Change:
    usual = {"card": "04217", "last_name": "MARTIN", "first_name": "Léa", "email": "asker@exemple.fr"}
    return office.change(
        "request", request_id, AccountRequestState(**{**usual, "received_at": SOON, **values})
    )


def refusal(office: Office, decision: int = 1, reason: str = "Carte inconnue.", **values: Any) -> Change:
    return state(office, answer="refused", decision=decision, reason=reason, **values)


def requests(portal: Portal) -> list[tuple[str, str]]:
    return portal.rows("SELECT state, account_id FROM account_request ORDER BY request_id")


def mails(portal: Portal) -> list[str]:
    return [data["reason"] for (data,) in portal.rows("SELECT data FROM mail ORDER BY created_at")]


def test_an_answered_request_names_its_account_and_gives_it_its_language(
    portal: Portal, office: Office
) -> None:
    ask(portal, language="en")
    answered = state(office, answer="answered", decision=1, account_id="a1")
    assert office.send(answered) == [refused("unknown_account")]
    assert office.send(office.diner(), office.issue(), answered) == [DONE] * 3
    assert requests(portal) == [("issued", "a1")]
    assert portal.rows("SELECT language FROM account") == [("en",)]
    # What the family has chosen since stays when the same is told again.
    portal.rows("UPDATE account SET language = 'fr'")
    assert office.send(state(office, answer="answered", decision=1, account_id="a1")) == [DONE]
    assert portal.rows("SELECT language FROM account") == [("fr",)]


def test_a_refusal_with_a_reason_is_mailed_to_the_address_as_typed(portal: Portal, office: Office) -> None:
    ask(portal, language="fr")
    portal.rows("UPDATE account_request SET confirm_hash = 'h'")
    assert office.send(refusal(office, email="corrigee@exemple.fr")) == [DONE]
    assert portal.rows("SELECT state, confirm_hash, email FROM account_request") == [
        ("refused", None, "asker@exemple.fr")
    ]
    assert portal.rows("SELECT kind, to_address, request_id, data FROM mail") == [
        ("refus", "asker@exemple.fr", "r1", {"reason": "Carte inconnue.", "language": "fr"})
    ]


def test_a_refusal_without_a_reason_mails_nothing(portal: Portal, office: Office) -> None:
    ask(portal)
    assert office.send(refusal(office, reason="  \n ")) == [DONE]
    assert mails(portal) == []


def test_a_refusal_is_mailed_once_for_each_decision(portal: Portal, office: Office) -> None:
    ask(portal)
    assert office.send(refusal(office), refusal(office, reason="Autre.")) == [DONE] * 2
    assert mails(portal) == ["Carte inconnue."]
    assert office.send(state(office, decision=2)) == [DONE]
    assert requests(portal) == [("received", "")]
    assert office.send(refusal(office, decision=3, reason="Encore.")) == [DONE]
    assert office.send(refusal(office, decision=2, reason="D’avant.")) == [DONE]
    assert mails(portal) == ["Carte inconnue.", "Encore."]


def test_a_refusal_of_the_first_version_is_not_mailed_again(portal: Portal, office: Office) -> None:
    ask(portal)
    portal.rows("UPDATE account_request SET state = 'refused', decision = 1, mailed_decision = 1")
    assert office.send(refusal(office)) == [DONE]
    assert mails(portal) == []


def test_a_request_that_the_portal_has_lost_is_known_again(portal: Portal, office: Office) -> None:
    assert office.send(state(office)) == [DONE]
    assert portal.rows(
        "SELECT card, last_name, first_name, email, received_at, state FROM account_request"
    ) == [("04217", "MARTIN", "Léa", "asker@exemple.fr", SOON, "received")]
    assert office.send(state(office, "r2", email="pas une adresse")) == [refused("bad_address")]


def test_one_refused_request_does_not_stop_the_others(portal: Portal, office: Office) -> None:
    ask(portal)
    ask(portal, "r2")
    lost = state(office, "r2", answer="answered", decision=1, account_id="nobody")
    assert office.send(refusal(office), lost) == [DONE, refused("unknown_account")]
    assert requests(portal) == [("refused", ""), ("received", "")]


@pytest.mark.parametrize("answer", ["open", "refused"])
def test_taken_back_from_its_account_it_names_none(portal: Portal, office: Office, answer: Any) -> None:
    ask(portal)
    answered = state(office, answer="answered", decision=1, account_id="a1")
    assert office.send(office.diner(), office.issue(), answered) == [DONE] * 3
    assert office.send(state(office, answer=answer, decision=2, account_id="a1")) == [DONE]
    assert requests(portal) == [({"open": "received", "refused": "refused"}[answer], "")]
