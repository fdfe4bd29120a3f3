"""The separator page before the sheets of a class, with their number."""

from datetime import date

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.french import count, long_date
from turbo_admin.outside.paper.fonts import BOLD, REGULAR, printable
from turbo_admin.outside.paper.page_canvas import ACCENT, MUTED, PAGE_WIDTH, SOFT, Box, PageCanvas, Style

_BOX = Box(20 * mm, 100 * mm, PAGE_WIDTH - 40 * mm, 70 * mm)
_ROOM = _BOX.wide - 20 * mm
_CLASS = Style(BOLD, 54, ACCENT)
_SCHOOL = Style(REGULAR, 14, MUTED)
_NUMBER = Style(BOLD, 18)
_NOBODYS = "Sans classe"


def draw_separator(canvas: Canvas, school: str, class_name: str, sheets: int, printed_on: date) -> None:
    """Draw the page; the caller shows it.

    Args:
        class_name: empty for those without one.
        sheets: how many follow.
    """
    page = PageCanvas(canvas)
    page.box(_BOX, 4 * mm, SOFT)
    left = _BOX.left + 10 * mm
    page.fitted(left, _BOX.top + 16 * mm, printable(school), _SCHOOL, _ROOM)
    page.fitted(left, _BOX.top + 42 * mm, printable(class_name) or _NOBODYS, _CLASS, _ROOM)
    page.line(left, _BOX.top + 58 * mm, count(sheets, "fiche"), _NUMBER)
    page.line(_BOX.left, _BOX.top + _BOX.high + 10 * mm, f"Imprimé le {long_date(printed_on)}", _SCHOOL)
    page.draw_text()
