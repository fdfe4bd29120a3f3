"""« Journal de synchronisation »: each run told truly, each establishment for itself, and read back from Excel."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert

from tests.office.conftest import Clock, import_people
from tests.office.portal_in_memory import Client, PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import CAST, ELSEWHERE, OTHER_SCHOOL_NAME, OTHER_UAI, SCHOOL_NAME, UAI
from turbo_admin.core.errors import Cancelled, Unreachable
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.outbox import pairing
from turbo_admin.office.overview.home import overview
from turbo_admin.office.settings import school_edits, schools
from turbo_admin.office.sync.journal import LONGEST, RunOutcome, export_journal, run_lines
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store.engine.sync_tables import SyncRunTable

FIRST, SECOND = "https://tilleuls.exemple.fr", "https://canal.exemple.fr"


class Portals:
    """Two portals, each at an address of its own."""

    def __init__(self) -> None:
        self.tilleuls = PortalInMemory()
        self.canal = PortalInMemory(uai=OTHER_UAI, name=OTHER_SCHOOL_NAME, epoch="portal-2")

    def client(self, url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = "") -> Client:
        """Return a way to the portal of that address."""
        portal = {FIRST: self.tilleuls, SECOND: self.canal}[url]
        return portal.client(url, key=key, office_epoch=office_epoch, portal_epoch=portal_epoch)


@pytest.fixture
def portals() -> Portals:
    """Two portals that know nothing yet."""
    return Portals()


@pytest.fixture
def two_schools(started_database: str, clock: Clock, portals: Portals, tmp_path: Path) -> Iterator[Desk]:
    """A desk with two establishments, each linked to a portal of its own."""
    desk = open_desk(
        started_database,
        vault=MemoryVault(),
        now=clock,
        connect=portals.client,
        who="claire",
        workstation="PC-claire",
    )
    school_edits.add_school(desk, UAI, SCHOOL_NAME)
    import_people(desk, CAST, tmp_path)
    pairing.pair(desk, FIRST, "CODE")
    pairing.pair(desk, SECOND, "CODE")
    yield desk
    desk.close()


def test_a_run_says_who_where_when_and_how_many_of_each_kind(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    ask(portal)

    def take_time(_call: str) -> None:
        clock.pass_by(seconds=2)

    portal.before = take_time
    began = clock()
    synchronise(desk)
    [line] = run_lines(desk)
    assert (line.school, line.who, line.workstation) == (SCHOOL_NAME, "claire", "PC-claire")
    assert (line.started_at, line.ended_at) == (began, clock())
    assert line.duration is not None
    assert line.duration.total_seconds() == 6  # down, up, down again
    assert line.outcome is RunOutcome.DONE
    assert line.received == "1\u00a0demande"
    assert line.sent == "1\u00a0configuration, 9\u00a0hôtes"
    synchronise(desk)
    assert run_lines(desk)[0].text == "Réussie. Rien n’avait changé. Accord vérifié."


def test_an_error_and_a_stop_are_told_in_french(desk: Desk, portal: PortalInMemory) -> None:
    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    portal.before = cut
    synchronise(desk)
    [failed] = run_lines(desk)
    assert failed.outcome is RunOutcome.FAILED
    assert "Le portail ne répond pas" in failed.text

    def stop(_step: str, _done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        synchronise(desk, report=stop)
    assert run_lines(desk)[0].outcome is RunOutcome.STOPPED


def test_a_run_that_was_cut_is_told_apart_from_one_that_goes_on(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    seen: list[RunOutcome] = []

    def look(_call: str) -> None:
        seen.append(run_lines(desk)[0].outcome)
        assert run_lines(desk, troubled=True) == []
        assert "interrompue" not in overview(desk).sync.text

    portal.before = look
    synchronise(desk)
    assert set(seen) == {RunOutcome.RUNNING}

    def die(_call: str) -> None:
        raise SystemError("power cut")

    portal.before = die
    with pytest.raises(SystemError):
        synchronise(desk)
    [cut] = run_lines(desk, troubled=True)
    assert cut.outcome is RunOutcome.CUT
    assert cut.duration is None
    assert cut.text.startswith("Interrompue.")


@pytest.mark.both_engines
def test_one_establishment_failing_does_not_stop_the_other(
    two_schools: Desk, portals: Portals, clock: Clock
) -> None:
    synchronise(two_schools)
    before = {school.uai: school.last_success for school in schools.schools(two_schools)}
    clock.pass_by(hours=1)
    ask(portals.tilleuls)
    ask(portals.canal, card=ELSEWHERE.number, last_name="ROUX", first_name="Adèle")

    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    # By name the collège comes first: it is the one that fails.
    portals.tilleuls.before = cut
    summary = synchronise(two_schools)
    assert [(run.uai, bool(run.error)) for run in summary.schools] == [(UAI, True), (OTHER_UAI, False)]
    after = {school.uai: school.last_success for school in schools.schools(two_schools)}
    assert after[UAI] == before[UAI]
    assert after[OTHER_UAI] == clock()
    assert [line.outcome for line in run_lines(two_schools, uai=UAI)] == [RunOutcome.FAILED, RunOutcome.DONE]
    assert [line.outcome for line in run_lines(two_schools, uai=OTHER_UAI)] == [
        RunOutcome.DONE,
        RunOutcome.DONE,
    ]
    assert [line.uai for line in run_lines(two_schools, troubled=True)] == [UAI]
    # Both belong to one run, and each kept what was its own.
    assert len({line.run_id for line in run_lines(two_schools)[:2]}) == 1
    portals.tilleuls.before = lambda _call: None
    assert synchronise(two_schools).ok


@pytest.mark.both_engines
def test_the_journal_is_a_real_workbook_with_numbers_dates_and_a_frozen_header(
    two_schools: Desk, portals: Portals, tmp_path: Path
) -> None:
    ask(portals.tilleuls)
    synchronise(two_schools)
    assert export_journal(two_schools, tmp_path / "journal.xlsx") == 2
    book = openpyxl.load_workbook(tmp_path / "journal.xlsx")
    sheet = book.active
    assert sheet is not None
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    told = {row[header.index("UAI")]: dict(zip(header, row, strict=True)) for row in rows}
    line = told[UAI]
    assert isinstance(line["Début"], datetime)
    assert line["Début"].hour == 9  # of Paris
    assert (line["Reçu\u00a0: demandes"], line["Envoyé\u00a0: hôtes"], line["Refusés"]) == (1, 9, 0)
    assert told[OTHER_UAI]["Reçu\u00a0: demandes"] == 0
    assert line["Résultat"] == "réussie"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width >= 16
    book.close()
    assert export_journal(two_schools, tmp_path / "un.xlsx", uai=OTHER_UAI) == 1
    assert export_journal(two_schools, tmp_path / "rien.xlsx", troubled=True) == 0


def test_a_workbook_has_the_journal_whole_and_the_screen_its_latest_runs(
    two_schools: Desk, clock: Clock, tmp_path: Path
) -> None:
    run = {"uai": UAI, "who": "claire", "workstation": "PC", "started_at": clock(), "ended_at": clock()}
    with two_schools.database.write() as session:
        session.execute(insert(SyncRunTable), [run | {"run_id": f"r{place}"} for place in range(LONGEST + 5)])
    assert [line.run_id for line in run_lines(two_schools)][:1] == [f"r{LONGEST + 4}"]
    assert len(run_lines(two_schools)) == LONGEST
    assert export_journal(two_schools, tmp_path / "journal.xlsx") == LONGEST + 5
