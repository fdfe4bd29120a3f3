"""What a mail is made of; text and HTML come from the same blocks, so they cannot drift."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values in a frame, to be copied by hand."""

    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Button:
    """A link that is pressed; in plain text its address stands alone on its line."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do, in order."""

    steps: Sequence[str]


Block = Paragraph | Facts | Button | Steps
