"""The technical report: versions and the traceback's positions, without names, addresses or paths of the user."""

import logging
import platform
import traceback
from pathlib import Path

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from turbo_admin import __version__
from turbo_admin.core.french import NBSP

_PACKAGE = Path(__file__).resolve().parents[2]


class BugReport(QObject):
    """Keeps the last bug, logs it and shows it.

    Signals:
        copied: the report is on the clipboard.
    """

    copied = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last = "aucune anomalie depuis l’ouverture"
        self._box: QMessageBox | None = None
        self.database = "non ouverte"

    def take(self, error: BaseException) -> None:
        """Log a bug and show it; a second one while the first is shown is only logged."""
        self._last = where(error)
        log = logging.getLogger(__name__)
        log.error("bug %s", self._last)
        # A bug in painting repeats at each frame: one box at a time.
        if self._box is None:
            self._show()

    def text(self) -> str:
        """Return the report, ready to be sent to support."""
        return "\n".join(
            (
                f"Turbo Admin {__version__}",
                f"Système{NBSP}: {platform.platform()}",
                f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName()})",
                f"Base{NBSP}: {self.database}",
                f"Dernière anomalie{NBSP}:\n{self._last}",
            )
        )

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self.copied.emit()

    def _show(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Critical, "Turbo Admin", "Le programme a rencontré une anomalie.")
        # setParent() alone resets the window flags, and the box would be drawn inside the window.
        box.setParent(self._window, box.windowFlags())
        box.setInformativeText(
            "Ce qui était enregistré l’est toujours. Vous pouvez continuer. Pour être aidé, copiez le rapport "
            f"technique et envoyez-le{NBSP}: il ne contient ni nom, ni adresse, ni mot de passe."
        )
        copy = box.addButton("Copier le rapport technique", QMessageBox.ButtonRole.ActionRole)
        box.addButton("Fermer", QMessageBox.ButtonRole.RejectRole)
        copy.clicked.connect(self.copy)
        box.finished.connect(self._on_closed)
        self._box = box
        box.open()

    def _on_closed(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None


def where(error: BaseException) -> str:
    """Return the classes of an error and its causes, with file and line. Messages are left out: they may hold a name."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        parts.append(type(cause).__name__)
        parts += [f"  {_position(frame)}" for frame in traceback.extract_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(parts)


def _position(frame: traceback.FrameSummary) -> str:
    # Relative to the package: the absolute path holds the Windows user's name.
    file = Path(frame.filename)
    known = file.relative_to(_PACKAGE) if file.is_relative_to(_PACKAGE) else Path(file.name)
    return f"{known.as_posix()}:{frame.lineno} {frame.name}"
