"""A new school year: new classes and new cards at once, and who is the same child all the same."""

from pathlib import Path

import pytest

from tests.people import INES_GARCIA, INES_GARCIA_OTHER, LEA_MARTIN, UAI
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.roster.plan import Action, ImportPlan
from turbo_admin.store import cards, diners

TITLES = "Nom;Prénom;Classe;N° carte;E-mail;Né(e) le"


def plan(desk: Desk, folder: Path, *lines: str) -> ImportPlan:
    """Plan a file of these lines."""
    path = folder / "rentree.csv"
    path.write_text("\n".join((TITLES, *lines)), encoding="utf-8")
    return importing.plan_import(desk, path, UAI)


def done(made: ImportPlan) -> list[tuple[Action, str]]:
    """Return what is done with each line, and to whom."""
    return [
        (row.action, edit[0].card if edit and edit[0] else "")
        for row, edit in zip(made.rows, made.edits, strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("MARTIN;Léa;4 B;00101;Famille.Martin@EXEMPLE.fr;", True),
        ("Martin;LEA;4 B;00101;autre@exemple.fr, famille.martin@exemple.fr;", True),
        ("MARTIN;Léa;4 B;00101;autre@exemple.fr;", False),
        ("MARTIN;Léa;4 B;00101;;", False),
        ("MARTIN;Lou;4 B;00101;famille.martin@exemple.fr;", False),
    ],
    ids=["address", "one of several", "another address", "no address", "a sibling"],
)
def test_new_card_and_new_class_are_the_same_child_by_the_address(
    desk: Desk, tmp_path: Path, line: str, same: bool
) -> None:
    made = plan(desk, tmp_path, line)
    assert done(made) == [(Action.CHANGE, LEA_MARTIN.card) if same else (Action.CREATE, "")]
    if same:
        apply.apply_import(desk, made)
        with desk.database.read() as session:
            [lea] = [
                one for one in diners.diners(session, UAI) if one.first_name.casefold() in {"léa", "lea"}
            ]
            [old] = [one for one in cards.cards_since(session, UAI, -1) if one.diner_id == lea.id]
        assert (lea.card, lea.class_name) == ("0683-00101", "4 B")
        assert (old.card, old.until_at is not None) == (LEA_MARTIN.card, True)


@pytest.mark.parametrize(("born", "same"), [("02/03/2014", True), ("03/03/2014", False)])
def test_new_card_and_new_class_are_the_same_child_by_the_birth_date(
    desk: Desk, tmp_path: Path, born: str, same: bool
) -> None:
    apply.apply_import(desk, plan(desk, tmp_path, f"MARTIN;Léa;5 A;{LEA_MARTIN.number};;02/03/2014"))
    made = plan(desk, tmp_path, f"MARTIN;Léa;4 B;00101;;{born}")
    assert done(made) == [(Action.CHANGE, LEA_MARTIN.card) if same else (Action.CREATE, "")]
    # Who is born on another day is somebody else: there is nothing to verify.
    assert made.problems == ()


def test_a_new_diner_with_a_known_name_is_shown_beside_who_bears_it(desk: Desk, tmp_path: Path) -> None:
    made = plan(desk, tmp_path, "MARTIN;Léa;4 B;00101;;", "GARCIA;Inès;3 B;00102;;", "NEUF;Éva;6 A;00103;;")
    lea, ines, eva = (row.detail for row in made.rows)
    assert "un MARTIN Léa (5 A, carte 0683-04217) existe déjà" in lea
    both = "GARCIA Inès (4 A, carte 0683-06001) et GARCIA Inès (4 D, carte 0683-06342) existent déjà"
    assert both in ines or "(4 D, carte 0683-06342) et GARCIA Inès (4 A, carte 0683-06001) existent" in ines
    assert eva == ""
    assert [problem.row for problem in made.problems] == [2, 3]
    assert "un MARTIN Léa (5 A, carte 0683-04217) existe déjà" in made.problems[0].text


def test_an_address_of_two_diners_of_one_name_tells_nothing(desk: Desk, tmp_path: Path) -> None:
    other = INES_GARCIA_OTHER
    line = f"GARCIA;Inès;4 D;{other.number};{INES_GARCIA.emails[0]};"
    apply.apply_import(desk, plan(desk, tmp_path, line))
    # Next year's class of the one is this year's class of the other.
    for class_name in ("3 B", "4 D"):
        made = plan(desk, tmp_path, f"GARCIA;Inès;{class_name};00101;{INES_GARCIA.emails[0]};")
        assert done(made) == [(Action.SKIP, "")]
        assert "2\u00a0hôtes s’appellent GARCIA Inès" in made.rows[0].detail


def test_an_address_of_two_lines_of_one_name_tells_nothing(desk: Desk, tmp_path: Path) -> None:
    lines = [
        f"MARTIN;Léa;{name};{card};{LEA_MARTIN.emails[0]};" for name, card in (("4 B", 101), ("6 C", 102))
    ]
    made = plan(desk, tmp_path, *lines)
    assert done(made) == [(Action.SKIP, "")] * 2
    # One of them has the card that is known: the other is somebody else, or has no line of her own.
    made = plan(desk, tmp_path, lines[0], f"MARTIN;Léa;5 A;{LEA_MARTIN.number};;")
    assert done(made) == [(Action.CREATE, ""), (Action.SAME, "")]


def test_who_left_comes_back_by_the_address_in_another_class(desk: Desk, tmp_path: Path) -> None:
    made = plan(desk, tmp_path, "PETIT;Noé;2nde 1;00101;petit@exemple.fr;")
    assert done(made) == [(Action.CHANGE, "0683-03999")]
    assert "de retour" in made.rows[0].detail
    assert done(plan(desk, tmp_path, "PETIT;Noé;2nde 1;00101;;")) == [(Action.CREATE, "")]
