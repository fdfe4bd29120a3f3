"""Clocks that are wrong for a while, at the office, at the portal, or between two PCs."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.agreement import Paper, opens
from tests.journeys.agreement.conftest import Host, NewOffice, Office
from tests.journeys.agreement.wires import HoldsAnswers
from tests.journeys.test_command_line import OWN_PASSWORD
from tests.people import INES_GARCIA, LEA_MARTIN, LUKASZ
from tests.shifted_clock import shifted
from tests.sources import ROOT
from turbo_admin.demo.catcher import Catcher

AHEAD_AT_OFFICE = timedelta(days=500).total_seconds()
AHEAD_AT_PORTAL = timedelta(days=365).total_seconds()
BETWEEN_PCS = timedelta(minutes=10).total_seconds()
# The next guess waits two minutes within the same day, and not at all in another one.
GUESSES = 5


@pytest.fixture
def blocked(host: Host, new_office: NewOffice, clock_library: Path) -> Iterator[Office]:
    """An office for which a request waits, whose last run was killed while its clock was far ahead."""
    with HoldsAnswers(host.port) as wire:
        office = new_office()
        office.pair(url=wire.url)
        office.sync()
        office.ask(LEA_MARTIN)
        wire.hold_next()
        program = subprocess.Popen(
            [sys.executable, "-m", "turbo_admin", "sync", "--database", str(office.base)],
            env=office.environment | shifted(clock_library, AHEAD_AT_OFFICE),
            cwd=ROOT,
        )
        if not wire.wait(60):
            raise RuntimeError("the run never asked the portal")
        program.kill()
        program.wait(30)
        wire.let_go()
        yield office


def test_a_run_killed_while_its_clock_was_ahead_blocks_nobody(blocked: Office) -> None:
    ended = blocked.run("sync")
    assert (ended.code, ended.err) == (0, "")
    assert len(blocked.lines("request", "list")) == 1


def test_a_scheduled_run_that_could_not_run_does_not_say_that_it_did(blocked: Office) -> None:
    ended = blocked.run("sync", "--scheduled")
    assert (ended.code == 0) == (len(blocked.lines("request", "list")) == 1)


def test_a_portal_whose_clock_was_a_year_ahead_for_a_moment_lets_families_in(
    host: Host, office: Office, mails: Catcher, clock_library: Path
) -> None:
    office.issue_to(LUKASZ.class_name)
    [login] = office.issue_to(INES_GARCIA.class_name)
    office.sync()
    with office.family() as family:
        family.sign_in(login, office.papers[login][0].password)
        family.choose_password(OWN_PASSWORD)
    office.papers[login] = [Paper("an own password", login, OWN_PASSWORD, opens=True)]
    host.stop()
    host.start(shifted(clock_library, AHEAD_AT_PORTAL))
    for _ in range(GUESSES):
        opens(host.url, office.uai, login, "pas le bon")
    with office.family() as family:
        family.forgot(login)
    # The worker tidies up before it mails.
    mails.wait_for(1, to=INES_GARCIA.emails[0], kind="oubli")
    host.stop()
    host.start()
    assert office.wrong_doors() == []


def test_the_live_sheet_is_not_shown_as_replaced_when_another_pc_was_ahead(
    office: Office, clock_library: Path
) -> None:
    issue = ("account", "issue", "--school", office.uai, "--class", LUKASZ.class_name, "--json")
    ahead = office.run_alone(*issue, **shifted(clock_library, BETWEEN_PCS))
    [login] = office.print(ahead.lines[0]["sheets"])
    office.renew(login)
    office.sync()
    assert office.account(login)["delivery_text"].startswith("imprimé")
