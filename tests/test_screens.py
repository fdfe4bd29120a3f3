"""Rules about what is read: compiled forms as drawn, French typography, colours that can be read, Qt's references."""

import re
import sys
from itertools import product
from pathlib import Path

import pytest

from installer.compile_forms import COMPILED, compile_form, compiled, forms
from tests import typography
from tests.all_cases import all_cases
from tests.sources import PACKAGE, ROOT, location, modules, sentences, text_files
from turbo_admin.core.colours import DARK, LIGHT, Colours, contrast
from turbo_admin.core.wording.sentences import ERRORS

# Forms


@all_cases("form", forms())
def test_every_form_is_compiled_as_it_stands(form: Path) -> None:
    assert compiled(form).read_text(encoding="utf-8") == compile_form(form), "run: make forms"


def test_every_compiled_form_has_its_form() -> None:
    found = {path for path in COMPILED.rglob("*.py") if path.name != "__init__.py"}
    assert found == {compiled(form) for form in forms()}


# French typography


def test_errors_are_well_set() -> None:
    assert {code: found for code, text in ERRORS.items() if (found := typography.problems(text))} == {}


def test_forms_are_well_set() -> None:
    found = [
        f"{form.name}: {problem}"
        for form in forms()
        for text in typography.form_strings(form)
        for problem in typography.problems(text)
    ]
    assert not found, "\n".join(found)


def test_pages_are_well_set() -> None:
    found = [
        f"{page.name}: {problem}"
        for page in sorted((PACKAGE / "portal" / "templates").rglob("*.html"))
        for text in typography.template_strings(page)
        for problem in typography.problems(text)
    ]
    assert not found, "\n".join(found)


def test_what_families_read_is_well_set() -> None:
    texts = typography.catalogue_strings(PACKAGE / "portal" / "locales" / "portal.pot")
    assert len(texts) > 100
    assert [problem for text in texts for problem in typography.problems(text)] == []


def test_families_read_one_word_for_an_e_mail() -> None:
    others = re.compile(r"(?i)(?<!{)\b(courriels?|emails?|mél)\b(?!})|(?<!-)\bmails?\b")
    texts = typography.catalogue_strings(PACKAGE / "portal" / "locales" / "portal.pot")
    found = sorted(found[0] for text in texts if (found := others.search(text)))
    # The guide's own: the label of the request form, and the thanks for a request.
    assert found == ["Email", "Email"]


def test_french_within_the_code_is_well_set() -> None:
    found = [
        f"{location(path, node)} {problem}"
        for path in modules()
        for node, text in sentences(path)
        if typography.is_french(text)
        for problem in typography.problems(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "wrong",
    [
        "L'hôte",
        "Attention !",
        "Vraiment?",
        "« oui »",
        "Nom :",
        "Chargement...",
        "«\u00a0oui »",
        "l'« Espace »",
    ],
)
def test_bad_typography_is_seen(wrong: str) -> None:
    assert typography.problems(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "L’hôte de 18:02",
        "Attention\u00a0!",
        "«\u00a0Oui\u00a0»",
        "Nom\u202f:",
        "https://exemple.fr/e/x?a=1",
        "Vraiment\u00a0?!",
        "{count:>3} lignes",
    ],
)
def test_good_typography_passes(right: str) -> None:
    assert typography.problems(right) == []


# Colours

_INKS = ("text", "muted", "accent", "certain", "probable", "ambiguous", "none")
_GROUNDS = ("window", "surface", "raised")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product(_INKS, _GROUNDS),
        ("on_accent", "accent"),
        ("text", "select"),
        ("text", "soft"),
        ("accent", "soft"),
    ],
)
def test_text_can_be_read_on_every_ground(theme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


# What a printer has, in the rules for print.
_PAPER = {"#FFFFFF", "#000000"}


def test_colours_have_one_home() -> None:
    colour = re.compile(r"#[0-9A-Fa-f]{6}\b")
    suffixes = {".py", ".css", ".html"}
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        if path.suffix in suffixes and PACKAGE in path.parents and path != PACKAGE / "core" / "colours.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if set(colour.findall(line)) - _PAPER
    ]
    assert not found, "\n".join(found)


# Qt


def test_qt_calls_do_not_wear_out_none_and_true(qtbot: object) -> None:
    from PySide6.QtCore import QObject, Signal
    from PySide6.QtWidgets import QLabel

    class Bell(QObject):
        rung = Signal(bool)

    heard: list[bool] = []
    label, bell = QLabel(), Bell()
    bell.rung.connect(heard.append)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(200):
        label.setText(str(number))
        bell.rung.emit(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert len(heard) == 200
    # `heard` itself holds True 200 times; a binding that loses references would be 200 below.
    assert after[0] - before[0] > -20
    assert after[1] - before[1] > -20


def test_no_layout_item_is_wrapped() -> None:
    """Its wrapper can outlive it; whatever Qt then creates at its address is taken for a layout item."""
    calls = re.compile(r"\.(?:itemAt|takeAt)\(")
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in sorted((PACKAGE / "ui").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if calls.search(line)
    ]
    assert not found, "\n".join(found)
