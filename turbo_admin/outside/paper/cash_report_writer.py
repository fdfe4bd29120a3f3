"""Draws a cash report as a PDF: the same report gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.french import NBSP
from turbo_admin.outside.files.progress import ReadProgress
from turbo_admin.outside.paper.cash_report import CashReport, ReportColumn, ReportSums
from turbo_admin.outside.paper.fonts import BOLD, REGULAR, SEMIBOLD, printable, use_fonts, width, wrap
from turbo_admin.outside.paper.page_canvas import (
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT,
    Box,
    PageCanvas,
    Style,
)

_LEFT, _RIGHT = 46.0, PAGE_WIDTH - 46.0
_WIDE = _RIGHT - _LEFT
_ROW = 14.7
_GAP = 6.0
_FIRST_TOP, _NEXT_TOP = 176.0, 70.0
_BOTTOM = PAGE_HEIGHT - 62.0
_SMALL_ROW = 13.6
_BOX_HEIGHT = 88.0
_HEAD = Style(SEMIBOLD, 7.4, MUTED)
_CELL, _STRONG, _QUIET = Style(REGULAR, 7.8), Style(SEMIBOLD, 7.8), Style(REGULAR, 7.4, MUTED)
_NOTE = Style(REGULAR, 8, MUTED)


@dataclass(frozen=True, slots=True)
class _Page:
    """Which rows stand on a page.

    Attributes:
        ends: whether the total and the signatures stand on it.
    """

    first: int
    last: int
    ends: bool


def cash_report_pdf(report: CashReport, progress: ReadProgress | None = None) -> bytes:
    """Return a report as a PDF, copy after copy.

    Args:
        progress: called with (done, total) pages; raising stops.
    """
    use_fonts()
    canvas = Canvas("", pagesize=A4, pageCompression=1, lang="fr-FR", invariant=1)
    canvas.setTitle(f"{report.title} {report.number}".strip())
    canvas.setAuthor("Turbo Admin")
    canvas.setCreator("Turbo Admin")
    pages = _pages(report)
    copies = report.copies or ("",)
    done, total = 0, len(pages) * len(copies)
    for position, reader in enumerate(copies, 1):
        copy = f"Exemplaire {position} sur {len(copies)}{NBSP}: {reader}" if reader else ""
        for page_number, page in enumerate(pages, 1):
            _draw_page(PageCanvas(canvas), report, page, page_number == 1, copy)
            _draw_footer(canvas, report.footer, page_number, len(pages))
            canvas.showPage()
            done += 1
            if progress:
                progress(done, total)
    return bytes(canvas.getpdfdata())


def _pages(report: CashReport) -> list[_Page]:
    """Share the rows among pages; the end goes to a page of its own where it does not fit below the rows."""
    pages: list[_Page] = []
    first, top = 0, _FIRST_TOP + _ROW
    while True:
        fits = int((_BOTTOM - top) // _ROW)
        rest = len(report.rows) - first
        if rest <= fits and top + rest * _ROW + _end_height(report) <= _BOTTOM:
            return [*pages, _Page(first, len(report.rows), ends=True)]
        # What is left fills this page, and its last row goes along with the total.
        last = first + min(fits, rest - 1 if 0 < rest <= fits else rest)
        pages.append(_Page(first, last, ends=False))
        first, top = last, _NEXT_TOP + _ROW


def _end_height(report: CashReport) -> float:
    most = max((len(table.rows) for table in report.sums), default=0)
    lines = len(_words_lines(report))
    return 76 + 13 * lines + _SMALL_ROW * (most + 1) + _BOX_HEIGHT


def _words_lines(report: CashReport) -> list[str]:
    return wrap(printable("".join(report.words)), SEMIBOLD, 9, _WIDE)


def _draw_page(paper: PageCanvas, report: CashReport, page: _Page, is_first: bool, copy: str) -> None:
    if is_first:
        _draw_top(paper, report, copy)
    else:
        heading = " · ".join(filter(None, (f"{report.title} {report.number}".strip(), "suite", copy)))
        paper.line(_LEFT, 46, printable(heading), _NOTE)
    top = _FIRST_TOP if is_first else _NEXT_TOP
    _draw_titles(paper, report.columns, top)
    for row in report.rows[page.first : page.last]:
        top += _ROW
        _draw_row(paper, report.columns, row, top)
        paper.rule(_LEFT, _RIGHT, top + 4.6)
    if page.ends:
        _draw_end(paper, report, top + 12)
    paper.draw_text()


def _draw_top(paper: PageCanvas, report: CashReport, copy: str) -> None:
    for position, line in enumerate(report.sender):
        style = Style(BOLD, 11.5) if position == 0 else _NOTE
        paper.fitted(
            _LEFT, 50 + 12.6 * position + (2 if position else 0), printable(line), style, _WIDE * 0.45
        )
    _right(paper, _RIGHT, 52, report.title, Style(BOLD, 16))
    lines = [(report.number, Style(SEMIBOLD, 12))] if report.number else []
    lines += [(note, Style(REGULAR, 8.4)) for note in report.notes]
    lines += [(copy, _NOTE)] if copy else []
    top = 52.0
    for text, style in lines:
        top += style.size + 5
        _right(paper, _RIGHT, top, text, style)
    paper.rule(_LEFT, _RIGHT, 118)
    room = _WIDE / max(len(report.facts), 1)
    for position, (label, value) in enumerate(report.facts):
        left = _LEFT + room * position
        paper.fitted(left, 132, printable(label), Style(REGULAR, 7.4, MUTED), room - _GAP)
        paper.fitted(left, 144, printable(value), Style(SEMIBOLD, 9.4), room - _GAP)


def _draw_titles(paper: PageCanvas, columns: Sequence[ReportColumn], top: float) -> None:
    for left, room, column in _spans(columns):
        if column.right:
            _right(paper, left + room, top, column.title, _HEAD)
        else:
            paper.fitted(left, top, column.title, _HEAD, room)
    paper.canvas.setStrokeColor(TEXT)
    paper.canvas.setLineWidth(0.8)
    paper.canvas.line(_LEFT, PAGE_HEIGHT - top - 4.6, _RIGHT, PAGE_HEIGHT - top - 4.6)


def _draw_row(paper: PageCanvas, columns: Sequence[ReportColumn], row: Sequence[str], top: float) -> None:
    for (left, room, column), text in zip(_spans(columns), row, strict=True):
        style = _STRONG if column.strong else _QUIET if column.quiet else _CELL
        if column.right:
            _right(paper, left + room, top, text, style)
        elif text:
            paper.fitted(left, top, printable(text), style, room)


def _spans(columns: Sequence[ReportColumn]) -> list[tuple[float, float, ReportColumn]]:
    """Return (left, room, column) of each column."""
    spans, left = [], _LEFT
    for column in columns:
        wide = _WIDE * column.share
        spans.append((left, wide - _GAP, column))
        left += wide
    # The last one ends at the margin.
    last_left, room, last = spans[-1]
    spans[-1] = (last_left, room + _GAP, last)
    return spans


def _right(paper: PageCanvas, right: float, top: float, text: str, style: Style) -> None:
    """Write a line that ends at the right, within half the page."""
    said = printable(text)
    wide = min(width(said, style.font, style.size), _WIDE / 2)
    paper.fitted(right - wide, top, said, style, _WIDE / 2)


def _draw_end(paper: PageCanvas, report: CashReport, top: float) -> None:
    label, detail, amount = report.total
    paper.canvas.setStrokeColor(TEXT)
    paper.canvas.setLineWidth(1.2)
    paper.canvas.line(_LEFT, PAGE_HEIGHT - top, _RIGHT, PAGE_HEIGHT - top)
    paper.line(_LEFT, top + 17, printable(label), Style(SEMIBOLD, 9.6))
    paper.line(_LEFT + _WIDE * 0.3, top + 17, printable(detail), Style(REGULAR, 9.6))
    _right(paper, _RIGHT, top + 18, amount, Style(BOLD, 13))
    top += 34
    for line in _words_lines(report):
        paper.line(_LEFT, top, line, Style(SEMIBOLD, 9))
        top += 13
    paper.fitted(_LEFT, top, printable(report.remark), Style(REGULAR, 7.8, MUTED), _WIDE)
    top += 24
    room = _WIDE / 2
    for position, table in enumerate(report.sums):
        _draw_sums(paper, table, _LEFT + position * (room + 8), top, room - 8)
    top += _SMALL_ROW * (max((len(table.rows) for table in report.sums), default=0) + 1) + 4
    for position, (title, name) in enumerate(report.signatures):
        _draw_signature(
            paper, title, name, Box(_LEFT + position * (room + 8), top, room - 8, _BOX_HEIGHT - 8)
        )


def _draw_sums(paper: PageCanvas, table: ReportSums, left: float, top: float, wide: float) -> None:
    paper.line(left, top, printable(table.title), Style(SEMIBOLD, 8.4))
    for label, detail, amount in table.rows:
        top += _SMALL_ROW
        paper.fitted(left, top, printable(label), _CELL, wide * 0.24)
        paper.fitted(left + wide * 0.25, top, printable(detail), _CELL, wide * 0.48)
        _right(paper, left + wide, top, amount, _CELL)
        paper.rule(left, left + wide, top + 4)


def _draw_signature(paper: PageCanvas, title: str, name: str, position: Box) -> None:
    left, top = position.left, position.top
    paper.canvas.setStrokeColor(MUTED)
    paper.canvas.setLineWidth(0.6)
    paper.canvas.roundRect(
        left, PAGE_HEIGHT - top - position.high, position.wide, position.high, 4, stroke=1, fill=0
    )
    paper.line(left + 9, top + 15, printable(title), Style(SEMIBOLD, 8.4))
    paper.fitted(left + 9, top + 29, printable(f"Nom{NBSP}: {name}"), _NOTE, position.wide - 18)
    paper.line(left + 9, top + 41, f"Date{NBSP}:", _NOTE)


def _draw_footer(canvas: Canvas, text: str, number: int, total: int) -> None:
    paper = PageCanvas(canvas)
    style = Style(REGULAR, 7, MUTED)
    paper.fitted(_LEFT, PAGE_HEIGHT - 32, printable(text), style, _WIDE * 0.8)
    _right(paper, _RIGHT, PAGE_HEIGHT - 32, f"Page {number} sur {total}", style)
    paper.draw_text()
