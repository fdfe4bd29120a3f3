"""The invented school and its families."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from turbo_admin.core.emails import parse_email
from turbo_admin.core.matching.cards import parse_card
from turbo_admin.core.uai import parse_uai
from turbo_admin.demo.families import MISTAKES, make_requests
from turbo_admin.demo.school import (
    PUPIL,
    SCHOOLS,
    STAFF,
    InventedDiner,
    make_roster,
    of_school,
    write_roster_xlsx,
)

ROSTER = make_roster()


def test_the_same_seed_makes_the_same_school() -> None:
    assert make_roster(60, 7) == make_roster(60, 7)
    assert make_roster(60, 7) != make_roster(60, 8)


@pytest.mark.parametrize("size", [0, 1, 3, 25, 400, 3000])
def test_the_school_has_as_many_diners_as_asked(size: int) -> None:
    roster = make_roster(size)
    assert len(roster) == len({diner.id for diner in roster}) == len({diner.card for diner in roster}) == size


def test_both_establishments_have_right_codes_and_cards_of_their_own() -> None:
    for school in SCHOOLS:
        assert parse_uai(school.uai) == school.uai
        diners = of_school(ROSTER, school.uai)
        assert len(diners) > 100
        assert {parse_card(diner.card).site_code for diner in diners} == {school.site_code}


def test_every_address_is_a_good_one_of_nobody() -> None:
    addresses = {email for diner in ROSTER for email in diner.emails}
    assert all(parse_email(address) == address for address in addresses)
    assert {address.rpartition("@")[2] for address in addresses} == {"exemple.fr", "example.org"}


def families() -> dict[int, list[InventedDiner]]:
    found: dict[int, list[InventedDiner]] = {}
    for diner in ROSTER:
        if diner.kind == PUPIL:
            found.setdefault(diner.family, []).append(diner)
    return found


def test_siblings_share_their_guardians() -> None:
    large = [family for family in families().values() if len(family) > 1]
    assert len(large) > 20
    assert any(len({child.emails for child in family}) == 1 for family in large)


def test_twins_have_neighbouring_cards_in_one_class() -> None:
    pairs = [
        (one, other)
        for family in families().values()
        for one, other in pairwise(family)
        if one.class_name == other.class_name and int(other.card[-5:]) - int(one.card[-5:]) == 1
    ]
    assert pairs


def test_each_establishment_has_a_pair_of_homonyms() -> None:
    for school in SCHOOLS:
        names = Counter((diner.last_name, diner.first_name) for diner in of_school(ROSTER, school.uai))
        assert 2 in names.values()


def test_there_are_staff_and_a_few_who_have_left() -> None:
    staff = [diner for diner in ROSTER if diner.kind == STAFF]
    assert 3 < len(staff) < 40
    assert {diner.class_name for diner in staff} == {""}
    assert 2 < sum(diner.left for diner in ROSTER) < 40


def test_names_come_from_several_alphabets_corners() -> None:
    letters = set("".join(diner.last_name + diner.first_name for diner in make_roster(3000)))
    assert set("ŁŞĐéèïçñœŒ’- ") - letters <= {"œ"}


def test_a_workbook_of_the_school_reads_as_a_secretariats(tmp_path: Path) -> None:
    diners = of_school(ROSTER, SCHOOLS[0].uai)
    write_roster_xlsx(tmp_path / "hotes.xlsx", diners)
    book = load_workbook(tmp_path / "hotes.xlsx", read_only=True)
    rows = list(book.active.iter_rows(values_only=True)) if book.active else []
    book.close()
    assert rows[0][:6] == ("Identifiant", "Nom", "Prénom", "Classe", "Catégorie", "N° carte")
    assert [row[5] for row in rows[1:]] == [diner.card for diner in diners]
    assert sum(bool(row[8]) for row in rows[1:] if len(row) > 8) == sum(diner.left for diner in diners)


def test_most_requests_are_right_and_every_mistake_is_made() -> None:
    typed = make_requests(ROSTER, 25)
    mistakes = Counter(one.mistake for one in typed)
    assert len(typed) == 25
    assert mistakes[""] == 15
    assert set(mistakes) - {""} == set(MISTAKES)
    assert make_requests(ROSTER, 25) == typed


def test_a_right_request_names_its_diner_in_some_form() -> None:
    by_id = {diner.id: diner for diner in ROSTER}
    for typed in make_requests(ROSTER, 100):
        if not typed.mistake:
            diner = by_id[typed.meant]
            assert parse_card(typed.carte).number == diner.card[-5:]
            assert typed.nom.casefold() == diner.last_name.casefold()
            assert typed.email in diner.emails


def test_mistakes_are_what_they_are_called() -> None:
    by_id = {diner.id: diner for diner in ROSTER}
    typed = {one.mistake: one for one in make_requests(ROSTER, 25)}
    known = {diner.card[-5:] for diner in ROSTER}
    assert by_id[typed["left"].meant].left
    assert typed["nobody"].meant == ""
    assert parse_card(typed["unknown card"].carte).number not in known
    assert typed["unknown address"].email not in by_id[typed["unknown address"].meant].emails
    assert (
        typed["swapped names"].prenom.casefold() == by_id[typed["swapped names"].meant].last_name.casefold()
    )
    wrong, right = parse_card(typed["wrong digit"].carte).number, by_id[typed["wrong digit"].meant].card[-5:]
    assert sum(one != other for one, other in zip(wrong, right, strict=True)) == 1
    sibling = typed["sibling's card"]
    assert by_id[sibling.meant].card[-5:] != sibling.carte
    assert sibling.carte in known


def test_the_second_of_two_requests_comes_after_the_first() -> None:
    typed = make_requests(ROSTER, 25)
    second = next(place for place, one in enumerate(typed) if one.mistake == "twice")
    assert any(one.meant == typed[second].meant for one in typed[:second])


@pytest.mark.parametrize(("diners", "requests"), [(0, 5), (1, 5), (10, 40)])
def test_a_tiny_school_asks_too(diners: int, requests: int) -> None:
    typed = make_requests(make_roster(diners), requests)
    assert len(typed) in (0, requests)
    assert all(re.search(r"\d", one.carte) for one in typed)
