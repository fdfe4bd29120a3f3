"""Changes of accounts: states, provisional passwords issued."""

from typing import Any

import pytest

from tests.portal.api.outcomes import DONE, ask, refused
from tests.portal.conftest import Portal
from tests.portal.office import HASH, SOON, Office
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.protocol.changes import AccountState


class TestIssue:
    def test_an_account_a_provisional_password_and_its_diners(self, portal: Portal, office: Office) -> None:
        ask(portal)
        office.send(office.diner("d1"), office.diner("d2"))
        issue = office.issue(
            diner_ids=["d2", "d1", "d2"], request_ids=["r1", "unknown"], email=" A1@Exemple.FR "
        )
        assert office.send(issue) == [DONE]
        assert portal.rows(
            "SELECT login, email, email_key, generation, state, password_hash FROM account"
        ) == [("lm482711", "A1@exemple.fr", "a1@exemple.fr", 0, "open", None)]
        assert portal.rows("SELECT origin, password_hash, link_hash, expires_at FROM provisional") == [
            ("office", HASH, hash_token("link of a1"), SOON)
        ]
        assert portal.rows("SELECT diner_id FROM attachment ORDER BY 1") == [("d1",), ("d2",)]
        assert portal.rows("SELECT state FROM account_request") == [("issued",)]

    def test_issuing_again_replaces_the_former_password_and_leaves_the_forgotten_one(
        self, portal: Portal, office: Office
    ) -> None:
        office.send(office.diner(), office.issue())
        portal.rows(
            "INSERT INTO provisional VALUES (:uai, 'a1', 'forgotten', 'h', 'l', now(), now())", uai=portal.uai
        )
        assert office.send(office.issue(act="again", link_hash=hash_token("new"))) == [DONE]
        assert portal.rows("SELECT origin, link_hash FROM provisional ORDER BY 1") == [
            ("forgotten", "l"),
            ("office", hash_token("new")),
        ]

    def test_a_password_chosen_meanwhile_is_not_overwritten(self, portal: Portal, office: Office) -> None:
        office.send(office.diner(), office.issue())
        portal.rows("UPDATE account SET generation = 1, password_hash = 'own'")
        portal.rows("DELETE FROM provisional")
        assert office.send(office.issue(act="again")) == [refused("superseded")]
        assert portal.rows("SELECT count(*) FROM provisional") == [(0,)]
        assert office.send(office.issue(act="again", generation=1)) == [DONE]
        assert portal.rows("SELECT password_hash FROM account") == [("own",)]

    @pytest.mark.parametrize(("values", "reason"), [
        ({"diner_ids": ["d1", "d9"]}, "unknown_diner"),
        ({"login": "LM482711"}, "login_taken"),
        ({"email": "A1@EXEMPLE.FR"}, "email_taken"),
        ({"email": "pas une adresse"}, "bad_address"),
        ({"password_hash": "$2b$12$" + "x" * 53}, "bad_body"),
        ({"password_hash": HASH.replace("m=19456", "m=9999999")}, "bad_body"),
        ({"link_hash": "Z" * 64}, "bad_body"),
        ({"link_hash": hash_token("link of a1")}, "conflict"),
    ])  # fmt: skip
    def test_a_refusal_leaves_no_trace(
        self, portal: Portal, office: Office, values: dict[str, Any], reason: str
    ) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.issue("a2", **values)) == [refused(reason)]
        for table in ("account", "provisional", "attachment", "applied_change"):
            assert portal.rows(f"SELECT count(*) FROM {table}") == [(1,)]

    def test_accounts_without_an_address_do_not_collide(self, office: Office) -> None:
        assert (
            office.send(office.diner(), office.issue("a1", email=""), office.issue("a2", email=""))
            == [DONE] * 3
        )

    def test_the_address_of_a_closed_account_is_free_again(self, office: Office) -> None:
        office.send(office.diner(), office.issue("a1", email="x@exemple.fr"))
        assert office.send(
            office.change("account", "a1", AccountState(login="lm482711", state="closed"))
        ) == [DONE]
        assert office.send(office.issue("a2", email="x@exemple.fr")) == [DONE]
        assert office.send(office.issue("a1", act="late")) == [refused("account_closed")]


class TestAccount:
    @pytest.fixture
    def holder(self, portal: Portal, office: Office) -> Office:
        """An office with an account that is signed in."""
        office.send(office.diner("d1"), office.diner("d2"), office.issue())
        portal.rows("INSERT INTO session VALUES (:uai, 't', 'a1', 'full', now(), now(), '')", uai=portal.uai)
        return office

    @pytest.mark.parametrize(
        ("state", "sessions", "provisionals"), [("open", 1, 1), ("blocked", 0, 1), ("closed", 0, 0)]
    )
    def test_blocking_or_closing_ends_the_sessions(
        self, portal: Portal, holder: Office, state: Any, sessions: int, provisionals: int
    ) -> None:
        body = AccountState(login="lm482711", email="a1@exemple.fr", state=state, diner_ids=["d1"])
        assert holder.send(holder.change("account", "a1", body)) == [DONE]
        assert portal.rows("SELECT state FROM account") == [(state,)]
        assert portal.rows("SELECT count(*) FROM session") == [(sessions,)]
        assert portal.rows("SELECT count(*) FROM provisional") == [(provisionals,)]

    def test_attachments_are_replaced(self, portal: Portal, holder: Office) -> None:
        body = AccountState(login="lm482711", diner_ids=["d2"])
        assert holder.send(holder.change("account", "a1", body)) == [DONE]
        assert portal.rows("SELECT diner_id FROM attachment") == [("d2",)]

    def test_an_account_may_be_told_before_its_password(self, holder: Office) -> None:
        body = AccountState(login="ab123456", diner_ids=["d1"])
        assert holder.send(holder.change("account", "a5", body)) == [DONE]
        assert holder.send(holder.issue("a5", login="ab123456")) == [DONE]

    def test_a_refused_state_may_come_again_with_the_same_revision(self, holder: Office) -> None:
        body = AccountState(login="lm482711", diner_ids=["d7"])
        change = holder.change("account", "a1", body)
        assert holder.send(change) == [refused("unknown_diner")]
        assert holder.send(holder.diner("d7"), change) == [DONE, DONE]
