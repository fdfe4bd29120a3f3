"""Two establishments in one office database on PostgreSQL, two workstations, one portal over real HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest

from tests.journeys.conftest import RunningPortal
from tests.journeys.test_command_line import OWN_PASSWORD, read_mail
from tests.office.conftest import import_people, write_people
from tests.people import (
    CAST,
    ELSEWHERE,
    HUGO_MARTIN,
    LEA_MARTIN,
    LUKASZ,
    OTHER_SCHOOL_NAME,
    OTHER_SITE_CODE,
    OTHER_UAI,
    SCHOOL_NAME,
    SITE_CODE,
    UAI,
    Person,
    make_form,
)
from turbo_admin.core.errors import Refused
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import Family, TypedRequest
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.intake import lines as intake_lines
from turbo_admin.office.intake.lines import RequestStanding
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits, schools
from turbo_admin.office.sheets import mail
from turbo_admin.office.sync.journal import RunOutcome, run_lines
from turbo_admin.office.sync.refused_listing import refused_items
from turbo_admin.office.sync.run import synchronise
from turbo_admin.portal.host.databases import owner_database
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.store.schools import epoch

NAMES = {UAI: SCHOOL_NAME, OTHER_UAI: OTHER_SCHOOL_NAME}


@pytest.fixture
def desks(postgres_url: str, portal: RunningPortal, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Claire's and Paul's workstations, each with keys of its own for both establishments."""
    claire, paul = (_open(postgres_url, name) for name in ("claire", "paul"))
    school_edits.add_school(claire, UAI, SCHOOL_NAME, SITE_CODE)
    school_edits.add_school(claire, OTHER_UAI, OTHER_SCHOOL_NAME, OTHER_SITE_CODE)
    import_people(claire, CAST, tmp_path)
    other = write_people(tmp_path / "canal.csv", [ELSEWHERE])
    apply.apply_import(claire, importing.plan_import(claire, other, OTHER_UAI))
    with owner_database(portal.data, "") as host:
        codes = [
            (desk, add_school(host, uai, name, keep_codes=True))
            for desk in (claire, paul)
            for uai, name in NAMES.items()
        ]
    for desk, code in codes:
        pairing.pair(desk, portal.url, code)
    yield claire, paul
    claire.close()
    paul.close()


def _open(database: str, name: str) -> Desk:
    return open_desk(database, vault=MemoryVault(), who=name, workstation=f"PC-{name}")


def _ask(portal: RunningPortal, uai: str, person: Person) -> None:
    with Family(portal.url, uai) as family:
        family.ask_account(TypedRequest(uai=uai, mistake="", meant=person.id, **make_form(person)))


def _both_press(desks: tuple[Desk, Desk]) -> int:
    """Let both press at the same moment; returns how many runs took place."""
    together = Barrier(2)

    def press(desk: Desk) -> str:
        together.wait(20)
        try:
            return str(synchronise(desk).ok)
        except Refused as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(press, desks))
    # Whoever came second is told that another one is at it, by name as soon as that is noted.
    assert all(one == "True" or "déjà en cours sur" in one for one in said), said
    return said.count("True")


def test_two_workstations_share_two_establishments_without_losing_or_doubling(
    desks: tuple[Desk, Desk], portal: RunningPortal, smtp: Catcher, postgres_url: str
) -> None:
    claire, paul = desks
    for uai, person in ((UAI, LEA_MARTIN), (UAI, LUKASZ), (OTHER_UAI, ELSEWHERE)):
        _ask(portal, uai, person)
    assert _both_press(desks) >= 1
    assert {(line.uai, line.diner_name) for line in intake_lines.request_lines(paul)} == {
        (UAI, "MARTIN Léa"),
        (UAI, "WIŚNIEWSKI Łukasz"),
        (OTHER_UAI, "ROUX Adèle"),
    }
    # Each deals with one establishment; whoever synchronises carries what both have prepared.
    for desk, uai in ((claire, UAI), (paul, OTHER_UAI)):
        ids = [line.id for line in intake_lines.request_lines(desk) if line.uai == uai]
        assert mail.mail_sheets(desk, from_requests.issue(desk, ids).sheets).queued == len(ids)
    assert _both_press(desks) >= 1
    for person in (LEA_MARTIN, LUKASZ, ELSEWHERE):
        assert len(smtp.wait_for(1, to=person.emails[0], kind="identifiants")) == 1
    lines = run_lines(claire)
    assert {line.workstation for line in lines} <= {"PC-claire", "PC-paul"}
    assert all(line.outcome is RunOutcome.DONE for line in lines)
    # Every act left once, in whichever run it was.
    mailed = [line.kinds.get("sent", {}).get("mail.credentials", 0) for line in lines]
    assert sum(mailed) == 3
    _one_fails_on_a_pc_without_its_key(claire, portal, postgres_url)
    assert synchronise(paul).ok
    _a_family_overtakes_the_office(claire, portal, smtp)


def _one_fails_on_a_pc_without_its_key(claire: Desk, portal: RunningPortal, database: str) -> None:
    """A third PC has the database, and the key of one establishment only."""
    newcomer = _open(database, "nadia")
    try:
        before = _successes(newcomer)
        _ask(portal, UAI, HUGO_MARTIN)
        newcomer.vault.keep_portal_key(_epoch(claire), UAI, claire.vault.portal_key(_epoch(claire), UAI))
        summary = synchronise(newcomer)
        after = _successes(newcomer)
    finally:
        newcomer.close()
    assert {run.uai: run.error_code for run in summary.schools} == {UAI: "", OTHER_UAI: "key_missing"}
    assert after[UAI] != before[UAI]
    assert after[OTHER_UAI] == before[OTHER_UAI]
    [failed] = run_lines(claire, troubled=True)
    assert (failed.school, failed.workstation) == (OTHER_SCHOOL_NAME, "PC-nadia")
    assert failed.outcome is RunOutcome.FAILED
    assert "Demandez un code de liaison" in failed.text
    assert intake_lines.request_counts(claire).open == 1


def _a_family_overtakes_the_office(claire: Desk, portal: RunningPortal, smtp: Catcher) -> None:
    """New identifiants wait for the Martins, who meanwhile choose a password with the first ones."""
    from_requests.issue(
        claire, [line.id for line in intake_lines.request_lines(claire) if line.state is RequestStanding.OPEN]
    )
    login, _, link = read_mail(smtp, LEA_MARTIN.emails[0])
    with Family(portal.url, UAI) as family:
        family.follow_credentials(link)
        family.choose_password(OWN_PASSWORD)
    assert synchronise(claire).ok
    assert refused_items(claire) == []
    with Family(portal.url, UAI) as family:
        family.sign_in(login, OWN_PASSWORD)
        space = family.my_space()
    # The family's choice stands beside the new sheet, and the second child is there.
    assert "Léa" in space
    assert "Hugo" in space


def _successes(desk: Desk) -> dict[str, datetime | None]:
    return {school.uai: school.last_success for school in schools.schools(desk)}


def _epoch(desk: Desk) -> str:
    with desk.database.read() as session:
        return epoch(session)
