"""Changes that write to somebody: credentials by mail, refusals."""

from typing import Any

import pytest
from turbo_admin.protocol.changes import AccountState, RefuseRequest

from tests.portal.api.outcomes import DONE, ask, refused
from tests.portal.conftest import Portal
from tests.portal.office import SOON, Office
from turbo_admin.core.credentials.rules import draw_provisional, hash_token
from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key


class TestMail:
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

    def test_a_mail_sealed_for_a_former_key_comes_back(self, office: Office) -> None:
        secret = draw_provisional()
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        office.mail_public_key = public_mail_key(new_mail_key())
        assert office.send(office.mail(secret)) == [refused("mail_key_changed")]

    def test_a_mail_about_a_replaced_password_comes_back(self, portal: Portal, office: Office) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.mail(draw_provisional())) == [refused("superseded")]
        portal.rows("DELETE FROM provisional")
        assert office.send(office.mail(draw_provisional())) == [refused("superseded")]
        assert portal.rows("SELECT count(*) FROM mail") == [(0,)]

    @pytest.mark.parametrize(("values", "reason"), [
        ({"to": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "bad_address"),
        ({"to": "pas une adresse"}, "bad_address"),
    ])  # fmt: skip
    def test_a_wrong_address_comes_back(self, office: Office, values: dict[str, Any], reason: str) -> None:
        secret = draw_provisional()
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        assert office.send(office.mail(secret, **values)) == [refused(reason)]

    def test_an_account_that_is_not_open_gets_no_mail(self, office: Office) -> None:
        secret = draw_provisional()
        assert office.send(office.mail(secret)) == [refused("unknown_account")]
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        office.send(office.change("account", "a1", AccountState(login="lm482711", state="blocked")))
        assert office.send(office.mail(secret)) == [refused("account_closed")]


class TestRefuse:
    def refuse(
        self, office: Office, reason: str, act: str = "x1", request_id: str = "r1"
    ) -> list[tuple[str, str]]:
        return office.send(
            office.change("request.refuse", act, RefuseRequest(request_id=request_id, reason=reason))
        )

    def test_a_refusal_with_a_reason_is_mailed(self, portal: Portal, office: Office) -> None:
        ask(portal)
        assert self.refuse(office, "Carte inconnue.") == [DONE]
        assert portal.rows("SELECT state FROM account_request") == [("refused",)]
        assert portal.rows("SELECT kind, to_address, request_id, data FROM mail") == [
            ("refus", "asker@exemple.fr", "r1", {"reason": "Carte inconnue.", "language": "fr"})
        ]

    def test_a_refusal_without_a_reason_mails_nothing(self, portal: Portal, office: Office) -> None:
        ask(portal)
        assert self.refuse(office, "  \n ") == [DONE]
        assert portal.rows("SELECT count(*) FROM mail") == [(0,)]

    def test_a_request_is_answered_once(self, portal: Portal, office: Office) -> None:
        ask(portal)
        assert self.refuse(office, "non") == [DONE]
        assert self.refuse(office, "non", act="x2") == [refused("request_closed")]
        assert self.refuse(office, "non", request_id="r9", act="x3") == [refused("unknown_request")]
        assert portal.rows("SELECT count(*) FROM mail") == [(1,)]
