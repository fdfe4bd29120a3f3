"""The same person twice in one file, and two persons who look like one."""

from collections.abc import Sequence

import pytest

from tests.outside.roster_files.test_row_cells import gather
from turbo_admin.outside.roster_files.diner_list import FileDiners
from turbo_admin.outside.roster_files.diner_rows import FileDiner

TITLES = (
    "Matricule",
    "Nom",
    "Prénom",
    "Classe",
    "N° carte",
    "Né(e) le",
    "Régime",
    "E-mail",
    "Sorti(e) le",
    "INE",
)


def row(**cells: str) -> list[str]:
    """Return a row of TITLES; « Zoé ABEILLE » of 6 A unless told otherwise."""
    told = {"matricule": "", "nom": "ABEILLE", "prenom": "Zoé", "classe": "6 A", "carte": "", "ne": "", "regime": "",
            "mail": "", "sorti": "", "ine": ""} | cells  # fmt: skip
    return list(told.values())


def read(*rows: Sequence[str]) -> tuple[list[FileDiner], list[str]]:
    diner_list = gather(TITLES, *rows)
    return list(diner_list.rows.values()), told(diner_list)


def told(diner_list: FileDiners) -> list[str]:
    return [problem.text.replace("\u00a0", " ") for problem in diner_list.problems]


def test_addresses_of_all_rows_of_one_person_are_added_up() -> None:
    [zoe], remarks = read(row(matricule="M1", mail="a@x.fr"), row(matricule="M1", mail="b@x.fr; A@x.fr"))
    assert zoe.emails == ("a@x.fr", "b@x.fr")
    assert remarks == []


@pytest.mark.parametrize("order", [1, -1])
def test_the_present_row_wins_over_the_one_that_has_left(order: int) -> None:
    rows = [
        row(matricule="M1", classe="5 B", sorti="01/09/2026", carte="04217"),
        row(matricule="M1", classe="6 C"),
    ]
    [zoe], remarks = read(*rows[::order])
    assert (zoe.left, zoe.class_name, zoe.card) == (False, "6 C", "04217")
    assert any("figure deux fois, comme sorti" in text for text in remarks)


def test_the_present_row_without_a_class_takes_the_other_ones() -> None:
    [zoe], _ = read(row(matricule="M1", classe="5 B", sorti="01/09/2026"), row(matricule="M1", classe=""))
    assert (zoe.left, zoe.class_name) == (False, "5 B")


@pytest.mark.parametrize(
    ("field", "first", "second", "kept"),
    [
        ("classe", "6 A", "6 B", "6 B"),
        ("regime", "Externe", "DP 4 jours", "demi-pensionnaire, 4 jours"),
        ("ne", "02/03/2014", "03/03/2014", "2014-03-03"),
    ],
)
def test_of_two_present_rows_the_later_wins_and_it_is_said(
    field: str, first: str, second: str, kept: str
) -> None:
    [zoe], remarks = read(row(matricule="M1", **{field: first}), row(matricule="M1", **{field: second}))
    assert kept in {zoe.class_name, zoe.regime, zoe.birth}
    [remark] = remarks
    assert "figure déjà (ligne 2)" in remark
    assert "ne l’est pas. Vérifiez" in remark


def test_two_spellings_of_one_class_are_no_difference() -> None:
    [zoe], remarks = read(row(matricule="M1", classe="6 A"), row(matricule="M1", classe="6ème A"))
    assert (zoe.class_name, remarks) == ("6 A", [])


def test_a_card_with_its_establishment_is_the_same_card() -> None:
    [zoe], remarks = read(row(matricule="M1", carte="04217"), row(matricule="M1", carte="0683-04217"))
    assert (zoe.card, remarks) == ("0683-04217", [])


def test_an_id_of_two_persons_is_taken_from_both() -> None:
    rows, remarks = read(row(matricule="M1"), row(matricule="M1", nom="BOURDON", prenom="Max"))
    assert [one.external_id for one in rows] == ["", ""]
    assert [one.external_kind for one in rows] == ["", ""]
    assert remarks == [
        "L’identifiant M1 est celui de ABEILLE Zoé (ligne 2) et de BOURDON Max (ligne 3) : il n’est repris pour "
        "personne."
    ]


def test_twins_who_share_a_number_and_a_birth_date_stay_two() -> None:
    rows, _ = read(row(matricule="F1", ne="02/03/2014"), row(matricule="F1", prenom="Tom", ne="02/03/2014"))
    assert [(one.first_name, one.external_id) for one in rows] == [("Zoé", ""), ("Tom", "")]


def test_a_last_name_corrected_is_the_same_person_by_id_first_name_and_birth_date() -> None:
    [zoe], _ = read(row(matricule="M1", ne="02/03/2014"), row(matricule="M1", nom="ABEILE", ne="02/03/2014"))
    assert zoe.last_name == "ABEILLE"


def test_numbers_that_begin_anew_in_each_class_make_one_remark_for_the_column() -> None:
    rows, remarks = read(
        *(
            row(matricule=str(number), nom=f"{name}{klass}", prenom="Max", classe=klass)
            for klass in ("6 A", "6 B", "6 C")
            for number, name in enumerate(["ABEILLE", "BOURDON", "CIGALE", "DORYPHORE", "EMEU"], 1)
        )
    )
    assert len(rows) == 15
    assert {one.external_id for one in rows} == {""}
    [remark] = remarks
    assert remark.startswith("Cette colonne ne désigne pas les personnes")


def test_one_placeholder_among_good_numbers_makes_one_remark_and_the_others_stay() -> None:
    rows, remarks = read(
        *(
            row(matricule=f"M{number}" if number % 3 else "9999", nom=f"NOM{chr(65 + number)}", prenom="Max")
            for number in range(1, 20)
        )
    )
    assert sum(bool(one.external_id) for one in rows) == 13
    assert len(remarks) == 1


def test_placeholders_of_the_national_id_are_told_once() -> None:
    names = ["ABEILLE", "BOURDON", "CIGALE", "DORYPHORE", "EMEU", "FOURMI", "GUEPE"]
    written = ["00000000000", "00000000000", "XXXXXXXXXXX", "NC", "néant", "0123456789A", "-"]
    rows, remarks = read(*(row(nom=name, ine=ine) for name, ine in zip(names, written, strict=True)))
    assert {one.ine for one in rows} == {""}
    assert len(remarks) == 5
    assert "« 00000000000 » (2 fois) n’est l’INE de personne" in remarks[0]


def test_a_name_and_a_birth_date_are_one_person_in_whatever_class() -> None:
    [zoe], remarks = read(row(ne="02/03/2014"), row(ne="02/03/2014", classe="6 B", mail="a@x.fr"))
    assert (zoe.class_name, zoe.emails) == ("6 B", ("a@x.fr",))
    assert len(remarks) == 1


def test_namesakes_of_other_birth_dates_are_two_without_a_word() -> None:
    rows, remarks = read(row(ne="02/03/2014"), row(ne="03/03/2014", classe="6 B"))
    assert (len(rows), remarks) == (2, [])


def test_one_name_in_two_classes_stays_two_and_is_told() -> None:
    rows, remarks = read(row(), row(classe="6 B"))
    assert len(rows) == 2
    assert "rien ne dit si c’est la même personne : deux hôtes sont repris" in remarks[0]


def test_one_name_in_one_class_with_two_cards_stays_two_and_is_told() -> None:
    rows, remarks = read(row(carte="04217"), row(carte="05555"))
    assert [one.card for one in rows] == ["04217", "05555"]
    assert len(remarks) == 1


def test_one_name_in_one_class_is_one_person_and_what_is_new_is_added() -> None:
    [zoe], remarks = read(row(mail="a@x.fr"), row(mail="b@x.fr", carte="04217"))
    assert (zoe.emails, zoe.card) == (("a@x.fr", "b@x.fr"), "04217")
    assert "ce qui est nouveau ici lui est ajouté" in remarks[0]


def test_a_line_that_says_nothing_new_is_left_aside() -> None:
    diner_list = gather(TITLES, row(), row())
    assert len(diner_list.rows) == 1
    assert diner_list.problems[0].skipped == "ABEILLE Zoé"


def test_a_card_of_somebody_who_left_goes_to_who_is_present() -> None:
    rows, remarks = read(row(carte="04217", sorti="oui"), row(nom="BOURDON", carte="04217"))
    assert [one.card for one in rows] == ["", "04217"]
    assert "elle lui est retirée" in remarks[0]


def test_thousands_of_rows_of_one_name_or_one_number_are_read_in_time() -> None:
    rows, _ = read(
        *(row(matricule="7", classe=f"{number} Z", nom=f"N{number % 2000}x") for number in range(6000))
    )
    assert len(rows) == 6000


def test_numbers_of_lines_do_not_make_two_persons_of_one() -> None:
    rows, _ = read(
        row(matricule="1", mail="a@x.fr"),
        row(matricule="2", mail="b@x.fr"),
        row(matricule="3", nom="BOURDON", classe="6 B"),
    )
    assert [(one.external_id, one.emails) for one in rows] == [("1", ("a@x.fr", "b@x.fr")), ("3", ())]


def test_numbers_of_another_program_tell_namesakes_of_one_class_apart() -> None:
    rows, remarks = read(row(matricule="17"), row(matricule="4"), row(matricule="99", nom="BOURDON"))
    assert len(rows) == 3
    assert len(remarks) == 1
