"""The sheet of the current person, as it will print."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.sheets import SheetLine, sheets_pdf
from turbo_admin.ui.forms.sheets import Ui_Sheets
from turbo_admin.ui.page import Workplace

# Persons passed with the arrows are not laid out.
_SETTLE_MS = 90


class SheetPreview(QObject):
    """Lays the current sheet out, away from the screen, and shows it.

    Args:
        place: the desk.
        form: its preview side is filled.
    """

    def __init__(self, place: Workplace, form: Ui_Sheets) -> None:
        super().__init__(form.preview_side)
        self._place, self._form = place, form
        self._line: SheetLine | None = None
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view = QPdfView(form.preview_side)
        self.view.setDocument(self._document)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setAccessibleName("Aperçu de la fiche")
        form.preview_layout.addWidget(self.view)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read)
        self.show(None)

    def show(self, line: SheetLine | None) -> None:
        """Show the sheet of a person, or none."""
        self._line = line
        if line is None:
            self._say("Choisissez une personne pour voir sa fiche.")
        elif not line.readable:
            self._say(_why_not(line))
        else:
            self._settle.start()

    def _read(self) -> None:
        line = self._line
        if line is not None and line.readable:
            act = partial(sheets_pdf, self._place.desk, [line.id])
            self._place.tasks.read(
                self, lambda report: act(report=report), partial(self._on_pdf, line), self._on_failed
            )

    def _on_pdf(self, line: SheetLine, pdf: bytes) -> None:
        if line is not self._line:
            return
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._form.preview_views.setCurrentWidget(self._form.preview_place)

    def _on_failed(self, error: TurboError) -> None:
        self._say(str(error))

    def _say(self, text: str) -> None:
        self._document.close()
        self._form.preview_text.setText(text)
        self._form.preview_views.setCurrentWidget(self._form.no_preview)


def _why_not(line: SheetLine) -> str:
    return (
        f"Le mot de passe de cette fiche n’est plus imprimable depuis ce poste{NBSP}: {line.delivery_text}.\n"
        "Il a été utilisé ou remis, il a expiré, ou il a été préparé sur un autre poste."
    )
