"""« Nom d’usage »: a child goes by another last name than the family's, and families, files and clerks use either."""

import hashlib
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import LEA_MARTIN, UAI
from tests.siecle_files import ONDE_GUARDIANS, ONDE_PUPILS, ZOE, Pupil, pupils_xml
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.roster import apply, correcting, importing, search
from turbo_admin.office.roster import diners as roster_diners
from turbo_admin.office.roster.correcting import DinerEdit
from turbo_admin.office.roster.diners import DinerListLine
from turbo_admin.office.roster.plan import Action, ImportPlan
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import diner_imports, diners
from turbo_admin.store.engine.diner_records import DinerRecord

NINA = Pupil(601, "KOWALCZYK", "Nina", "6 A", used="FERRAND")
BY_BOTH = "Nom;Nom d'usage;Prénom;Classe;N° carte;Né(e) le\nKOWALCZYK;FERRAND;Nina;6 A;33200;"


def siecle(desk: Desk, folder: Path, *pupils: Pupil) -> ImportPlan:
    """Plan SIECLE's file of these pupils, without marking anybody as left."""
    path = folder / "eleves.xml"
    path.write_bytes(pupils_xml(pupils))
    return importing.plan_import(desk, path, UAI, leave_absent=False)


def table(desk: Desk, folder: Path, text: str) -> ImportPlan:
    """Plan a text table."""
    path = folder / "hotes.csv"
    path.write_text(text, encoding="utf-8")
    return importing.plan_import(desk, path, UAI, leave_absent=False)


def names(desk: Desk) -> dict[str, tuple[str, str]]:
    """Return last name and name in use of everybody called Nina, Zoé or Léa, by first name and class."""
    with desk.database.read() as session:
        return {
            f"{one.first_name} {one.class_name}": (one.last_name, one.used_name)
            for one in diners.diners(session, UAI)
            if one.first_name in {"Nina", "Zoé", "Léa"}
        }


def line_of(desk: Desk, first_name: str) -> DinerListLine:
    """Return somebody's line in « Hôtes »."""
    [line] = [one for one in roster_diners.list_diners(desk) if one.first_name == first_name]
    return line


def edit_of(line: DinerListLine) -> DinerEdit:
    """Return a diner as the form shows it first."""
    return DinerEdit(
        line.last_name,
        line.first_name,
        line.class_name,
        line.kind,
        line.emails,
        line.left,
        line.card,
        used_name=line.used_name,
    )


def test_siecle_tells_both_names_and_the_import_is_taken_back_as_a_whole(desk: Desk, tmp_path: Path) -> None:
    apply.apply_import(desk, siecle(desk, tmp_path, replace(NINA, used=""), ZOE))
    made = siecle(desk, tmp_path, NINA, replace(ZOE, used="exemple"))
    assert [(row.action, row.detail) for row in made.rows] == [
        (Action.CHANGE, "nom d’usage\N{NO-BREAK SPACE}: – → FERRAND"),
        (Action.SAME, ""),
    ]
    done = apply.apply_import(desk, made)
    assert names(desk)["Nina 6 A"] == ("KOWALCZYK", "FERRAND")
    assert siecle(desk, tmp_path, NINA, ZOE).same == 2
    apply.undo_import(desk, done.id)
    assert names(desk)["Nina 6 A"] == ("KOWALCZYK", "")


@pytest.mark.parametrize(
    ("used", "kept", "problem"),
    [
        ("-", "", ""),
        ("  ", "", ""),
        ("Kowalczyk", "", ""),
        ("F" * 101, "", "Nom d’usage trop long"),
        ("FERRAND", "FERRAND", ""),
    ],
)
def test_a_name_in_use_that_is_none_is_left_out(
    desk: Desk, tmp_path: Path, used: str, kept: str, problem: str
) -> None:
    for made in (
        siecle(desk, tmp_path, replace(NINA, used=used)),
        table(desk, tmp_path, BY_BOTH.replace("FERRAND", used)),
    ):
        assert [edit and edit[1].used_name for edit in made.edits] == [kept]
        told = [one.text.partition("\N{NO-BREAK SPACE}")[0] for one in made.problems if one.row]
        assert told == ([problem] if problem else [])


def test_onde_tells_both_names_of_pupils_and_of_guardians_children(desk: Desk, tmp_path: Path) -> None:
    pupils, guardians = tmp_path / "eleves.csv", tmp_path / "responsables.csv"
    pupils.write_text(
        f"{ONDE_PUPILS}\nKOWALCZYK;FERRAND;Nina;01/01/2016;F;;x;99000;y;F;;;;;CYCLE II;CE2;CE2 A;9\n",
        encoding="utf-8",
    )
    guardians.write_text(
        f"{ONDE_GUARDIANS}\nM;;FERRAND;Jo;jo@exemple.fr;FERRAND;KOWALCZYK;Nina;CE2 A\n", encoding="utf-8"
    )
    for files in ([pupils], [guardians], [pupils, guardians]):
        made = importing.plan_import(desk, files, UAI, leave_absent=False)
        [new] = [edit[1] for edit in made.edits if edit]
        assert (new.last_name, new.used_name, new.class_name) == ("KOWALCZYK", "FERRAND", "CE2 A")


def test_a_column_of_names_in_use_alone_is_the_name(desk: Desk, tmp_path: Path) -> None:
    made = table(desk, tmp_path, "Nom d’usage;Prénom;Classe\nFERRAND;Nina;6 A")
    assert [(edit[1].last_name, edit[1].used_name) for edit in made.edits if edit] == [("FERRAND", "")]
    made = table(desk, tmp_path, "Nom;Nom d’usage;Prénom;Classe\n;FERRAND;Nina;6 A")
    assert [(edit[1].last_name, edit[1].used_name) for edit in made.edits if edit] == [("FERRAND", "")]


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("FERRAND;Nina;6 A;33200", True),
        ("FERRAND;Nina;5 C;33200", True),
        ("FERRAND;Nina;6 A;", True),
        ("FERRAND;Nina;5 C;", False),
        ("FERRAND;Nina;5 C;41000", False),
        ("KOWALCZYK;Nina;5 C;", True),
    ],
    ids=["both", "card", "class", "nothing", "another card", "family name"],
)
def test_a_file_that_has_one_of_the_names_finds_the_diner_and_takes_neither_away(
    desk: Desk, tmp_path: Path, line: str, same: bool
) -> None:
    apply.apply_import(desk, table(desk, tmp_path, BY_BOTH))
    made = table(desk, tmp_path, f"Nom;Prénom;Classe;N° carte\n{line}")
    [edit] = [edit or (None, None) for edit in made.edits]
    assert (made.create == 0) is same
    if same:
        apply.apply_import(desk, made)
        assert list(names(desk).values())[-1] == ("KOWALCZYK", "FERRAND"), edit


def test_a_file_that_has_the_names_the_other_way_round_is_about_the_same_diner(
    desk: Desk, tmp_path: Path
) -> None:
    apply.apply_import(desk, table(desk, tmp_path, BY_BOTH))
    turned = table(desk, tmp_path, "Nom;Nom d'usage;Prénom;Classe\nFERRAND;KOWALCZYK;Nina;6 A")
    assert (turned.change, turned.create, turned.skip) == (1, 0, 0)


@pytest.mark.parametrize(("class_name", "same"), [("6 A", True), ("4 B", False)])
def test_who_was_entered_by_the_name_in_use_is_found_by_the_family_name(
    desk: Desk, tmp_path: Path, class_name: str, same: bool
) -> None:
    apply.apply_import(desk, table(desk, tmp_path, f"Nom;Prénom;Classe\nFERRAND;Nina;{class_name}"))
    made = siecle(desk, tmp_path, NINA)
    assert (made.change, made.create) == ((1, 0) if same else (0, 1))
    apply.apply_import(desk, made)
    assert names(desk)["Nina 6 A"] == ("KOWALCZYK", "FERRAND")


def test_a_request_by_the_name_in_use_is_attached_and_set_beside_it(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    apply.apply_import(desk, table(desk, tmp_path, BY_BOTH))
    typed = ask(portal, card="33200", last_name="Ferand", first_name="Nina")
    by_family = ask(portal, card="33200", last_name="Kowalczyk", first_name="Nina")
    synchronise(desk)
    detail = request_detail(desk, typed)
    assert [row.label for row in detail.rows] == ["Nom d’usage", "Prénom", "Carte", "E-mail"]
    assert detail.candidates[0].diner.name == "KOWALCZYK Nina (usage FERRAND)"
    assert any("nom d’usage" in reason for reason in detail.reasons)
    assert next(row.label for row in request_detail(desk, by_family).rows) == "Nom"


def test_the_clerk_corrects_it_finds_by_it_and_exports_it(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    typed = ask(portal, card=LEA_MARTIN.number, last_name="DURAND BLANC", first_name="Lea")
    synchronise(desk)
    before = request_detail(desk, typed).line.degree
    line = line_of(desk, "Léa")
    correcting.save_diner(desk, line.id, replace(edit_of(line), used_name=" Durand-Blanc "))
    line = line_of(desk, "Léa")
    assert (line.name, "durand blanc" in line.search) == ("MARTIN Léa (usage DURAND-BLANC)", True)
    assert [one.id for one in search.search_diners(desk, UAI, "durand bl")] == [line.id]
    # A name that is learnt is looked for again at once.
    assert (before, request_detail(desk, typed).line.degree) == ("probable", "certaine")

    roster_diners.export_diners(desk, tmp_path / "hotes.xlsx", [line.id])
    head, row = openpyxl.load_workbook(tmp_path / "hotes.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["Nom d’usage"] == "Durand-Blanc"
    made = importing.plan_import(desk, tmp_path / "hotes.xlsx", UAI)
    assert (made.same, made.change, made.create) == (1, 0, 0)

    with pytest.raises(Refused):
        correcting.save_diner(desk, line.id, replace(edit_of(line), used_name="12345"))
    correcting.save_diner(desk, line.id, replace(edit_of(line), used_name="martin"))
    assert line_of(desk, "Léa").name == "MARTIN Léa"


def test_it_never_goes_to_the_portal(desk: Desk, portal: PortalInMemory, tmp_path: Path) -> None:
    apply.apply_import(desk, table(desk, tmp_path, BY_BOTH))
    synchronise(desk)
    told = [one for one in portal.of_kind("diner") if one.first_name == "Nina"]
    assert [one.last_name for one in told] == ["KOWALCZYK"]
    assert "FERRAND" not in repr(told)


def test_an_import_of_before_there_were_names_in_use_can_still_be_taken_back() -> None:
    record = DinerRecord(
        "1", UAI, "", "MARTIN", "Léa", "5 A", "élève", "", left=False, emails=("a@exemple.fr",)
    )
    known = ("1", UAI, "", "MARTIN", "Léa", "5 A", "élève", "", False, ("a@exemple.fr",), "", "", "", "")
    assert diner_imports.digest(record) == hashlib.sha256(repr(known).encode()).hexdigest()
    assert diner_imports.digest(replace(record, used_name="X")) != diner_imports.digest(record)
