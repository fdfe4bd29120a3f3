"""« Raccourcis clavier »: every shortcut, from the table of the menus."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.window.menus import OTHER_KEYS, entries


def all_keys() -> list[tuple[str, str]]:
    """Return the shortcuts: keys as French keyboards write them, and what they do."""
    in_menus = [
        (
            QKeySequence(entry.keys).toString(QKeySequence.SequenceFormat.NativeText),
            entry.label.replace("&", ""),
        )
        for entry in entries()
        if entry.keys
    ]
    return [*in_menus, *OTHER_KEYS]


class ShortcutsDialog(Dialog):
    """A list to read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Raccourcis clavier")
        column, form = QVBoxLayout(self), QFormLayout()
        column.setContentsMargins(18, 16, 18, 16)
        form.setHorizontalSpacing(24)
        for keys, what in all_keys():
            name = QLabel(keys, self)
            name.setProperty("part", "heading")
            form.addRow(name, QLabel(what, self))
        column.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.finished.connect(self.deleteLater)
