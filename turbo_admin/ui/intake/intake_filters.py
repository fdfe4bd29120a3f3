"""The filters of the list of requests: tabs, search, establishment, concordance, alerts."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from turbo_admin.core.matching.concordance import Degree
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.forms.intake.intake_page import Ui_Intake
from turbo_admin.ui.intake.intake_views import TABS
from turbo_admin.ui.intake.request_index import ANY_ALERT, NO_ALERT, RequestFilter
from turbo_admin.ui.kit.combo_boxes import fill
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.school_box import SchoolBox

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
        self._form = form
        self._school_box = SchoolBox(form.school, memory, key)
        self._alerts: Sequence[str] = ()
        fill(form.degree, _DEGREES)
        fill(form.alert, _ALERTS)
        form.tabs.currentChanged.connect(self.changed)
        form.search.textChanged.connect(self.changed)
        for box in (form.school, form.degree, form.alert):
            box.currentIndexChanged.connect(self.changed)

    def current(self) -> RequestFilter:
        """Return what is asked for."""
        form = self._form
        degree = form.degree.currentData()  # Qt keeps the word, not the enumeration
        return RequestFilter(
            state=TABS[form.tabs.currentIndex()][1],
            uai=self._school_box.uai,
            degree=Degree(degree) if degree else None,
            alert=form.alert.currentData() or "",
            text=form.search.text(),
        )

    def offer_schools(self, known: Sequence[SchoolSummary]) -> None:
        """Let one of these establishments be chosen; the one that was stays chosen."""
        if self._school_box.show(known):
            self.changed.emit()

    def offer_alerts(self, known: Sequence[str]) -> None:
        """Let one of these alerts be chosen; the one that was stays chosen, even if no request has it any more."""
        chosen = self._form.alert.currentData()
        special = {value for _, value in _ALERTS}
        alerts = sorted(known if chosen in special or chosen in known else [*known, chosen])
        if alerts != list(self._alerts):
            fill(self._form.alert, [*_ALERTS, *((alert, alert) for alert in alerts)])
            self._alerts = alerts

    def clear(self) -> None:
        """Ask for everything in the tab."""
        form = self._form
        form.search.clear()
        for box in (form.school, form.degree, form.alert):
            box.setCurrentIndex(0)

    def remember(self) -> None:
        """Keep the establishment alone: another filter, remembered and overlooked, would hide requests."""
        self._school_box.remember()
