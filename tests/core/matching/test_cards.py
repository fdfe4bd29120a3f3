"""One reader of cards for imports, the families' form and the desk: a number that is certain, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.all_cases import all_cases
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.card_slips import near_numbers
from turbo_admin.core.matching.cards import (
    WrittenCard,
    full_card,
    parse_card,
    read_card,
    read_typed,
    read_written,
)


@all_cases(
    ("typed", "card"),
    [
        ("4217", "04217"),
        ("04217", "04217"),
        ("42170", "42170"),
        ("7", "00007"),
        # spreadsheets
        ("4217.0", "04217"),
        ("4217,00", "04217"),
        ("4300.00", "04300"),
        ("04217.000", "04217"),
        ("4,301.0", "04301"),
        ("4 301,00", "04301"),
        ("4.301,0", "04301"),
        ("4 301", "04301"),
        ("4,301", "04301"),
        ("12.0", "00012"),
        ("4.217E+03", "04217"),
        ("4,217E+03", "04217"),
        ("4.217e3", "04217"),
        ('="04217"', "04217"),
        ("'04217", "04217"),
        ("68304217.0", "0683-04217"),
        ("68,304,217.0", "0683-04217"),
        # labels
        ("n° 04217", "04217"),
        ("N°4217", "04217"),
        ("Nº 04217", "04217"),
        ("n°O4217", "04217"),
        ("№ 04217", "04217"),
        ("no 4217", "04217"),
        ("#4217", "04217"),
        ("carte : 04217", "04217"),
        ("Carte n° 0683-04217", "0683-04217"),
        ("carte04217", "04217"),
        ("badge 4217", "04217"),
        # the code of the establishment
        ("0683-04217", "0683-04217"),
        ("0683 – 04217", "0683-04217"),
        ("0683/04217", "0683-04217"),
        ("0683.04217", "0683-04217"),
        ("0683, 04217", "0683-04217"),
        ("068304217", "0683-04217"),
        ("06 83 04 21 7", "0683-04217"),
        ("683-04217", "0683-04217"),
        ("683 4217", "0683-04217"),
        ("0683-4217", "0683-04217"),
        ("0683-217", "0683-00217"),
        ("68304217", "0683-04217"),
        ("site 0683, carte 04217", "0683-04217"),
        # letters and scripts
        ("O4217", "04217"),
        ("o42l7", "04217"),
        ("0 42 17", "04217"),
        ("04-217", "04217"),
        ("０４２１７", "04217"),
        ("٠٤٢١٧", "04217"),
        ("०४२१७", "04217"),
        ("0683－04217", "0683-04217"),
        ("04\u200b217", "04217"),
        ("\u00a004217\u00a0", "04217"),
    ],
)
def test_a_card_is_read_however_it_is_written(typed: str, card: str) -> None:
    assert read_written(typed) == WrittenCard(parse_card(card))
    assert str(parse_card(typed)) == card


@all_cases(
    "typed",
    ["", "  ", "-", "—", "/", "?", "0", "00000", "0000", "0683-00000", "0.0", "néant", "NÉANT", "Sans", "aucune",
     "Aucun", "pas de carte", "non", "NC", "N/A", "en attente", "xxxxx"],
)  # fmt: skip
def test_what_says_that_there_is_no_card_is_none(typed: str) -> None:
    assert read_written(typed) == WrittenCard(None)
    assert full_card(typed, "0683") == ""
    with pytest.raises(Refused) as refused:
        parse_card(typed)
    assert refused.value.code == "card_empty"


@all_cases(
    "typed",
    [
        "abc",
        "A12",
        "4217B",
        "1ère carte",
        "4217.5",
        "4.000",
        "4.2E+03",
        "6.83E+07",
        "12/09/2026",
        "12/9/26",
        "12-9-26",
        "02032014",
        "02 03 2014",
        "042170",
        "0612345678",
        "04217 04218",
        "04217 / 04218",
        "04217, 4218",
        "04217 (5 A)",
        "0683 (04217) 5",
        "0421-7",
        "042-17",
        "4217+1",
        "4.301.00",
        "99999999999999999999",
        # a digit that is not known, a sum, a number cut short
        "0421?",
        "0421_",
        "0421*",
        "04…",
        "4217 €",
        "4217$",
        "~4217",
        # two cards, a card and a year, a card and its rank
        "4217 4218",
        "4217/4218",
        "4217-4218",
        "4217\n4218",
        "4217 et 4218",
        "04217/04218",
        "4217/2026",
        "0421/2026",
        "carte 2 : 04217",
        "1-04217",
        "1/04217",
        "12-04217",
        "4.21700",
        "6,83042E+08",
        # two things said of one number, or one number that may be half of another
        "nouvelle carte 04218 perdue",
        "04218 remplace la carte perdue",
        "0683 (04217 perdue)",
    ],
)
def test_what_is_not_certain_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_written(typed)
    assert refused.value.code in {"card_not_digits", "card_length"}
    assert read_card(typed) is None


@pytest.mark.parametrize(
    ("typed", "card", "words"),
    [
        ("04306 (perdue)", "04306", "perdue"),
        ("04306 perdue", "04306", "perdue"),
        ("perdue : 04306", "04306", "perdue"),
        ("04306 - PERDUE le 12/09/2026", "04306", "perdue"),
        ("04306 (perdue le 12/09)", "04306", "perdue le 12 09"),
        ("0683-04306 volée", "0683-04306", "volee"),
        ("04306 rendue", "04306", "rendue"),
        ("04306 (annulée)", "04306", "annulee"),
        ("ancienne carte 04306", "04306", "ancienne"),
    ],
)
def test_a_card_said_to_be_lost_is_not_in_use(typed: str, card: str, words: str) -> None:
    assert read_written(typed) == WrittenCard(parse_card(card), words, is_in_use=False)
    with pytest.raises(Refused):
        full_card(typed, "0683")


@pytest.mark.parametrize(
    "typed",
    [
        "04306 perdue, nouvelle 04555",
        "04306 perdue → 04555",
        "04306 perdue -> 04555",
        "04555 (04306 perdue)",
        "04555 (perdue : 04306)",
        "04555 (ancienne 04306)",
        "04555 ancienne 04306",
        "04555, perdue 04306",
        "04555 remplace 04306",
        "04555 (remplace 04306)",
        "04306 remplacée par 04555",
        "badge 04306 remplacé par 04555",
        "ancienne carte 04306, nouvelle carte 04555",
        "nouvelle carte : 04555, ancienne : 04306",
        "carte perdue, nouvelle 04555",
        "04306 perdue le 12/09/2026, nouvelle carte 04555",
        "04555 et 04306 perdue",
    ],
)
def test_of_two_cards_the_one_not_said_to_be_lost_is_read(typed: str) -> None:
    written = read_written(typed)
    assert (str(written.card), written.is_in_use) == ("04555", True)
    assert written.words
    assert str(read_typed(typed, {"0683"})) == "04555"


@pytest.mark.parametrize("typed", ["perdue par sa sœur : 04306", "04306 perdue en 2025", "(remplace 04306)"])
def test_words_around_a_lost_card_do_not_make_it_a_new_one(typed: str) -> None:
    written = read_written(typed)
    assert (str(written.card), written.is_in_use) == ("04306", False)


def test_words_beside_a_number_are_told() -> None:
    assert read_written("04306 (retrouvée)") == WrittenCard(parse_card("04306"), "retrouvee")
    assert read_written("perdue") == WrittenCard(None, "perdue", is_in_use=False)


def test_the_desk_writes_a_card_with_its_establishment() -> None:
    assert full_card("n° 4217", "0683") == "0683-04217"
    assert full_card("0684-04217", "0683") == "0684-04217"
    assert full_card("4217.0", "") == "04217"
    with pytest.raises(Refused):
        full_card("abcde", "0683")


def test_a_code_that_is_ours_settles_what_its_pieces_are() -> None:
    assert str(read_typed("683 7", {"0683"})) == "0683-00007"
    assert str(read_typed("68304217", {"0683"})) == "0683-04217"
    assert str(read_typed("4217 4218", {"4217"})) == "4217-04218"
    assert read_typed("68304217", {"0999"}) is None


@pytest.mark.parametrize(
    "typed", ["6,83042E+08", "6.83042E+08", "0421?", "0683-0421?", "4217 4218", "68304217 €"]
)
def test_what_was_refused_is_not_read_by_its_digits_alone(typed: str) -> None:
    assert read_typed(typed, {"0683"}) is None


@given(st.text(alphabet="0123456789OoIl.,-–/ ():°nNeE+'abc\u0660\uff11", max_size=14))
def test_whatever_is_typed_is_a_card_or_refused(typed: str) -> None:
    card = read_card(typed)
    if card is not None:
        assert len(card.number) == 5
        assert card.number.isascii()
        assert parse_card(str(card)) == card


@pytest.mark.parametrize(
    ("digits", "is_searched"), [("4", False), ("42", True), ("042170", True), ("0421700", False)]
)
def test_numbers_one_slip_away_are_looked_for_from_two_digits_to_six(digits: str, is_searched: bool) -> None:
    assert bool(near_numbers(digits)) is is_searched
