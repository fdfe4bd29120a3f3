"""Draws the map in docs/architecture.md anew, from the import contracts and the code. `make map` runs it.

The map is a diagram of the layers and a table of the folders. Layers and the order of folders come from the import
contracts of pyproject.toml, arrows from the imports themselves, descriptions from the folders' docstrings.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "turbo_admin"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- map: begin, drawn by `make map` -->", "<!-- map: end -->"
# They hold what a program writes, or what is never changed again.
_NOT_SHOWN = {"forms", "versions", "locales", "templates", "static"}


@cache
def contracts() -> list[dict[str, Any]]:
    """Return the contracts about layers of pyproject.toml, the one of the whole package first."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return [contract for contract in found if contract["type"] == "layers"]


def layers() -> list[str]:
    """Return the layers, top first; those that stand beside each other in the contract's order."""
    return [name for name in _names("turbo_admin") if name != "__main__"]


def folders(layer: str) -> list[str]:
    """Return the folders of a layer, top first, as its contract has them; by name where it has none."""
    found = {
        path.parent.name
        for path in (PACKAGE / layer).glob("*/__init__.py")
        if path.parent.name not in _NOT_SHOWN
    }
    ordered = [name for name in _names(f"turbo_admin.{layer}") if name in found]
    return ordered + sorted(found - set(ordered))


def _names(container: str) -> list[str]:
    lines = [
        line
        for contract in contracts()
        if contract["containers"] == [container]
        for line in contract["layers"]
    ]
    return [name.strip() for line in lines for name in re.split(r"[|:]", line)]


def arrows() -> list[tuple[str, str]]:
    """Return which layer imports which, without arrows that others imply (a > b > c stands for a > c too)."""
    uses = {layer: set(_used_by(layer)) - {layer} for layer in layers()}
    below = {layer: _reached(uses, layer) for layer in uses}
    return [
        (layer, used)
        for layer in uses
        for used in uses
        if used in uses[layer] and not any(used in below[other] for other in uses[layer] - {used})
    ]


def _reached(uses: dict[str, set[str]], layer: str) -> set[str]:
    return uses[layer].union(*(_reached(uses, used) for used in uses[layer]))


def _used_by(layer: str) -> Iterator[str]:
    top, known = PACKAGE / layer, set(layers())
    for path in sorted(top.rglob("*.py")) if top.is_dir() else [top.with_suffix(".py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                package, _, rest = name.partition(".")
                if package == "turbo_admin" and rest.partition(".")[0] in known:
                    yield rest.partition(".")[0]


def _first_line(module: Path) -> str:
    described = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return described.partition("\n")[0]


def _described(layer: str, folder: str = "") -> str:
    place = PACKAGE / layer / folder
    return _first_line(place / "__init__.py" if place.is_dir() else place.with_suffix(".py"))


def diagram() -> str:
    """Return the layers and their arrows in Mermaid."""
    lines = ["```mermaid", "flowchart TD"]
    for layer in layers():
        inside = folders(layer)
        rows = [" · ".join(inside[at : at + 5]) for at in range(0, len(inside), 5)]
        lines.append(f'    {layer}["{"<br/>".join([f"<b>{layer}</b>", *rows])}"]')
    lines += [f"    {upper} --> {lower}" for upper, lower in arrows()]
    return "\n".join([*lines, "```"])


def folder_table() -> str:
    """Return what each layer and each folder holds, as a Markdown table."""
    lines = ["| folder | holds |", "| --- | --- |"]
    for layer in layers():
        lines.append(f"| **{layer}** | {_described(layer)} |")
        lines += [f"| {layer}/{folder} | {_described(layer, folder)} |" for folder in folders(layer)]
    return "\n".join(lines)


def drawn() -> str:
    """Return the page with its map drawn anew.

    Raises:
        ValueError: the page has lost the marks between which the map stands.
    """
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{diagram()}\n\n{folder_table()}\n\n{END}{after}"


def main() -> None:
    """Write the page when its map has changed."""
    page = drawn()
    if PAGE.read_text(encoding="utf-8") != page:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
