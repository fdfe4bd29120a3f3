"""The credential sheet: one A4 page a person, folded in three for a window envelope."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.credentials.passwords import SHORTEST
from turbo_admin.core.french import NBSP, full_name, long_date
from turbo_admin.core.matching.names import fold
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.paper.fonts import BOLD, REGULAR, SEMIBOLD, printable, use_fonts, wrap_to_fit
from turbo_admin.outside.paper.pen import (
    ACCENT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    SURFACE,
    TEXT,
    Box,
    Pen,
    Style,
)
from turbo_admin.outside.paper.qr import draw_qr
from turbo_admin.outside.paper.separators import draw_separator

SheetOrder = tuple[bool, tuple[tuple[int, int, str], ...], str, str]

STAFF = "commensal"
_LEFT, _RIGHT = 20 * mm, 190 * mm
_WIDTH = _RIGHT - _LEFT
_FOLDS = (99 * mm, 198 * mm)
# The window of a French DL envelope (35 × 100 mm, 20 mm from its right and lower edges) shows, wherever the
# folded sheet slides, at least 100–190 mm from the left and 55–79 mm from the top; the addressee's name falls
# within, and the « Aux responsables de » above it when the window is one of 45 mm.
_ADDRESS_LEFT, _ADDRESS_ROOM = 112 * mm, 77 * mm
_ADDRESS_TOP, _ADDRESS_BOTTOM = 53 * mm, 79 * mm
_MOST_NAMES = 4
_BOX_TOP, _BOX_HEIGHT = 133 * mm, 44 * mm
_QR_BOX, _QR_SIDE = 38 * mm, 28 * mm
_SECRET_LEFT = 27 * mm
_QR_LEFT = _RIGHT - 3 * mm - _QR_BOX
_SECRET_ROOM = _QR_LEFT - 3 * mm - _SECRET_LEFT
_TITLE = Style(BOLD, 17, ACCENT)
_LABEL = Style(REGULAR, 9, MUTED)
_SECRET = Style(SEMIBOLD, 19)
_STEP = Style(REGULAR, 11)
_QUESTION = Style(SEMIBOLD, 10)
_GROUP = Style(REGULAR, 10)
_FOOTER = Style(REGULAR, 7.5, MUTED)
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class SheetSchool:
    """The school as its paper shows it; any text may be empty but the name and the address of the portal.

    Attributes:
        portal_url: of the school's home page, `https://espace.exemple.fr/e/0990001N`.
    """

    name: str
    uai: str
    address_lines: tuple[str, ...]
    phone: str
    email: str
    town: str
    portal_url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page hands over. It holds a password: never log it, never keep it longer than the page takes.

    Attributes:
        diner_names: (last, first) of every diner of the account, one or more.
        class_name: of the first; empty for staff.
        kind: « élève » is written to « Aux responsables de », « commensal » by name.
        link_url: what the QR code says.
        expires: the last day on which the password works.
    """

    school: SheetSchool
    diner_names: tuple[tuple[str, str], ...]
    class_name: str
    kind: str
    login: str
    password: str
    link_url: str
    expires: date
    reference: str


# The same diners are ordered again and again: each list of accounts, each batch.
@lru_cache(maxsize=8192)
def sheet_order(class_name: str, last_name: str, first_name: str) -> SheetOrder:
    """Return the key by which sheets lie in the pile: class, then name; those without a class last.

    Numbers within a class sort as numbers: « 2nde 1 » < « 3 A » < « 6 B » < « 10 C » < « CAP 1 ».
    """
    pieces = re.findall(r"\d+|[^\W\d]+", fold(class_name))
    key = tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
    return not key, key, fold(last_name), fold(first_name)


def write_sheets(
    target: IO[bytes] | Path,
    sheets: Sequence[Sheet],
    printed_on: date,
    report: Callable[[int, int], None] | None = None,
    *,
    separators: bool = False,
) -> None:
    """Write one A4 page a sheet, in the order given.

    Args:
        target: a stream, or a path, which is written whole or not at all.
        separators: whether a page of its own lies before each class.
        report: called with (done, total) after each page; raising stops, and nothing is written.

    Raises:
        Refused: `disk_full` or `file_not_written`, for a path.
    """
    canvas = _lay_out(sheets, printed_on, report, separators=separators)
    if isinstance(target, Path):
        with whole_file(target) as stream:
            stream.write(canvas.getpdfdata())
    else:
        target.write(canvas.getpdfdata())


def _lay_out(
    sheets: Sequence[Sheet],
    printed_on: date,
    report: Callable[[int, int], None] | None,
    *,
    separators: bool,
) -> Any:
    use_fonts()
    canvas = Canvas("", pagesize=A4, pageCompression=1, lang="fr-FR")
    canvas.setTitle("Identifiants de l’Espace Numérique")
    canvas.setAuthor("Turbo Admin")
    canvas.setSubject("Fiches à remettre")
    canvas.setCreator("Turbo Admin")
    # What all sheets of a school share is drawn once and only called by each page.
    grounds: dict[SheetSchool, str] = {}
    piles = Counter(map(_pile, sheets)) if separators else Counter()
    for done, sheet in enumerate(sheets, 1):
        if sheet.school not in grounds:
            grounds[sheet.school] = f"school{len(grounds)}"
            _ground(canvas, grounds[sheet.school], sheet.school, printed_on)
        if _pile(sheet) in piles:
            draw_separator(canvas, sheet.school.name, sheet.class_name, piles.pop(_pile(sheet)), printed_on)
            canvas.showPage()
        canvas.doForm(grounds[sheet.school])
        _page(canvas, sheet, printed_on)
        canvas.showPage()
        if report:
            report(done, len(sheets))
    return canvas


def _pile(sheet: Sheet) -> tuple[str, str]:
    return sheet.school.uai, sheet.class_name


def _ground(canvas: Canvas, name: str, school: SheetSchool, printed_on: date) -> None:
    """Draw what every sheet of a school has: letterhead, box, steps, help."""
    canvas.beginForm(name)
    pen = Pen(canvas)
    _letterhead(pen, school, printed_on)
    for fold_at in _FOLDS:
        pen.rule(0, 5 * mm, fold_at)
        pen.rule(PAGE_WIDTH - 5 * mm, PAGE_WIDTH, fold_at)
    pen.line(_LEFT, 112 * mm, "Vos identifiants pour l’Espace Numérique", _TITLE)
    pen.box(Box(_LEFT, _BOX_TOP, _WIDTH, _BOX_HEIGHT), 3 * mm, SOFT)
    pen.box(Box(_QR_LEFT, _BOX_TOP + 3 * mm, _QR_BOX, _QR_BOX), 2 * mm, SURFACE)
    pen.line(_SECRET_LEFT, _BOX_TOP + 8.5 * mm, "Identifiant", _LABEL)
    pen.line(_SECRET_LEFT, _BOX_TOP + 26.5 * mm, "Mot de passe provisoire", _LABEL)
    _steps(pen, school)
    _help(pen, school)
    pen.rule(_LEFT, _RIGHT, 280 * mm)
    pen.lift()
    canvas.endForm()


def _letterhead(pen: Pen, school: SheetSchool, printed_on: date) -> None:
    room = 86 * mm
    names, size = wrap_to_fit(printable(school.name), BOLD, (12.5, 11.5, 10.5), room, 2)
    top = 22.5 * mm
    for line in names:
        pen.line(_LEFT, top, line, Style(BOLD, size))
        top += size * 1.25
    contact = " · ".join(filter(None, (school.phone, school.email)))
    top += 1.2 * mm
    for line in (f"Service de restauration · {school.uai}", *school.address_lines[:4], contact):
        text = printable(line)
        if text:
            pen.fitted(_LEFT, top, text, _LABEL, room)
            top += 5 * mm
    day = long_date(printed_on)
    place = f"{printable(school.town)}, le {day}" if school.town else f"Le {day}"
    pen.fitted(_LEFT, 85 * mm, place, _LABEL, 75 * mm)


def _steps(pen: Pen, school: SheetSchool) -> None:
    address = school.portal_url.partition("://")[2] or school.portal_url
    for number, step in enumerate(
        (
            f"Scannez le code ci-dessus, ou ouvrez {address}",
            "Saisissez l’identifiant et le mot de passe provisoire",
            f"Choisissez votre mot de passe{NBSP}: {SHORTEST} caractères au moins",
        ),
        1,
    ):
        top = (196 + 11 * number) * mm
        pen.numbered(24 * mm, top - 1.4 * mm, number, 3.5 * mm)
        pen.fitted(32 * mm, top, printable(step), _STEP, _RIGHT - 32 * mm)


def _help(pen: Pen, school: SheetSchool) -> None:
    forgotten = f"«{NBSP}identifiant \\ mot de passe oublié(s){NBSP}?{NBSP}»"
    phone = f" ({printable(school.phone)})" if school.phone else ""
    for top, title, text in (
        (
            245 * mm,
            f"Identifiant ou mot de passe perdu{NBSP}?",
            f"Sur la page d’accueil, {forgotten}. Pensez à regarder les courriers indésirables.",
        ),
        (
            261 * mm,
            f"Ce document ne vous concerne pas{NBSP}?",
            f"Merci de le rapporter à l’intendance{phone}. Il cesse de servir dès qu’un mot de passe a été choisi.",
        ),
    ):
        pen.line(_LEFT, top, title, _QUESTION)
        pen.fitted(_LEFT, top + 5.6 * mm, text, _LABEL, _WIDTH)


def _page(canvas: Canvas, sheet: Sheet, printed_on: date) -> None:
    """Draw what only this sheet has."""
    pen = Pen(canvas)
    _addressee(pen, sheet)
    lines, size = wrap_to_fit(_purpose(sheet), REGULAR, (10.5, 9.5, 8.5), _WIDTH, 3)
    for row, line in enumerate(lines):
        pen.line(_LEFT, 119.5 * mm + row * size * 1.4, line, Style(REGULAR, size))
    pen.fitted(_SECRET_LEFT, _BOX_TOP + 16.5 * mm, sheet.login, _SECRET, _SECRET_ROOM)
    pen.fitted(_SECRET_LEFT, _BOX_TOP + 34.5 * mm, sheet.password, _SECRET, _SECRET_ROOM)
    until = f"à utiliser une seule fois, jusqu’au {long_date(sheet.expires)}"
    pen.line(_SECRET_LEFT, _BOX_TOP + 40.5 * mm, until, _LABEL)
    reference = f"Réf. {sheet.reference}" if sheet.reference else ""
    parts = filter(None, (reference, sheet.class_name, f"imprimé le {printed_on:%d/%m/%Y}"))
    pen.fitted(_LEFT, 284.5 * mm, printable(" · ".join(parts)), _FOOTER, _WIDTH)
    pen.lift()
    margin = (_QR_BOX - _QR_SIDE) / 2
    canvas.setFillColor(TEXT)
    bottom = PAGE_HEIGHT - _BOX_TOP - 3 * mm - margin - _QR_SIDE
    draw_qr(canvas, sheet.link_url, _QR_LEFT + margin, bottom, _QR_SIDE)


def _addressee(pen: Pen, sheet: Sheet) -> None:
    """Write to whom the sheet goes, within the envelope's window."""
    if sheet.kind != STAFF:
        pen.line(_ADDRESS_LEFT, _ADDRESS_TOP, "Aux responsables de", _LABEL)
    top = _ADDRESS_TOP + 6.5 * mm
    names = [printable(full_name(last, first)) for last, first in sheet.diner_names]
    if len(names) > _MOST_NAMES:
        more = len(names) - (_MOST_NAMES - 1)
        names = [*names[: _MOST_NAMES - 1], f"et {more} autres hôtes"]
    most_lines = 1 if len(names) > 1 else 2
    for name in names:
        lines, size = wrap_to_fit(name, BOLD, (12, 11, 10, 9), _ADDRESS_ROOM, most_lines)
        for line in lines:
            pen.line(_ADDRESS_LEFT, top, line, Style(BOLD, size))
            top += 5 * mm
    if sheet.class_name:
        group = sheet.class_name if sheet.kind == STAFF else f"Classe {sheet.class_name}"
        pen.fitted(
            _ADDRESS_LEFT, min(top + 0.7 * mm, _ADDRESS_BOTTOM), printable(group), _GROUP, _ADDRESS_ROOM
        )


def _purpose(sheet: Sheet) -> str:
    once = f"Ce mot de passe est provisoire{NBSP}: il sert une seule fois, puis vous choisissez le vôtre."
    if sheet.kind == STAFF:
        return f"Ouvrez en ligne votre espace restauration. {once}"
    firsts = [of(printable(first)) for _, first in sheet.diner_names]
    whose = " et ".join([", ".join(firsts[:-1]), firsts[-1]]) if len(firsts) > 1 else "".join(firsts)
    # What can be done there grows with the portal: the sheet promises nothing that it may not hold yet.
    return f"Ouvrez en ligne l’espace restauration {whose}. {once}"


def of(name: str) -> str:
    """Return « de Léa », « d’Anne ». An H is left alone: nobody says « d’Hugo » or « de Hélène » for sure."""
    return f"d’{name}" if fold(name)[:1] in _VOWELS else f"de {name}"
