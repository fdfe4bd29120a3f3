"""Acts of the office: credentials by mail, a guardian's notice; each is done once."""

from datetime import timedelta
from typing import Any

import pytest

from tests.portal.api.outcomes import ALREADY, DONE, count, refused
from tests.portal.conftest import Portal
from tests.portal.office import SOON, Office
from turbo_admin.core.credentials.rules import draw_provisional, hash_token
from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key
from turbo_admin.protocol.messages import Change
from turbo_admin.protocol.states import NotifyGuardian

FATHER = "papa@exemple.fr"


def notify(office: Office, act: str = "n1", **values: Any) -> Change:
    usual = {"to": FATHER, "diner_id": "d1", "occasion": "opened", "account_id": "a1", "request_id": "r1"}
    return office.change("guardian.notify", act, NotifyGuardian(**{**usual, **values}))


def mails(portal: Portal) -> list[tuple[str, str]]:
    return portal.rows("SELECT kind, to_address FROM mail ORDER BY created_at, to_address")


class TestCredentials:
    def test_the_mail_is_queued_once_with_what_it_needs(self, portal: Portal, office: Office) -> None:
        secret = office.issue_and_mail()
        mails = portal.rows(
            "SELECT mail_id, kind, to_address, state, account_id, data, sealed, expires_at FROM mail"
        )
        ((mail_id, kind, to, state, account, data, sealed, expires),) = mails
        assert (mail_id, kind, to, state, account, expires) == (
            "m-a1",
            "identifiants",
            "a1@exemple.fr",
            "queued",
            "a1",
            SOON,
        )
        assert (data["login"], data["diners"]) == ("lm482711", ["Léa MARTIN"])
        assert secret.password.encode() not in bytes(sealed)

    def test_it_lives_as_long_as_the_password(self, portal: Portal, office: Office) -> None:
        sooner = SOON - timedelta(days=10)
        office.send(office.diner(), office.issue(), office.issue(expires_at=sooner))
        assert office.send(office.mail(draw_provisional())) == [DONE]
        assert portal.rows("SELECT expires_at FROM mail") == [(sooner,)]

    def test_a_mail_sealed_for_a_former_key_comes_back(self, office: Office) -> None:
        secret = draw_provisional()
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        office.mail_public_key = public_mail_key(new_mail_key())
        assert office.send(office.mail(secret)) == [refused("mail_key_changed")]

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_mail_of_another_number_than_the_one_in_force_comes_back(
        self, portal: Portal, office: Office, number: int
    ) -> None:
        office.send(office.diner(), office.issue(number=2))
        assert office.send(office.mail(draw_provisional(), number=number)) == [refused("superseded")]
        assert count(portal, "mail") == 0

    @pytest.mark.parametrize(
        "gone", ["DELETE FROM provisional", "UPDATE account SET ended = 1"], ids=["cleaned", "used"]
    )
    def test_a_mail_of_a_password_that_opens_nothing_comes_back(
        self, portal: Portal, office: Office, gone: str
    ) -> None:
        office.send(office.diner(), office.issue())
        portal.rows(gone)
        assert office.send(office.mail(draw_provisional())) == [refused("superseded")]

    @pytest.mark.parametrize(("values", "reason"), [
        ({"to": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "bad_address"),
        ({"to": "pas une adresse"}, "bad_address"),
        ({"to": "autre@exemple.fr"}, "address_changed"),
    ])  # fmt: skip
    def test_a_wrong_address_comes_back(self, office: Office, values: dict[str, Any], reason: str) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.mail(draw_provisional(), **values)) == [refused(reason)]

    def test_the_address_is_the_account_s_in_whatever_case(self, office: Office) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.mail(draw_provisional(), to="A1@Exemple.FR")) == [DONE]

    def test_an_account_that_is_not_open_gets_no_mail(self, office: Office) -> None:
        secret = draw_provisional()
        assert office.send(office.mail(secret)) == [refused("unknown_account")]
        office.send(office.diner(), office.issue())
        office.send(office.issue(state="blocked"))
        assert office.send(office.mail(secret)) == [refused("account_closed")]


class TestGuardian:
    def test_a_guardian_is_told_once_by_first_name_and_without_a_secret(
        self, portal: Portal, office: Office
    ) -> None:
        office.send(office.diner(), office.issue())
        change = notify(office)
        assert office.send(change) == [DONE]
        assert office.send(change) == [ALREADY]
        found = portal.rows(
            "SELECT mail_id, kind, to_address, data, sealed, account_id, request_id FROM mail"
        )
        data = {"opened": True, "first_name": "Léa", "language": "fr"}
        assert found == [("n1", "vigilance", FATHER, data, None, "", "r1")]

    def test_what_is_true_no_more_is_not_said(self, portal: Portal, office: Office) -> None:
        office.send(office.diner(), office.diner("d2"), office.issue())
        assert office.send(notify(office, diner_id="d2")) == [DONE]
        assert office.send(office.account(state="closed", ended=1), notify(office, "n2")) == [DONE] * 2
        assert mails(portal) == []

    def test_a_request_is_told_of_without_an_account(self, portal: Portal, office: Office) -> None:
        office.send(office.diner())
        assert office.send(notify(office, occasion="asked", account_id="")) == [DONE]
        assert mails(portal) == [("vigilance", FATHER)]

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"diner_id": "nobody"}, "unknown_diner"),
            ({"account_id": "nobody"}, "unknown_account"),
            ({"to": "no address"}, "bad_address"),
        ],
    )
    def test_a_notice_that_cannot_be_is_refused_in_words(
        self, portal: Portal, office: Office, values: dict[str, Any], reason: str
    ) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(notify(office, **values)) == [refused(reason)]
        assert mails(portal) == []


def test_an_act_with_another_content_under_the_same_id_is_refused(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.issue())
    assert office.send(notify(office, "n1")) == [DONE]
    assert office.send(notify(office, "n1", to="autre@exemple.fr")) == [refused("other_content")]
    assert mails(portal) == [("vigilance", FATHER)]


def test_an_act_of_the_first_version_is_done_whatever_its_form_is_now(portal: Portal, office: Office) -> None:
    portal.rows(
        "INSERT INTO applied_change VALUES (:uai, 'mail.credentials', 'm1', '', now())", uai=portal.uai
    )
    office.send(office.diner(), office.issue())
    assert office.send(office.mail(draw_provisional(), act="m1")) == [ALREADY]
    assert mails(portal) == []


def test_an_office_put_back_from_a_copy_does_no_act_twice(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.issue())
    act = notify(office)
    assert office.send(act) == [DONE]
    # The copy knows neither the answer nor the revision: the same act comes under another one.
    again = notify(office)
    assert again.rev != act.rev
    assert office.send(again) == [ALREADY]
    assert mails(portal) == [("vigilance", FATHER)]


def test_an_act_cannot_be_erased(office: Office) -> None:
    assert office.send(office.change("guardian.notify", "n1", None)) == [refused("bad_body")]
