"""How well two names agree, and from how many letters on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.matching.name_comparison import Agreement, compare, deletions, slips_allowed
from turbo_admin.core.matching.names import read_name

NAMES = st.text(max_size=30)


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
