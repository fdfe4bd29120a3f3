"""Whether the window may be closed: not while an act runs, nor with unsaved input."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from turbo_admin.core.french import NBSP
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.page import BarMessage, Tone

if TYPE_CHECKING:
    from turbo_admin.office.backup.restoring import RestorePlan
    from turbo_admin.ui.window.frame import Frame


class ClosingGuard(QObject):
    """Asks before an act is stopped, and closes the window once it has.

    Args:
        frame: the window, also the parent.

    Attributes:
        to_restore: the copy that takes the place of the database once the window is closed; None to quit.
    """

    def __init__(self, frame: "Frame") -> None:
        super().__init__(frame)
        self._frame = frame
        self.to_restore: RestorePlan | None = None
        self._is_wanted = False
        frame.tasks.busy_changed.connect(self._on_busy_changed)

    def is_allowed(self) -> bool:
        """Whether the window may be closed now; when not, the clerk has been shown or asked why."""
        frame = self._frame
        if frame.tasks.is_busy:
            # While the act is stopping, a second click on the cross asks nothing.
            if not self._is_wanted:
                self._ask()
            return False
        current = frame.navigator.current if frame.navigator is not None else None
        return current is None or current.may_leave(frame.close)

    def close_to_restore(self, plan: "RestorePlan") -> None:
        """Close the window, so that a copy can take the place of a database that nobody has open."""
        self.to_restore = plan
        if not self._frame.close():
            # Something runs or is not saved, and the clerk has been asked about that instead.
            self.to_restore = None

    def _ask(self) -> None:
        ask(
            self._frame,
            f"Arrêter et quitter{NBSP}?",
            f"En cours{NBSP}: {self._frame.tasks.running()}. Ce qui est déjà enregistré le reste, et ce qui n’a pas été "
            "envoyé partira la prochaine fois.",
            "Arrêter et quitter",
            self._on_stop,
            no="Continuer",
        )

    def _on_stop(self) -> None:
        self._is_wanted = True
        self._frame.show_message(BarMessage("Arrêt en cours, la fenêtre va se fermer…", Tone.WARNING))
        self._frame.tasks.cancel_all()
        # It may have ended between the question and the answer; `busy_changed` would then never be emitted.
        if not self._frame.tasks.is_busy:
            self._frame.close()

    def _on_busy_changed(self, busy: bool) -> None:
        if self._is_wanted and not busy:
            self._frame.close()
