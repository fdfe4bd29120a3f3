"""Printing PDFs: each A4 page at 300 dpi and 100 %, from corner to corner, never fitted to the printer's margins.

A sheet is folded for a window envelope: a page shrunk by 4 % moves the address out of the window.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from turbo_admin.core.errors import Refused
from turbo_admin.ui.kit.tasks import TaskProgress

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72


def a4_printer() -> QPrinter:
    """Return a printer set for sheets: A4 upright, 300 dpi, its coordinates from the corner of the paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer)
    return printer


def prepare(printer: QPrinter) -> None:
    """Set a printer for sheets, whatever the dialog has made of it."""
    printer.setResolution(DOTS_PER_INCH)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def print_pdf(pdf: bytes, printer: QPrinter, report: TaskProgress) -> int:
    """Print every page of a document; it may run on a tasks' thread.

    Args:
        pdf: A4 pages.
        printer: from `a4_printer`, as the clerk's dialog left it.
        report: called with each page; raising `Cancelled` stops before the next.

    Returns:
        The number of pages.

    Raises:
        Refused: `printer_refuses`.
    """
    # Again: the print dialog lets the clerk change resolution, orientation and margins.
    prepare(printer)
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused("printer_refuses")
    try:
        _pages(document, painter, printer, report)
    finally:
        painter.end()
    pages: int = document.pageCount()
    document.close()
    return pages


def _pages(document: QPdfDocument, painter: QPainter, printer: QPrinter, report: TaskProgress) -> None:
    for page in range(document.pageCount()):
        report("Impression", page, document.pageCount())
        # The printer is on its first page as painting begins.
        if page:
            printer.newPage()
        points = document.pagePointSize(page)
        dots = QSize(
            round(points.width() * DOTS_PER_INCH / _POINTS_PER_INCH),
            round(points.height() * DOTS_PER_INCH / _POINTS_PER_INCH),
        )
        # One page at a time: at 300 dpi an A4 image takes 35 MB.
        painter.drawImage(QPoint(0, 0), document.render(page, dots))
