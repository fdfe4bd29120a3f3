import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.matching.differences import Difference, Span, differing, spans

SAME, ACCENT, OTHER = Difference.SAME, Difference.ACCENT, Difference.OTHER


@pytest.mark.parametrize(
    ("typed", "roster", "ours", "theirs"),
    [
        ("DUPOND", "DUPONT", [("DUPON", SAME), ("D", OTHER)], [("DUPON", SAME), ("T", OTHER)]),
        ("Lea", "Léa", [("L", SAME), ("e", ACCENT), ("a", SAME)], [("L", SAME), ("é", ACCENT), ("a", SAME)]),
        ("LÉA", "léa", [("LÉA", SAME)], [("léa", SAME)]),
        ("le roux", "LE-ROUX", [("le roux", SAME)], [("LE-ROUX", SAME)]),
        ("Hugo", "Hugoline", [("Hugo", SAME)], [("Hugo", SAME), ("line", OTHER)]),
        ("Coeline", "Cœline", [("C", SAME), ("oe", ACCENT), ("line", SAME)], None),
        ("", "Léa", [], [("Léa", OTHER)]),
        ("🙂", "", [("🙂", SAME)], []),
        ("L’Œuvre", "LOUVRE", [("L’", SAME), ("Œ", OTHER), ("uvre", SAME)], None),
        ("04217", "14217", [("0", OTHER), ("4217", SAME)], [("1", OTHER), ("4217", SAME)]),
    ],
)
def test_each_side_is_marked(
    typed: str,
    roster: str,
    ours: list[tuple[str, Difference]],
    theirs: list[tuple[str, Difference]] | None,
) -> None:
    one, other = spans(typed, roster)
    assert list(one) == [Span(*span) for span in ours]
    assert theirs is None or list(other) == [Span(*span) for span in theirs]


@given(st.text(max_size=25), st.text(max_size=25))
def test_the_spans_of_a_side_make_up_its_whole_text(typed: str, roster: str) -> None:
    one, other = spans(typed, roster)
    assert "".join(span.text for span in one) == typed
    assert "".join(span.text for span in other) == roster


@given(st.text(max_size=25))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {span.difference for span in spans(text, text)[0]} <= {SAME}


@pytest.mark.parametrize(
    ("typed", "roster", "number"),
    [("DUPOND", "DUPONT", 1), ("Lea", "Léa", 0), ("Hugo", "Hugoline", 4), ("", "Léa", 3)],
)
def test_letters_that_differ_are_counted_on_the_side_that_has_more(
    typed: str, roster: str, number: int
) -> None:
    assert differing(spans(typed, roster)) == number
