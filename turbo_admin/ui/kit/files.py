"""File dialogs that do not block, and atomic writes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from turbo_admin.core.errors import Refused

PathCallback = Callable[[Path], None]


def ask_save(
    parent: QWidget,
    title: str,
    name: str,
    on_chosen: PathCallback,
    *,
    kinds: str = "Document PDF (*.pdf)",
    suffix: str = "pdf",
) -> QFileDialog:
    """Ask where to save a file, a PDF unless said otherwise.

    Args:
        name: proposed, in the clerk's documents.
        on_chosen: called with the path.
        kinds: Qt's filter, for example `Classeur (*.xlsx)`.
        suffix: what a name typed without one gets.
    """
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    dialog = QFileDialog(parent, title, str(folder / name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    return _open(dialog, on_chosen)


def ask_open_several(
    parent: QWidget, title: str, kinds: str, on_chosen: Callable[[list[Path]], None]
) -> QFileDialog:
    """Ask for one or several files to read together.

    Args:
        kinds: Qt's filters, for example `Classeur (*.xlsx)`.
        on_chosen: called with the paths.
    """
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: on_chosen([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_open(
    parent: QWidget, title: str, kinds: str, on_chosen: PathCallback, *, folder: Path | None = None
) -> QFileDialog:
    """Ask for one file to read.

    Args:
        kinds: Qt's filters, for example `Classeur (*.xlsx)`.
        on_chosen: called with the path.
        folder: shown first.
    """
    dialog = QFileDialog(parent, title, str(folder or ""), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, on_chosen)


def ask_folder(parent: QWidget, title: str, on_chosen: PathCallback) -> QFileDialog:
    """Ask for a folder.

    Args:
        on_chosen: called with the path.
    """
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, on_chosen)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all; called on a tasks' thread.

    Raises:
        Refused: `file_not_written`; the old file, if any, stays as it was.
    """
    # QSaveFile writes a temporary file beside it and renames it in commit(); the old content survives a full disk.
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise Refused("file_not_written")
    file.write(content)
    if not file.commit():
        raise Refused("file_not_written")


def _open(dialog: QFileDialog, on_chosen: PathCallback) -> QFileDialog:
    dialog.fileSelected.connect(lambda name: on_chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
