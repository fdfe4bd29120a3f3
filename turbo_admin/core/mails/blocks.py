"""Blocks of a mail; text and HTML are generated from the same blocks, so they cannot differ."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed mail: subject, text and HTML."""

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
    """A link shown as a button; in plain text its address is alone on a line."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered steps."""

    steps: Sequence[str]


Block = Paragraph | Facts | Button | Steps
