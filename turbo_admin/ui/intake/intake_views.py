"""Words of the Demandes page: its tabs, its count, and what to do when there is nothing to show."""

from collections import Counter
from dataclasses import dataclass

from turbo_admin.core.french import NBSP, count, thousands
from turbo_admin.office.intake.lines import RequestState
from turbo_admin.ui.intake.intake_list import Requests

# In the order of the tabs; None for all.
TABS: tuple[tuple[str, RequestState | None], ...] = (
    ("À traiter", RequestState.OPEN),
    ("Traitées", RequestState.ISSUED),
    ("Refusées", RequestState.REFUSED),
    ("Toutes", None),
)


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says, and the button that goes on.

    Attributes:
        act: "sync", "clear" (all that narrows the list) or "" for no button.
    """

    title: str
    text: str
    button: str = ""
    act: str = ""


def tab_text(place: int, counts: Counter[RequestState]) -> str:
    """`À traiter  12`."""
    label, state = TABS[place]
    return f"{label}  {thousands(counts.total() if state is None else counts[state])}"


def count_text(requests: Requests) -> str:
    """`3 lignes cochées sur 12`; says how many ticked lines a filter hides."""
    ticked, hidden = requests.tick_counts()
    text = f"{count(ticked, 'ligne cochée', 'lignes cochées')} sur {thousands(len(requests))}"
    return f"{text}, dont {hidden} hors de la liste affichée" if hidden else text


def empty(requests: Requests) -> Empty:
    """Say what to do when no line is shown."""
    if requests.stock.is_empty:
        return Empty(
            "Aucune demande pour l’instant",
            f"Donnez le lien aux familles (page d’accueil){NBSP}: leurs demandes arrivent ici à chaque synchronisation.",
            "Synchroniser maintenant",
            "sync",
        )
    if requests.narrowing.is_narrow:
        return Empty(
            "Aucune demande ne correspond",
            "Essayez un autre mot, un autre filtre, ou un autre onglet.",
            "Tout afficher",
            "clear",
        )
    if requests.narrowing.state is RequestState.OPEN:
        return Empty(
            "Tout est traité",
            "Les nouvelles demandes arrivent à la prochaine synchronisation.",
            "Synchroniser maintenant",
            "sync",
        )
    return Empty("Rien dans cet onglet", "Les demandes y arrivent à mesure que vous les traitez.")
