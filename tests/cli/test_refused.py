"""`turbo-admin refused`."""

from tests.cli.conftest import Office


def test_what_the_portal_refused_is_listed_tried_again_and_given_up(office: Office) -> None:
    office.portal.refusals["account.issue"] = ("unknown_diner", "Un hôte manque.")
    office.issue("r-ines")
    office.synchronise()
    [item] = office.lines("refused", "list")
    assert (item["kind"], item["what"], item["may_pass"]) == (
        "account.issue",
        "Identifiants de GARCIA Inès",
        True,
    )
    assert office.lines("refused", "retry", str(item["id"])) == [{"done": 1}]
    assert office.lines("refused", "list") == []
    office.synchronise()
    [item] = office.lines("refused", "list")
    assert office.lines("refused", "give-up", str(item["id"])) == [{"done": 1}]
    assert office.lines("refused", "give-up", str(item["id"])) == [{"done": 0}]
