"""An older copy put back, at the office or at the portal, and a PC that begins with an empty base."""

from tests.journeys.agreement.conftest import Host, NewOffice, Office
from tests.people import INES_GARCIA, INES_GARCIA_OTHER, LEA_MARTIN, LUKASZ


def test_both_sides_agree_after_the_offices_copy_is_put_back_and_its_pc_paired_again(office: Office) -> None:
    logins = office.issue_to(LUKASZ.class_name, INES_GARCIA.class_name)
    office.sync()
    copy = office.copy_base()
    [lea] = [one["id"] for one in office.lines("diners") if LEA_MARTIN.card in one["cards"]]
    office.lines("settings", "set", "--school", office.uai, "welcome=Bonjour")
    office.lines("diner", "edit", lea, "--class", "4 A")
    office.lines("account", "block", logins[0])
    office.lines("account", "revoke", logins[1])
    office.sync()
    office.put_back(copy)
    office.bring_together()
    assert office.disagreements() == []


def test_accounts_issued_since_the_offices_copy_can_be_renewed_and_closed(office: Office) -> None:
    copy = office.copy_base()
    [login] = office.issue_to(LUKASZ.class_name)
    office.sync()
    office.put_back(copy)
    office.bring_together()
    _give_anew(office, login)
    assert office.wrong_doors() == []
    assert office.disagreements() == []


def test_a_new_pc_with_an_empty_base_finds_the_accounts_that_there_are(
    office: Office, new_office: NewOffice
) -> None:
    [login] = office.issue_to(LUKASZ.class_name)
    office.sync()
    newcomer = new_office(uai=office.uai)
    newcomer.papers = office.papers
    newcomer.bring_together(replace=True)
    _give_anew(newcomer, login)
    assert newcomer.wrong_doors() == []
    assert newcomer.disagreements() == []


def _give_anew(office: Office, login: str) -> None:
    """Give a family another sheet: of its account if the office knows it, else of the one that it makes anew."""
    if any(one["login"] == login for one in office.lines("account", "list")):
        office.renew(login)
    else:
        office.issue_to(LUKASZ.class_name)
        office.end_papers(login)
    office.sync()


def test_passwords_open_as_the_office_says_after_the_portals_copy_is_put_back(
    host: Host, office: Office
) -> None:
    revoked, renewed = office.issue_to(LUKASZ.class_name, INES_GARCIA.class_name)
    office.renew(revoked)
    office.sync()
    copy = host.copy_data()
    office.lines("account", "revoke", revoked)
    office.end_papers(revoked)
    office.renew(renewed)
    office.issue_to(INES_GARCIA_OTHER.class_name)
    office.sync()
    office.bring_together(host.put_back(copy, office.uai))
    assert office.disagreements() == []
    assert office.wrong_doors() == []
