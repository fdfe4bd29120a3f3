import random
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching import SITE_CODE, Case, golden_cases, golden_diners, scored
from tests.mistakes import (
    SITE,
    SPELT_FIRSTS,
    SPELT_LASTS,
    crowd,
    is_the_others,
    request,
    spelt_request,
    with_used_names,
)
from turbo_admin.core.matching.alerts import Alert
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.match import Match, Roster, match_all

ROSTER = Roster(golden_diners(), SITE_CODE)
CASES = golden_cases()


def ask(card: str, last: str, first: str, email: str = "x@exemple.org") -> Match:
    return ROSTER.match(MatchRequest("r", card, last, first, email))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.asked.id} {case.about}")
def test_a_labelled_request_is_never_certain_of_another_diner(case: Case) -> None:
    match = ROSTER.match(case.asked)

    if match.degree is Degree.CERTAIN:
        assert (case.degree, match.diner_id) == (Degree.CERTAIN, case.right)


def test_the_rule_does_what_a_careful_clerk_would_do() -> None:
    score = scored(CASES, ROSTER)

    assert len(CASES) >= 400
    assert score.wrong_certain == []
    assert score.certain_found >= 0.97 * score.certain
    assert len(score.missed) <= 0.01 * score.others
    same = sum(count for (clerk, rule), count in score.confusion.items() if clerk is rule)
    assert same >= 0.97 * len(CASES), score.table()


@pytest.mark.parametrize(
    ("card", "last", "first", "alerts"),
    [
        ("04217", "MARTIN", "Léa", set()),
        ("01620", "DUPOND", "Hugo", {Alert.LAST_NAME_DIFFERS}),
        ("07346", "MERCIER", "Mohammed", {Alert.FIRST_NAME_DIFFERS}),
        ("99999", "DUPONT", "Hugo", {Alert.CARD_UNKNOWN}),
        ("", "DUPONT", "Hugo", set()),
        ("04217", "MARTIN", "Hugo", {Alert.CARD_OF_ANOTHER}),
        ("04217", "WZQXK", "Bfghj", {Alert.CARD_OF_ANOTHER}),
        ("07750", "MARTIN", "Lucas", {Alert.HOMONYMS}),
        ("00100", "GAUTHIER", "Nathan", {Alert.LEFT}),
        ("0999-01620", "DUPONT", "Hugo", {Alert.CARD_OTHER_SCHOOL}),
        ("12354", "BONNET", "Victoria", {Alert.CARD_OF_ANOTHER}),
    ],
)
def test_alerts_name_what_the_clerk_must_look_at(
    card: str, last: str, first: str, alerts: set[Alert]
) -> None:
    assert set(ask(card, last, first).alerts) == alerts


def test_reasons_are_in_the_clerks_words() -> None:
    assert ask("04217", "MARTIN", "Léa").reasons == ("carte exacte", "nom et prénom identiques")
    assert ask("01620", "DUPOND", "Hugo").reasons == (
        "carte exacte",
        "nom\u00a0: à une faute de frappe près (DUPONT au fichier)",
        "prénom identique",
    )
    assert "nom et prénom intervertis" in ask("01620", "Hugo", "Dupont").reasons
    assert "la carte saisie est celle de MARTIN Léa" in ask("04217", "MARTIN", "Hugo").reasons


def test_only_certain_and_probable_fill_in_the_diner() -> None:
    for case in CASES:
        match = ROSTER.match(case.asked)
        assert (match.diner_id is not None) == (match.degree in {Degree.CERTAIN, Degree.PROBABLE})
        assert match.diner_id is None or match.candidates[0].diner_id == match.diner_id
        assert len(match.candidates) <= 8
        assert all(0 <= candidate.score <= 100 for candidate in match.candidates)


def test_an_old_card_counts_until_somebody_else_has_it() -> None:
    diner = RosterDiner("1", "0683-00200", "PETIT", "Zoé", "5 A", False, (), ("0683-00100",))
    other = RosterDiner("2", "0683-00100", "BLANC", "Tom", "5 A", False, ())
    request = MatchRequest("r", "00100", "PETIT", "Zoé", "")

    assert Roster([diner]).match(request).degree is Degree.CERTAIN
    assert Roster([diner, other]).match(request).degree is not Degree.CERTAIN


def test_the_same_number_in_two_schools_is_told_by_the_name() -> None:
    here = RosterDiner("1", "0683-00100", "PETIT", "Zoé", "5 A", False, ())
    there = RosterDiner("2", "0777-00100", "BLANC", "Tom", "5 A", False, ())
    roster = Roster([here, there])

    assert roster.match(MatchRequest("r", "00100", "PETIT", "Zoé", "")).diner_id == "1"
    assert roster.match(MatchRequest("r", "0777-00100", "PETIT", "Zoé", "")).degree is not Degree.CERTAIN


def test_a_card_that_two_diners_share_by_mistake_settles_nothing() -> None:
    one = RosterDiner("1", "0683-00100", "PETIT", "Zoé", "5 A", False, ())
    other = RosterDiner("2", "0683-00100", "BLANC", "Tom", "5 A", False, ())

    assert (
        Roster([one, other]).match(MatchRequest("r", "00100", "PETIT", "Zoé", "")).degree is Degree.PROBABLE
    )


def test_the_roster_is_searched_by_name_class_and_card() -> None:
    assert [diner.id for diner in ROSTER.search("martin lé", 10)] == ["m1"]
    assert [diner.id for diner in ROSTER.search("04217", 10)] == ["m1", "ar1"]
    assert {diner.id for diner in ROSTER.search("durand 6 b", 10)} == {"t1", "t2"}
    assert ROSTER.search("dupomd", 1)[0].last_name == "DUPONT"
    assert [diner.id for diner in ROSTER.search("mueller juergen", 9)] == ["i4"]
    assert [diner.id for diner in ROSTER.search("jörgensen", 9)] == ["be2"]
    assert len(ROSTER.search("", 5)) == 5
    assert ROSTER.search("qqqqq", 5) == ()
    assert ROSTER.diner("m1").first_name == "Léa"


@given(st.text(max_size=12), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_no_text_upsets_the_matching(card: str, last: str, first: str, email: str) -> None:
    match = ask(card, last, first, email)
    assert match == ask(card, last, first, email)


@pytest.mark.parametrize("used", [False, True], ids=["one name", "names in use"])
@pytest.mark.parametrize("seed", range(8))
def test_certain_is_never_another_diner_whatever_a_family_mistypes(seed: int, used: bool) -> None:
    draw = random.Random(seed)  # noqa: S311 (a replayable roster, not a secret)
    people = crowd(draw, families=120)
    people = with_used_names(draw, people) if used else people
    roster = Roster([person.diner for person in people if person.on_roster], SITE)
    degrees: Counter[Degree] = Counter()
    for _ in range(600):
        meant = draw.choice(people)
        asked = request(draw, meant, people)
        match = roster.match(asked)
        degrees[match.degree] += 1
        if match.degree is Degree.CERTAIN and match.diner_id != meant.diner.id:
            assert is_the_others(asked, meant, roster.diner(match.diner_id or "")), (asked, meant, match)
    assert degrees[Degree.CERTAIN] > 120


@pytest.mark.parametrize("seed", range(8))
def test_certain_is_never_another_diner_however_names_are_spelt(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (a replayable roster, not a secret)
    people = crowd(draw, 120, SPELT_LASTS, SPELT_FIRSTS)
    roster = Roster([person.diner for person in people if person.on_roster], SITE)
    degrees: Counter[Degree] = Counter()
    for _ in range(600):
        meant = draw.choice(people)
        asked = spelt_request(draw, meant, people)
        match = roster.match(asked)
        degrees[match.degree] += 1
        if match.degree is Degree.CERTAIN and match.diner_id != meant.diner.id:
            assert is_the_others(asked, meant, roster.diner(match.diner_id or "")), (asked, meant, match)
    assert degrees[Degree.CERTAIN] > 120


def test_a_class_of_namesakes_is_told_by_the_card_alone_and_only_by_a_far_one() -> None:
    near = [RosterDiner(str(n), f"0683-{n:05}", "MARTIN", "Léa", "6 A", False, ()) for n in range(100, 130)]
    far = [
        RosterDiner(f"f{n}", f"0683-{20_000 + 1_111 * n:05}", "MARTIN", "Léa", "5 A", False, ())
        for n in range(8)
    ]
    roster = Roster([*near, *far])

    assert all(
        roster.match(MatchRequest("r", one.card, "MARTIN", "Léa", "")).degree is not Degree.CERTAIN
        for one in near
    )
    assert all(
        roster.match(MatchRequest("r", one.card, "MARTIN", "Léa", "")).diner_id == one.id for one in far
    )
    assert roster.match(MatchRequest("r", "", "MARTIN", "Léa", "")).degree is Degree.AMBIGUOUS


@pytest.mark.parametrize(
    "case", [case for case in CASES if re.fullmatch(r"u\d+", case.asked.id)], ids=lambda c: c.about
)
def test_the_name_in_use_counts_as_the_family_name_does(case: Case) -> None:
    match = ROSTER.match(case.asked)

    assert (match.degree, match.diner_id or "") == (case.degree, case.right)


def test_it_is_said_which_name_agrees_and_the_search_finds_both() -> None:
    assert "nom d’usage et prénom identiques" in ask("33001", "DELAUNAY", "Manon").reasons
    assert "nom et prénom identiques" in ask("33001", "LEFORT", "Manon").reasons
    assert [diner.id for diner in ROSTER.search("delaunay manon", 9)] == ["ba1", "ba4"]


def test_an_empty_roster_means_nobody() -> None:
    match = Roster([]).match(MatchRequest("r", "04217", "MARTIN", "Léa", "a@exemple.fr"))

    assert (match.degree, match.candidates) == (Degree.NONE, ())


def test_a_roster_follows_its_diners() -> None:
    """Changed in place, it answers as one built anew."""
    draw = random.Random(3)  # noqa: S311 (a replayable roster, not a secret)
    people = crowd(draw, families=60)
    before = [person.diner for person in people]
    changed = [draw.choice(people).diner for _ in range(80)]
    after = {diner.id: diner for diner in before}
    followed = Roster(before, SITE)
    for diner in changed:
        other = draw.choice(before)
        after[diner.id] = RosterDiner(
            diner.id, other.card, other.last_name, diner.first_name, "", other.left, other.emails
        )
        after[diner.id] = replace(after[diner.id], used_name=draw.choice(["", diner.last_name]))
        followed.update([after[diner.id]])
    anew = Roster(after.values(), SITE)

    requests = [request(draw, draw.choice(people), people) for _ in range(300)]
    told, expected = match_all(requests, followed), match_all(requests, anew)
    assert [(one.degree, one.diner_id, one.reasons) for one in told] == [
        (one.degree, one.diner_id, one.reasons) for one in expected
    ]
