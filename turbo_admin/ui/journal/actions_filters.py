"""The filters of « Journal des actions »: words, a period, a person, a domain."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QObject, Signal

from turbo_admin.office.journal.groups import Group
from turbo_admin.office.journal.lines import ActionFilter
from turbo_admin.ui.forms.journal.actions import Ui_Actions
from turbo_admin.ui.kit.combo_boxes import fill
from turbo_admin.ui.kit.memory import Memory

_EVERYBODY, _EVERYTHING = "tout le monde", "Tous les domaines"
# Label -> days back, today included; None for no limit, and for dates chosen by hand.
_PERIODS: tuple[tuple[str, int | None], ...] = (
    ("aujourd’hui", 1),
    ("7 derniers jours", 7),
    ("30 derniers jours", 30),
    ("12 derniers mois", 366),
    ("depuis toujours", None),
    ("du… au…", None),
)
# Indices in _PERIODS.
_USUAL, _ALWAYS, _CHOSEN = 2, 4, 5


class ActionsFilters(QObject):
    """The filters above the list.

    Args:
        form: of the page.
        memory: where period and domain are kept.
        key: of the page.
        today: in Paris.

    Signals:
        changed: another filter is set.
    """

    changed = Signal()

    def __init__(self, form: Ui_Actions, memory: Memory, key: str, today: date) -> None:
        super().__init__(form.table)
        self._form, self._memory, self._key, self._today = form, memory, key, today
        self._offer()
        form.search.textChanged.connect(self.changed)
        form.period.currentIndexChanged.connect(self._on_period)
        for box in (form.who, form.group):
            box.currentIndexChanged.connect(self.changed)
        for day in (form.first, form.last):
            day.dateChanged.connect(self.changed)

    def narrowing(self) -> ActionFilter:
        """Return which acts the filters keep."""
        form, period = self._form, self._form.period.currentIndex()
        first = last = None
        if period == _CHOSEN:
            first, last = _day(form.first.date()), _day(form.last.date())
        elif days := _PERIODS[period][1]:
            first = self._today - timedelta(days=days - 1)
        group = form.group.currentData()
        return ActionFilter(
            first, last, form.who.currentData() or "", Group(group) if group else None, form.search.text()
        )

    def search_always(self, text: str) -> None:
        """Search for words in all periods."""
        self._form.period.setCurrentIndex(_ALWAYS)
        self._form.search.setText(text)

    def clear(self) -> None:
        """Show everything."""
        self._form.who.setCurrentIndex(0)
        self._form.group.setCurrentIndex(0)
        self.search_always("")

    def offer_people(self, people: Sequence[str]) -> None:
        """Offer everybody who ever did something; the choice stays, and no signal is emitted."""
        fill(self._form.who, [(_EVERYBODY, ""), *((one, one) for one in people)])

    def remember(self) -> None:
        """Store period and domain, but no dates: next week they would hide what is new."""
        # « du… au… » is stored as « depuis toujours ».
        self._memory.remember(f"{self._key}/period", str(min(self._form.period.currentIndex(), _ALWAYS)))
        self._memory.remember(f"{self._key}/group", self._form.group.currentData() or "")

    def _offer(self) -> None:
        form = self._form
        form.period.addItems([label for label, _ in _PERIODS])
        kept = self._memory.text(f"{self._key}/period")
        # A stored index may come from another version with other periods.
        form.period.setCurrentIndex(int(kept) if kept.isdecimal() and int(kept) <= _ALWAYS else _USUAL)
        for field, day in ((form.first, self._today.replace(day=1)), (form.last, self._today)):
            field.setDate(QDate(day.year, day.month, day.day))
        fill(form.who, [(_EVERYBODY, "")])
        groups = [(group.value.capitalize(), group.value) for group in Group]
        fill(form.group, [(_EVERYTHING, ""), *groups], self._memory.text(f"{self._key}/group"))
        self._show_dates()

    def _on_period(self) -> None:
        self._show_dates()
        self.changed.emit()

    def _show_dates(self) -> None:
        for field in (self._form.first, self._form.last):
            field.setVisible(self._form.period.currentIndex() == _CHOSEN)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
