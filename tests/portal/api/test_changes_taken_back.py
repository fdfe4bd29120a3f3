"""What the office takes back, and whom it has told: revocations and notices, over real HTTP, safe to repeat."""

from typing import Any

import pytest

from tests.portal.api.outcomes import ALREADY, DONE, ask, refused
from tests.portal.conftest import Portal
from tests.portal.office import Office
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.protocol.changes import AccountState, NotifyGuardian, RefuseRequest, RevokeIssue
from turbo_admin.protocol.messages import Change

LINK = hash_token("link of a1")
FATHER = "papa@exemple.fr"


def revoke(office: Office, act: str = "v1", **values: Any) -> Change:
    body = RevokeIssue(**{"account_id": "a1", "link_hash": LINK, "request_ids": ["r1"], **values})
    return office.change("issue.revoke", act, body)


def notify(office: Office, act: str = "n1", **values: Any) -> Change:
    usual = {"to": FATHER, "diner_id": "d1", "occasion": "opened", "account_id": "a1", "request_id": "r1"}
    return office.change("guardian.notify", act, NotifyGuardian(**{**usual, **values}))


def provisionals(portal: Portal) -> list[str]:
    return [link for (link,) in portal.rows("SELECT link_hash FROM provisional")]


def mails(portal: Portal) -> list[tuple[str, str]]:
    return portal.rows("SELECT kind, to_address FROM mail ORDER BY created_at, to_address")


def test_a_revoked_password_is_gone_and_the_request_waits_again(portal: Portal, office: Office) -> None:
    ask(portal)
    assert office.send(office.diner(), office.issue(request_ids=["r1"])) == [DONE] * 2
    assert provisionals(portal) == [LINK]
    change = revoke(office)
    assert office.send(change) == [DONE]
    assert office.send(change) == [ALREADY]
    assert provisionals(portal) == []
    assert portal.rows("SELECT state FROM account_request") == [("received",)]
    # So that it can be answered otherwise.
    refusal = office.change("request.refuse", "f1", RefuseRequest(request_id="r1", reason="Erreur."))
    assert office.send(refusal) == [DONE]
    assert mails(portal) == [("refus", "asker@exemple.fr")]


def test_a_password_issued_since_is_left_alone(portal: Portal, office: Office) -> None:
    newer = hash_token("newer")
    office.send(office.diner(), office.issue(), office.issue(act="issue-2", link_hash=newer))
    assert office.send(revoke(office)) == [DONE]
    assert provisionals(portal) == [newer]


def test_an_issue_that_arrives_after_it_was_revoked_opens_nothing(portal: Portal, office: Office) -> None:
    late = office.issue()
    assert office.send(office.diner(), revoke(office)) == [DONE] * 2
    assert office.send(late) == [refused("superseded")]
    assert (provisionals(portal), portal.rows("SELECT account_id FROM account")) == ([], [])
    assert office.send(office.issue(act="issue-2", link_hash=hash_token("newer"))) == [DONE]


def test_whoever_came_in_is_out(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.issue())
    portal.rows(
        "INSERT INTO session (token_hash, school_id, account_id, kind, created_at, seen_at)"
        " SELECT 'h', school_id, 'a1', 'full', now(), now() FROM account"
    )
    office.send(revoke(office))
    assert portal.rows("SELECT count(*) FROM session") == [(0,)]


def test_revoking_what_the_portal_has_never_heard_of_is_no_trouble(portal: Portal, office: Office) -> None:
    assert office.send(revoke(office, account_id="nobody")) == [DONE]


def test_another_school_cannot_revoke(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.issue())
    other = Office(office.base)
    assert other.pair(portal.other_code).status == 200
    assert other.send(revoke(other)) == [DONE]
    assert provisionals(portal) == [LINK]


def test_a_guardian_is_told_once_by_first_name_and_without_a_secret(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.issue())
    change = notify(office)
    assert office.send(change) == [DONE]
    assert office.send(change) == [ALREADY]
    found = portal.rows("SELECT mail_id, kind, to_address, data, sealed, account_id, request_id FROM mail")
    data = {"opened": True, "first_name": "Léa", "language": "fr"}
    assert found == [("n1", "vigilance", FATHER, data, None, "", "r1")]


def test_what_is_true_no_more_is_not_said(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.diner("d2"), office.issue())
    assert office.send(notify(office, diner_id="d2")) == [DONE]
    closed = AccountState(login="lm482711", state="closed", diner_ids=["d1"])
    assert office.send(office.change("account", "a1", closed), notify(office, "n2")) == [DONE] * 2
    assert mails(portal) == []


def test_a_request_is_told_of_without_an_account(portal: Portal, office: Office) -> None:
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
    portal: Portal, office: Office, values: dict[str, Any], reason: str
) -> None:
    office.send(office.diner(), office.issue())
    assert office.send(notify(office, **values)) == [refused(reason)]
    assert mails(portal) == []
