"""Draws one credential sheet on one A4 page, folded in three for a window envelope."""

from datetime import date

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.credentials.passwords import SHORTEST
from turbo_admin.core.french import NBSP, full_name, long_date
from turbo_admin.core.matching.spellings import fold
from turbo_admin.outside.paper.credential_sheet import STAFF, CredentialSheet, SheetSchool
from turbo_admin.outside.paper.fonts import BOLD, REGULAR, SEMIBOLD, printable, wrap_to_fit
from turbo_admin.outside.paper.page_canvas import (
    ACCENT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    SURFACE,
    TEXT,
    Box,
    PageCanvas,
    Style,
)
from turbo_admin.outside.paper.qr import draw_qr

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


def draw_shared_part(canvas: Canvas, name: str, school: SheetSchool, printed_on: date) -> None:
    """Draw the part common to all sheets of a school: letterhead, box, steps, help."""
    canvas.beginForm(name)
    page = PageCanvas(canvas)
    _letterhead(page, school, printed_on)
    for fold_at in _FOLDS:
        page.rule(0, 5 * mm, fold_at)
        page.rule(PAGE_WIDTH - 5 * mm, PAGE_WIDTH, fold_at)
    page.line(_LEFT, 112 * mm, "Vos identifiants pour l’Espace Numérique", _TITLE)
    page.box(Box(_LEFT, _BOX_TOP, _WIDTH, _BOX_HEIGHT), 3 * mm, SOFT)
    page.box(Box(_QR_LEFT, _BOX_TOP + 3 * mm, _QR_BOX, _QR_BOX), 2 * mm, SURFACE)
    page.line(_SECRET_LEFT, _BOX_TOP + 8.5 * mm, "Identifiant", _LABEL)
    page.line(_SECRET_LEFT, _BOX_TOP + 26.5 * mm, "Mot de passe provisoire", _LABEL)
    _steps(page, school)
    _help(page, school)
    page.rule(_LEFT, _RIGHT, 280 * mm)
    page.draw_text()
    canvas.endForm()


def _letterhead(page: PageCanvas, school: SheetSchool, printed_on: date) -> None:
    room = 86 * mm
    names, size = wrap_to_fit(printable(school.name), BOLD, (12.5, 11.5, 10.5), room, 2)
    top = 22.5 * mm
    for line in names:
        page.line(_LEFT, top, line, Style(BOLD, size))
        top += size * 1.25
    contact = " · ".join(filter(None, (school.phone, school.email)))
    top += 1.2 * mm
    for line in (f"Service de restauration · {school.uai}", *school.address_lines[:4], contact):
        text = printable(line)
        if text:
            page.fitted(_LEFT, top, text, _LABEL, room)
            top += 5 * mm
    day = long_date(printed_on)
    dateline = f"{printable(school.town)}, le {day}" if school.town else f"Le {day}"
    page.fitted(_LEFT, 85 * mm, dateline, _LABEL, 75 * mm)


def _steps(page: PageCanvas, school: SheetSchool) -> None:
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
        page.numbered(24 * mm, top - 1.4 * mm, number, 3.5 * mm)
        page.fitted(32 * mm, top, printable(step), _STEP, _RIGHT - 32 * mm)


def _help(page: PageCanvas, school: SheetSchool) -> None:
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
        page.line(_LEFT, top, title, _QUESTION)
        page.fitted(_LEFT, top + 5.6 * mm, text, _LABEL, _WIDTH)


def draw_page(canvas: Canvas, sheet: CredentialSheet, printed_on: date) -> None:
    """Draw the part of one sheet."""
    page = PageCanvas(canvas)
    _addressee(page, sheet)
    lines, size = wrap_to_fit(_purpose(sheet), REGULAR, (10.5, 9.5, 8.5), _WIDTH, 3)
    for row, line in enumerate(lines):
        page.line(_LEFT, 119.5 * mm + row * size * 1.4, line, Style(REGULAR, size))
    page.fitted(_SECRET_LEFT, _BOX_TOP + 16.5 * mm, sheet.login, _SECRET, _SECRET_ROOM)
    page.fitted(_SECRET_LEFT, _BOX_TOP + 34.5 * mm, sheet.password, _SECRET, _SECRET_ROOM)
    until = f"à utiliser une seule fois, jusqu’au {long_date(sheet.expires)}"
    page.line(_SECRET_LEFT, _BOX_TOP + 40.5 * mm, until, _LABEL)
    reference = f"Réf. {sheet.reference}" if sheet.reference else ""
    parts = filter(None, (reference, sheet.class_name, f"imprimé le {printed_on:%d/%m/%Y}"))
    page.fitted(_LEFT, 284.5 * mm, printable(" · ".join(parts)), _FOOTER, _WIDTH)
    page.draw_text()
    margin = (_QR_BOX - _QR_SIDE) / 2
    canvas.setFillColor(TEXT)
    bottom = PAGE_HEIGHT - _BOX_TOP - 3 * mm - margin - _QR_SIDE
    draw_qr(canvas, sheet.link_url, _QR_LEFT + margin, bottom, _QR_SIDE)


def _addressee(page: PageCanvas, sheet: CredentialSheet) -> None:
    """Write the addressee within the envelope's window."""
    if sheet.kind != STAFF:
        page.line(_ADDRESS_LEFT, _ADDRESS_TOP, "Aux responsables de", _LABEL)
    top = _ADDRESS_TOP + 6.5 * mm
    names = [printable(full_name(last, first)) for last, first in sheet.diner_names]
    if len(names) > _MOST_NAMES:
        more = len(names) - (_MOST_NAMES - 1)
        names = [*names[: _MOST_NAMES - 1], f"et {more} autres hôtes"]
    most_lines = 1 if len(names) > 1 else 2
    for name in names:
        lines, size = wrap_to_fit(name, BOLD, (12, 11, 10, 9), _ADDRESS_ROOM, most_lines)
        for line in lines:
            page.line(_ADDRESS_LEFT, top, line, Style(BOLD, size))
            top += 5 * mm
    if sheet.class_name:
        group = sheet.class_name if sheet.kind == STAFF else f"Classe {sheet.class_name}"
        page.fitted(
            _ADDRESS_LEFT, min(top + 0.7 * mm, _ADDRESS_BOTTOM), printable(group), _GROUP, _ADDRESS_ROOM
        )


def _purpose(sheet: CredentialSheet) -> str:
    once = f"Ce mot de passe est provisoire{NBSP}: il sert une seule fois, puis vous choisissez le vôtre."
    if sheet.kind == STAFF:
        return f"Ouvrez en ligne votre espace restauration. {once}"
    firsts = [of(printable(first)) for _, first in sheet.diner_names]
    whose = " et ".join([", ".join(firsts[:-1]), firsts[-1]]) if len(firsts) > 1 else "".join(firsts)
    # No promise of payments or bookings: the portal does not offer them yet.
    return f"Ouvrez en ligne l’espace restauration {whose}. {once}"


def of(name: str) -> str:
    """Return « de Léa », « d’Anne ». Before H always « de »: whether it is aspirated depends on the name."""
    return f"d’{name}" if fold(name)[:1] in _VOWELS else f"de {name}"
