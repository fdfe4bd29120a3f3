"""The A4 poster that gives families the link to their school's page."""

from pathlib import Path
from typing import IO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.french import NBSP
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.paper.credential_sheet import SheetSchool
from turbo_admin.outside.paper.fonts import BOLD, REGULAR, SEMIBOLD, fit, printable, use_fonts, wrap_to_fit
from turbo_admin.outside.paper.page_canvas import (
    ACCENT,
    MUTED,
    ON_ACCENT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALLEST,
    SOFT,
    TEXT,
    Box,
    PageCanvas,
    Style,
)
from turbo_admin.outside.paper.qr import draw_qr

_LEFT, _RIGHT = 20 * mm, 190 * mm
_WIDTH = _RIGHT - _LEFT
_MIDDLE = PAGE_WIDTH / 2
_BAND = 74 * mm
_QR_SIDE = 62 * mm
_STEPS = (
    ("Ouvrez la page", "Scannez le code, ou tapez l’adresse ci-dessus."),
    (
        f"Choisissez «{NBSP}Créer un compte{NBSP}»",
        f"Ayez sous les yeux la carte self de votre enfant, ou la vôtre{NBSP}: "
        "ses 5 derniers chiffres vous seront demandés.",
    ),
    (
        f"Recevez vos identifiants sous 48{NBSP}h",
        "Par e-mail, ou sur une feuille remise par l’établissement. Pensez à regarder les courriers indésirables.",
    ),
)


def write_poster(target: IO[bytes] | Path, school: SheetSchool) -> None:
    """Write the poster of a school: one A4 page with its name, its address on the portal and the three steps.

    Args:
        target: a stream, or a path, which is written atomically.

    Raises:
        Refused: `disk_full` or `file_not_written`, for a path.
    """
    use_fonts()
    canvas = Canvas("", pagesize=A4, pageCompression=1, lang="fr-FR")
    canvas.setTitle("L’Espace Numérique des familles")
    canvas.setAuthor("Turbo Admin")
    canvas.setCreator("Turbo Admin")
    canvas.setSubject("Affiche pour les familles")
    _draw(canvas, school)
    canvas.showPage()
    content = canvas.getpdfdata()
    if isinstance(target, Path):
        with whole_file(target) as stream:
            stream.write(content)
    else:
        target.write(content)


def _draw(canvas: Canvas, school: SheetSchool) -> None:
    page = PageCanvas(canvas)
    canvas.setFillColor(ACCENT)
    canvas.rect(0, PAGE_HEIGHT - _BAND, PAGE_WIDTH, _BAND, stroke=0, fill=1)
    names, size = wrap_to_fit(printable(school.name), SEMIBOLD, (18, 16, 14), _WIDTH, 2)
    for row, line in enumerate(names):
        page.line(_LEFT, 24 * mm + row * size * 1.2, line, Style(SEMIBOLD, size, ON_ACCENT))
    page.line(_LEFT, 50 * mm, "L’Espace Numérique des familles", Style(BOLD, 30, ON_ACCENT))
    page.line(_LEFT, 62 * mm, "Le restaurant scolaire, depuis chez vous.", Style(REGULAR, 15, ON_ACCENT))
    _code(page, school)
    for number, (title, text) in enumerate(_STEPS, 1):
        _step(page, number, title, text)
    _foot(page, school)
    page.draw_text()


def _code(page: PageCanvas, school: SheetSchool) -> None:
    frame = _QR_SIDE + 16 * mm
    page.box(Box(_LEFT, 83 * mm, _WIDTH, frame + 26 * mm), 4 * mm, SOFT)
    page.box(Box(_MIDDLE - frame / 2, 90 * mm, frame, frame), 3 * mm, ON_ACCENT)
    address = printable(school.portal_url.partition("://")[2] or school.portal_url)
    text, size = fit(address, SEMIBOLD, 20, _WIDTH - 12 * mm, SMALLEST)
    page.centred(_MIDDLE, 90 * mm + frame + 12 * mm, text, Style(SEMIBOLD, size, ACCENT))
    page.canvas.setFillColor(TEXT)
    bottom = PAGE_HEIGHT - 90 * mm - (frame + _QR_SIDE) / 2
    draw_qr(page.canvas, school.portal_url, _MIDDLE - _QR_SIDE / 2, bottom, _QR_SIDE)


def _step(page: PageCanvas, number: int, title: str, text: str) -> None:
    top = (180.5 + 22.5 * number) * mm
    page.numbered(_LEFT + 6 * mm, top + 1 * mm, number, 6 * mm)
    page.line(_LEFT + 18 * mm, top, title, Style(SEMIBOLD, 15))
    lines, size = wrap_to_fit(text, REGULAR, (11.5, 10.5), _WIDTH - 18 * mm, 2)
    for row, line in enumerate(lines):
        page.line(_LEFT + 18 * mm, top + 6.2 * mm + row * size * 1.3, line, Style(REGULAR, size, MUTED))


def _foot(page: PageCanvas, school: SheetSchool) -> None:
    page.rule(_LEFT, _RIGHT, 275 * mm)
    contact = " · ".join(filter(None, (school.phone, school.email)))
    question = f"Une question{NBSP}? Service de restauration" + (f"{NBSP}: {contact}" if contact else "")
    page.fitted(_LEFT, 282 * mm, printable(question), Style(REGULAR, 10.5, MUTED), _WIDTH)
