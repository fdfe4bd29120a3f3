"""Exports of lists as Excel workbooks: asks for a file, then writes it on a worker thread."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import count
from turbo_admin.ui.kit.files import ask_save
from turbo_admin.ui.kit.page import BarMessage, Tone
from turbo_admin.ui.kit.tasks import TaskProgress, Tasks
from turbo_admin.ui.kit.typed_signals import TypedSignal

_KINDS = "Classeur Excel (*.xlsx)"


@dataclass(frozen=True, slots=True)
class Exported:
    """A list as it is shown, ready to be written.

    Attributes:
        title: « Exporter les hôtes ».
        name: proposed for the file.
        words: « hôte exporté », « hôtes exportés ».
        write: writes it into a file, away from the screen, and returns how many lines.
    """

    title: str
    name: str
    words: tuple[str, str]
    write: Callable[[Path, TaskProgress], int]


class Exporter(QObject):
    """Asks for a file and writes a list into it as a task, with progress; the file is complete or unchanged.

    Args:
        window: parent of dialogs.

    Signals:
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    message_raised = TypedSignal[BarMessage]()

    def __init__(self, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window

    def ask(self, exported: Exported | None) -> None:
        """Ask for a file, then write the list; None says that there is nothing to write."""
        if exported is None:
            self.message_raised.emit(
                BarMessage("La liste affichée est vide : il n’y a rien à exporter.", Tone.WARNING)
            )
            return
        ask_save(
            self._window,
            exported.title,
            exported.name,
            partial(self.write, exported),
            kinds=_KINDS,
            suffix="xlsx",
        )

    def write(self, exported: Exported, path: Path) -> None:
        """Write the list."""
        self._tasks.write(
            self,
            lambda report: exported.write(path, report),
            partial(self._on_written, exported, path),
            label=f"Export dans {path.name}",
        )

    def _on_written(self, exported: Exported, path: Path, lines: int) -> None:
        self.message_raised.emit(BarMessage(f"{count(lines, *exported.words)} dans {path.name}."))
