"""`turbo-admin account`."""

import pytest

from tests.cli.conftest import Office
from tests.people import LEA_MARTIN, UAI, make_received


@pytest.fixture
def login(office: Office) -> str:
    """The identifiant of the Martins' account, which holds both children."""
    office.issue("r-lea", "r-hugo")
    [account] = office.lines("account", "list")
    return str(account["login"])


def account(office: Office, login: str) -> dict[str, object]:
    return next(one for one in office.lines("account", "list") if one["login"] == login)


def test_each_account_is_a_line_without_a_password(office: Office, login: str) -> None:
    [line] = office.lines("account", "list", "--school", UAI)
    assert set(line) == {
        *("id", "uai", "login", "email", "names", "class_name", "standing", "created_at", "last_sign_in"),
        *("delivery_text", "mail_problem", "waiting", "diners"),
    }
    assert (line["names"], line["standing"]) == (["MARTIN Hugo", "MARTIN Léa"], "à activer")
    assert login in office.said("account", "list")


def test_states_are_changed_and_foreseen_in_numbers(office: Office, login: str) -> None:
    [seen] = office.lines("account", "close", login, "--dry-run")
    assert (seen["changed"], seen["diners"], seen["sheets"]) == (1, 2, 1)
    assert account(office, login)["standing"] == "à activer"
    for act, standing in (
        ("block", "bloqué"),
        ("unblock", "à activer"),
        ("close", "fermé"),
        ("reopen", "à activer"),
    ):
        [done] = office.lines("account", act, login)
        assert (done["changed"], done["skipped"]) == (1, 0)
        assert account(office, login)["standing"] == standing
    [again] = office.lines("account", "unblock", login)
    assert (again["changed"], again["skipped"]) == (0, 1)


def test_an_account_that_nobody_knows_is_refused_and_nothing_is_done(office: Office, login: str) -> None:
    assert "compte" in office.refusal("account", "block", login, "zz000000")
    assert account(office, login)["standing"] == "à activer"


def test_a_new_provisional_password_replaces_the_former_sheet(office: Office, login: str) -> None:
    [renewed] = office.lines("account", "renew", login, "--mail")
    assert (len(renewed["sheets"]), renewed["mailed"], renewed["not_mailed"]) == (1, 1, [])
    states = [one["delivery"] for one in office.lines("sheet", "list", "--account", login)]
    assert states == ["remplacé", "en attente"]
    [again] = office.lines("account", "send-again", login)
    assert again["mailed"] == 1


def test_identifiants_are_revoked_and_their_requests_wait_again(office: Office, login: str) -> None:
    [seen] = office.lines("account", "revoke", login, "--dry-run")
    [done] = office.lines("account", "revoke", login)
    assert seen == done == {"accounts": 1, "closed": 1, "detached": 0, "requests": 2, "active": 0}
    assert {one["id"] for one in office.lines("request", "list")} == {"r-lea", "r-hugo", "r-ines"}


def test_a_diner_is_detached_and_an_address_corrected(office: Office, login: str) -> None:
    held = account(office, login)["diners"]
    assert isinstance(held, list)
    assert office.lines("account", "detach", login, held[0]) == [{"detached": 1}]
    assert account(office, login)["diners"] == held[1:]
    assert office.lines("account", "email", login, "autre@exemple.fr") == [{"email": "autre@exemple.fr"}]
    assert office.lines("account", "email", login, "") == [{"email": ""}]
    office.refusal("account", "email", login, "sans arobase")


def test_a_class_gets_accounts_that_nobody_asked_for(office: Office) -> None:
    [issued] = office.lines("account", "issue", "--school", UAI, "--class", "6 B")
    assert (issued["accounts"], len(issued["sheets"])) == (1, 1)
    [twins] = office.lines("account", "list")
    assert twins["names"] == ["DURAND Louisa", "DURAND Louise"]
    [others] = office.lines("account", "issue", "--school", UAI, "--all")
    assert others["accounts"] > 1
    office.refusal("account", "issue", "--school", UAI, "--all")


def test_a_child_whom_somebody_else_asks_for_is_left_aside_and_named(office: Office) -> None:
    office.portal.tell(
        "request.received", make_received(LEA_MARTIN, request_id="r-again", email="papa@exemple.org")
    )
    office.synchronise()
    words = ("account", "issue", "--school", UAI, "--class", LEA_MARTIN.class_name)
    assert "Personne" in office.refusal(*words)
    [issued] = office.lines(*words, "--second-account")
    assert issued["accounts"] == 1
