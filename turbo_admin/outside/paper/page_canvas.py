"""Draws text and shapes with positions measured from the top of the page."""

from dataclasses import dataclass, replace

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.colours import LIGHT
from turbo_admin.outside.paper.fonts import SEMIBOLD, fit, width

PAGE_WIDTH, PAGE_HEIGHT = A4
TEXT, MUTED, LINE, ACCENT, SOFT, ON_ACCENT, SURFACE = (
    HexColor(colour)
    for colour in (
        LIGHT.text,
        LIGHT.muted,
        LIGHT.line,
        LIGHT.accent,
        LIGHT.soft,
        LIGHT.on_accent,
        LIGHT.surface,
    )
)


SMALLEST = 6.0


@dataclass(frozen=True, slots=True)
class Style:
    """Font, size and colour of a line."""

    font: str
    size: float
    colour: Color = TEXT


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `top` is the distance of its upper edge from the page's."""

    left: float
    top: float
    wide: float
    high: float


class PageCanvas:
    """Collects the lines of one page or form; `draw_text` draws them.

    All text of a page is one text object, drawn after the shapes: fewer PDF operators, and never hidden.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._text = canvas.beginText()

    def line(self, left: float, top: float, text: str, style: Style) -> None:
        """Write one line; `top` is the distance of its base line from the page's upper edge."""
        self._text.setFont(style.font, style.size)
        self._text.setFillColor(style.colour)
        self._text.setTextOrigin(left, PAGE_HEIGHT - top)
        self._text.textOut(text)

    def fitted(self, left: float, top: float, text: str, style: Style, room: float) -> None:
        """Write one line, smaller or cut if it is longer than the room."""
        line, size = fit(text, style.font, style.size, room, SMALLEST)
        self.line(left, top, line, replace(style, size=size))

    def centred(self, middle: float, top: float, text: str, style: Style) -> None:
        """Write one line around a middle."""
        self.line(middle - width(text, style.font, style.size) / 2, top, text, style)

    def box(self, position: Box, corner: float, colour: Color) -> None:
        """Fill a rounded rectangle."""
        self.canvas.setFillColor(colour)
        bottom = PAGE_HEIGHT - position.top - position.high
        self.canvas.roundRect(position.left, bottom, position.wide, position.high, corner, stroke=0, fill=1)

    def rule(self, left: float, right: float, top: float) -> None:
        """Draw a hairline."""
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(left, PAGE_HEIGHT - top, right, PAGE_HEIGHT - top)

    def numbered(self, middle: float, top: float, number: int, radius: float) -> None:
        """Draw a number in a filled circle; `top` is its middle."""
        size = radius
        self.canvas.setFillColor(ACCENT)
        self.canvas.circle(middle, PAGE_HEIGHT - top, radius, stroke=0, fill=1)
        style = Style(SEMIBOLD, size, ON_ACCENT)
        self.centred(middle, top + 0.36 * size, str(number), style)

    def draw_text(self) -> None:
        """Put the text on the page."""
        self.canvas.drawText(self._text)
