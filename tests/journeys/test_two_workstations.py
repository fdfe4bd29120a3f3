"""Two establishments in one office database on PostgreSQL, two workstations, one portal over real HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.journeys.conftest import Run, RunningPortal
from tests.office.conftest import import_people, write_people
from tests.people import (
    CAST,
    ELSEWHERE,
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
from turbo_admin.office import credentials, intake, mail, pairing, roster, schools
from turbo_admin.office.desk import Desk, open_desk
from turbo_admin.office.sync import synchronise
from turbo_admin.office.sync_journal import Outcome, run_lines

NAMES = {UAI: SCHOOL_NAME, OTHER_UAI: OTHER_SCHOOL_NAME}


@pytest.fixture
def desks(postgres_url: str, portal: RunningPortal, run: Run, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Claire's and Paul's workstations, each with keys of its own for both establishments."""
    claire, paul = (_open(postgres_url, name) for name in ("claire", "paul"))
    schools.add_school(claire, UAI, SCHOOL_NAME, SITE_CODE)
    schools.add_school(claire, OTHER_UAI, OTHER_SCHOOL_NAME, OTHER_SITE_CODE)
    import_people(claire, CAST, tmp_path)
    other = write_people(tmp_path / "canal.csv", [ELSEWHERE])
    roster.apply_import(claire, roster.plan_import(claire, other, OTHER_UAI))
    for desk in (claire, paul):
        for uai, name in NAMES.items():
            code = run("portal", "add-school", uai, name, "--data", str(portal.data)).out.strip()
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

    def press(desk: Desk) -> bool:
        together.wait(20)
        try:
            assert synchronise(desk).ok
        except Refused as refusal:
            # The other one is at it, and its workstation is named.
            assert refusal.code == "sync_running"
            assert "PC-" in str(refusal)
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(press, desks))


def test_two_workstations_share_two_establishments_without_losing_or_doubling(
    desks: tuple[Desk, Desk], portal: RunningPortal, smtp: Catcher
) -> None:
    claire, paul = desks
    for uai, person in ((UAI, LEA_MARTIN), (UAI, LUKASZ), (OTHER_UAI, ELSEWHERE)):
        _ask(portal, uai, person)
    assert _both_press(desks) >= 1
    assert {(line.uai, line.diner_name) for line in intake.request_lines(paul)} == {
        (UAI, "MARTIN Léa"),
        (UAI, "WIŚNIEWSKI Łukasz"),
        (OTHER_UAI, "ROUX Adèle"),
    }
    # Each deals with one establishment; whoever synchronises carries what both have prepared.
    for desk, uai in ((claire, UAI), (paul, OTHER_UAI)):
        ids = [line.id for line in intake.request_lines(desk) if line.uai == uai]
        assert mail.mail_sheets(desk, credentials.issue(desk, ids).sheets).queued == len(ids)
    assert _both_press(desks) >= 1
    for person in (LEA_MARTIN, LUKASZ, ELSEWHERE):
        assert len(smtp.wait_for(1, to=person.emails[0], kind="identifiants")) == 1
    lines = run_lines(claire)
    assert {line.workstation for line in lines} <= {"PC-claire", "PC-paul"}
    assert all(line.outcome is Outcome.DONE for line in lines)
    # Every act left once, in whichever run it was.
    issued = [line.kinds.get("sent", {}).get("account.issue", 0) for line in lines]
    assert sum(issued) == 3


def test_an_establishment_that_fails_on_one_workstation_goes_on_at_the_other(
    desks: tuple[Desk, Desk], portal: RunningPortal, postgres_url: str
) -> None:
    claire, _ = desks
    synchronise(claire)
    # A third PC, which was linked to no portal: it has the database, and not the keys.
    newcomer = _open(postgres_url, "nadia")
    try:
        before = {school.uai: school.last_success for school in schools.schools(newcomer)}
        _ask(portal, UAI, LEA_MARTIN)
        _ask(portal, OTHER_UAI, ELSEWHERE)
        newcomer.vault.keep_portal_key(_epoch(claire), UAI, claire.vault.portal_key(_epoch(claire), UAI))
        summary = synchronise(newcomer)
        after = {school.uai: school.last_success for school in schools.schools(newcomer)}
    finally:
        newcomer.close()
    told = {run.uai: run.error_code for run in summary.schools}
    assert told == {UAI: "", OTHER_UAI: "key_missing"}
    assert after[UAI] != before[UAI]
    assert after[OTHER_UAI] == before[OTHER_UAI]
    [failed] = run_lines(claire, troubled=True)
    assert (failed.school, failed.workstation, failed.outcome) == (
        OTHER_SCHOOL_NAME,
        "PC-nadia",
        Outcome.FAILED,
    )
    assert "Demandez un code de liaison" in failed.text
    assert synchronise(claire).ok
    assert intake.request_counts(claire).open == 2


def _epoch(desk: Desk) -> str:
    from turbo_admin.store.schools import epoch

    with desk.database.read() as session:
        return epoch(session)
