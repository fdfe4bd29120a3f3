"""The documents say of the code what is so: the map is current, and what they name exists."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from installer import draw_map
from tests.sources import PACKAGE, ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_FILE = re.compile(r"(?<![\w./-])[\w-][\w./-]*\.(?:py|md|sh|ui|pot|toml|yml|png)\b(?!\w)")
_LAYERS = "core|protocol|store|outside|office|ui|portal|app|cli|demo"
_DOTTED = re.compile(rf"`(?:turbo_admin\.)?((?:{_LAYERS})(?:\.\w+)+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")
_MOST_WORDS = {"README.md": 1_500, "architecture.md": 1_100, "decisions.md": 7_200}


def test_the_map_of_the_code_is_current() -> None:
    assert draw_map.drawn() == draw_map.PAGE.read_text(encoding="utf-8"), "run: make map"


@cache
def _files() -> frozenset[str]:
    """Every file of the project, as a path from its top, from the package, from `docs`, or by its bare name."""
    folders = ("turbo_admin", "tests", "installer", "forms", "docs", "resources", ".github", ".ci")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    paths += [path for path in ROOT.iterdir() if path.is_file()]
    starts = (ROOT, PACKAGE, ROOT / "docs", PACKAGE / "portal")
    named = {
        path.relative_to(start).as_posix() for path in paths for start in starts if path.is_relative_to(start)
    }
    return frozenset(named | {path.name for path in paths})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_document_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert sorted(set(_FILE.findall(text)) - _files()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_dotted_name_in_a_document_is_in_the_code(page: Path) -> None:
    names = set(_DOTTED.findall(page.read_text(encoding="utf-8")))
    assert sorted(name for name in names if not _is_in_the_code(name)) == []


def _is_in_the_code(dotted: str) -> bool:
    """Whether a folder, a module, or a name within a module is called so."""
    place, rest = PACKAGE, dotted.split(".")
    while rest and (place / rest[0]).is_dir():
        place = place / rest.pop(0)
    if rest and (place / f"{rest[0]}.py").is_file():
        place = place / f"{rest.pop(0)}.py"
    if not rest:
        return True
    module = place if place.is_file() else place / "__init__.py"
    return bool(re.search(rf"\b{rest[0]}\b", module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_documents_leads_somewhere(page: Path) -> None:
    broken = [
        f"{target}#{anchor}"
        for target, anchor in _LINK.findall(page.read_text(encoding="utf-8"))
        if not re.match(r"https?:|mailto:", target) and not _leads(page, target, anchor)
    ]
    assert broken == []


def _leads(page: Path, target: str, anchor: str) -> bool:
    found = page.parent / target if target else page
    return found.exists() and (not anchor or anchor in set(_anchors(found)))


def _anchors(page: Path) -> Iterator[str]:
    """The anchors that GitHub gives to the headings of a page."""
    for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# The map that `make map` draws, and the index of the decisions.
_WRITTEN_BY_NOBODY = re.compile(r"<!-- map: begin.*?map: end -->|^- \*\*\[[^\n]*$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("name", "most"), _MOST_WORDS.items())
def test_the_first_pages_stay_short(name: str, most: int) -> None:
    page = next(page for page in PAGES if page.name == name)
    assert len(_WRITTEN_BY_NOBODY.sub("", page.read_text(encoding="utf-8")).split()) <= most
