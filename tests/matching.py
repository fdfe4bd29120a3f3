"""The labelled requests of tests/golden/matching, and how well the rule does on them."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.match import Match, Roster

GOLDEN = Path(__file__).resolve().parent / "golden" / "matching"
SITE_CODE = "0683"
_SHOWN_FIRST = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A request and what a careful clerk makes of it.

    Attributes:
        right: the diner meant; empty when nobody can tell, or when it is nobody.
    """

    asked: MatchRequest
    degree: Degree
    right: str
    about: str


@dataclass(slots=True)
class Score:
    """How well the rule does.

    Attributes:
        confusion: how many cases the clerk and the rule gave these two degrees, in this order.
        wrong_certain: « certaine » for another diner than the one meant, or where the clerk is not certain of it.
        missed: not among the first three candidates; only of cases that are not certain and have a right diner.
    """

    confusion: Counter[tuple[Degree, Degree]] = field(default_factory=Counter)
    wrong_certain: list[Case] = field(default_factory=list)
    certain: int = 0
    certain_found: int = 0
    others: int = 0
    missed: list[Case] = field(default_factory=list)

    def table(self) -> str:
        """Lay the confusion out as Markdown, the clerk's degrees down, the rule's across."""
        head = "| clerk \\ rule | " + " | ".join(Degree) + " |\n| --- |" + " --- |" * len(Degree)
        rows = (
            f"| {clerk} | " + " | ".join(str(self.confusion[clerk, rule]) for rule in Degree) + " |"
            for clerk in Degree
        )
        first = self.others - len(self.missed)
        return "\n".join(
            [
                head,
                *rows,
                "",
                f"wrong « certaine »: {len(self.wrong_certain)}; certain ones found: {self.certain_found} of "
                f"{self.certain}; right diner among the first three of the others: {first} of {self.others}",
            ]
        )


def golden_diners() -> list[RosterDiner]:
    """Return the roster that the cases are about."""
    return [
        RosterDiner(
            row["id"],
            row["card"],
            row["last"],
            row["first"],
            row["class"],
            row["left"] == "oui",
            tuple(row["emails"].split()),
            used_name=row["used"] or "",
        )
        for row in _rows("roster.csv")
    ]


def golden_cases() -> list[Case]:
    """Return the labelled requests."""
    return [
        Case(
            MatchRequest(row["id"], row["card"], row["last"], row["first"], row["email"]),
            Degree(row["degree"]),
            row["right"],
            row["about"],
        )
        for row in _rows("cases.csv")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def scored(cases: Iterable[Case], roster: Roster) -> Score:
    """Hold the rule against labelled cases."""
    score = Score()
    for case in cases:
        match = roster.match(case.asked)
        score.confusion[case.degree, match.degree] += 1
        _count(score, case, match)
    return score


def _count(score: Score, case: Case, match: Match) -> None:
    right = match.diner_id == case.right
    if match.degree is Degree.CERTAIN and not (right and case.degree is Degree.CERTAIN):
        score.wrong_certain.append(case)
    if case.degree is Degree.CERTAIN:
        score.certain += 1
        score.certain_found += match.degree is Degree.CERTAIN and right
    elif case.right:
        score.others += 1
        if case.right not in [candidate.diner_id for candidate in match.candidates[:_SHOWN_FIRST]]:
            score.missed.append(case)
