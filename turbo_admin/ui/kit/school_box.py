"""The list of establishments that narrows a page, remembered from one day to the next."""

from PySide6.QtWidgets import QComboBox

from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.kit.memory import Memory

_ALL = "Tous les établissements"


class SchoolBox:
    """Fills a combo box with « Tous les établissements » and each of them.

    Args:
        box: of the page's form.
        memory: where the choice is kept.
        key: of the page.
    """

    def __init__(self, box: QComboBox, memory: Memory, key: str) -> None:
        self._box, self._memory, self._key = box, memory, f"{key}/school"
        self._known: list[SchoolSummary] = []
        box.addItem(_ALL, "")

    @property
    def uai(self) -> str:
        """The establishment chosen, empty for all."""
        return self._box.currentData() or ""

    def show(self, known: list[SchoolSummary]) -> None:
        """Take the establishments there are; the choice stays. The box says nothing of it."""
        if known == self._known:
            return
        wanted = self.uai if self._known else self._memory.text(self._key)
        self._known = known
        self._box.blockSignals(True)
        self._box.clear()
        self._box.addItem(_ALL, "")
        for school in known:
            self._box.addItem(school.name, school.uai)
        self._box.setCurrentIndex(max(0, self._box.findData(wanted)))
        self._box.blockSignals(False)

    def remember(self) -> None:
        """Keep the choice."""
        self._memory.remember(self._key, self.uai)
