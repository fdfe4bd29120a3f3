"""The link for families: copied to the clipboard, or saved as a poster."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.kit.files import ask_save, write_whole
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal


class FamilyLink(QObject):
    """The two acts, for the pages that offer them.

    Signals:
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    message_raised = TypedSignal[BarMessage]()

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._workplace = workplace
        self._window = window

    def copy(self, school: SchoolSummary | None) -> None:
        """Put the families' link of a school on the clipboard."""
        if school is None or not school.family_url:
            self.message_raised.emit(
                BarMessage(f"Reliez d’abord le portail{NBSP}: le lien vient de lui.", Tone.WARNING)
            )
            return
        QGuiApplication.clipboard().setText(school.family_url)
        self.message_raised.emit(BarMessage(f"Lien copié{NBSP}: {school.family_url}"))

    def ask_poster(self, school: SchoolSummary | None) -> None:
        """Ask where to, then save the poster of a school."""
        if school is None or not school.family_url:
            # Shows the same warning: without a portal there is no link to print.
            self.copy(school)
            return
        ask_save(
            self._window,
            "Affiche pour les familles",
            f"affiche-{school.uai}.pdf",
            partial(self.save_poster, school),
        )

    def save_poster(self, school: SchoolSummary, path: Path) -> None:
        """Save the poster of a school."""
        desk = self._workplace.desk

        def act(_: object) -> None:
            # Late: it loads the PDF library, which the home page does not wait for.
            from turbo_admin.office.sheets.poster import poster_pdf

            write_whole(path, poster_pdf(desk, school.uai))

        # A read although it writes a file: the office's database is not changed, and a poster need not wait behind a
        # run.
        self._workplace.tasks.read(
            self,
            act,
            lambda _: self.message_raised.emit(BarMessage(f"Affiche enregistrée{NBSP}: {path.name}")),
        )
