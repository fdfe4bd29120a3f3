"""`turbo-admin request`."""

from tests.cli.conftest import Office
from tests.people import INES_GARCIA, INES_GARCIA_OTHER, LEA_MARTIN, make_received


def diner_id(office: Office, card: str) -> str:
    return next(str(one["id"]) for one in office.lines("diners") if card in one["cards"])


def test_requests_are_listed_as_before(office: Office) -> None:
    listed, before = office.lines("request", "list"), office.lines("requests")
    # Minutes go by between the two.
    assert [one | {"hours_left": 0} for one in listed] == [one | {"hours_left": 0} for one in before]
    assert len(office.lines("request", "list", "--all")) == 3


def test_a_diner_is_chosen_and_the_choice_taken_back(office: Office) -> None:
    other = diner_id(office, INES_GARCIA_OTHER.card)
    [chosen] = office.lines("request", "choose", "r-ines", other)
    assert (chosen["diner_id"], chosen["diner_name"]) == (other, "GARCIA Inès")
    office.lines("request", "choose", "r-ines", "--none")
    [line] = [one for one in office.lines("request", "list") if one["id"] == "r-ines"]
    assert line["chosen_by"] == ""
    office.refusal("request", "choose", "r-ines", "nobody")
    office.refusal("request", "choose", "nothing", other)


def test_an_address_is_corrected_and_the_typed_one_kept(office: Office) -> None:
    [line] = office.lines("request", "email", "r-ines", "garcia.b@exemple.fr")
    assert (line["email"], line["typed_email"]) == ("garcia.b@exemple.fr", INES_GARCIA.emails[0])


def test_requests_are_refused_once(office: Office) -> None:
    assert office.lines("request", "refuse", "r-ines", "r-lea", "--reason", "Carte inconnue.") == [
        {"refused": 2}
    ]
    assert "r-hugo" in office.said("request", "list")
    office.refusal("request", "refuse", "r-ines")
    office.synchronise()
    assert {one.reason for one in office.portal.of_kind("request")} == {"Carte inconnue."}


def test_an_answer_is_revoked_and_the_request_refused_with_it(office: Office) -> None:
    office.issue("r-ines")
    [seen] = office.lines("request", "revoke", "r-ines", "--dry-run")
    assert (seen["closed"], seen["requests"]) == (1, 1)
    office.said("request", "revoke", "r-ines", "--refuse", "")
    [line] = [one for one in office.lines("request", "list", "--all") if one["id"] == "r-ines"]
    assert line["state"] == "refusée"


def test_each_way_of_a_second_account_can_be_chosen(office: Office) -> None:
    office.issue("r-lea")
    again = make_received(LEA_MARTIN, request_id="r-again", email="papa@exemple.org")
    office.portal.tell("request.received", again)
    office.synchronise()
    [second] = office.lines("request", "second", "r-again", "r-ines")
    assert (second["id"], second["ways"]) == ("r-again", ["leave", "open", "refuse"])
    office.refusal("request", "issue", "r-again")
    office.refusal("request", "issue", "r-again", "--way", "r-again=join")
    [left] = office.lines("request", "issue", "r-again", "r-ines", "--way", "r-again=leave")
    assert (left["requests"], left["left"]) == (1, 1)
    [opened] = office.lines("request", "issue", "r-again", "--way", "r-again=open")
    assert (opened["accounts"], opened["left"], len(opened["sheets"])) == (1, 0, 1)


def test_a_child_whom_two_people_ask_for_is_not_issued_without_a_choice(office: Office) -> None:
    office.portal.tell(
        "request.received", make_received(LEA_MARTIN, request_id="r-again", email="papa@exemple.org")
    )
    office.synchronise()
    for words in (
        ("issue", "--ids", "r-lea,r-again"),
        ("issue", "--ids", "r-lea"),
        ("request", "issue", "r-lea"),
    ):
        assert "papa@exemple.org" in office.refusal(*words)
    assert "famille.martin@exemple.fr" in office.refusal("issue", "--ids", "r-again")
    [certain] = office.lines("issue", "--certain")
    assert "r-lea" in certain["left"]
    [left] = [one for one in office.lines("request", "second", "r-lea") if one["id"] == "r-lea"]
    assert left["others"] == ["papa@exemple.org (à vérifier)"]
    [issued] = office.lines("issue", "--ids", "r-lea", "--second-account")
    assert issued["requests"] == 1
