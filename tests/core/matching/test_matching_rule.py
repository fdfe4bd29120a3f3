"""The table of docs/matching.md, row by row: each with what makes it certain, and what takes that away."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.match import Roster

DOCS = Path(__file__).resolve().parents[3] / "docs" / "matching.md"
LEA = RosterDiner("lea", "0683-01000", "DUPONT-MARTIN", "Léana", "5 A", False, ("m@exemple.fr",))
SISTER = RosterDiner("sister", "0683-03000", "DUPONT-MARTIN", "Zoé", "3 A", False, ("m@exemple.fr",))
OTHER = RosterDiner("other", "0683-09000", "BERNARD", "Hugo", "3 A", False, ("h@exemple.fr",))
EXACT, NEAR, NONE = "01000", "01001", "77777"
C, P, A = Degree.CERTAIN, Degree.PROBABLE, Degree.AMBIGUOUS

# row, card, last, first, e-mail known, who else is on the roster, degree
TABLE = [
    ("C1", EXACT, "DUPONT MARTIN", "Leana", False, [], C),
    ("C1", EXACT, "Léana", "Dupont-Martin", False, [SISTER], C),
    ("C1", EXACT, "DUPONT", "Léana", False, [], C),
    ("C1", EXACT, "DUPONT", "Léana", False, [replace(OTHER, last_name="DUPONT", first_name="Léana")], A),
    ("C1", EXACT, "DUPONT MARTIN", "Léana", False, [replace(LEA, id="2", card="0683-05555")], C),
    ("C1", EXACT, "DUPONT MARTIN", "Léana", False, [replace(LEA, id="2", card="0683-01001")], P),
    ("C1", EXACT, "DUPONT MARTIN", "Léana", False, [replace(LEA, id="2")], A),
    ("C1", EXACT, "DUPONT MARTIN", "Léana", False, [replace(OTHER, card=LEA.card)], P),
    ("C1", EXACT, "DUPONT MARTIN", "Léana", False, [replace(OTHER, card=LEA.card, left=True)], C),
    ("C1", EXACT, "DUPONT MARTIN", "Léana", False, [replace(OTHER, card="0771-01000")], C),
    ("C1", "0999-01000", "DUPONT MARTIN", "Léana", True, [], P),
    ("C2", EXACT, "DUPONT MARTIN", "Léanna", True, [], C),
    ("C2", EXACT, "DUPONT MARTIN", "Léanna", False, [], P),
    ("C2", EXACT, "DUPONT MARTIN", "Liana", True, [], P),
    ("C2", EXACT, "DUPONT MARTIN", "Léanna", True, [replace(SISTER, first_name="Léanne")], P),
    ("C3", NONE, "DUPONT MARTIN", "Léana", True, [SISTER], C),
    ("C3", NEAR, "DUPONT MARTIN", "Léana", True, [], C),
    ("C3", NONE, "DUPONT MARTIN", "Léana", False, [], P),
    ("C3", "09000", "DUPONT MARTIN", "Léana", True, [OTHER], P),
    ("C3", NONE, "DUPONT MARTIN", "Léana", True, [replace(LEA, id="2", emails=())], P),
    ("C3", NONE, "DUPONT MARTIN", "Léana", True, [replace(SISTER, first_name="Léane")], P),
    ("C3", NEAR, "DUPONT MARTIN", "Léana", True, [replace(SISTER, card="0683-01011")], P),
    ("C4", NONE, "MARTIN", "Léana", True, [], C),
    ("C4", NONE, "MARTIN", "Léana", True, [SISTER], P),
    ("C4", NONE, "MARTIN", "Léana", False, [], P),
    ("C5", NEAR, "Léana", "MARTIN", True, [], C),
    ("C5", NONE, "Léana", "MARTIN", True, [], P),
    ("C5", NONE, "Léana", "MARTIN", False, [], A),
]


@pytest.mark.parametrize(("row", "card", "last", "first", "known", "others", "degree"), TABLE)
def test_a_row_of_the_table_is_certain_until_a_rival_stands_up(  # noqa: PLR0917
    row: str, card: str, last: str, first: str, known: bool, others: list[RosterDiner], degree: Degree
) -> None:
    asked = MatchRequest(row, card, last, first, "m@exemple.fr" if known else "x@exemple.org")

    match = Roster([LEA, *others], "0683").match(asked)

    assert match.degree is degree, match.reasons
    assert match.diner_id in (("lea", None) if degree is A else ("lea",))


def test_every_row_of_the_documented_table_is_tried_both_ways() -> None:
    documented = set(re.findall(r"^\| (C\d) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))

    assert documented == {row for row, *_ in TABLE}
    for row in documented:
        assert {degree is C for tried, *_, degree in TABLE if tried == row} == {True, False}


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ("Ramesh", "Rajesh"),
        ("Célia", "Zélia"),
        ("André", "Andrée"),
        ("René", "Renée"),
        ("Désiré", "Désirée"),
        ("Anna", "Hanna"),
        ("Amadou", "Hamadou"),
        ("Kamil", "Kamila"),
        ("Nadir", "Nadira"),
        ("Rachida", "Rachid"),
        ("Fabio", "Fabia"),
        ("Sékou", "Sékouba"),
        ("Serkan", "Serhan"),
        ("Thanh", "Thinh"),
        ("Samia", "Samira"),
        ("Salma", "Salima"),
        ("Fatoumata", "Fatimata"),
        ("أمير", "أميرة"),
        ("محمد", "محمود"),
        ("Максим", "Максима"),
        ("Luna", "Louna"),
        ("Léa", "Leïa"),
        ("René", "Reine"),
        ("Leïla", "Lélia"),
        ("Ngọc Vân", "Ngọc Lệ"),
        ("Yu Di", "Yu Lo"),
        ("Anne-Marie", "Marie-Anne"),
        ("Jean-Marie", "Marie"),
        ("María José", "José"),
        ("Thị Mai", "Thi"),
        ("Joëlle", "Jolle"),
        ("Raphaël", "Raphal"),
        ("Samuel", "Samul"),
        ("Jörn", "Joren"),
        ("Jörn", "Joeran"),
        ("Lü", "Lüe"),
        ("Åsa", "Aase"),
        ("Jörg-Peter", "Peter-Joerg"),
        ("Vaiʻana", "Vai"),
        ("Vaiʻana", "Ana"),
        ("Aʿisha", "Isha"),
        ("D’Angelo", "Angelo"),
    ],
)
def test_what_may_be_the_name_of_a_child_who_is_not_there_is_never_certain(held: str, typed: str) -> None:
    """Card and e-mail are a brother's or sister's just as well."""
    for one, other in ((held, typed), (typed, held)):
        roster = Roster([replace(LEA, first_name=one)], "0683")
        match = roster.match(MatchRequest("r", EXACT, LEA.last_name, other, "m@exemple.fr"))
        assert match.degree is not C, (one, other, match.reasons)


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ("Jürgen", "Juergen"),
        ("Søren", "Soeren"),
        ("Sören", "Søren"),
        ("Åse", "Aase"),
        ("Æsa", "Aesa"),
        ("Strauß", "Strauss"),
        ("Hans-Jörg", "Hans Joerg"),
        ("Vaiʻana", "Vai’ana"),
        ("Vaiʻana", "Vaiana"),
        ("Nevenʼka", "Neven'ka"),
    ],
)
def test_another_spelling_of_a_name_is_certain_by_card_or_address(held: str, typed: str) -> None:
    for one, other in ((held, typed), (typed, held)):
        roster = Roster([replace(LEA, first_name=one), SISTER, OTHER], "0683")
        swapped = Roster([replace(LEA, last_name=one), OTHER], "0683")
        for card, email in ((EXACT, "x@exemple.org"), (NONE, "m@exemple.fr")):
            assert roster.match(MatchRequest("r", card, LEA.last_name, other, email)).degree is C, (
                one,
                other,
            )
            assert swapped.match(MatchRequest("r", card, other, LEA.first_name, email)).degree is C, (
                one,
                other,
            )


def test_two_namesakes_whom_one_spelling_means_are_told_by_the_card_alone() -> None:
    one = replace(LEA, last_name="MULLER", emails=("m@exemple.fr",))
    other = replace(OTHER, last_name="MUELLER", first_name=LEA.first_name)
    roster = Roster([one, other], "0683")

    def degree(card: str, last: str, email: str = "x@exemple.org") -> Degree:
        return roster.match(MatchRequest("r", card, last, LEA.first_name, email)).degree

    assert roster.match(MatchRequest("r", EXACT, "Müller", LEA.first_name, "x@exemple.org")).diner_id == "lea"
    assert (
        roster.match(MatchRequest("r", "09000", "Müller", LEA.first_name, "x@exemple.org")).diner_id
        == "other"
    )
    assert degree(NONE, "Müller") is A
    assert degree(NONE, "Müller", "m@exemple.fr") is P
    assert degree(EXACT, "Mueller") is not C
    assert degree("09000", "Muller") is not C


@pytest.mark.parametrize(
    ("held", "typed"),
    [("Mathieu", "Matthieu"), ("Mathis", "Mahtis"), ("Lydia", "Lidia"), ("Yannis", "Yanis")],
)
def test_a_slip_that_makes_no_other_name_is_certain_beside_card_and_address(held: str, typed: str) -> None:
    roster = Roster([replace(LEA, first_name=held)], "0683")
    assert roster.match(MatchRequest("r", EXACT, LEA.last_name, typed, "m@exemple.fr")).degree is C


def test_a_slip_counts_beside_card_and_address_when_four_letters_in_five_are_right() -> None:
    for held, typed, degree in (("Lydia", "Ldyia", C), ("Lina", "Lnia", P)):
        roster = Roster([replace(LEA, first_name=held)], "0683")
        assert (
            roster.match(MatchRequest("r", EXACT, LEA.last_name, typed, "m@exemple.fr")).degree is degree
        ), typed


def test_the_card_of_a_namesake_who_has_left_does_not_choose() -> None:
    left, here = replace(LEA, left=True), replace(LEA, id="here", card="0683-05555", emails=())
    asked = MatchRequest("r", EXACT, LEA.last_name, LEA.first_name, "x@exemple.org")
    # 4 + 5 - 3 for the one, 5 for the other: less than two ahead.
    assert Roster([left, here], "0683").match(asked).degree is A


def test_a_name_and_an_address_are_not_chosen_against_the_card_of_the_family() -> None:
    sister = replace(SISTER, card="0683-05555")
    asked = MatchRequest("r", EXACT, sister.last_name, sister.first_name, "m@exemple.fr")
    # 5 + 2 for the sister, 4 + 2 for the holder of the card, who has her last name.
    assert Roster([replace(LEA, emails=()), sister], "0683").match(asked).degree is A


def test_a_first_name_turned_round_or_short_is_not_certain_by_the_address_alone() -> None:
    for held, typed in (
        ("Marie-Anne", "Anne-Marie"),
        ("Alexandra", "Sandra"),
        ("Louna", "Lou"),
        ("Pierre-Louis", "Louis"),
        ("Ngọc Vân", "Ngọc"),
        ("Élise", "Eli"),
    ):
        brother = replace(SISTER, first_name="Paul")
        roster = Roster([replace(LEA, first_name=held), brother], "0683")
        assert roster.match(MatchRequest("r", NONE, LEA.last_name, typed, "m@exemple.fr")).degree is not C, (
            typed
        )
    alone = Roster([replace(LEA, first_name="Alexandra")], "0683")
    assert alone.match(MatchRequest("r", NONE, LEA.last_name, "Sandra", "m@exemple.fr")).degree is P
    turned = Roster([replace(LEA, first_name="Marie-Anne")], "0683").match(
        MatchRequest("r", EXACT, LEA.last_name, "Anne-Marie", "x@exemple.org")
    )
    assert not any("autrement" in reason for reason in turned.reasons)
    swapped = Roster([replace(LEA, first_name="Marie-Anne")], "0683")
    for typed, degree in (("Anne-Marie", P), ("Marie-Anne", C)):
        asked = MatchRequest("r", EXACT, typed, LEA.last_name, "x@exemple.org")
        assert swapped.match(asked).degree is degree, typed


@pytest.mark.parametrize(
    ("held", "typed"),
    [("Pierre-Louis", "Louis"), ("Anne-Marie", "Marie"), ("Nour Houda", "Nour El Houda"), ("Zoé", "Zoé Zoé")],
)
def test_a_part_of_a_first_name_is_certain_beside_the_card(held: str, typed: str) -> None:
    roster = Roster([replace(LEA, first_name=held)], "0683")
    assert roster.match(MatchRequest("r", EXACT, LEA.last_name, typed, "x@exemple.org")).degree is C


def test_a_mothers_own_name_and_address_do_not_propose_her_namesake() -> None:
    pupil = replace(OTHER, last_name="DUPONT-MARTIN", first_name="Sophie")
    asked = MatchRequest("r", "", "DUPONT-MARTIN", "Sophie", "m@exemple.fr")

    match = Roster([LEA, pupil], "0683").match(asked)

    assert match.degree is A
    assert {one.diner_id for one in match.candidates} == {"lea", "other"}
    # Nothing speaks against a pupil of whom no address is known.
    assert Roster([LEA, replace(pupil, emails=())], "0683").match(asked).diner_id == "other"


def test_what_keeps_a_probable_diner_from_being_certain_is_said() -> None:
    asked = MatchRequest("r", EXACT, "DUPONT-MARTIN", "Léana", "x@exemple.org")
    namesake = replace(LEA, id="2", card="0683-01001", last_name="MARTIN", emails=())

    beside = Roster([LEA, namesake], "0683").match(asked)
    sister = Roster([LEA], "0683").match(replace(asked, first_name="Liana"))

    assert (beside.degree, beside.reasons[-1]) == (P, "à ne pas confondre avec MARTIN Léana (0683-01001)")
    assert (sister.degree, sister.reasons[-1]) == (
        P,
        "peut-être le prénom d’un frère ou d’une sœur absent du fichier",
    )


def test_whoever_shares_nothing_but_the_address_is_shown() -> None:
    asked = MatchRequest("r", "91827", "KOWALCZYK", "Sophie", "m@exemple.fr")
    match = Roster([LEA, SISTER, OTHER], "0683").match(asked)
    assert match.degree is A
    assert {one.diner_id for one in match.candidates} == {"lea", "sister"}


def test_who_has_left_is_never_certain() -> None:
    asked = MatchRequest("r", EXACT, LEA.last_name, LEA.first_name, "m@exemple.fr")

    assert Roster([replace(LEA, left=True)], "0683").match(asked).degree is P


OLD, MORE = "27000", "02500"
# what Léa's record has, who else is on the roster -> degree, when her name is typed with the card 27000 or 02500
CARDS = [
    (OLD, {"old_cards": ("0683-27000",)}, [], C, "ancienne carte de cet hôte (aujourd’hui : 0683-01000)"),
    (
        OLD,
        {"old_cards": ("0683-27000",)},
        [replace(OTHER, card="0683-27000", left=True)],
        P,
        "ancienne carte",
    ),
    (OLD, {"old_cards": ("0683-27000",)}, [replace(OTHER, card="0683-27000")], A, "BERNARD Hugo"),
    (OLD, {"old_cards": ("0683-27000",)}, [replace(OTHER, more_cards=("0683-27000",))], A, "BERNARD Hugo"),
    (OLD, {"old_cards": ("0683-27000",)}, [replace(OTHER, old_cards=("0683-27000",))], P, "ancienne carte"),
    (f"0683-{OLD}", {"old_cards": ("0684-27000",)}, [], P, "autre carte au fichier"),
    (OLD, {"old_cards": ("0683-27000",), "left": True}, [], P, "ancienne carte"),
    (MORE, {"more_cards": ("0683-02500",)}, [], C, "carte exacte"),
    (MORE, {"more_cards": ("0683-02500",)}, [replace(LEA, id="2", card="0683-02501")], P, "carte exacte"),
    (MORE, {}, [replace(LEA, id="2", card="0683-08000", more_cards=("0683-02501",))], P, "2 hôtes portent"),
    (
        MORE,
        {"more_cards": ("0683-02500",)},
        [replace(OTHER, more_cards=("0683-02500",))],
        P,
        "carte exacte",
    ),
]


@pytest.mark.parametrize(("card", "held", "others", "degree", "reason"), CARDS)
def test_every_card_that_a_diner_uses_or_used_is_looked_at(
    card: str, held: dict[str, object], others: list[RosterDiner], degree: Degree, reason: str
) -> None:
    asked = MatchRequest("r", card, LEA.last_name, LEA.first_name, "x@exemple.org")

    match = Roster([replace(LEA, **held), *others], "0683").match(asked)  # type: ignore[arg-type]

    assert match.degree is degree, match.reasons
    assert any(reason in one for one in match.reasons), match.reasons
