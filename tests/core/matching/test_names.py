"""Spellings of one name, and the words it is taken apart into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.matching.name_comparison import Agreement, compare
from turbo_admin.core.matching.names import read_name
from turbo_admin.core.matching.spellings import fold, same_spelling, spellings

NAMES = st.text(max_size=30)
# Apostrophes of phones, typewriters, Tahitian, Breton, Ukrainian and Arabic, primes and accents on a blank.
APOSTROPHES = "'’‘‛`´′＇\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\ua78b\ua78c"
SPECIAL = st.text("aoeuäöüøåæs '-", max_size=12)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Éléonore", "eleonore"),
        ("D’ARTAGNAN", "d artagnan"),
        ("d'Artagnan", "d artagnan"),
        ("DUPONT-MARTIN", "dupont martin"),
        ("  De   La\u00a0Tour ", "de la tour"),
        ("ŁUKASZ", "lukasz"),
        ("Đặng", "dang"),
        ("Ðặng", "dang"),
        ("İpek Işık", "ipek isik"),
        ("ŞEVVAL", "sevval"),
        ("Straße", "strasse"),
        ("Œuvrard Æsop", "oeuvrard aesop"),
        ("Søren Þór", "soren thor"),
        ("Ольга", "ольга"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ("王伟", "王伟"),
        ("देवी", "देवी"),
        ("\u200b🙂--", ""),
        ("", ""),
        *[(f"Te{sign}ura", "te ura") for sign in APOSTROPHES],
        ("ʻEta Falcʼhun", "eta falc hun"),
        ("ŉ Doye", "n doye"),
        ("MÜLLER Åse Bjørn Käthe", "muller ase bjorn kathe"),
        ("Mu\u0308ller A\u030ase", "muller ase"),
        ("Ǿrsted Ǻse", "orsted ase"),
    ],
)
def test_spellings_of_one_name_meet_in_one_form(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(NAMES)
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("MÜLLER", "Muller"),
        ("Strauß", "STRAUSS"),
        ("Groß", "Gross"),
        ("Søren", "Soeren"),
        ("Søren", "Soren"),
        ("Søren", "Sören"),
        ("JØRGENSEN", "Joergensen"),
        ("Åse", "Aase"),
        ("Åse", "Ase"),
        ("ÅNGSTRÖM", "Aangstroem"),
        ("Ångström", "Angstroem"),
        ("Ångstroem", "Aangström"),
        ("Östlund", "Oestlund"),
        ("Östlund", "Østlund"),
        ("Kjær", "Kjaer"),
        ("Kjær", "Kjär"),
        ("Mu\u0308ller", "Mueller"),
        ("Groß-Köhler", "gross koehler"),
        ("Teʻura", "Te’ura"),
        ("Le Falcʼhun", "LE FALC'HUN"),
        ("Noël", "NOEL"),
        ("Ööööööö", "Oeoeoeoeoeoeoe"),
        ("王伟", "王伟"),
    ],
)
def test_two_letters_stand_for_the_one_they_are_written_for(one: str, other: str) -> None:
    assert same_spelling(one, other)
    assert same_spelling(other, one)
    assert spellings(one) & spellings(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Samuel", "Samul"),
        ("Noël", "Nol"),
        ("Raphaël", "Raphal"),
        ("Joëlle", "Jolle"),
        ("Mickaël", "Mickal"),
        ("Emmanuel", "Emmanul"),
        ("Le Goaec", "Le Goac"),
        ("Moëlan", "Molan"),
        ("Muller", "Mueller"),
        ("Lü", "Lüe"),
        ("Müller", "Möller"),
        ("Müller", "Miller"),
        ("Zoë", "Zo"),
        ("Åsa", "Åse"),
        ("Noé", "Nö"),
        ("Joëlle", "Jölle"),
        ("Raphaël", "Raphäl"),
        ("Ana", "Vaiʻana"),
    ],
)
def test_no_other_two_letters_are_one(one: str, other: str) -> None:
    assert not same_spelling(one, other)
    assert not same_spelling(other, one)


@given(SPECIAL, SPECIAL)
def test_whoever_spells_alike_shares_a_spelling_and_is_equal(one: str, other: str) -> None:
    alike = same_spelling(one, other)
    assert alike == same_spelling(other, one)
    assert alike or fold(one) != fold(other)
    assert not alike or spellings(one) & spellings(other)
    read, again = read_name(one), read_name(other)
    if alike and read.squashed:
        assert compare(read, again, first=True).agreement is Agreement.EQUAL


@given(NAMES)
def test_a_name_is_one_of_its_spellings(name: str) -> None:
    assert fold(name) in spellings(name)
    assert same_spelling(name, fold(name))
    assert len(spellings(name)) <= 16
