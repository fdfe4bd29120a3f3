"""Pages of plain facts as PDF, for families: titles, and lines of a label and its value."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import IO, Any

import font_source_sans_pro
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

from turbo_admin.core.colours import LIGHT
from turbo_admin.core.language import _, current

_REGULAR, _BOLD = "SourceSansPro", "SourceSansProSemibold"
_MARGIN = 50.0
_LABEL = 170.0


@dataclass(frozen=True, slots=True)
class PdfSection:
    """A title and its lines, each a label and a value; without a line it says « aucun »."""

    title: str
    lines: Sequence[tuple[str, str]]


def write_pages(stream: IO[bytes], *, title: str, subject: str, sections: Sequence[PdfSection]) -> None:
    """Write A4 pages, numbered.

    Args:
        subject: stands below the title.
    """
    for name in (_REGULAR, _BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, font_source_sans_pro.font_files_ttf[name]))
    pages = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        subject=subject,
        author=_("Espace Numérique"),
        lang=current().code,
    )
    story: list[Any] = [_paragraph(title, size=18, bold=True), _paragraph(subject, colour=LIGHT.muted)]
    for section in sections:
        story += [_paragraph(section.title, size=13, bold=True, before=14), _table(section.lines)]
    pages.build(story, onFirstPage=_number, onLaterPages=_number)


def _table(lines: Sequence[tuple[str, str]]) -> Any:
    rows = [
        [_paragraph(label, colour=LIGHT.muted), _paragraph(value)]
        for label, value in lines or [(_("aucun"), "")]
    ]
    table = LongTable(rows, colWidths=[_LABEL, A4[0] - 2 * _MARGIN - _LABEL - 12])
    table.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LIGHT.line)])
    )
    return table


def _paragraph(
    words: str, *, size: float = 10, bold: bool = False, colour: str = LIGHT.text, before: float = 0
) -> Paragraph:
    style = ParagraphStyle(
        "words",
        fontName=_BOLD if bold else _REGULAR,
        fontSize=size,
        leading=size * 1.35,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=3,
    )
    return Paragraph(escape(words), style)


def _number(canvas: Any, _pages: Any) -> None:
    canvas.setFont(_REGULAR, 9)
    canvas.setFillColor(LIGHT.muted)
    canvas.drawRightString(
        A4[0] - _MARGIN, _MARGIN / 2, _("Page {number}").format(number=canvas.getPageNumber())
    )
