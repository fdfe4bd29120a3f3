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
        changed: another filter was chosen.
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
        """Return the filter that is set."""
        form = self._form
        degree = form.degree.currentData()  # Qt converts a StrEnum to str when it stores it
        return RequestFilter(
            state=TABS[form.tabs.currentIndex()][1],
            uai=self._school_box.uai,
            degree=Degree(degree) if degree else None,
            alert=form.alert.currentData() or "",
            text=form.search.text(),
        )

    def offer_schools(self, known: Sequence[SchoolSummary]) -> None:
        """Offer these establishments; the current choice stays."""
        if self._school_box.show(known):
            self.changed.emit()

    def offer_alerts(self, known: Sequence[str]) -> None:
        """Offer these alerts; the current choice stays, even if no request has it any more."""
        chosen = self._form.alert.currentData()
        special = {value for _, value in _ALERTS}
        alerts = sorted(known if chosen in special or chosen in known else [*known, chosen])
        # Filling the box again would close it while the clerk is choosing.
        if alerts != list(self._alerts):
            fill(self._form.alert, [*_ALERTS, *((alert, alert) for alert in alerts)])
            self._alerts = alerts

    def clear(self) -> None:
        """Reset every filter but the tab."""
        form = self._form
        form.search.clear()
        for box in (form.school, form.degree, form.alert):
            box.setCurrentIndex(0)

    def remember(self) -> None:
        """Store the establishment only: any other filter, forgotten overnight, would hide requests."""
        self._school_box.remember()
