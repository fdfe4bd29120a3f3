"""What narrows the list of requests: the tabs, the search, the establishment, the concordance, the alerts."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from turbo_admin.core.matching.match import Degree
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.forms.intake.intake_page import Ui_Intake
from turbo_admin.ui.intake.intake_list import ANY_ALERT, NO_ALERT, Narrowing
from turbo_admin.ui.intake.intake_views import TABS
from turbo_admin.ui.kit.memory import Memory

_ALL_SCHOOLS = "Tous les établissements"
_DEGREES = [("Toutes concordances", ""), *((degree.value, degree.value) for degree in Degree)]
_ALERTS = [("Toutes alertes", ""), ("sans alerte", NO_ALERT), ("avec alerte", ANY_ALERT)]


class IntakeFilters(QObject):
    """The fields above the list.

    Signals:
        changed: something else is asked for.
    """

    changed = Signal()

    def __init__(self, form: Ui_Intake, memory: Memory, key: str) -> None:
        super().__init__(form.search)
        self._form, self._memory, self._key = form, memory, key
        self._schools: Sequence[SchoolSummary] = ()
        self._alerts: Sequence[str] = ()
        _fill(form.degree, _DEGREES)
        _fill(form.alert, _ALERTS)
        form.tabs.currentChanged.connect(self.changed)
        form.search.textChanged.connect(self.changed)
        for box in (form.school, form.degree, form.alert):
            box.currentIndexChanged.connect(self.changed)

    def narrowing(self) -> Narrowing:
        """Return what is asked for."""
        form = self._form
        degree = form.degree.currentData()  # Qt keeps the word, not the enumeration
        return Narrowing(
            state=TABS[form.tabs.currentIndex()][1],
            uai=form.school.currentData() or "",
            degree=Degree(degree) if degree else None,
            alert=form.alert.currentData() or "",
            text=form.search.text(),
        )

    def offer_schools(self, known: Sequence[SchoolSummary]) -> None:
        """Let one of these establishments be chosen; the one that was stays chosen."""
        box = self._form.school
        if list(known) != list(self._schools) or not box.count():
            first = not box.count()
            wanted = self._memory.text(f"{self._key}/school") if first else None
            _fill(box, [(_ALL_SCHOOLS, ""), *((school.name, school.uai) for school in known)], wanted)
            self._schools = known
            self.changed.emit()

    def offer_alerts(self, known: Sequence[str]) -> None:
        """Let one of these alerts be chosen; the one that was stays chosen, were it nobody's any more."""
        chosen = self._form.alert.currentData()
        special = {value for _, value in _ALERTS}
        alerts = sorted(known if chosen in special or chosen in known else [*known, chosen])
        if alerts != list(self._alerts):
            _fill(self._form.alert, [*_ALERTS, *((alert, alert) for alert in alerts)])
            self._alerts = alerts

    def clear(self) -> None:
        """Ask for everything in the tab."""
        form = self._form
        form.search.clear()
        for box in (form.school, form.degree, form.alert):
            box.setCurrentIndex(0)

    def remember(self) -> None:
        """Keep the establishment for the next time; a filter forgotten in place would hide requests."""
        self._memory.remember(f"{self._key}/school", self._form.school.currentData() or "")


def _fill(box: QComboBox, choices: Sequence[tuple[str, Any]], wanted: object = None) -> None:
    chosen = wanted if wanted is not None else box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        values = [value for _, value in choices]
        box.setCurrentIndex(values.index(chosen) if chosen in values else 0)
