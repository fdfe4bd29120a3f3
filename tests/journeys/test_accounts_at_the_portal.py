"""What the office decides of accounts, as families meet it: a real portal, real HTTP, real mails."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.journeys.conftest import RunningPortal
from tests.journeys.test_command_line import OWN_PASSWORD
from tests.office.conftest import import_people
from tests.people import CAST, HUGO_MARTIN, LEA_MARTIN, SCHOOL_NAME, SITE_CODE, UAI, Person, make_form
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import Family, TypedRequest
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.accounts.acts import AccountAct, change_state, detach
from turbo_admin.office.accounts.lines import AccountStanding, account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.issue_questions import Way, issue_questions
from turbo_admin.office.credentials.renewal import renew, renew_by_mail
from turbo_admin.office.credentials.revoking import revoke_requests
from turbo_admin.office.credentials.settling import settle
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.intake.acts import choose_diner
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.intake.lines import RequestStanding, request_lines
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sheets import mail
from turbo_admin.office.sheets.delivery import Delivery
from turbo_admin.office.sheets.listing import sheet_lines
from turbo_admin.office.sync.refused_listing import refused_items
from turbo_admin.office.sync.run import synchronise
from turbo_admin.portal.host.databases import owner_database
from turbo_admin.portal.schools.registry import add_school

[MOTHER] = LEA_MARTIN.emails
STRANGER = "inconnu@example.org"


@pytest.fixture
def desk(portal: RunningPortal, tmp_path: Path) -> Iterator[Desk]:
    """An office, paired with the portal."""
    desk = open_desk(str(tmp_path / "bureau.db"), vault=MemoryVault(), who="claire", workstation="PC-claire")
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(desk, CAST, tmp_path)
    with owner_database(portal.data, "") as host:
        code = add_school(host, UAI, SCHOOL_NAME)
    pairing.pair(desk, portal.url, code)
    yield desk
    desk.close()


def exchange(desk: Desk) -> None:
    """Synchronise; nothing may have failed or been refused."""
    summary = synchronise(desk)
    assert summary.ok, summary.sentence
    assert refused_items(desk) == []


def request_of(desk: Desk, portal: RunningPortal, person: Person, email: str) -> str:
    """A family asks, the office hears of it and knows who is meant; the request's id."""
    before = {line.id for line in request_lines(desk)}
    with Family(portal.url, UAI) as family:
        family.ask_account(TypedRequest(uai=UAI, mistake="", meant="", **make_form(person, email=email)))
    exchange(desk)
    [request] = {line.id for line in request_lines(desk)} - before
    [diner] = [one.id for one in list_diners(desk) if one.external_id == person.id]
    choose_diner(desk, request, diner)
    return request


def mailed(smtp: Catcher, to: str, number: int) -> tuple[str, str, str]:
    """The identifiant, password and link of the latest of so many credentials mailed to an address."""
    letter = smtp.wait_for(number, to=to, kind="identifiants")[-1]
    part = letter.get_body(("plain",))
    assert part is not None
    text = part.get_content()
    found = [
        re.search(shape, text)
        for shape in (r"\b[a-z]{2}\d{6}\b", r"\b(?:\w{4}-){2}\w{4}\b", r"http://\S+/activer/[\w-]+")
    ]
    assert all(found)
    login, password, link = (one[0] for one in found if one)
    return login, password, link


def sees(portal: RunningPortal, login: str, password: str) -> str:
    """What « Mon espace » says to whoever signs in; empty when nobody can."""
    with Family(portal.url, UAI) as family:
        page = family.sign_in(login, password)
        return page.text if page.path.endswith("/mon-espace") else ""


def opens(portal: RunningPortal, link: str) -> bool:
    """Whether the button behind a mailed link leads to where a password is chosen."""
    with Family(portal.url, UAI) as family:
        return any(form.passwords() for form in family.follow_credentials(link).forms)


def test_an_account_is_blocked_detached_closed_reopened_and_renewed(
    desk: Desk, portal: RunningPortal, smtp: Catcher
) -> None:
    asked = [request_of(desk, portal, person, MOTHER) for person in (LEA_MARTIN, HUGO_MARTIN)]
    mail.mail_sheets(desk, from_requests.issue(desk, asked).sheets)
    exchange(desk)
    login, _, link = mailed(smtp, MOTHER, 1)
    with Family(portal.url, UAI) as at_home:
        at_home.follow_credentials(link)
        at_home.choose_password(OWN_PASSWORD)
        assert {"Léa", "Hugo"} <= set(re.findall(r"Léa|Hugo", at_home.my_space()))
        exchange(desk)
        [account] = account_lines(desk)
        assert account.standing is AccountStanding.ACTIVE

        # Blocked: the session that was open is shut, and nobody signs in.
        change_state(desk, AccountAct.BLOCK, [account.id])
        exchange(desk)
        assert "Léa" not in at_home.my_space()
        assert at_home.browser.page is not None
        assert at_home.browser.page.path.endswith("/connexion")
        assert sees(portal, login, OWN_PASSWORD) == ""

        # Back, with the password that it had.
        change_state(desk, AccountAct.UNBLOCK, [account.id])
        exchange(desk)
        assert at_home.sign_in(login, OWN_PASSWORD).path.endswith("/mon-espace")

        # A detached diner is gone at once, from a session that stays open.
        [hugo] = [one.id for one in list_diners(desk) if one.external_id == HUGO_MARTIN.id]
        detach(desk, account.id, [hugo])
        exchange(desk)
        space = at_home.my_space()
        assert "Léa" in space
        assert "Hugo" not in space

    change_state(desk, AccountAct.CLOSE, [account.id])
    exchange(desk)
    assert sees(portal, login, OWN_PASSWORD) == ""
    change_state(desk, AccountAct.REOPEN, [account.id])
    exchange(desk)
    assert "Léa" in sees(portal, login, OWN_PASSWORD)

    # A new provisional password, by mail, then on paper: the second takes the place of the first.
    renew_by_mail(desk, [account.id])
    exchange(desk)
    _, _, by_mail = mailed(smtp, MOTHER, 2)
    paper = renew(desk, [account.id])
    exchange(desk)
    assert not opens(portal, by_mail)
    assert "Léa" in sees(portal, login, OWN_PASSWORD)
    assert [line.delivery for line in sheet_lines(desk, paper.batch_id)] == [Delivery.TO_HAND]


def test_a_stranger_gets_an_account_the_mother_hears_of_it_and_it_is_revoked(
    desk: Desk, portal: RunningPortal, smtp: Catcher
) -> None:
    mothers = request_of(desk, portal, LEA_MARTIN, MOTHER)
    mail.mail_sheets(desk, from_requests.issue(desk, [mothers]).sheets)
    exchange(desk)
    mothers_login, _, link = mailed(smtp, MOTHER, 1)
    with Family(portal.url, UAI) as family:
        family.follow_credentials(link)
        family.choose_password(OWN_PASSWORD)

    request = request_of(desk, portal, LEA_MARTIN, STRANGER)
    exchange(desk)
    assert "a été demandé pour Léa" in _text(smtp.wait_for(1, to=MOTHER, kind="vigilance")[0])
    [line] = issue_questions(desk, [request])
    assert line.ways[0] is Way.LEAVE
    issued = settle(desk, [request], {request: line.answered(Way.OPEN)}, "").issued
    mail.mail_sheets(desk, issued.sheets)
    exchange(desk)
    told = smtp.wait_for(2, to=MOTHER, kind="vigilance")[1]
    assert "vient d’être ouvert pour Léa" in _text(told)
    # Nothing of the other address, nothing secret.
    login, password, link = mailed(smtp, STRANGER, 1)
    for secret in (STRANGER, login, password, link):
        assert secret not in told.as_string()
        assert secret not in _text(told)

    # The mother calls. What was given is taken back, and she keeps hers.
    exchange(desk)
    revoke_requests(desk, [request], refused="Vous n’êtes pas connu de l’établissement.")
    exchange(desk)
    assert not opens(portal, link)
    assert sees(portal, login, password) == ""
    assert "Léa" in sees(portal, mothers_login, OWN_PASSWORD)
    assert "pas connu" in _text(smtp.wait_for(1, to=STRANGER, kind="refus")[0])
    states = {line.id: line.state for line in request_lines(desk)}
    assert (states[request], states[mothers]) == (RequestStanding.REFUSED, RequestStanding.ISSUED)
    exchange(desk)
    history = [line.text for line in request_detail(desk, request).history]
    assert history.count("avis envoyé à un responsable connu") == 2
    assert len(smtp.wait_for(2, to=MOTHER, kind="vigilance")) == 2


def _text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
