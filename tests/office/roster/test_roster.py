"""Importing diners: planned, then applied; nobody is ever deleted."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office.conftest import import_people, write_people
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import CAST, GONE, LEA_MARTIN, STRANGER, UAI
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import lines
from turbo_admin.office.overview.home import overview
from turbo_admin.office.roster import apply, importing, search
from turbo_admin.office.roster import plan as roster_plan
from turbo_admin.office.sync.run import synchronise

pytestmark = pytest.mark.both_engines


def test_a_plan_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    newcomer = replace(STRANGER, id="d-new", card="0683-08888")
    plan = importing.plan_import(desk, write_people(tmp_path / "new.csv", [newcomer]), UAI)
    assert (plan.create, plan.change, plan.same) == (1, 0, 0)
    assert search.search_diners(desk, UAI, "inconnu") == []


def test_the_same_file_again_changes_nothing(desk: Desk, portal: PortalInMemory, tmp_path: Path) -> None:
    synchronise(desk)
    plan = importing.plan_import(desk, write_people(tmp_path / "again.csv", CAST), UAI)
    assert (plan.create, plan.change, plan.left, plan.same) == (0, 0, 0, len(CAST))
    apply.apply_import(desk, plan)
    assert overview(desk).sync.changes_waiting == 0


def test_who_is_not_in_the_file_stays(desk: Desk, tmp_path: Path) -> None:
    import_people(desk, [LEA_MARTIN], tmp_path)
    assert len(search.search_diners(desk, UAI, "martin")) == 2


def test_what_changes_is_said_before_and_after(desk: Desk, tmp_path: Path) -> None:
    moved = replace(LEA_MARTIN, class_name="4 B", left=True)
    plan = importing.plan_import(desk, write_people(tmp_path / "moved.csv", [moved]), UAI)
    [row] = plan.rows
    assert row.action is roster_plan.Action.LEAVE
    assert "5 A → 4 B" in row.detail
    assert "sorti" in row.detail


def test_a_new_card_matches_the_waiting_request_again(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    request_id = ask(portal, card="08123")
    synchronise(desk)
    before = lines.request_line(desk, request_id)
    imported = import_people(desk, [replace(LEA_MARTIN, card="0683-08123")], tmp_path)
    after = lines.request_line(desk, request_id)
    assert imported.rematched == 1
    assert "carte inconnue" in before.alerts
    assert after.alerts == ()


def test_an_old_plan_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = write_people(tmp_path / "old.csv", [replace(STRANGER, id="d-new")])
    plan = importing.plan_import(desk, path, UAI)
    import_people(desk, [replace(LEA_MARTIN, class_name="4 B")], tmp_path)
    with pytest.raises(Refused, match="a changé"):
        apply.apply_import(desk, plan)


def test_a_row_of_another_school_and_a_row_twice_are_left_aside(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(
        "UAI;Identifiant;Nom;Prénom;Classe;N° carte\n"
        "0990001N;d-lea;MARTIN;Léa;5 A;0683-04217\n"
        "0990002P;d-x;ROUX;Adèle;2nde 1;0684-04217\n"
        "0990001N;d-other;MARTINE;Léa;5 A;0683-04217\n"
        "0990001N;;MARTIN;Léa;5 A;\n",
        encoding="utf-8",
    )
    plan = importing.plan_import(desk, path, UAI)
    assert [problem.row for problem in plan.problems] == [3, 4, 5]
    assert all(problem.text for problem in plan.problems)
    assert [row.action for row in plan.rows] == [
        roster_plan.Action.SAME,
        roster_plan.Action.SKIP,
        roster_plan.Action.CREATE,
        roster_plan.Action.SKIP,
    ]


def test_namesakes_stay_two_persons(desk: Desk) -> None:
    assert {line.card for line in search.search_diners(desk, UAI, "garcia ines")} == {
        "0683-06001",
        "0683-06342",
    }


def test_search_needs_every_word_and_shows_those_present_first(desk: Desk) -> None:
    assert [line.first_name for line in search.search_diners(desk, UAI, "martin 04218")] == ["Hugo"]
    assert search.search_diners(desk, UAI, "petit")[0].left
    assert search.search_diners(desk, UAI, "100%_") == []
    assert [line.last_name for line in search.search_diners(desk, UAI, "wisniewski LUKASZ")] == ["WIŚNIEWSKI"]


def test_a_name_is_found_with_two_letters_for_one(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Classe\nMÜLLER;Jürgen;6 A\n", encoding="utf-8")
    apply.apply_import(desk, importing.plan_import(desk, path, UAI))
    for typed in ("müller", "muller", "mueller juergen"):
        assert [line.last_name for line in search.search_diners(desk, UAI, typed)] == ["MÜLLER"], typed


def test_a_diner_who_left_is_known_as_such_at_the_portal(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    [gone] = [diner for diner in portal.of_kind("diner") if diner.last_name == GONE.last_name]
    assert gone.left


def test_a_file_that_is_none_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG nothing of a workbook")
    with pytest.raises(BadData) as error:
        importing.plan_import(desk, path, UAI)
    assert "photo.xlsx" in str(error.value)


def test_an_import_into_an_unknown_school_is_refused(open_pc: Callable[[str], Desk], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="0990001N"):
        importing.plan_import(open_pc("claire"), write_people(tmp_path / "x.csv", CAST), UAI)
