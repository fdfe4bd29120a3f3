"""The colours of the desktop, of the portal's style sheet and of the PDFs."""

from typing import NamedTuple


class Colours(NamedTuple):
    """Colours of a theme, as `#RRGGBB`. No state is shown by colour alone: an icon and a word come with it."""

    window: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    soft: str
    select: str
    certain: str
    probable: str
    ambiguous: str
    none: str


LIGHT = Colours(
    window="#F4F6F8",
    surface="#FFFFFF",
    raised="#FAFBFC",
    text="#1C2530",
    muted="#566271",
    line="#D8DEE6",
    accent="#0F6B66",
    on_accent="#FFFFFF",
    soft="#E0F0EE",
    select="#D3E8E6",
    certain="#1A7446",
    probable="#8A5A00",
    ambiguous="#A8480F",
    none="#B3261E",
)
DARK = Colours(
    window="#12171C",
    surface="#1A2129",
    raised="#202933",
    text="#E7ECF2",
    muted="#9DAAB8",
    line="#303B47",
    accent="#5CC2B8",
    on_accent="#06201E",
    soft="#17393A",
    select="#193A39",
    certain="#63C08D",
    probable="#E0B04A",
    ambiguous="#F0945A",
    none="#F28B82",
)


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
