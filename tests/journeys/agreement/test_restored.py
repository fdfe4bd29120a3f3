"""The day after a disaster: a copy put back at the office, at the portal, at both from different nights; a new PC."""

from pathlib import Path

import pytest

from tests.agreement import Paper, opens
from tests.journeys.agreement.conftest import Host, NewOffice, Office
from tests.journeys.test_command_line import OWN_PASSWORD
from tests.people import (
    HUGO_MARTIN,
    INES_GARCIA,
    INES_GARCIA_OTHER,
    LEA_MARTIN,
    LOUISE_DURAND,
    LUKASZ,
)


def choose(office: Office, login: str) -> None:
    """Let a family sign in with its last sheet and choose its own password; the sheet opens nothing from then on."""
    with office.family() as family:
        family.sign_in(login, office.papers[login][-1].password)
        family.choose_password(OWN_PASSWORD)
    office.end_papers(login)
    office.papers[login].append(Paper(f"own password of {login}", login, OWN_PASSWORD, opens=True))


def agree(office: Office) -> None:
    """Make sure that both sides hold the same, by their own proof and by ours, and that passwords open as they should."""
    office.sync()
    assert office.disagreements() == []
    assert office.proves()
    assert office.wrong_doors() == []
    # A sheet is spent by the sign-in that tried it.
    for login, papers in office.papers.items():
        office.papers[login] = [
            Paper(one.name, login, one.password, opens=one.opens and one.password == OWN_PASSWORD)
            for one in papers
        ]


def test_the_offices_backup(office: Office, tmp_path: Path) -> None:
    [kept] = office.issue_to(LUKASZ.class_name)
    office.sync()
    copy = tmp_path / "nuit.db"
    office.lines("backup", str(copy))
    # A day that the copy does not know.
    office.ask(LEA_MARTIN)
    office.sync()
    [asked] = [one["id"] for one in office.lines("request", "list")]
    [answered] = office.print(office.lines("request", "issue", asked)[0]["sheets"])
    [blocked] = office.issue_to(INES_GARCIA.class_name)
    office.lines("account", "block", blocked)
    office.end_papers(blocked)
    office.renew(kept)
    office.ask(HUGO_MARTIN)
    office.lines("settings", "set", "--school", office.uai, "welcome=Bonjour")
    office.sync()
    choose(office, answered)
    office.lines("restore", str(copy), "--yes")
    plan = office.settle()
    assert any("à reprendre du portail" in line for line in plan)
    agree(office)
    assert {one["login"] for one in office.lines("account", "list")} == {kept, answered, blocked}
    assert [one["first_name"] for one in office.lines("request", "list")] == [HUGO_MARTIN.first_name]
    # What was taken over can be worked with: another sheet, and the account closed.
    office.renew(answered)
    office.lines("account", "close", blocked)
    agree(office)


def test_the_portals_backup(host: Host, office: Office, tmp_path: Path) -> None:
    revoked, renewed, own = office.issue_to(
        LUKASZ.class_name, INES_GARCIA.class_name, INES_GARCIA_OTHER.class_name
    )
    office.sync()
    choose(office, own)
    office.sync()
    saved = host.save(tmp_path)
    office.lines("account", "revoke", revoked)
    office.end_papers(revoked)
    office.renew(renewed)
    [later] = office.issue_to(LOUISE_DURAND.class_name)
    office.sync()
    choose(office, later)
    office.sync()
    host.restore(saved)
    # Until the office has agreed, nothing that was lent opens; own passwords do.
    lent = [paper for login in (revoked, renewed) for paper in office.papers[login]]
    assert [one.name for one in lent if opens(host.url, office.uai, one.login, one.password)] == []
    assert opens(host.url, office.uai, own, OWN_PASSWORD)
    office.ask(LEA_MARTIN)
    office.settle()
    # The portal has lost what this family had chosen: it needs another sheet, and the office says so.
    office.end_papers(later)
    office.papers[later] = [
        Paper(one.name, one.login, one.password, opens=False) for one in office.papers[later]
    ]
    agree(office)
    office.renew(later)
    agree(office)
    assert [one["first_name"] for one in office.lines("request", "list")] == [LEA_MARTIN.first_name]


def test_a_new_pc(host: Host, office: Office, new_office: NewOffice) -> None:
    [login] = office.issue_to(LUKASZ.class_name)
    office.ask(LEA_MARTIN)
    office.lines("settings", "set", "--school", office.uai, "welcome=Bonjour")
    office.sync()
    # Another base, with the same roster read from the same file: its diners have other ids.
    newcomer = new_office(uai=office.uai)
    newcomer.papers = office.papers
    newcomer.pair(replace=True)
    newcomer.settle()
    agree(newcomer)
    assert newcomer.lines("settings", "show", "--school", office.uai)[0]["welcome"] == "Bonjour"
    [asked] = [one["id"] for one in newcomer.lines("request", "list")]
    newcomer.print(newcomer.lines("request", "issue", asked)[0]["sheets"])
    newcomer.renew(login)
    agree(newcomer)
    # The PC that was replaced stops, and changes nothing.
    assert office.run("sync").code
    newcomer.sync()
    assert newcomer.proves()


@pytest.mark.parametrize("first", ["office", "portal"])
def test_two_backups_of_different_nights(host: Host, office: Office, tmp_path: Path, first: str) -> None:
    copies: dict[str, object] = {}

    def save(side: str) -> None:
        if side == "office":
            copies[side] = tmp_path / "nuit.db"
            office.lines("backup", str(copies[side]))
        else:
            copies[side] = host.save(tmp_path)

    [early] = office.issue_to(LUKASZ.class_name)
    office.sync()
    save(first)
    [between] = office.issue_to(INES_GARCIA.class_name)
    office.lines("account", "revoke", early)
    office.end_papers(early)
    office.sync()
    save("portal" if first == "office" else "office")
    office.issue_to(INES_GARCIA_OTHER.class_name)
    office.renew(between)
    office.sync()
    saved = copies["portal"]
    assert isinstance(saved, tuple)
    host.restore(saved)
    office.lines("restore", str(copies["office"]), "--yes")
    office.settle()
    # What neither copy knows is lost on both sides: those papers open nothing, and can be given anew.
    known = {one["login"] for one in office.lines("account", "list")}
    for login in list(office.papers):
        office.end_papers(login)
    # Either copy knows the sheet that was replaced after both.
    sheet = office.papers[between][0]
    office.papers[between][0] = Paper(sheet.name, between, sheet.password, opens=True)
    agree(office)
    office.renew(*sorted(known - {early}))
    agree(office)
