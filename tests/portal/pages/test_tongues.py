"""All that a page says comes from one catalogue: another language is one file."""

import re
from pathlib import Path

import pytest

from installer.extract_texts import TEMPLATE, extracted
from tests.portal.brackets import OPEN, OTHER, bracketed, left_out, says_something, words
from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor
from turbo_admin.portal.tongues import Tongues

_TEMPLATES = sorted((TEMPLATE.parent.parent / "templates").glob("*.html"))
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%-? *trans.*?endtrans *-?%\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def test_the_catalogue_is_that_of_the_texts() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == extracted(), "make texts"


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_past_the_catalogue(path: Path) -> None:
    bare = _EXPRESSION.sub(" ", path.read_text(encoding="utf-8"))
    assert [one for one in words(bare) if says_something(one)] == []


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Tongues:
    """French, and a language in which every text stands between brackets."""
    return bracketed(tmp_path_factory.mktemp("locales"))


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
        "mot-de-passe-oublie",
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
    assert left_out(" ".join(words(page.text))) == []


def test_who_asks_for_neither_reads_french(site: Site, portal: Portal) -> None:
    visitor = site.visitor(portal.uai)
    visitor.http.headers["Accept-Language"] = "de, pt;q=0.5"
    page = visitor.get("connexion")
    assert '<html lang="fr"' in page.text
    assert OPEN not in page.text


def test_errors_of_a_form_are_said_in_it_too(foreigner: Visitor) -> None:
    page = foreigner.submit("creer-un-compte", carte="", nom="", prenom="", email="personne")
    assert page.status_code == 400
    assert left_out(" ".join(words(page.text))) == []
