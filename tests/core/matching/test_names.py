import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.matching.names import (
    Agreement,
    compare,
    deletions,
    fold,
    read_name,
    same_spelling,
    slips_allowed,
    spellings,
)

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


@pytest.mark.parametrize(
    ("typed", "held", "first", "agreement"),
    [
        ("LEROUX", "LE ROUX", False, Agreement.EQUAL),
        ("MARTIN DUPONT", "DUPONT-MARTIN", False, Agreement.USUAL),
        ("MUELLER", "MÜLLER", False, Agreement.EQUAL),
        ("MULLER", "MUELLER", False, Agreement.NEAR),
        ("Vandermuehlen", "VAN DER MÜHLEN", False, Agreement.EQUAL),
        ("Mühlen", "VON DER MUEHLEN", False, Agreement.USUAL),
        ("Koehler Groß", "GROSS-KÖHLER", False, Agreement.USUAL),
        ("Groß", "GROSS-KÖHLER", False, Agreement.USUAL),
        ("Koehler", "GROSS-KÖHLER", False, Agreement.USUAL),
        ("Muelle", "MÜLLER", False, Agreement.NEAR),
        ("Jörg", "Hans-Joerg", True, Agreement.USUAL),
        ("Jolle", "Joëlle", True, Agreement.NEAR),
        ("Teura", "TEʻURA", False, Agreement.EQUAL),
        ("Vai", "Vaiʻana", True, Agreement.NEAR),
        ("Ana", "Vai’ana", True, Agreement.DIFFERENT),
        ("Isha", "A’isha", True, Agreement.NEAR),
        ("Falc", "FALC’HUN", False, Agreement.DIFFERENT),
        ("Diaye", "N’DIAYE", False, Agreement.USUAL),
        ("ORTO", "DELL’ORTO", False, Agreement.USUAL),
        ("CONNOR", "OʼCONNOR", False, Agreement.USUAL),
        ("Demiantchouk", "Дем’янчук", False, Agreement.EQUAL),
        ("Дем´янчук", "Демʼянчук", False, Agreement.EQUAL),
        ("St Martin", "SAINT-MARTIN", False, Agreement.EQUAL),
        ("Mme Dupont", "DUPONT", False, Agreement.EQUAL),
        ("Dupont 6B", "DUPONT", False, Agreement.EQUAL),
        ("Dupont 6 B", "DUPONT", False, Agreement.EQUAL),
        ("Léa (6ème B)", "Léa", True, Agreement.EQUAL),
        ("TOUR", "DE LA TOUR", False, Agreement.USUAL),
        ("DUPONT", "DUPONT-MARTIN", False, Agreement.USUAL),
        ("DUPONT LAMY", "DUPONT", False, Agreement.USUAL),
        ("Alex", "Alexandre", True, Agreement.USUAL),
        ("Alexandre", "Alex", True, Agreement.USUAL),
        ("Jean", "Jean-Baptiste", True, Agreement.USUAL),
        ("Abd Kader", "Abd el Kader", True, Agreement.USUAL),
        ("Van", "Ngọc Vân", True, Agreement.USUAL),
        ("Ngọc Lệ", "Ngọc Vân", True, Agreement.DIFFERENT),
        ("Như Ý", "Như Vân", True, Agreement.DIFFERENT),
        ("Thi", "Thị Mai", True, Agreement.NEAR),
        ("Alex", "Alexandre", False, Agreement.DIFFERENT),
        ("DUPOND", "DUPONT", False, Agreement.NEAR),
        ("DUPNOT", "DUPONT", False, Agreement.NEAR),
        ("DUPOND", "DUPONT-MARTIN", False, Agreement.NEAR),
        ("CHARPANTIERR", "CHARPENTIER", False, Agreement.NEAR),
        ("L.", "Léa", True, Agreement.NEAR),
        ("Léo", "Léa", True, Agreement.DIFFERENT),
        ("Jean-Paul", "Jean-Pierre", True, Agreement.DIFFERENT),
        ("DURAND", "DUPONT", False, Agreement.DIFFERENT),
        ("", "DUPONT", False, Agreement.DIFFERENT),
        ("🙂", "🙂", False, Agreement.DIFFERENT),
    ],
)
def test_names_agree_as_the_table_says(typed: str, held: str, first: bool, agreement: Agreement) -> None:
    assert compare(read_name(typed), read_name(held), first=first).agreement is agreement


@pytest.mark.parametrize(("letters", "slips"), [(3, 0), (4, 1), (8, 1), (9, 2), (20, 2)])
def test_longer_names_may_have_more_slips(letters: int, slips: int) -> None:
    assert slips_allowed(letters) == slips


@pytest.mark.parametrize(
    ("typed", "held", "first", "agreement"),
    [
        ("PIR", "PIL", False, Agreement.DIFFERENT),
        ("PIRT", "PILT", False, Agreement.NEAR),
        ("MARTINEL", "MARTONUL", False, Agreement.DIFFERENT),
        ("MARTINELO", "MARTONULO", False, Agreement.NEAR),
        ("ROCHEFO", "ROCHEFOUCAULD", False, Agreement.DIFFERENT),
        ("ROCHEFOU", "ROCHEFOUCAULD", False, Agreement.NEAR),
        ("Ma", "Maxandre", True, Agreement.DIFFERENT),
        ("Max", "Maxandre", True, Agreement.NEAR),
        ("Noa", "Noo", True, Agreement.DIFFERENT),
        ("Ng", "Ng Lan", True, Agreement.NEAR),
        ("Ngo", "Ngo Lan", True, Agreement.USUAL),
    ],
)
def test_a_name_agrees_from_so_many_letters_on(
    typed: str, held: str, first: bool, agreement: Agreement
) -> None:
    assert compare(read_name(typed), read_name(held), first=first).agreement is agreement


@given(NAMES)
def test_a_name_agrees_with_itself_however_it_is_written(name: str) -> None:
    read = read_name(name)
    if read.squashed:
        assert compare(read, read_name(name.swapcase().swapcase()), first=True).agreement is Agreement.EQUAL


@given(st.text("abcde", min_size=2, max_size=6), st.data())
def test_two_words_one_slip_apart_share_a_deletion(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    slip = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + "z" + word[at + 1 :],
                word[:at] + "z" + word[at:],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
    )
    assert deletions(word) & deletions(slip)
