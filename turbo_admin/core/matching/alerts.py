"""Alerts on a request, from the roster, other requests and accounts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.cards import read_card
from turbo_admin.core.matching.concordance import Degree, Verdict
from turbo_admin.core.matching.evidence import CardAgreement, Evidence, Found, MatchRequest, Quality
from turbo_admin.core.matching.name_comparison import Agreement
from turbo_admin.core.matching.spellings import fold


class Alert(StrEnum):
    """Something the clerk must check; a line with an alert is never ticked in bulk."""

    CARD_UNKNOWN = "carte inconnue"
    CARD_OTHER_SCHOOL = "carte d’un autre établissement"
    CARD_OF_ANOTHER = "carte d’un autre hôte"
    LAST_NAME_DIFFERS = "nom différent"
    FIRST_NAME_DIFFERS = "prénom différent"
    HOMONYMS = "homonymes"
    LEFT = "hôte sorti"
    # From the context of the request, see `Around`.
    HAS_ACCOUNT = "déjà un compte"
    ASKED_TWICE = "demande en double"
    EMAIL_IN_USE = "e-mail déjà utilisé (famille ?)"
    EMAIL_REJECTED = "e-mail rejeté"
    TRAPPED = "robot ?"


@dataclass(frozen=True, slots=True)
class Around:
    """Context of a request.

    Attributes:
        has_account: an account already holds the diner.
        asked_twice: another open request is a duplicate, see `asked_twice`.
        email_in_use: an account of the school has this address: a brother's or sister's, most often.
        email_rejected: a mail to this address came back, and nobody has corrected it.
        trapped: the field that only robots see was filled in.
    """

    has_account: bool = False
    asked_twice: bool = False
    email_in_use: bool = False
    email_rejected: bool = False
    trapped: bool = False


def with_surroundings(alerts: Iterable[Alert], around: Around) -> tuple[Alert, ...]:
    """Return the alerts of a request: the roster's, then those of its context."""
    states = (
        (around.has_account, Alert.HAS_ACCOUNT),
        (around.asked_twice, Alert.ASKED_TWICE),
        (around.email_in_use, Alert.EMAIL_IN_USE),
        (around.email_rejected, Alert.EMAIL_REJECTED),
        (around.trapped, Alert.TRAPPED),
    )
    return tuple(dict.fromkeys([*alerts, *(alert for is_so, alert in states if is_so)]))


def asked_twice(opened: Iterable[MatchRequest]) -> set[str]:
    """Return the ids of duplicate requests.

    Duplicates have the same words for last and first name together, accents and case apart; the same number of the card; the
    same address.
    """
    keys = {asked.id: _duplicate_key(asked) for asked in opened}
    times = Counter(keys.values())
    return {one for one, key in keys.items() if times[key] > 1}


def _duplicate_key(asked: MatchRequest) -> tuple[str, ...]:
    # Sorted: families exchange last and first name between two tries.
    words = sorted(fold(f"{asked.last_name} {asked.first_name}").split())
    card = read_card(asked.card)
    return (*words, card.number if card else "", email_key(asked.email))


def roster_alerts(verdict: Verdict, found: Found) -> tuple[Alert, ...]:
    """Return the alerts from the roster."""
    return tuple(dict.fromkeys(_of_roster(verdict, found)))


def _of_roster(verdict: Verdict, found: Found) -> Iterator[Alert]:
    if found.other_school:
        yield Alert.CARD_OTHER_SCHOOL
    elif found.card_given and not holders(verdict):
        yield Alert.CARD_UNKNOWN
    if other_holders(verdict):
        yield Alert.CARD_OF_ANOTHER
    subject = _subject(verdict)
    if subject:
        if subject.last.agreement < Agreement.USUAL:
            yield Alert.LAST_NAME_DIFFERS
        if subject.first.agreement < Agreement.USUAL:
            yield Alert.FIRST_NAME_DIFFERS
    if len(namesakes(verdict)) > 1:
        yield Alert.HOMONYMS
    if subject and subject.diner.left:
        yield Alert.LEFT


def _subject(verdict: Verdict) -> Evidence | None:
    """Return the diner the alerts are about: the diner chosen, else the first to choose from."""
    if verdict.chosen or verdict.degree is Degree.NONE:
        return verdict.chosen
    return verdict.ranked[0]


def holders(verdict: Verdict) -> list[Evidence]:
    """Return the diners with the typed card, present or former."""
    return [one for one in verdict.ranked if one.card >= CardAgreement.OLD]


def other_holders(verdict: Verdict) -> list[Evidence]:
    """Return the diners with the typed card, when the name means somebody else."""
    found = holders(verdict)
    if verdict.chosen:
        # A card held by two diners, of whom one is meant, is no contradiction.
        return [] if verdict.chosen in found else found
    return [one for one in found if one.quality < Quality.LOOSE]


def namesakes(verdict: Verdict) -> list[Evidence]:
    """Return the present diners with the typed name, when there are several."""
    here = [one for one in verdict.ranked if not one.diner.left and one.quality >= Quality.CROSSED]
    best = max((one.quality for one in here), default=Quality.NONE)
    return [one for one in here if one.quality == best]
