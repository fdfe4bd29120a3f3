"""Which class became which: the shares from which a new school year, or a move, is assumed."""

from dataclasses import dataclass

import pytest

from turbo_admin.core.roster.class_moves import ClassMoves, goes_back, level_of


@dataclass(frozen=True)
class Pupil:
    """A pupil of whom only the class matters."""

    class_name: str
    last_name: str = "MARTIN"
    first_name: str = "Léa"
    used_name: str = ""
    kind: str = "élève"
    birth: str = ""
    ine: str = ""
    elenoet: str = ""
    external_id: str = ""
    external_kind: str = ""
    card: str = ""
    emails: tuple[str, ...] = ()
    left: bool = False


def moves(*went: tuple[str, str, int]) -> ClassMoves:
    """Return what became of classes: (before, now, how many pupils)."""
    return ClassMoves((Pupil(now), Pupil(before)) for before, now, number in went for _ in range(number))


@pytest.mark.parametrize(("moved", "stayed", "is_new_year"), [(5, 5, False), (6, 5, True), (0, 0, False)])
def test_a_new_school_year_is_assumed_when_more_than_half_have_another_class(
    moved: int, stayed: int, is_new_year: bool
) -> None:
    assert moves(("6 A", "5 A", moved), ("6 B", "6 B", stayed)).has_moved is is_new_year


@pytest.mark.parametrize(
    ("followed", "others", "follows"),
    [(2, 18, True), (2, 19, False), (3, 27, True), (1, 3, False), (2, 2, True)],
)
def test_a_class_is_followed_by_two_pupils_and_a_tenth_of_it(
    followed: int, others: int, follows: bool
) -> None:
    known = moves(("6 A", "5 A", followed), ("6 A", "5 B", others))
    assert known.follows(Pupil("5 A"), Pupil("6 A")) is follows


def test_whoever_keeps_the_class_follows_it() -> None:
    assert moves().follows(Pupil("6A"), Pupil("6 A"))
    assert not moves().follows(Pupil("5 A"), Pupil("6 A"))
    assert not moves().follows(Pupil(""), Pupil(""))


@pytest.mark.parametrize(
    ("before", "now", "back"),
    [
        ("3 A", "6 B", True),
        ("6 A", "6 B", False),
        ("6 A", "5 A", False),
        ("CM2", "6 A", False),
        ("6 A", "CM2", True),
        ("Tle S", "1re S", True),
        ("3 A", "ULIS", False),
        ("", "6 A", False),
    ],
)
def test_only_a_lower_level_is_a_step_back(before: str, now: str, back: bool) -> None:
    assert goes_back(Pupil(now), Pupil(before)) is back


def test_levels_follow_each_other_from_the_nursery_school_to_the_last_year() -> None:
    names = ("TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2", "6 A", "5 A", "4 A", "3 A", "2nde 4", "1re S", "TS")  # fmt: skip
    assert [level_of(name) for name in names] == list(range(16))
