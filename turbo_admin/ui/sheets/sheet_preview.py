"""Preview of the current person's sheet, as it will print."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMargins, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.sheets.listing import SheetLine
from turbo_admin.office.sheets.printing import sheets_pdf
from turbo_admin.ui.forms.sheets.sheets_page import Ui_Sheets
from turbo_admin.ui.kit.page import Workplace

# Persons passed over with the arrow keys are not laid out.
_SETTLE_MS = 90
_EDGE, _FRAME = 10, 4
_POINTS_PER_INCH = 72
_SMALLEST = 0.1


class SheetPreview(QObject):
    """Lays the current sheet out on a worker thread and shows the PDF.

    Args:
        workplace: the desk.
        form: its preview side is filled.
    """

    def __init__(self, workplace: Workplace, form: Ui_Sheets) -> None:
        super().__init__(form.preview_side)
        self._workplace, self._form = workplace, form
        self._line: SheetLine | None = None
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view = QPdfView(form.preview_side)
        self.view.setDocument(self._document)
        # QPdfView's FitInView leaves the foot of the page below the edge.
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setDocumentMargins(QMargins(_EDGE, _EDGE, _EDGE, _EDGE))
        # The page always fits, so there is nothing to scroll.
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.installEventFilter(self)
        self.view.setPageMode(QPdfView.PageMode.SinglePage)
        self.view.setAccessibleName("Aperçu de la fiche")
        form.preview_layout.addWidget(self.view)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read)
        workplace.theme.changed.connect(self._paint_ground)
        self._paint_ground()
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Show the page whole."""
        if self._document.pageCount():
            page, room = self._document.pagePointSize(0), self.view.size()
            dots = self.view.logicalDpiY() / _POINTS_PER_INCH
            across = (room.width() - 2 * _EDGE - _FRAME) / (page.width() * dots)
            down = (room.height() - 2 * _EDGE - _FRAME) / (page.height() * dots)
            # A pane of no size, before it is shown, must not give a zoom of 0.
            self.view.setZoomFactor(max(_SMALLEST, min(across, down)))

    def _paint_ground(self) -> None:
        # QPdfView paints the space around the page in this role; style sheets do not change it.
        ground = self.view.palette()
        ground.setColor(QPalette.ColorRole.Dark, QColor(self._workplace.theme.colours.line))
        self.view.setPalette(ground)

    def _read(self) -> None:
        line = self._line
        if line is not None and line.readable:
            act = partial(sheets_pdf, self._workplace.desk, [line.id])
            self._workplace.tasks.read(
                self, lambda report: act(report=report), partial(self._on_pdf, line), self._on_failed
            )

    def _on_pdf(self, line: SheetLine, pdf: bytes) -> None:
        # Another person is the current one since.
        if line is not self._line:
            return
        # The document reads from the buffer as long as it is open.
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._fit()
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
