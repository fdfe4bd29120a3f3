"""The combo box of establishments that filters a page, remembered from one day to the next."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.kit.combo_boxes import fill
from turbo_admin.ui.kit.memory import Memory

_ALL = "Tous les établissements"


class SchoolBox:
    """Fills a combo box with « Tous les établissements » and each of them.

    Args:
        box: of the page's form.
        memory: where the choice is kept.
        key: of the page in the memory.
        offers_all: whether « Tous les établissements » is one of the choices.
    """

    def __init__(self, box: QComboBox, memory: Memory, key: str, *, offers_all: bool = True) -> None:
        self._box, self._memory, self._key = box, memory, f"{key}/school"
        self._first = [(_ALL, "")] if offers_all else []
        self._known: list[SchoolSummary] | None = None
        fill(box, self._first)

    @property
    def uai(self) -> str:
        """The establishment chosen, empty for all."""
        return self._box.currentData() or ""

    def show(self, known: Sequence[SchoolSummary]) -> bool:
        """Offer these establishments; the choice stays, and the first time it is the one remembered.

        Returns:
            Whether another establishment is chosen than before. The box emits nothing of it.
        """
        before = self.uai
        # Only when the list differs: pages are refreshed every minute, perhaps while the clerk is choosing.
        if self._known is None or list(known) != self._known:
            wanted = self._memory.text(self._key) if self._known is None else before
            self._known = list(known)
            fill(self._box, [*self._first, *((school.name, school.uai) for school in known)], wanted)
        return self.uai != before

    def remember(self) -> None:
        """Keep the choice."""
        self._memory.remember(self._key, self.uai)
