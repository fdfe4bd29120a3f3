"""Matches requests with diners, with reasons and alerts in French.

The rule is in `core.matching.concordance` and, as a table, in docs/matching.md. Who asks is another question
(`core.matching.requester`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from turbo_admin.core.french import full_name
from turbo_admin.core.matching.alerts import Alert, holders, namesakes, other_holders, roster_alerts
from turbo_admin.core.matching.candidates import find
from turbo_admin.core.matching.concordance import Degree, Verdict, is_plausible, judge, rivals, score
from turbo_admin.core.matching.evidence import (
    CardAgreement,
    Evidence,
    Found,
    MatchRequest,
    Quality,
    RosterDiner,
)
from turbo_admin.core.matching.name_comparison import Agreement
from turbo_admin.core.matching.roster_index import RosterIndex

__all__ = [
    "Alert",
    "Candidate",
    "Degree",
    "Match",
    "MatchRequest",
    "Roster",
    "RosterDiner",
    "match_all",
]

# Limit on the list of the request's page.
MOST_CANDIDATES = 8
# Below this score (see `concordance.score`) a candidate shares only a first name or a few letters, and is not shown.
_WORTH_SHOWING = 16


@dataclass(frozen=True, slots=True)
class Candidate:
    """A diner that a request may mean.

    Attributes:
        score: 0 to 100; it orders candidates, and decides nothing.
        reasons: French, what speaks for and against.
    """

    diner_id: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The match of one request.

    Attributes:
        diner_id: only with certaine and probable.
        candidates: best first, at most eight; the diner meant is the first when there is one.
        reasons: French, for the clerk.
    """

    degree: Degree
    diner_id: str | None
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    alerts: tuple[Alert, ...]


class Roster:
    """The diners of a school, indexed for matching.

    Args:
        diners: in any order, those who left included; ids are unique.
        site_code: the four digits of the school's cards; empty takes them from the roster's own cards.
    """

    def __init__(self, diners: Iterable[RosterDiner], site_code: str = "") -> None:
        self._index = RosterIndex(diners, site_code)

    def update(self, diners: Iterable[RosterDiner]) -> None:
        """Add new diners, and replace changed ones."""
        self._index.update(diners)

    def match(self, asked: MatchRequest) -> Match:
        """Match a request. Pure: the same input gives the same result."""
        found = find(self._index, asked)
        return _answer(judge(found), found)

    def diner(self, diner_id: str) -> RosterDiner:
        """Return a diner.

        Raises:
            KeyError: no such diner.
        """
        return self._index.diner(diner_id)

    def search(self, text: str, limit: int = 50) -> tuple[RosterDiner, ...]:
        """Return at most `limit` diners whose name, class or card holds every word typed; see `RosterIndex.search`."""
        return self._index.search(text, limit)


def match_all(requests: Iterable[MatchRequest], roster: Roster) -> list[Match]:
    """Match many requests, in their order."""
    return [roster.match(asked) for asked in requests]


def _answer(verdict: Verdict, found: Found) -> Match:
    chosen = verdict.chosen
    rest = [
        one
        for one in verdict.ranked
        if one is not chosen and (score(one) >= _WORTH_SHOWING or is_plausible(one))
    ]
    shown = ([chosen] if chosen else []) + rest
    return Match(
        degree=verdict.degree,
        diner_id=chosen.diner.id if chosen else None,
        candidates=tuple(
            Candidate(one.diner.id, score(one), tuple(_reasons(one))) for one in shown[:MOST_CANDIDATES]
        ),
        reasons=(
            *(_reasons(chosen) if chosen else ()),
            *_context(verdict, found),
            *(_doubts(chosen, verdict, found) if chosen and verdict.degree is Degree.PROBABLE else ()),
        ),
        alerts=roster_alerts(verdict, found),
    )


def _reasons(one: Evidence) -> Iterator[str]:
    """Yield the reasons for and against a diner, strongest first."""
    yield from _card_reason(one)
    yield from _name_reasons(one)
    if one.email:
        yield "e-mail connu pour cet hôte"
    if one.diner.left:
        yield "hôte sorti de l’établissement"


def _card_reason(one: Evidence) -> Iterator[str]:
    held = " et ".join(filter(None, (one.diner.card, *one.diner.more_cards))) or "aucune"
    if one.card == CardAgreement.EXACT:
        yield "carte exacte"
    elif one.card == CardAgreement.OLD:
        yield f"ancienne carte de cet hôte (aujourd’hui : {held})"
    elif one.card == CardAgreement.NEAR:
        yield f"carte à une faute de frappe près ({held} au fichier)"
    else:
        yield f"autre carte au fichier ({held})"


def _name_reasons(one: Evidence) -> Iterator[str]:
    if one.quality == Quality.EQUAL:
        yield "nom d’usage et prénom identiques" if one.by_used else "nom et prénom identiques"
        return
    spilled = one.quality == Quality.CROSSED and one.last.how
    if one.crossed and (one.quality or one.last.agreement or one.first.agreement):
        yield spilled or "nom et prénom intervertis"
    if one.quality == Quality.CROSSED:
        return
    for compared, field, held in (
        (one.last, "nom d’usage" if one.by_used else "nom", one.last_held),
        (one.first, "prénom", one.diner.first_name),
    ):
        if compared.agreement == Agreement.EQUAL:
            yield f"{field} identique"
        elif compared.agreement == Agreement.DIFFERENT:
            yield f"{field} différent ({held} au fichier)"
        else:
            yield f"{field} : {compared.how} ({held} au fichier)"


def _context(verdict: Verdict, found: Found) -> Iterator[str]:
    """Yield remarks on the whole request."""
    if found.other_school:
        yield "la carte saisie porte le code d’un autre établissement"
    elif found.card_given and not holders(verdict):
        yield "numéro de carte absent du fichier" if found.card else "numéro de carte illisible"
    for holder in other_holders(verdict):
        diner = holder.diner
        name = full_name(diner.last_name, diner.first_name, diner.used_name)
        yield f"la carte saisie est celle de {name}"
    number = len(namesakes(verdict))
    if number > 1:
        yield f"{number} hôtes portent ce nom et ce prénom"
    if verdict.degree is Degree.AMBIGUOUS:
        yield "plusieurs hôtes possibles, ou trop peu d’indices : à choisir"
    elif verdict.degree is Degree.NONE:
        yield "aucun hôte ne correspond"


def _doubts(chosen: Evidence, verdict: Verdict, found: Found) -> Iterator[str]:
    """Yield why a diner is only probable, unless the reasons show it."""
    if chosen.other_child:
        yield "peut-être le prénom d’un frère ou d’une sœur absent du fichier"
    agreed = chosen.card >= CardAgreement.OLD or chosen.email
    # The reasons of the diner already show a weak name, or the missing card and address.
    if not agreed or chosen.quality < Quality.LOOSE:
        return
    named = {one.diner.id for one in (*other_holders(verdict), *namesakes(verdict))}
    rival = next((one for one in rivals(chosen, found) if one.diner.id not in named), None)
    if rival:
        diner = rival.diner
        name = full_name(diner.last_name, diner.first_name, diner.used_name)
        yield f"à ne pas confondre avec {name} ({diner.card or 'sans carte'})"
