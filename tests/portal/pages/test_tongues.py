"""All that a page says comes from one catalogue: another language is one file."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from installer.extract_texts import TEMPLATE, extracted
from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor
from turbo_admin.portal.tongues import Tongues, read_tongues

# Esperanto stands for any other language; its words are ours between brackets.
OTHER = "eo"
_OPEN, _SHUT = "⟦", "⟧"
_TEMPLATES = sorted((TEMPLATE.parent.parent / "templates").glob("*.html"))
_SPOKEN = ("alt", "aria-label", "placeholder", "title")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%-? *trans.*?endtrans *-?%\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Names and addresses: the same in every language.
_NAMES = re.compile(r"Turbo Admin|Collège de l’Exemple|RGAA|AGPL[\w.-]*|https?://\S+|PDF|JSON")


class _Words(HTMLParser):
    """Gathers what a page says: its text, and what is said in place of pictures and fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}
        self.found += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def _words(page: str) -> list[str]:
    words = _Words()
    words.feed(page)
    return [one.strip() for one in words.found if one.strip()]


def _says_something(text: str) -> bool:
    return any(letter.isalpha() for letter in _NAMES.sub("", text))


def test_the_catalogue_is_that_of_the_texts() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == extracted(), "make texts"


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_past_the_catalogue(path: Path) -> None:
    bare = _EXPRESSION.sub(" ", path.read_text(encoding="utf-8"))
    assert [one for one in _words(bare) if _says_something(one)] == []


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Tongues:
    """French, and a language in which every text stands between brackets."""
    folder = tmp_path_factory.mktemp("locales")
    with TEMPLATE.open("rb") as stream:
        catalogue = read_po(stream, locale=OTHER)
    for one in catalogue:
        if one.id:
            texts = (one.id,) if isinstance(one.id, str) else one.id
            said = tuple(f"{_OPEN}{text}{_SHUT}" for text in texts)
            one.string = said[0] if isinstance(one.id, str) else said
    with (folder / f"{OTHER}.po").open("wb") as stream:
        write_po(stream, catalogue)
    return read_tongues(folder)


@pytest.fixture
def site(portal: Portal, tongues: Tongues):  # type: ignore[no-untyped-def]
    """A site that speaks both."""
    with Site(portal, tongues=tongues) as running:
        yield running


@pytest.fixture
def foreigner(site: Site, portal: Portal) -> Visitor:
    """A browser that would rather have the other language."""
    visitor = site.visitor(portal.uai)
    visitor.http.headers["Accept-Language"] = f"{OTHER}, fr;q=0.5"
    return visitor


@pytest.mark.parametrize(
    "path",
    [
        "",
        "connexion",
        "creer-un-compte",
        "oublie",
        "mentions",
        "donnees-personnelles",
        "accessibilite",
        "n-existe-pas",
    ],
)
def test_a_page_says_all_in_the_language_asked_for(foreigner: Visitor, path: str) -> None:
    page = foreigner.get(path)
    assert f'<html lang="{OTHER}"' in page.text
    assert page.headers["Content-Language"] == OTHER
    assert "accept-language" in page.headers["Vary"].lower()
    assert _left_out(page.text) == []


def test_who_asks_for_neither_reads_french(site: Site, portal: Portal) -> None:
    visitor = site.visitor(portal.uai)
    visitor.http.headers["Accept-Language"] = "de, pt;q=0.5"
    page = visitor.get("connexion")
    assert '<html lang="fr"' in page.text
    assert _OPEN not in page.text


def test_errors_of_a_form_are_said_in_it_too(foreigner: Visitor) -> None:
    page = foreigner.submit("creer-un-compte", carte="", nom="", prenom="", email="personne")
    assert page.status_code == 400
    assert _left_out(page.text) == []


def _left_out(page: str) -> list[str]:
    """Return what stands outside the brackets, other than the school's own name."""
    text = " ".join(_words(page))
    depth, outside = 0, ""
    for letter in text:
        depth += (letter == _OPEN) - (letter == _SHUT)
        outside += letter if not depth and letter != _SHUT else "\n"
    left = (line.strip() for line in outside.split("\n"))
    return [line for line in left if _says_something(line)]
