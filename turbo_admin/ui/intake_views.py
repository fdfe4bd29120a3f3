"""Words of the Demandes page: its tabs, its count, and what to do when there is nothing to show."""

from collections import Counter
from dataclasses import dataclass

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.intake import State
from turbo_admin.ui.intake_list import Requests

# In the order of the tabs; None for all.
TABS: tuple[tuple[str, State | None], ...] = (
    ("À traiter", State.OPEN),
    ("Traitées", State.ISSUED),
    ("Refusées", State.REFUSED),
    ("Toutes", None),
)


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says, and the button that goes on.

    Attributes:
        act: "sync", "clear" (the search and the school) or "" for no button.
    """

    title: str
    text: str
    button: str = ""
    act: str = ""


def tab_text(place: int, counts: Counter[State]) -> str:
    """`À traiter  12`."""
    label, state = TABS[place]
    return f"{label}  {counts.total() if state is None else counts[state]}"


def count_text(requests: Requests) -> str:
    """`3 lignes cochées sur 12`; says how many ticked lines a filter hides."""
    ticked = requests.ticked()
    hidden = len(set(ticked).difference(requests.ids()))
    text = f"{count(len(ticked), 'ligne cochée', 'lignes cochées')} sur {len(requests)}"
    return f"{text}, dont {hidden} hors de la liste affichée" if hidden else text


def empty(requests: Requests, tab: int, *, narrowed: bool) -> Empty:
    """Say what to do when no line is shown.

    Args:
        tab: place of the current tab.
        narrowed: whether a search or a school is asked for.
    """
    if requests.is_empty:
        return Empty(
            "Aucune demande pour l’instant",
            f"Donnez le lien aux familles (page d’accueil){NBSP}: leurs demandes arrivent ici à chaque synchronisation.",
            "Synchroniser maintenant",
            "sync",
        )
    if narrowed:
        return Empty(
            "Aucune demande ne correspond",
            "Essayez un autre mot, ou un autre onglet.",
            "Tout afficher",
            "clear",
        )
    if TABS[tab][1] is State.OPEN:
        return Empty(
            "Tout est traité",
            "Les nouvelles demandes arrivent à la prochaine synchronisation.",
            "Synchroniser maintenant",
            "sync",
        )
    return Empty("Rien dans cet onglet", "Les demandes y arrivent à mesure que vous les traitez.")
