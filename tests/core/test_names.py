import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.names import Agreement, compare, deletions, fold, read_name

NAMES = st.text(max_size=30)


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
    ],
)
def test_spellings_of_one_name_meet_in_one_form(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(NAMES)
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("typed", "held", "first", "agreement"),
    [
        ("LEROUX", "LE ROUX", False, Agreement.EQUAL),
        ("MARTIN DUPONT", "DUPONT-MARTIN", False, Agreement.USUAL),
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
