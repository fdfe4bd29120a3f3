"""« Synchroniser maintenant »: a panel below the page, so that work can go on during a run."""

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDockWidget, QFrame, QSizePolicy, QVBoxLayout, QWidget

from turbo_admin.core.errors import Cancelled, TurboError
from turbo_admin.core.french import count, thousands
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.summary import SyncSummary
from turbo_admin.ui.forms.sync.sync_panel import Ui_SyncPanel
from turbo_admin.ui.kit.icons import picture
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.tasks import Job

_ICON = 22
_WELL = ("check-circle-fill", "certain")


class SyncTrigger(Enum):
    """What starts a synchronisation: the clerk, the opening after a missed night, or the clock."""

    CLERK = auto()
    OPENING = auto()
    CLOCK = auto()


class SyncPanel(QDockWidget):
    """Runs a synchronisation and shows its progress and result.

    Signals:
        sync_finished: a run ended, well or not; the records may have changed.
        requests_wanted: « Voir les nouvelles demandes » was pressed.
        journal_wanted: « Voir le journal » was pressed, after a run that failed or met a refusal.
        agreement_wanted: « Mettre d'accord… » was pressed, after a run that stopped because both sides differ.
            arg: the UAI of the establishment.
    """

    sync_finished = Signal()
    requests_wanted = Signal()
    journal_wanted = Signal()
    agreement_wanted = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("Synchronisation", parent)
        self.setObjectName("sync_panel")
        # Neither moved nor floated: it would be lost behind the window.
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea)
        # An empty title bar; the panel has its own heading.
        self.setTitleBarWidget(QWidget(self))
        self._workplace = workplace
        self._job: Job | None = None
        self._trigger = SyncTrigger.CLERK
        self._state = ("arrows-clockwise", "accent")
        self._to_reconcile = ""
        frame, holder = QFrame(self), QFrame(self)
        self._form = Ui_SyncPanel()
        self._form.setupUi(frame)
        # Before the layouts measure them: what only some runs end with; together they would widen a small window the first time the panel is shown.
        for button in (self._form.new_requests, self._form.agree, self._form.journal):
            button.hide()
        _pad(holder, frame)
        self.setWidget(holder)
        self._form.cancel.clicked.connect(self._on_cancel)
        self._form.close.clicked.connect(self.hide)
        self._form.new_requests.clicked.connect(self._on_new_requests)
        self._form.journal.clicked.connect(self._on_journal)
        self._form.agree.clicked.connect(self._on_agree)
        workplace.theme.changed.connect(self._paint)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether a run is going on or waiting for its turn."""
        return self._job is not None

    @property
    def summary(self) -> str:
        """What the last run came to, as it is shown."""
        return f"{self._form.step.text()}\u00a0: {self._form.summary.text()}"

    def start(self, trigger: SyncTrigger = SyncTrigger.CLERK) -> None:
        """Synchronise, or show the run that is going on.

        Args:
            trigger: a run that the clock started is shown only when it brought requests or failed.
        """
        if trigger is not SyncTrigger.CLOCK:
            # A run of the clock stays hidden until it has something to say.
            self.show()
        if self._job is not None:
            # A click during an automatic run makes it the clerk's: its result is shown.
            self._trigger = SyncTrigger.CLERK if trigger is SyncTrigger.CLERK else self._trigger
            return
        self._trigger = trigger
        self._show_running()
        desk = self._workplace.desk
        self._job = self._workplace.tasks.write(
            self,
            lambda report: synchronise(desk, report=report),
            self._on_done,
            self._on_failed,
            label="Synchronisation",
            on_progress=self._on_report,
            panel=True,
        )

    def settle(self) -> None:
        """Hide after a success, when another page is shown; an error stays until it is closed."""
        if self._job is None and self._state == _WELL:
            self.hide()

    def _show_running(self) -> None:
        form = self._form
        form.step.setText("Synchronisation…")
        form.figures.clear()
        form.summary.hide()
        form.summary.clear()
        form.progress.setRange(0, 0)
        form.progress.show()
        form.cancel.setEnabled(True)
        form.cancel.show()
        form.close.hide()
        form.new_requests.hide()
        form.journal.hide()
        form.agree.hide()
        self._state = ("arrows-clockwise", "accent")
        self._paint()

    def _on_report(self, step: str, done: int, total: int) -> None:
        # After « Annuler » the steps that still come must not replace « Arrêt en cours… ».
        if step and self._form.cancel.isEnabled():
            self._form.step.setText(f"{step}…")
        self._form.progress.setRange(0, total)
        self._form.progress.setValue(done)
        self._form.figures.setText(f"{thousands(done)} sur {thousands(total)}" if total else "")

    def _on_done(self, summary: SyncSummary) -> None:
        self._state = _WELL if summary.ok else ("warning-circle-fill", "none")
        self._end(summary.title, summary.counts)
        self._form.new_requests.setVisible(summary.new_requests > 0)
        self._form.new_requests.setText(f"Voir {_new(summary.new_requests)}")
        if self._trigger is SyncTrigger.CLOCK and (summary.new_requests or not summary.ok):
            self.show()
        self._to_reconcile = summary.to_reconcile
        self._form.agree.setVisible(bool(self._to_reconcile))
        self._form.journal.setVisible(not summary.ok or any(run.refused for run in summary.schools))
        self.sync_finished.emit()

    def _on_failed(self, error: TurboError) -> None:
        stopped = isinstance(error, Cancelled)
        self._state = ("prohibit-fill", "probable") if stopped else ("warning-circle-fill", "none")
        self._end("Synchronisation arrêtée" if stopped else "Synchronisation impossible", str(error))
        # Nothing to show when an automatic run finds another PC synchronising.
        self.setVisible(self._trigger is SyncTrigger.CLERK or error.code != "sync_running")
        self.sync_finished.emit()

    def _end(self, title: str, sentence: str) -> None:
        self._job = None
        form = self._form
        form.step.setText(title)
        form.figures.clear()
        form.progress.hide()
        form.cancel.hide()
        form.close.show()
        form.summary.setText(sentence)
        form.summary.show()
        self._paint()

    def _paint(self) -> None:
        name, token = self._state
        self._form.picture.setPixmap(
            picture(self._workplace.theme, name, token, _ICON, self.devicePixelRatioF())
        )

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._form.cancel.setEnabled(False)
            self._form.step.setText("Arrêt en cours…")

    def _on_journal(self) -> None:
        self.hide()
        self.journal_wanted.emit()

    def _on_agree(self) -> None:
        self.hide()
        self.agreement_wanted.emit(self._to_reconcile)

    def _on_new_requests(self) -> None:
        self.hide()
        self.requests_wanted.emit()


def _new(number: int) -> str:
    return (
        "la nouvelle demande"
        if number == 1
        else f"les {count(number, 'nouvelle demande', 'nouvelles demandes')}"
    )


def _pad(holder: QFrame, frame: QFrame) -> None:
    box = QVBoxLayout(holder)
    box.setContentsMargins(18, 0, 18, 8)
    box.addWidget(frame)
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
