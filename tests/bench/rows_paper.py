"""Rows of the bench about hashing and sheets: each returns what we need and what the bare library needs.

Both are times of the same work done the same number of times in the same process, in seconds; lower is better.
A ratio of our speed to the bare speed is `reference / value`.
"""

import io
import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import font_source_sans_pro
import zxingcpp
from argon2 import PasswordHasher
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from turbo_admin.core.credentials.rules import draw_login, draw_provisional, hash_all, hash_token, new_salt
from turbo_admin.outside.paper.credential_sheet import CredentialSheet, SheetSchool
from turbo_admin.outside.paper.sheet_writer import write_sheets

MANY = 1000
_DAY = date(2026, 11, 23)
_SCHOOL = SheetSchool(
    "Collège Georges-Exemple",
    "0990001N",
    ("1 rue Inventée", "99000 Exempleville"),
    "01 00 00 00 00",
    "intendance@exemple.fr",
    "Exempleville",
    "https://espace.exemple.fr/e/0990001N",
)
# What one sheet says, line by line, for the bare loop: font, size, text.
_LINES = (
    ("Bold", 12.5, "Collège Georges-Exemple"),
    ("Regular", 9, "Service de restauration · 0990001N"),
    ("Regular", 9, "1 rue Inventée"),
    ("Regular", 9, "99000 Exempleville"),
    ("Regular", 9, "01 00 00 00 00 · intendance@exemple.fr"),
    ("Regular", 9, "Exempleville, le 23 novembre 2026"),
    ("Regular", 9, "Aux responsables de"),
    ("Bold", 17, "Vos identifiants pour l’Espace Numérique"),
    (
        "Regular",
        10.5,
        "Consultez le solde, réglez et réservez les repas de Thị Lan en ligne. Ce mot de passe est",
    ),
    ("Regular", 10.5, "provisoire : il sert une seule fois, puis vous choisissez le vôtre."),
    ("Regular", 9, "Identifiant"),
    ("Regular", 9, "Mot de passe provisoire"),
    ("Regular", 9, "à utiliser une seule fois, jusqu’au 20 février 2027"),
    ("Semibold", 10, "1"),
    ("Regular", 11, "Scannez le code ci-dessus, ou ouvrez espace.exemple.fr/e/0990001N"),
    ("Semibold", 10, "2"),
    ("Regular", 11, "Saisissez l’identifiant et le mot de passe provisoire"),
    ("Semibold", 10, "3"),
    ("Regular", 11, "Choisissez votre mot de passe : 12 caractères au moins"),
    ("Semibold", 10, "Identifiant ou mot de passe perdu ?"),
    (
        "Regular",
        9,
        "Sur la page d’accueil, « identifiant \\ mot de passe oublié(s) ? ». Pensez à regarder les courriers",
    ),
    ("Semibold", 10, "Ce document ne vous concerne pas ?"),
    (
        "Regular",
        9,
        "Merci de le rapporter à l’intendance (01 00 00 00 00). Il cesse de servir dès qu’un mot de passe",
    ),
)


def sheets_row() -> tuple[float, float]:
    """Return the seconds for 1,000 sheets, ours and a bare reportlab loop's with the same text, font and code.

    Seconds of the processor: one thread does all, and a busy machine would weigh on one of the two.
    """
    links = [f"{_SCHOOL.portal_url}/activer/{secrets.token_urlsafe(16)}" for _ in range(MANY)]
    clock = time.process_time
    return _timed(_our_sheets, links, clock), _timed(_bare_sheets, links, clock)


def hashing_row() -> tuple[float, float]:
    """Return the seconds for 1,000 credentials drawn and hashed, ours and bare argon2id's on all cores."""
    bare = [secrets.token_hex(8) for _ in range(MANY)]
    return _timed(_our_credentials, MANY), _timed(bare_hashes, bare)


def _timed(
    act: Callable[[Any], None], argument: Any, clock: Callable[[], float] = time.perf_counter
) -> float:
    started = clock()
    act(argument)
    return clock() - started


def _our_sheets(links: list[str]) -> None:
    sheets = [
        CredentialSheet(
            _SCHOOL,
            (("Nguyễn", f"Thị Lan {n}"),),
            "6 B",
            "élève",
            f"ln{n:06}",
            "k7mf-9xwq-3tpa",
            link,
            date(2027, 2, 20),
            f"D-2026-{n:05}",
        )
        for n, link in enumerate(links)
    ]
    write_sheets(io.BytesIO(), sheets, _DAY)


def _bare_sheets(links: list[str]) -> None:
    for weight in ("Regular", "Semibold", "Bold"):
        name = f"Bare{weight}"
        if name not in pdfmetrics.getRegisteredFontNames():
            key = "SourceSansPro" + weight.replace("Regular", "")
            pdfmetrics.registerFont(TTFont(name, font_source_sans_pro.font_files_ttf[key]))
    canvas = Canvas(io.BytesIO(), pagesize=A4, pageCompression=1)
    for n, link in enumerate(links):
        _bare_page(canvas, n, link)
    canvas.save()


def _bare_page(canvas: Canvas, number: int, link: str) -> None:
    own = (
        ("Bold", 12, f"NGUYỄN Thị Lan {number}"),
        ("Regular", 10, "Classe 6 B"),
        ("Semibold", 19, f"ln{number:06}"),
        ("Semibold", 19, "k7mf-9xwq-3tpa"),
        ("Regular", 7.5, f"Réf. D-2026-{number:05} · 6 B · imprimé le 23/11/2026"),
    )
    for row, (weight, size, text) in enumerate((*_LINES, *own)):
        canvas.setFont(f"Bare{weight}", size)
        canvas.drawString(60, 800 - 26 * row, text)
    code = zxingcpp.create_barcode(link, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # As an image: a path of squares, drawn with reportlab's own calls, would take four times as long.
    picture = Image.fromarray(code.to_image(scale=1, add_quiet_zones=False))
    canvas.drawImage(ImageReader(picture), 420, 420, 79, 79)
    canvas.showPage()


def _our_credentials(many: int) -> None:
    taken: set[str] = set()
    drawn = []
    for _ in range(many):
        login = draw_login("Lan", "Nguyễn", taken.__contains__)
        taken.add(login)
        secret = draw_provisional()
        hash_token(secret.link_token)
        drawn.append((secret.password, new_salt()))
    hash_all(drawn)


def bare_hashes(passwords: list[str]) -> None:
    """Hash with argon2-cffi alone, on all cores."""
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(hasher.hash, passwords))
