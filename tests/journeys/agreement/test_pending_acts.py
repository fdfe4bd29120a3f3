"""What waits at the office for the next synchronisation while the clerk goes on, and what cannot be understood."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.agreement import Paper
from tests.journeys.agreement.conftest import Host, NewOffice, Office
from tests.journeys.agreement.wires import LosesAnswers
from tests.journeys.test_command_line import OWN_PASSWORD, read_mail
from tests.people import INES_GARCIA, LUKASZ, Person
from turbo_admin.demo.catcher import Catcher

# So many that it is out of the question that none is mixed up: each is in six to eight runs of ten.
MANY = tuple(
    Person(
        f"d-{number}",
        f"0683-{8000 + number:05d}",
        f"FAMILLE{letter}",
        "Zoé",
        "2 B",
        (f"{letter}@exemple.fr",),
    )
    for number, letter in enumerate("ABCDEFGHIJ")
)


@pytest.fixture
def wire(host: Host) -> Iterator[LosesAnswers]:
    """A way to the portal on which answers can be lost."""
    with LosesAnswers(host.port) as wire:
        yield wire


def test_the_last_sheet_opens_when_the_address_is_corrected_before_anything_is_told(
    new_office: NewOffice,
) -> None:
    office = new_office(people=MANY)
    office.pair()
    logins = office.issue_to("2 B")
    office.renew(*logins)
    for login in logins:
        office.lines("account", "email", login, f"{login}@exemple.org")
    office.sync()
    assert office.disagreements() == []
    assert office.wrong_doors() == []


def test_a_printed_sheet_stays_good_when_the_answer_is_lost_and_the_address_corrected(
    new_office: NewOffice, wire: LosesAnswers
) -> None:
    office = new_office()
    office.pair(url=wire.url)
    office.sync()
    [login] = office.issue_to(LUKASZ.class_name)
    _sync_in_vain(office, wire)
    office.lines("account", "email", login, "autre@exemple.org")
    office.sync()
    assert office.wrong_doors() == []
    sheets = [one["delivery"] for one in office.lines("sheet", "list", "--account", login)]
    assert (sheets, office.lines("refused", "list")) == (["imprimé"], [])
    assert office.disagreements() == []


def test_a_password_mailed_to_the_wrong_address_dies_with_its_correction_even_if_the_answer_was_lost(
    new_office: NewOffice, wire: LosesAnswers, mails: Catcher
) -> None:
    office = new_office()
    office.pair(url=wire.url)
    office.sync()
    [account] = office.lines("account", "issue", "--school", office.uai, "--class", INES_GARCIA.class_name)
    office.lines("sheet", "mail", *account["sheets"])
    _sync_in_vain(office, wire, after=1)
    login, password, _ = read_mail(mails, INES_GARCIA.emails[0])
    office.lines("account", "email", login, "autre@exemple.org")
    office.sync()
    office.papers[login] = [Paper("the password in the mail", login, password, opens=False)]
    assert office.wrong_doors() == []


def _sync_in_vain(office: Office, wire: LosesAnswers, *, after: int = 0) -> None:
    """Synchronise until an answer is lost, then mend the wire.

    Args:
        after: how many answers come before it: the account's comes before the mail's.
    """
    wire.lose_next(after=after)
    ended = office.run("sync")
    if not (ended.code and wire.was_cut):
        raise RuntimeError(ended)
    wire.mend()


def test_closing_ends_papers_and_sessions_though_the_account_is_reopened_before_it_is_told(
    office: Office,
) -> None:
    [with_paper] = office.issue_to(LUKASZ.class_name)
    [with_session] = office.issue_to(INES_GARCIA.class_name)
    office.sync()
    [paper] = office.papers.pop(with_session)
    with office.family() as family:
        family.sign_in(with_session, paper.password)
        family.choose_password(OWN_PASSWORD)
        office.sync()
        for act in ("close", "reopen"):
            office.lines("account", act, with_paper, with_session)
        office.sync()
        office.end_papers(with_paper)
        family.my_space()
        assert family.browser.page
        assert (office.wrong_doors(), family.browser.page.path.rpartition("/")[2]) == ([], "connexion")


def test_revoking_a_renewal_that_was_not_told_leaves_no_password_that_opens(office: Office) -> None:
    [login] = office.issue_to(LUKASZ.class_name)
    office.sync()
    office.renew(login)
    office.lines("account", "revoke", login)
    office.end_papers(login)
    office.sync()
    assert office.wrong_doors() == []


def test_a_kind_that_this_version_does_not_know_is_refused_alone(office: Office) -> None:
    office.lines("settings", "set", "--school", office.uai, "welcome=Bonjour")
    with closing(sqlite3.connect(office.base)) as base, base:
        base.execute(
            "INSERT INTO pending_change (id, rev, uai, kind, key, place, body, refused, refused_message)"
            " SELECT 'later', 1, uai, 'cash.report', 'c-1', 0, CAST('{}' AS BLOB), '', '' FROM school"
        )
    ended = office.run("sync")
    assert ended.code == 0, ended.err
    assert office.disagreements() == []
    assert [one["kind"] for one in office.lines("refused", "list")] == ["cash.report"]
