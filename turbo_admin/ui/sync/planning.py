"""« Configuration › Planification »: the nightly synchronisation, and the interval during the day."""

from collections.abc import Callable
from datetime import time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.sync.planning import Planning, install, planning, remove, try_now
from turbo_admin.ui.forms.sync.planning import Ui_Planning
from turbo_admin.ui.kit.navigation import Command, PageKey
from turbo_admin.ui.kit.page import BarMessage, Page, Tone, Workplace
from turbo_admin.ui.sync.auto_sync import every_minutes, remember_every

_MARGIN = 8


class PlanningPage(Page):
    """When this PC synchronises by itself."""

    key = PageKey.PLANNING
    title = "Planification"
    crumbs = "Configuration"
    offers_sync = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Planning()
        self.form.setupUi(self)
        self._is_typed = False
        form = self.form
        for number in (form.hour, form.minutes):
            # The style sheet's padding does not apply to the line edit inside a spin box.
            number.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
        every = every_minutes(workplace.memory)
        form.regular.setChecked(every > 0)
        form.minutes.setValue(every or form.minutes.value())
        form.minutes.setEnabled(every > 0)
        self._connect()

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: planning(desk), self._show)

    def _connect(self) -> None:
        form = self.form
        form.hour.timeChanged.connect(self._on_hour)
        form.install.clicked.connect(self._on_install)
        form.try_now.clicked.connect(self._on_try)
        form.remove.clicked.connect(self._on_remove)
        form.regular.toggled.connect(self._on_regular)
        form.minutes.valueChanged.connect(self._on_regular)

    def _show(self, shown: Planning) -> None:
        form = self.form
        form.state.setText(shown.state)
        form.next.setText(
            f"{shown.next_run.astimezone():%d/%m} vers {shown.at:%H:%M}"
            if shown.at and shown.next_run
            else "aucune"
        )
        form.last.setText(shown.last)
        form.install.setText("Installer à nouveau" if shown.at else "Installer")
        form.install.setEnabled(bool(shown.tool))
        form.try_now.setEnabled(shown.at is not None)
        form.remove.setEnabled(shown.installed)
        # A refresh must not replace the time that is being typed.
        if shown.at and not self._is_typed:
            form.hour.setTime(QTime(shown.at.hour, shown.at.minute))
            self._is_typed = False
        self.filled.emit()

    def _on_hour(self) -> None:
        self._is_typed = True

    def _on_install(self) -> None:
        desk, shown = self.workplace.desk, self.form.hour.time()
        at = time(shown.hour(), shown.minute())
        self._do(
            lambda: install(desk, at),
            f"Ce poste synchronisera chaque nuit vers {at:%H:%M}, s’il est allumé et la session ouverte.",
        )

    def _on_remove(self) -> None:
        desk = self.workplace.desk
        self._do(lambda: remove(desk), "Ce poste ne synchronisera plus la nuit.")

    def _do(self, act: Callable[[], Planning], text: str) -> None:
        def done(shown: Planning) -> None:
            # Setting the field emits timeChanged, which must not count as typing.
            self._is_typed = False
            self._show(shown)
            self.signals.run(Command.REPLAN)
            self.signals.show_message(BarMessage(text))

        self.workplace.tasks.write(self, lambda _: act(), done, label="Planification")

    def _on_try(self) -> None:
        desk = self.workplace.desk
        self.form.state.setText("Essai en cours…")
        self.workplace.tasks.write(
            self,
            lambda report: try_now(desk, report=report),
            self._on_tried,
            self._on_not_tried,
            label="Essai de la synchronisation planifiée",
        )

    def _on_tried(self, shown: Planning) -> None:
        self._show(shown)
        tone = Tone.GOOD if shown.last_ok else Tone.TROUBLE
        self.signals.show_message(
            # The French of the result may end in a full stop.
            BarMessage(f"Synchronisation planifiée{NBSP}: {shown.last}.".replace("..", "."), tone)
        )
        self.signals.records_changed.emit()

    def _on_not_tried(self, error: TurboError) -> None:
        self.refresh()
        # As if the task had no handler: the window shows the error.
        self.workplace.tasks.refused.emit(error)

    def _on_regular(self) -> None:
        form = self.form
        form.minutes.setEnabled(form.regular.isChecked())
        remember_every(self.workplace.memory, form.minutes.value() if form.regular.isChecked() else 0)
        self.signals.run(Command.REPLAN)
