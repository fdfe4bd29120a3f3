"""Message boxes: a question before an act, information after one. They are opened without a nested event loop."""

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget


def ask(
    parent: QWidget,
    question: str,
    detail: str,
    yes: str,
    on_yes: Callable[[], None],
    *,
    no: str = "Annuler",
    other: tuple[str, Callable[[], None]] | None = None,
) -> QMessageBox:
    """Ask before an act, saying what will happen, in numbers.

    Args:
        question, detail: what is asked, and what follows from it.
        yes, no: what the buttons say; the second is the safe one and answers Escape.
        on_yes: called when the clerk agrees.
        other: another way of agreeing: what its button says, and what is called.
    """
    box = QMessageBox(QMessageBox.Icon.Question, "Turbo Admin", question, parent=parent)
    # The object name is how tests find the box; two boxes may be open at once.
    box.setObjectName("question")
    box.setInformativeText(detail)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    # Not the act itself: it would be handed whether the button is down.
    agree.clicked.connect(lambda _down: on_yes())
    if other is not None:
        second, on_second = other
        box.addButton(second, QMessageBox.ButtonRole.AcceptRole).clicked.connect(lambda _down: on_second())
    refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    # Enter and Escape both give the safe answer: a question that opens under typing hands must not confirm an act.
    box.setDefaultButton(refuse)
    box.setEscapeButton(refuse)
    return _open(box)


def show_information(parent: QWidget, text: str, detail: str = "") -> QMessageBox:
    """Show a message with one button, for what must be read before going on."""
    box = QMessageBox(QMessageBox.Icon.Information, "Turbo Admin", text, parent=parent)
    box.setObjectName("news")
    box.setInformativeText(detail)
    box.addButton("Fermer", QMessageBox.ButtonRole.AcceptRole)
    return _open(box)


def _open(box: QMessageBox) -> QMessageBox:
    # open() does not block, so the caller has returned when the box closes and nothing else would delete it.
    box.finished.connect(box.deleteLater)
    box.open()
    return box
