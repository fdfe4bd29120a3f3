"""Days without a fault: both sides agree in the end, so that what the other modules find is theirs."""

from tests.journeys.agreement.conftest import Office
from tests.people import HUGO_MARTIN, INES_GARCIA, INES_GARCIA_OTHER, LEA_MARTIN, LOUISE_DURAND, LUKASZ


def test_both_sides_agree_after_each_act_was_told(office: Office) -> None:
    office.ask(LEA_MARTIN)
    office.ask(HUGO_MARTIN)
    office.sync()
    lea, hugo = (
        next(one["id"] for one in office.lines("request", "list") if one["first_name"] == first)
        for first in ("Léa", "Hugo")
    )
    [asked] = office.print(office.lines("request", "issue", lea)[0]["sheets"])
    office.lines("request", "refuse", hugo, "--reason", "Carte inconnue.")
    classes = (
        LUKASZ.class_name,
        INES_GARCIA.class_name,
        INES_GARCIA_OTHER.class_name,
        LOUISE_DURAND.class_name,
    )
    logins = office.issue_to(*classes)
    office.sync()
    renewed, corrected, blocked, revoked = sorted(logins, key=lambda one: office.account(one)["class_name"])
    office.renew(renewed)
    office.lines("account", "email", corrected, "autre@exemple.org")
    office.lines("account", "block", blocked)
    office.end_papers(blocked)
    office.lines("account", "revoke", revoked)
    office.end_papers(revoked)
    office.lines("settings", "set", "--school", office.uai, "welcome=Bonjour")
    office.sync()
    assert office.disagreements() == []
    assert office.wrong_doors() == []
    assert office.account(asked)["standing"] == "à activer"


def test_a_difference_and_a_wrong_password_are_found(office: Office) -> None:
    [login] = office.issue_to(LUKASZ.class_name)
    assert [one.rpartition(":")[2] for one in office.disagreements()] == [" only at the office"]
    assert office.wrong_doors() == [f"sheet 1 of {login} opens nothing"]
    office.sync()
    office.end_papers(login)
    assert office.wrong_doors() == [f"sheet 1 of {login} opens"]


def test_what_a_hand_changed_in_the_portals_database_is_put_right_by_the_night(office: Office) -> None:
    [login] = office.issue_to(LUKASZ.class_name)
    office.sync()
    office.change_at_portal(
        "UPDATE diner SET last_name = 'Autre' WHERE class_name = :name", name=INES_GARCIA.class_name
    )
    office.change_at_portal("DELETE FROM diner WHERE class_name = :name", name=LOUISE_DURAND.class_name)
    office.change_at_portal("UPDATE account SET state = 'blocked' WHERE login = :login", login=login)
    office.sync()  # sums of what was told do not show it
    assert not office.proves()
    assert office.run("reconcile").code == 0  # a plan without what the portal has lost
    assert office.run("sync", "--scheduled").code == 0
    assert office.proves()
    assert office.disagreements() == []
    assert office.wrong_doors() == []
