"""Gathers what families read into turbo_admin/portal/locales/portal.pot. `make texts` runs it.

Another language is a copy of that file, filled in and named after the language (`en.po`), in the same folder; what has
changed since is brought in by `pybabel update -i portal.pot -d … `, or by any editor of catalogues.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "turbo_admin"
TEMPLATE = PACKAGE / "portal" / "locales" / "portal.pot"
_KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_HEADER = """# What families read in the portal of Turbo Admin: pages, mails, « Mes données ».
# The texts are French. For another language, copy this file as <language>.po and fill it in.
# Keep the blanks ({name}, %(name)s) and the tags (<strong>, <a href="…">) as they are.
#"""
# The same for the same texts: no day, no line number.
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> str:
    """Return the catalogue without translations, in the order of the files."""
    catalogue = Catalog(
        project="Turbo Admin",
        header_comment=_HEADER,
        creation_date=_NO_DAY,
        revision_date=_NO_DAY,
        charset="utf-8",
        fuzzy=False,
    )
    for place, text, comments, context in _texts():
        catalogue.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, include_lineno=False)
    return stream.getvalue().decode()


def _texts() -> Iterator[tuple[str, Any, list[str], str | None]]:
    for path in sorted([*(PACKAGE / "core").rglob("*.py"), *(PACKAGE / "portal").rglob("*.py")]):
        yield from _of_file(path, "python", {})
    for path in sorted((PACKAGE / "portal" / "templates").glob("*.html")):
        yield from _of_file(path, "jinja2", {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true"})


def _of_file(
    path: Path, method: str, options: dict[str, Any]
) -> Iterator[tuple[str, Any, list[str], str | None]]:
    place = path.relative_to(ROOT).as_posix()
    with path.open("rb") as stream:
        found = extract(method, stream, _KEYWORDS, options={**options, "encoding": "utf-8"})
        yield from ((place, text, comments, context) for _line, text, comments, context in found)


def main() -> None:
    """Write the catalogue when it has changed."""
    text = extracted()
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != text:
        TEMPLATE.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{TEMPLATE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
