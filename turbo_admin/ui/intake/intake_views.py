"""Texts of the page of requests: its tabs, its count, and what an empty list says."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from turbo_admin.core.french import NBSP, thousands
from turbo_admin.office.intake.lines import RequestStanding
from turbo_admin.ui.intake.request_list import RequestList
from turbo_admin.ui.kit.list_page import EmptyState, ticked_text

# In the order of the tabs.
TABS: tuple[tuple[str, RequestStanding | None], ...] = (
    ("À traiter", RequestStanding.OPEN),
    ("Traitées", RequestStanding.ISSUED),
    ("Refusées", RequestStanding.REFUSED),
    ("Toutes", None),
)


class EmptyAction(Enum):
    """What the button of the empty list does."""

    NONE = auto()
    SYNCHRONISE = auto()
    CLEAR_FILTERS = auto()


@dataclass(frozen=True, slots=True)
class NoRequests(EmptyState):
    """What the empty list says, and what its button does."""

    action: EmptyAction = EmptyAction.NONE


def tab_text(tab: int, counts: Counter[RequestStanding]) -> str:
    """`À traiter  12`."""
    label, state = TABS[tab]
    return f"{label}  {thousands(counts.total() if state is None else counts[state])}"


def count_text(requests: RequestList) -> str:
    """`3 lignes cochées sur 12`; says how many more a filter hides."""
    ticked, hidden = len(requests.ticked()), len(requests.hidden_ticks())
    return ticked_text(ticked, "ligne cochée", "lignes cochées", len(requests), hidden)


def no_requests(requests: RequestList) -> NoRequests:
    """Return what to do when no line is shown."""
    if requests.index.is_empty:
        return NoRequests(
            "Aucune demande pour l’instant",
            f"Donnez le lien aux familles (page d’accueil){NBSP}: leurs demandes arrivent ici à chaque synchronisation.",
            "Synchroniser maintenant",
            EmptyAction.SYNCHRONISE,
        )
    if requests.filter.is_narrow:
        return NoRequests(
            "Aucune demande ne correspond",
            "Essayez un autre mot, un autre filtre, ou un autre onglet.",
            "Tout afficher",
            EmptyAction.CLEAR_FILTERS,
        )
    if requests.filter.state is RequestStanding.OPEN:
        return NoRequests(
            "Tout est traité",
            "Les nouvelles demandes arrivent à la prochaine synchronisation.",
            "Synchroniser maintenant",
            EmptyAction.SYNCHRONISE,
        )
    return NoRequests("Rien dans cet onglet", "Les demandes y arrivent à mesure que vous les traitez.")
