"""The table of docs/matching.md « Who is a row of a file? », row by row, and all rows of a file together."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.all_cases import all_cases
from turbo_admin.core.roster.id_columns import Flaw, flaw_of
from turbo_admin.core.roster.identity import Doubt, IdentityEvidence, IdentityVerdict, judge
from turbo_admin.core.roster.persons import Births, IdKind, Names, compare_births, compare_names, void_births
from turbo_admin.core.roster.row_matcher import Answer, RowMatcher

DOCS = Path(__file__).resolve().parents[3] / "docs" / "matching.md"
SAME, ASK, NO = IdentityVerdict.SAME, IdentityVerdict.ASK, IdentityVerdict.NO
INE, ELENOET, NUMBER, CARD = {IdKind.INE}, {IdKind.ELENOET}, {IdKind.EXTERNAL}, {IdKind.CARD}
NONE: set[IdKind] = set()
NEAR, OTHER_INE = {"is_near": True}, {"ine_differs": True}

# row, names, births, numbers in common, what else, step
TABLE = [
    ("R1", Names.EQUAL, Births.SAME, INE, {}, SAME),
    ("R1", Names.EQUAL, Births.SAME, CARD, OTHER_INE, SAME),
    ("R1", Names.EQUAL, Births.SAME, NONE, {}, SAME),
    ("R1", Names.EQUAL, Births.SAME, NONE, OTHER_INE, ASK),
    ("R2", Names.EQUAL, Births.UNKNOWN, CARD, {}, SAME),
    ("R2", Names.EQUAL, Births.UNKNOWN, NUMBER, OTHER_INE, ASK),
    ("R3", Names.EQUAL, Births.CLOSE, ELENOET, {}, SAME),
    ("R3", Names.EQUAL, Births.CLOSE, CARD, OTHER_INE, ASK),
    ("R3", Names.EQUAL, Births.CLOSE, NONE, NEAR, ASK),
    ("R3", Names.EQUAL, Births.CLOSE, NONE, {}, NO),
    ("R4", Names.EQUAL, Births.OTHER, INE, {}, ASK),
    ("R4", Names.EQUAL, Births.OTHER, CARD, NEAR, ASK),
    ("R4", Names.EQUAL, Births.OTHER, NONE, NEAR, NO),
    ("R5", Names.CORRECTED, Births.SAME, INE, {}, SAME),
    ("R5", Names.CORRECTED, Births.SAME, NONE, {}, SAME),
    ("R5", Names.CORRECTED, Births.SAME, ELENOET, OTHER_INE, ASK),
    ("R5b", Names.SWAPPED, Births.SAME, NONE, {}, ASK),
    ("R5b", Names.SWAPPED, Births.UNKNOWN, NONE, {}, NO),
    ("R6", Names.CORRECTED, Births.UNKNOWN, INE, {}, SAME),
    ("R6", Names.CORRECTED, Births.UNKNOWN, CARD, NEAR, SAME),
    ("R6", Names.CORRECTED, Births.UNKNOWN, NUMBER, {}, ASK),
    ("R6", Names.CORRECTED, Births.UNKNOWN, ELENOET, OTHER_INE, ASK),
    ("R6", Names.CORRECTED, Births.UNKNOWN, NONE, NEAR, NO),
    ("R7", Names.RESPELT, Births.UNKNOWN, NUMBER, NEAR, SAME),
    ("R7", Names.RESPELT, Births.UNKNOWN, NUMBER, {}, ASK),
    ("R7", Names.RESPELT, Births.SAME, INE, {}, SAME),
    ("R7", Names.RESPELT, Births.UNKNOWN, CARD, NEAR, ASK),
    ("R7", Names.RESPELT, Births.SAME, CARD, NEAR, ASK),
    ("R7", Names.RESPELT, Births.SAME, NONE, {}, ASK),
    ("R7", Names.RESPELT, Births.UNKNOWN, NONE, NEAR, NO),
    ("R8", Names.FIRST, Births.SAME, INE, {}, SAME),
    ("R8", Names.FIRST, Births.SAME, CARD, {}, SAME),
    ("R8", Names.FIRST, Births.SAME, ELENOET, OTHER_INE, ASK),
    ("R8", Names.FIRST, Births.SAME, NONE, NEAR, ASK),
    ("R8", Names.FIRST, Births.SAME, NONE, {}, NO),
    ("R9", Names.ALIKE, Births.SAME, INE, {}, SAME),
    ("R9", Names.ALIKE, Births.SAME, ELENOET, {}, ASK),
    ("R9", Names.ALIKE, Births.SAME, NONE, {}, ASK),
    ("R10", Names.FIRST, Births.UNKNOWN, INE, {}, ASK),
    ("R10", Names.ALIKE, Births.UNKNOWN, CARD, {}, ASK),
    ("R10", Names.FIRST, Births.UNKNOWN, NONE, NEAR, NO),
    ("R11", Names.OTHER, Births.SAME, INE, {}, ASK),
    ("R11", Names.OTHER, Births.UNKNOWN, NUMBER, NEAR, ASK),
    ("R11", Names.OTHER, Births.UNKNOWN, CARD, NEAR, NO),
    ("R11", Names.OTHER, Births.OTHER, ELENOET, OTHER_INE, NO),
    ("R11", Names.OTHER, Births.SAME, NONE, NEAR, NO),
    ("R12", Names.CORRECTED, Births.OTHER, INE, {}, ASK),
    ("R12", Names.FIRST, Births.CLOSE, CARD, NEAR, NO),
    ("R12", Names.ALIKE, Births.OTHER, NONE, NEAR, NO),
]


@dataclass(frozen=True)
class Child:
    """A child as a file or the roster has it."""

    last_name: str
    first_name: str
    class_name: str = ""
    birth: str = ""
    ine: str = ""
    elenoet: str = ""
    external_id: str = ""
    external_kind: str = "matricule"
    card: str = ""
    emails: tuple[str, ...] = ()
    left: bool = False
    used_name: str = ""
    kind: str = "élève"


ABEILLE, BOURDON = Child("ABEILLE", "Zoé", "6 A"), Child("BOURDON", "Max", "6 A")
CIGALE, DORYPHORE, EPHEMERE = (
    Child("CIGALE", "Ana", "6 A"),
    Child("DORYPHORE", "Léo", "6 A"),
    Child("EPHEMERE", "Eva", "6 A"),
)
AGRION = Child("AGRION", "Tom", "6 A")
CLASS = [ABEILLE, BOURDON, CIGALE, DORYPHORE, EPHEMERE]


def numbered(children: list[Child], *numbers: int) -> list[Child]:
    """Return children with the other software's numbers."""
    return [replace(child, external_id=str(number)) for child, number in zip(children, numbers, strict=True)]


def answers(known: list[Child], rows: list[Child]) -> list[Answer[Child]]:
    """Return who the rows are about."""
    return RowMatcher(known, rows).answers()


@all_cases(("row", "names", "births", "ids", "more", "step"), TABLE)
def test_a_row_of_the_table_decides_as_it_says(  # noqa: PLR0917
    row: str, names: Names, births: Births, ids: set[IdKind], more: dict[str, bool], step: IdentityVerdict
) -> None:
    found = IdentityEvidence(names, births, frozenset(ids), **{"ine_differs": False, "is_near": False} | more)
    assert judge(found) is step, row


def test_every_row_of_the_documented_table_is_tried() -> None:
    documented = set(re.findall(r"^\| (R\d+b?) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == {row for row, *_ in TABLE}


def test_a_number_with_another_name_never_decides_whatever_else_agrees() -> None:
    for births in Births:
        for which in IdKind:
            for near in (False, True):
                found = IdentityEvidence(
                    Names.OTHER, births, frozenset({which}), ine_differs=False, is_near=near
                )
                assert judge(found) is not IdentityVerdict.SAME


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        (("Dupont", "Lea"), ("DUPONT", "Léa"), Names.EQUAL),
        (("MUELLER", "Juergen"), ("MÜLLER", "Jürgen"), Names.EQUAL),
        (("DʼARTAGNAN", "Ana"), ("D’ARTAGNAN", "Ana"), Names.EQUAL),
        (("DARTAGNAN", "Vaiana"), ("D’ARTAGNAN", "Vaiʻana"), Names.EQUAL),
        (("DUPOND", "Léa"), ("DUPONT", "Léa"), Names.CORRECTED),
        (("DUPONT-MARTIN", "Léa"), ("DUPONT", "Léa"), Names.CORRECTED),
        (("LÉA", "Dupont"), ("DUPONT", "Léa"), Names.SWAPPED),
        (("DUPONT", "Mahtieu"), ("DUPONT", "Mathieu"), Names.RESPELT),
        (("MOREAU", "Léa"), ("DUPONT", "Léa"), Names.FIRST),
        (("DUPONT", "Samira"), ("DUPONT", "Samia"), Names.ALIKE),
        (("DUPONT", "Jean"), ("DUPONT", "Jean-Baptiste"), Names.ALIKE),
        (("DUPONT", "Hugo"), ("DUPONT", "Léa"), Names.OTHER),
        (("DUPONT", "Léo"), ("DUPONT", "Léa"), Names.OTHER),
    ],
)
def test_names_agree_step_by_step(one: tuple[str, str], other: tuple[str, str], names: Names) -> None:
    assert compare_names(Child(*one), Child(*other)) is names
    assert compare_names(Child(*other), Child(*one)) is names


@pytest.mark.parametrize(
    ("one", "other", "births"),
    [
        ("2014-03-02", "2014-03-02", Births.SAME),
        ("2014-03-02", "2014-02-03", Births.CLOSE),
        ("2014-03-02", "2014-03-12", Births.CLOSE),
        ("2014-03-02", "2013-03-02", Births.CLOSE),
        ("2014-03-02", "2013-03-12", Births.OTHER),
        ("2014-03-02", "", Births.UNKNOWN),
    ],
)
def test_births_agree_step_by_step(one: str, other: str, births: Births) -> None:
    assert compare_births(one, other) is births


@pytest.mark.parametrize(
    ("born_that_day", "born_on_others", "is_void"),
    [
        # In a large school: more than eight, and more than 3 %.
        (8, 92, False),
        (9, 91, True),
        (9, 291, False),
        (10, 290, True),
        # Below 40 dates: three or more, and more than half.
        (2, 1, False),
        (3, 2, True),
        (3, 3, False),
        (8, 32, False),
    ],
)
def test_a_day_on_which_too_many_are_born_stands_for_an_unknown_one(
    born_that_day: int, born_on_others: int, is_void: bool
) -> None:
    others = [f"{2000 + at // 28}-02-{at % 28 + 1:02}" for at in range(born_on_others)]
    assert ("2014-09-01" in void_births(["2014-09-01"] * born_that_day + others)) is is_void


@pytest.mark.parametrize(
    ("values", "kind", "flaw"),
    [
        (["1", "2", "3", "4", "5"], "n", Flaw.COUNTS),
        (["3", "1", "5", "2", "4"], "n", Flaw.COUNTS),
        ([str(number) for number in range(1, 41) if number != 17], "n", Flaw.COUNTS),
        (["0", "1", "2", "3"], "n", Flaw.COUNTS),
        (["1", "2", "3", "1", "2", "3"], "n", Flaw.REPEATS),
        (["00000000000"] * 4, "", Flaw.REPEATS),
        (["99000", "99100", "99120", "99130"], "code", Flaw.PLACES),
        (["99000", "99100", "99120", "99130"], "matricule", None),
        (["06 12 34 56 78", "0612345679", "06.12.34.56.80"], "n", Flaw.PHONES),
        (["4012", "4077", "4101", "4230"], "matricule", None),
        (["501", "502", "503", "504"], "n eleve", None),
        (["H00001", "H00002", "H00003"], "matricule", None),
        (["6A-01", "6A-02", "6B-01", "6B-02"], "matricule", Flaw.COUNTS),
        (["10", "20", "30", "40"], "n", Flaw.COUNTS),
        (["00000000001", "00000000002", "00000000003"], "", Flaw.COUNTS),
        (["4000", "4007", "4014"], "matricule", None),
        (["M1", "M2", "M3"], "matricule", None),
        (["7"], "matricule", None),
        ([], "", None),
    ],
)
def test_a_column_is_one_of_ids_only_if_it_behaves_like_one(
    values: list[str], kind: str, flaw: Flaw | None
) -> None:
    assert flaw_of(values, kind) is flaw


def test_one_newcomer_in_a_list_that_counts_its_lines_moves_nobody() -> None:
    rows = numbered([ABEILLE, AGRION, *CLASS[1:]], 1, 2, 3, 4, 5, 6)
    found = answers(numbered(CLASS, 1, 2, 3, 4, 5), rows)
    assert [one.diner and one.diner.first_name for one in found] == ["Zoé", None, "Max", "Ana", "Léo", "Eva"]
    assert not any(one.asked for one in found)


def test_a_program_that_numbers_from_100_is_found_out_by_whom_it_designated() -> None:
    rows = numbered([ABEILLE, AGRION, *CLASS[1:]], *range(100, 106))
    matcher = RowMatcher(numbered(CLASS, *range(100, 105)), rows)
    assert matcher.flaws[IdKind.EXTERNAL] is Flaw.UNSTABLE
    assert matcher.answers()[1] == Answer()


def test_who_is_named_in_a_row_is_not_meant_by_anothers_number() -> None:
    found = answers(numbered([BOURDON, CIGALE], 4012, 4077), numbered([AGRION, BOURDON], 4012, 4099))
    assert found[0] == Answer()
    assert found[1].diner is not None


def test_a_number_under_another_name_is_a_question() -> None:
    [found] = answers(numbered([BOURDON], 4012), numbered([AGRION], 4012))
    assert (found.diner, found.doubt) == (None, Doubt.EXTERNAL)
    assert found.asked is not None
    assert found.asked.last_name == "BOURDON"


def test_numbers_of_two_programs_are_two_kinds() -> None:
    [row] = numbered([AGRION], 4012)
    [found] = answers(numbered([BOURDON], 4012), [replace(row, external_kind="n interne")])
    assert found == Answer()


def test_a_number_that_two_diners_have_says_nothing() -> None:
    known = [replace(BOURDON, ine="123456789AA"), replace(CIGALE, ine="123456789AA")]
    assert answers(known, [replace(AGRION, ine="123456789AA")]) == [Answer()]


def test_two_rows_that_may_be_one_diner_are_both_asked_about() -> None:
    known = [replace(BOURDON, birth="2014-03-02")]
    rows = [
        replace(BOURDON, last_name=name, birth="2014-03-02", class_name="") for name in ("BOURDONN", "BOURDO")
    ]
    assert [one.doubt for one in answers(known, rows)] == [Doubt.NAME, Doubt.NAME]


def test_what_the_clerk_said_of_a_column_holds() -> None:
    matcher = RowMatcher(
        numbered([BOURDON], 4012), numbered([AGRION], 4012), answered=frozenset({IdKind.EXTERNAL})
    )
    assert matcher.flaws == {IdKind.EXTERNAL: Flaw.ANSWERED}
    assert matcher.answers() == [Answer()]


def test_a_class_tells_namesakes_apart_unless_everybody_has_moved() -> None:
    one, other = Child("MARTIN", "Léa", "6 A"), Child("MARTIN", "Léa", "5 A")
    [still] = answers([one, other, *CLASS], [other, *CLASS])[:1]
    assert still.diner == other
    moved = [replace(child, class_name="5 A") for child in CLASS]
    [year] = answers([one, other, *CLASS], [replace(one, class_name="5 A"), *moved])[:1]
    assert (year.diner, len(year.rivals)) == (None, 2)


def test_a_father_on_the_staff_is_not_his_son() -> None:
    [found] = answers([Child("MARTIN", "Jean", "6 A")], [Child("MARTIN", "Jean", kind="commensal")])
    assert found.diner is None
    assert [one.class_name for one in found.namesakes] == ["6 A"]
