"""`turbo-admin refused`."""

from tests.cli.conftest import Office


def test_what_the_portal_refused_is_listed_tried_again_and_given_up(office: Office) -> None:
    office.portal.refusals["mail.credentials"] = ("account_closed", "Ce compte est fermé.")
    issued = office.issue("r-ines")
    office.said("sheet", "mail", *issued["sheets"])
    office.synchronise()
    [item] = office.lines("refused", "list")
    assert (item["kind"], item["what"], item["may_pass"], item["may_be_given_up"]) == (
        "mail.credentials",
        "Courriel des identifiants de GARCIA Inès",
        True,
        True,
    )
    assert office.lines("refused", "retry", str(item["id"])) == [{"done": 1}]
    assert office.lines("refused", "list") == []
    office.synchronise()
    [item] = office.lines("refused", "list")
    assert office.lines("refused", "give-up", str(item["id"])) == [{"done": 1}]
    assert office.lines("refused", "give-up", str(item["id"])) == [{"done": 0}]
