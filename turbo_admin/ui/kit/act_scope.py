"""What an act applies to, the same on every list: the ticked lines that are shown; if none is ticked, the current one."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count, in_words
from turbo_admin.ui.kit.ask import ask

# Names that a question says before « et 12 autres ».
NAMED = 5
T = TypeVar("T")


def names_text(names: Sequence[str]) -> str:
    """Return up to five names, then how many others there are: `MARTIN Léa, DUPONT Hugo et 12 autres`."""
    return in_words(names, NAMED)


def apply_to(
    parent: QWidget,
    act: Callable[[Sequence[T]], object],
    *,
    ticked: Sequence[T],
    current: Sequence[T],
    hidden: Sequence[str],
    show_hidden: Callable[[], object],
) -> None:
    """Do an act to the ticked lines, else to the current one; ask first when a filter hides ticked ones.

    Args:
        act: called with the lines, never none.
        ticked: the ticked lines that are shown.
        current: the current line, or the selected ones.
        hidden: names of the ticked lines that a filter hides; nothing is done to them unseen.
        show_hidden: takes the filters away.
    """
    if hidden:
        _ask_hidden(parent, act, ticked, hidden, show_hidden)
    elif ticked or current:
        act(ticked or current)


def _ask_hidden(
    parent: QWidget,
    act: Callable[[Sequence[T]], object],
    ticked: Sequence[T],
    hidden: Sequence[str],
    show_hidden: Callable[[], object],
) -> None:
    without = f"Continuer sans {'elle' if len(hidden) == 1 else 'elles'}"
    ask(
        parent,
        f"{count(len(hidden), 'ligne cochée est masquée', 'lignes cochées sont masquées')} par les filtres.",
        f"{names_text(hidden)}{NBSP}: rien n’est fait pour ce qui n’est pas affiché.",
        "Tout afficher",
        lambda: _ignored(show_hidden()),
        other=(without, lambda: _ignored(act(ticked))) if ticked else None,
    )


def _ignored(_answer: object) -> None:
    """Take an answer that nobody asks for."""
