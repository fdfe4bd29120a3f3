"""The state of an account: what it makes of the passwords, the sessions and the diners of the account."""

from datetime import timedelta
from typing import Any

import pytest

from tests.portal.api.outcomes import (
    ALREADY,
    DONE,
    count,
    lend,
    numbers,
    open_session,
    provisionals,
    refused,
)
from tests.portal.conftest import Portal
from tests.portal.office import HASH, SOON, Office
from turbo_admin.core.credentials.rules import hash_token

OTHER_HASH = HASH[:-1] + "B"


def link(number: int = 1, account: str = "a1") -> str:
    return hash_token(f"link {number} of {account}")


class TestState:
    def test_an_account_its_password_and_its_diners(self, portal: Portal, office: Office) -> None:
        office.send(office.diner("d1"), office.diner("d2"))
        assert office.send(office.issue(diner_ids=["d1", "d2"], email="A1@exemple.fr")) == [DONE]
        assert portal.rows(
            "SELECT login, email, email_key, state, password_hash, number, number_expires_at FROM account"
        ) == [("lm482711", "A1@exemple.fr", "a1@exemple.fr", "open", None, 1, SOON)]
        assert portal.rows(
            "SELECT origin, password_hash, link_hash, expires_at, number FROM provisional"
        ) == [("office", HASH, link(), SOON, 1)]
        assert portal.rows("SELECT diner_id FROM attachment ORDER BY 1") == [("d1",), ("d2",)]

    def test_attachments_are_replaced(self, portal: Portal, office: Office) -> None:
        office.send(office.diner("d1"), office.diner("d2"), office.issue())
        assert office.send(office.account(diner_ids=["d2"])) == [DONE]
        assert portal.rows("SELECT diner_id FROM attachment") == [("d2",)]

    def test_told_again_it_changes_nothing(self, portal: Portal, office: Office) -> None:
        office.send(office.diner(), office.issue())
        lend(portal)
        open_session(portal)
        before = provisionals(portal)
        # Another revision of the very same state, as after a portal or an office was put back from a copy.
        assert office.send(office.issue()) == [DONE]
        assert (provisionals(portal), count(portal, "session")) == (before, 1)
        assert count(portal, "email_change") == 1

    def test_an_account_without_an_address_may_stand_beside_another(self, office: Office) -> None:
        batch = [office.diner(), office.issue("a1", email=""), office.issue("a2", email="")]
        assert office.send(*batch) == [DONE] * 3

    @pytest.mark.parametrize(("values", "reason"), [
        ({"diner_ids": ["d1", "d9"]}, "unknown_diner"),
        ({"login": "LM482711"}, "login_taken"),
        ({"email": "A1@EXEMPLE.FR"}, "email_taken"),
        ({"email": "pas une adresse"}, "bad_address"),
        ({"login": " lm482712"}, "bad_body"),
        ({"password_hash": "$2b$12$" + "x" * 53}, "bad_body"),
        ({"password_hash": ""}, "unknown_credential"),
        ({"password_hash": HASH.replace("m=19456", "m=9999999")}, "bad_body"),
        ({"password_hash": HASH.replace("m=19456", "m=262144")}, "bad_body"),
        ({"password_hash": HASH.replace("t=2", "t=9")}, "bad_body"),
        ({"password_hash": HASH.replace("p=1", "p=8")}, "bad_body"),
        ({"password_hash": HASH.replace("t=2", "t=0")}, "bad_body"),
        ({"password_hash": HASH.replace("m=19456", "m=8")}, "bad_body"),
        ({"password_hash": HASH.replace("A" * 43, "A" * 100)}, "bad_body"),
        ({"password_hash": HASH.replace("A" * 43, "A" * 6)}, "bad_body"),
        ({"password_hash": HASH.replace("c29tZXNhbHRzb21lc2FsdA", "c29t" * 20)}, "bad_body"),
        ({"password_hash": HASH.replace("c29tZXNhbHRzb21lc2FsdA", "c29t")}, "bad_body"),
        ({"password_hash": HASH[:-2] + "\0A"}, "bad_body"),
        ({"link_hash": "Z" * 64}, "bad_body"),
        ({"link_hash": hash_token("link 1 of a1")}, "conflict"),
    ])  # fmt: skip
    def test_a_refusal_leaves_no_trace(
        self, portal: Portal, office: Office, values: dict[str, Any], reason: str
    ) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.issue("a2", **values)) == [refused(reason)]
        for table in ("account", "provisional", "attachment"):
            assert count(portal, table) == 1
        assert portal.rows("SELECT count(*) FROM change_state WHERE kind = 'account'") == [(1,)]

    def test_of_many_those_that_the_database_does_not_take_are_refused_alone(
        self, portal: Portal, office: Office
    ) -> None:
        office.send(office.diner(), office.issue("a0"))
        batch = [office.issue(f"a{number}") for number in range(1, 8)]
        batch[4] = office.issue("a5", link_hash=link(1, "a0"))
        assert office.send(*batch) == [DONE] * 4 + [refused("conflict")] + [DONE] * 2
        assert count(portal, "account") == 7

    def test_a_refused_state_may_come_again_with_the_same_revision(self, office: Office) -> None:
        change = office.account(diner_ids=["d7"])
        assert office.send(change) == [refused("unknown_diner")]
        assert office.send(office.diner("d7"), change) == [DONE, DONE]

    def test_the_address_of_a_closed_account_is_free_again(self, office: Office) -> None:
        office.send(office.diner(), office.account("a1", email="x@exemple.fr"))
        assert office.send(office.account("a1", email="x@exemple.fr", state="closed")) == [DONE]
        assert office.send(office.account("a2", email="x@exemple.fr")) == [DONE]
        assert office.send(office.account("a1", email="x@exemple.fr")) == [refused("email_taken")]


class TestCredential:
    @pytest.fixture
    def issued(self, office: Office) -> Office:
        """An office whose account has its second provisional password."""
        assert office.send(office.diner(), office.issue(number=2)) == [DONE] * 2
        return office

    def test_a_greater_number_replaces_the_former(self, portal: Portal, issued: Office) -> None:
        assert issued.send(issued.issue(number=3, password_hash=OTHER_HASH)) == [DONE]
        assert provisionals(portal) == [("office", link(3), 3)]
        assert numbers(portal) == (3, 2, 0, 0)

    def test_it_ends_who_was_choosing_with_the_former_and_the_links(
        self, portal: Portal, issued: Office
    ) -> None:
        open_session(portal, "choosing", kind="choose")
        open_session(portal, "full")
        portal.rows("INSERT INTO account_link VALUES (:uai, 'a1', '0990009X', 'k', now())", uai=portal.uai)
        assert issued.send(issued.issue(number=3)) == [DONE]
        assert portal.rows("SELECT token_hash FROM session") == [("full",)]
        assert count(portal, "account_link") == 0
        assert portal.rows("SELECT what FROM account_log") == [("links_ended",)]

    @pytest.mark.parametrize("number", [1, 2])
    def test_a_number_that_is_dead_is_never_taken(self, portal: Portal, issued: Office, number: int) -> None:
        assert issued.send(issued.account(ended=2)) == [DONE]
        assert provisionals(portal) == []
        assert issued.send(issued.issue(number=number, link_hash="a" * 64)) == [DONE]
        assert provisionals(portal) == []
        assert numbers(portal) == (2, 2, 0, 0)

    def test_a_smaller_number_takes_nothing_and_ends_nothing(self, portal: Portal, issued: Office) -> None:
        assert issued.send(issued.issue(number=1)) == [DONE]
        assert provisionals(portal) == [("office", link(2), 2)]

    def test_the_same_number_moves_its_expiry_alone(self, portal: Portal, issued: Office) -> None:
        sooner = SOON - timedelta(days=20)
        change = issued.issue(number=2, expires_at=sooner, password_hash=OTHER_HASH, link_hash="a" * 64)
        assert issued.send(change) == [DONE]
        assert portal.rows("SELECT password_hash, link_hash, expires_at FROM provisional") == [
            (HASH, link(2), sooner)
        ]
        assert portal.rows("SELECT number_expires_at FROM account") == [(sooner,)]

    def test_the_same_number_that_was_cleaned_away_does_not_come_back(
        self, portal: Portal, issued: Office
    ) -> None:
        portal.rows("DELETE FROM provisional")
        assert issued.send(issued.issue(number=2)) == [DONE]
        assert provisionals(portal) == []
        assert portal.rows("SELECT number, number_expires_at FROM account") == [(2, SOON)]

    def test_none_ends_it_and_the_portal_s_own_loan(self, portal: Portal, issued: Office) -> None:
        lend(portal)
        assert issued.send(issued.account(ended=2)) == [DONE]
        assert provisionals(portal) == []
        assert count(portal, "email_change") == 0

    def test_none_ends_it_even_when_no_number_is_said_to_be_dead(
        self, portal: Portal, issued: Office
    ) -> None:
        assert issued.send(issued.account(ended=1)) == [DONE]
        assert provisionals(portal) == []

    def test_what_was_used_and_is_heard_back_ends_no_loan(self, portal: Portal, issued: Office) -> None:
        portal.rows("UPDATE account SET ended = 2")
        lend(portal)
        open_session(portal, kind="choose")
        assert issued.send(issued.account(ended=2)) == [DONE]
        assert [origin for origin, *_ in provisionals(portal)] == ["forgotten", "office"]
        assert (count(portal, "session"), count(portal, "email_change")) == (1, 1)

    def test_numbers_never_fall(self, portal: Portal, issued: Office) -> None:
        assert issued.send(issued.account(ended=5, sessions_ended=3, own_ended=9)) == [DONE]
        assert issued.send(issued.account(ended=1, sessions_ended=1, own_ended=1)) == [DONE]
        assert numbers(portal) == (2, 5, 3, 9)


class TestOfTheFirstVersion:
    @pytest.fixture
    def before(self, portal: Portal, office: Office) -> Office:
        """An office whose account has a password that was issued before passwords had numbers."""
        assert office.send(office.diner(), office.issue()) == [DONE] * 2
        portal.rows("UPDATE provisional SET number = 0")
        portal.rows("UPDATE account SET number = 0, number_expires_at = NULL")
        portal.rows("TRUNCATE change_state, state_sum")
        return office

    @pytest.mark.parametrize("password_hash", ["", OTHER_HASH])
    def test_its_link_gives_it_its_number_and_the_hash_stays(
        self, portal: Portal, before: Office, password_hash: str
    ) -> None:
        open_session(portal)
        later = SOON + timedelta(days=1)
        change = before.issue(number=4, link_hash=link(), expires_at=later, password_hash=password_hash)
        assert before.send(change) == [DONE]
        assert portal.rows("SELECT password_hash, link_hash, number, expires_at FROM provisional") == [
            (HASH, link(), 4, later)
        ]
        assert numbers(portal) == (4, 3, 0, 0)
        assert count(portal, "session") == 1

    def test_a_state_without_one_ends_it(self, portal: Portal, before: Office) -> None:
        assert before.send(before.account()) == [DONE]
        assert provisionals(portal) == []

    def test_one_with_another_link_replaces_it(self, portal: Portal, before: Office) -> None:
        assert before.send(before.issue(number=5, password_hash="")) == [refused("unknown_credential")]
        assert before.send(before.issue(number=5)) == [DONE]
        assert provisionals(portal) == [("office", link(5), 5)]


class TestEnds:
    @pytest.fixture
    def holder(self, portal: Portal, office: Office) -> Office:
        """An office with an account that is signed in, has an own password and a loan, and is linked."""
        office.send(office.diner("d1"), office.issue())
        portal.rows("UPDATE account SET password_hash = 'own', password_chosen_at = now(), generation = 7")
        portal.rows("INSERT INTO account_link VALUES (:uai, 'a1', '0990009X', 'k', now())", uai=portal.uai)
        open_session(portal)
        lend(portal)
        return office

    def left(self, portal: Portal) -> dict[str, int]:
        found = {table: count(portal, table) for table in ("session", "account_link", "email_change")}
        return found | {origin: 1 for origin, *_ in provisionals(portal)}

    @pytest.mark.parametrize(("values", "gone"), [
        ({}, set()),
        ({"state": "blocked"}, {"session", "email_change", "forgotten"}),
        ({"state": "closed", "credential": None, "ended": 1},
         {"session", "email_change", "forgotten", "office", "account_link"}),
        ({"sessions_ended": 1}, {"session", "account_link", "email_change", "forgotten"}),
        ({"email": "autre@exemple.fr"}, {"email_change", "forgotten"}),
        ({"own_ended": 6}, set()),
        ({"own_ended": 7}, {"session", "account_link"}),
        ({"diner_ids": []}, set()),
    ])  # fmt: skip
    def test_what_ends_with_what(
        self, portal: Portal, holder: Office, values: dict[str, Any], gone: set[str]
    ) -> None:
        assert holder.send(holder.issue(**values)) == [DONE]
        left = self.left(portal)
        everything = {"session", "account_link", "email_change", "office", "forgotten"}
        assert {name for name in everything if not left.get(name)} == gone

    def test_an_own_password_of_that_generation_or_less_is_dead(self, portal: Portal, holder: Office) -> None:
        assert holder.send(holder.issue(own_ended=6)) == [DONE]
        assert portal.rows("SELECT password_hash FROM account") == [("own",)]
        assert holder.send(holder.issue(own_ended=7)) == [DONE]
        assert portal.rows("SELECT password_hash, password_chosen_at FROM account") == [(None, None)]
        # One that the family chooses since is of a later generation.
        portal.rows("UPDATE account SET password_hash = 'new', generation = 8")
        assert holder.send(holder.issue(own_ended=7)) == [DONE]
        assert portal.rows("SELECT password_hash FROM account") == [("new",)]

    def test_closed_and_opened_again_at_once_ends_the_sessions_all_the_same(
        self, portal: Portal, holder: Office
    ) -> None:
        """The office closed it and opened it again between two synchronisations: one state is told."""
        assert holder.send(holder.account(ended=1, sessions_ended=1)) == [DONE]
        assert self.left(portal) == {"session": 0, "account_link": 0, "email_change": 0}

    def test_another_school_changes_nothing_here(self, portal: Portal, holder: Office) -> None:
        other = Office(holder.base)
        assert other.pair(portal.other_code).status == 200
        assert other.send(other.diner(), other.account(sessions_ended=1, ended=1)) == [DONE] * 2
        assert [one[2] for one in provisionals(portal)] == [0, 1]
        assert count(portal, "session") == 1


def test_a_late_older_state_does_not_bring_a_dead_password_back(portal: Portal, office: Office) -> None:
    old, new = office.issue(number=1), office.account(ended=1)
    assert office.send(office.diner(), new) == [DONE] * 2
    assert office.send(old) == [ALREADY]
    assert provisionals(portal) == []
