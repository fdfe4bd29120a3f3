"""Cells as secretariats fill them in: what is read, what is told, and that nothing is dropped in silence."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from turbo_admin.outside.files.excel_reader import CellValue
from turbo_admin.outside.roster_files.diner_cells import class_of_sheet
from turbo_admin.outside.roster_files.diner_columns import guess_columns
from turbo_admin.outside.roster_files.diner_list import FileDiners
from turbo_admin.outside.roster_files.row_reader import RowReader

TODAY = date(2026, 11, 23)


def gather(titles: Sequence[str], *rows: Sequence[CellValue]) -> FileDiners:
    diner_list = FileDiners("h.csv")
    reader = RowReader(diner_list, guess_columns(titles), TODAY)
    for number, row in enumerate(rows, 2):
        reader.read(number, row)
    diner_list.merge_duplicates()
    return diner_list


def one(title: str, cell: CellValue) -> tuple[FileDiners, str]:
    """Read one row with one column beside the name; return also what is told, blanks made plain."""
    diner_list = gather(["Nom", "Prénom", title], ["ABEILLE", "Zoé", cell])
    return diner_list, " ".join(problem.text.replace("\u00a0", " ") for problem in diner_list.problems)


@pytest.mark.parametrize(
    ("written", "card", "says"),
    [
        ("4217.0", "04217", ""),
        ("n° 04217", "04217", ""),
        ("néant", "", ""),
        ("00000", "", ""),
        ("-", "", ""),
        ("04306 (perdue)", "", "« 04306 (perdue) » : cette carte ne sert plus"),
        ("04306 (neuve)", "04306", "la carte 04306 est reprise. Vérifiez"),
        ("04217 / 04218", "", "« 04217 / 04218 » n’est pas à coup sûr un numéro de carte"),
        ("4.2E+03", "", "Écrivez ses 5 derniers chiffres (04217)"),
    ],
)
def test_a_card_is_read_or_told(written: str, card: str, says: str) -> None:
    diner_list, told = one("N° carte", written)
    assert diner_list.rows[0].card == card
    assert says in told
    assert bool(told) == bool(says)


@pytest.mark.parametrize(
    ("written", "birth", "says"),
    [
        ("02/03/2014 00:00:00", "2014-03-02", ""),
        (41700, "2014-03-02", ""),
        (datetime(2014, 3, 2), "2014-03-02", ""),  # noqa: DTZ001 (a cell has no zone)
        ("-", "", ""),
        ("02/03/2061", "", "« 02/03/2061 » n’est pas une date de naissance"),
        (date(2030, 1, 1), "", "« 01/01/2030 » n’est pas une date de naissance"),
        ("12/31/2014", "", "mois/jour/année"),
    ],
)
def test_a_birth_date_is_read_or_told(written: CellValue, birth: str, says: str) -> None:
    diner_list, told = one("Né(e) le", written)
    assert diner_list.rows[0].birth == birth
    assert says in told
    assert bool(told) == bool(says)


def test_days_of_a_column_in_the_american_order_are_not_guessed() -> None:
    diner_list = gather(
        ["Nom", "Prénom", "Né(e) le"],
        ["ABEILLE", "Zoé", "03/12/2014"],
        ["BOURDON", "Max", "12/31/2014"],
        ["CIGALE", "Ana", "2014-05-20"],
    )
    assert [row.birth for row in diner_list.rows.values()] == ["", "", "2014-05-20"]
    assert len(diner_list.problems) == 2


def test_an_address_that_cannot_be_read_is_quoted_whole() -> None:
    _, told = one("E-mail", "rita @ exemple . org")
    assert told == "« rita @ exemple . org » n’est pas une adresse e-mail : elle est laissée de côté."


@pytest.mark.parametrize(
    "title", ["6 B", "6ème B", "Classe 6 B", "Troisième A", "3°A", "Seconde 4", "Tle S 2"]
)
def test_a_sheet_may_be_named_after_a_class(title: str) -> None:
    assert class_of_sheet(title)


@pytest.mark.parametrize("title", ["Feuil1", "Total", "Départs", "1er jour", "Hôtes", "2e trim"])
def test_other_names_of_sheets_are_no_classes(title: str) -> None:
    assert not class_of_sheet(title)


@pytest.mark.parametrize(
    ("title", "written", "names"),
    [
        ("Nom et prénom", "DUPONT MARTIN Léa", ("DUPONT MARTIN", "Léa")),
        ("Nom et prénom", "DUPONT, Léa", ("DUPONT", "Léa")),
        ("Nom et prénom", "Dupont Léa", ("Dupont", "Léa")),
        ("Nom et prénom", "DUPONT LÉA", ("DUPONT", "LÉA")),
        ("Prénom et nom", "Léa DUPONT MARTIN", ("DUPONT MARTIN", "Léa")),
        ("Élève", "Léa DUPONT", ("DUPONT", "Léa")),
        ("Prénom Nom", "Léa Dupont", ("Dupont", "Léa")),
        ("Prénom Nom", "DUPONT Léa", ("DUPONT", "Léa")),
    ],
)
def test_names_in_one_column_are_cut_by_capitals_else_by_the_title(
    title: str, written: str, names: tuple[str, str]
) -> None:
    diner_list = gather([title, "Classe"], [written, "6 A"])
    assert (diner_list.rows[0].last_name, diner_list.rows[0].first_name) == names


@pytest.mark.parametrize("title", ["Fonction", "Profil", "Emploi", "Poste", "Métier"])
def test_whoever_has_some_work_is_of_the_staff(title: str) -> None:
    works = ["Professeur", "Cuisinier", "Infirmière", "Élève", "DP4", "Délégué de classe", ""]
    diner_list = gather(
        ["Nom", "Prénom", title], *(["ABEILLE", f"Zoé{at}", work] for at, work in enumerate(works))
    )
    kinds = [row.kind for row in diner_list.rows.values()]
    assert kinds == ["commensal"] * 3 + ["élève"] * 3 + [kinds[-1]]
    assert kinds[-1] != "commensal"


def test_the_work_of_a_parent_makes_no_staff_of_a_pupil() -> None:
    diner_list = gather(["Nom", "Prénom", "Classe", "Métier"], ["ABEILLE", "Zoé", "6 A", "Comptable"])
    assert diner_list.rows[0].kind == "élève"


@pytest.mark.parametrize(
    "name", ["Personnel", "Adultes", "Professeurs", "Commensaux", "Agents", "PERSONNEL ENSEIGNANT"]
)
def test_a_class_of_staff_makes_a_commensal(name: str) -> None:
    diner_list = gather(
        ["Nom", "Prénom", "Classe"], ["ABEILLE", "Zoé", name], ["BOURDON", "Max", "CAP Agent"]
    )
    assert [row.kind for row in diner_list.rows.values()] == ["commensal", ""]


def test_a_teacher_is_not_the_pupil_of_the_same_name_and_class() -> None:
    diner_list = gather(
        ["Nom", "Prénom", "Classe", "Fonction"],
        ["ABEILLE", "Zoé", "6 A", "Élève"],
        ["ABEILLE", "Zoé", "6 A", "Professeur"],
    )
    assert [row.kind for row in diner_list.rows.values()] == ["élève", "commensal"]


@pytest.mark.parametrize(("title", "cell"), [("Sortie", "oui"), ("Sortie", "X"), ("Présent", "non")])
def test_a_right_to_go_out_or_one_days_absence_is_no_departure(title: str, cell: str) -> None:
    diner_list, told = one(title, cell)
    assert not diner_list.rows[0].left
    assert f"La colonne « {title} » dit oui ou non" in told


@pytest.mark.parametrize(
    ("title", "cell"), [("Sorti", "oui"), ("Sortie", "01/09/2026"), ("Sortie", "sortie"), ("Actif", "non")]
)
def test_who_has_left_has_left(title: str, cell: str) -> None:
    diner_list, told = one(title, cell)
    assert diner_list.rows[0].left
    assert told == ""


def test_a_pupil_born_a_hundred_years_ago_is_told() -> None:
    diner_list = gather(["Nom", "Prénom", "Classe", "Né(e) le"], ["ABEILLE", "Zoé", "6 A", "02/03/35"])
    assert diner_list.rows[0].birth == ""
    assert "Écrivez l’année en entier" in diner_list.problems[0].text
