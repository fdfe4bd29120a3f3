"""Writes credential sheets as a PDF, one page a person."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.files.progress import ReadProgress
from turbo_admin.outside.paper.credential_page import draw_page, draw_shared_part
from turbo_admin.outside.paper.credential_sheet import CredentialSheet, SheetSchool
from turbo_admin.outside.paper.fonts import use_fonts
from turbo_admin.outside.paper.separators import draw_separator


def write_sheets(
    target: IO[bytes] | Path,
    sheets: Sequence[CredentialSheet],
    printed_on: date,
    report: ReadProgress | None = None,
    *,
    separators: bool = False,
) -> None:
    """Write one A4 page a sheet, in the order given.

    Args:
        target: a stream, or a path, which is written atomically.
        separators: whether a separator page precedes each class.
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
    sheets: Sequence[CredentialSheet],
    printed_on: date,
    report: ReadProgress | None,
    *,
    separators: bool,
) -> Any:
    use_fonts()
    canvas = Canvas("", pagesize=A4, pageCompression=1, lang="fr-FR")
    canvas.setTitle("Identifiants de l’Espace Numérique")
    canvas.setAuthor("Turbo Admin")
    canvas.setSubject("Fiches à remettre")
    canvas.setCreator("Turbo Admin")
    # Drawn once as a PDF form and referenced by each page: smaller and faster.
    shared_parts: dict[SheetSchool, str] = {}
    piles = Counter(map(_pile, sheets)) if separators else Counter()
    for done, sheet in enumerate(sheets, 1):
        if sheet.school not in shared_parts:
            shared_parts[sheet.school] = f"school{len(shared_parts)}"
            draw_shared_part(canvas, shared_parts[sheet.school], sheet.school, printed_on)
        if _pile(sheet) in piles:
            draw_separator(canvas, sheet.school.name, sheet.class_name, piles.pop(_pile(sheet)), printed_on)
            canvas.showPage()
        canvas.doForm(shared_parts[sheet.school])
        draw_page(canvas, sheet, printed_on)
        canvas.showPage()
        if report:
            report(done, len(sheets))
    return canvas


def _pile(sheet: CredentialSheet) -> tuple[str, str]:
    return sheet.school.uai, sheet.class_name
