"""The product's own source, read as trees and as text, for tests about the code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "turbo_admin"
_GENERATED = PACKAGE / "ui" / "forms"
_TEXT = {
    ".py",
    ".ui",
    ".html",
    ".css",
    ".svg",
    ".md",
    ".toml",
    ".sh",
    ".ps1",
    ".txt",
    ".json",
    ".mako",
    ".service",
}


def modules() -> list[Path]:
    """All modules that people wrote, in order; compiled forms are left out."""
    return sorted(path for path in PACKAGE.rglob("*.py") if _GENERATED not in path.parents)


def test_modules() -> list[Path]:
    """All modules of the tests."""
    return sorted((ROOT / "tests").rglob("*.py"))


test_modules.__test__ = False  # type: ignore[attr-defined]


def text_files() -> list[Path]:
    """All text files of the project that people wrote or that are shipped, the lock apart."""
    folders = ("turbo_admin", "tests", "forms", "installer", "docs", "resources", ".ci")
    inside = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    top = [path for path in ROOT.glob("*") if path.is_file() and path.name != "uv.lock"]
    return sorted(path for path in inside + top if path.suffix in _TEXT or path.name in {"Makefile", "run"})


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def location(path: Path, node: ast.AST) -> str:
    """`turbo_admin/core/uai.py:12`, for a failure's message."""
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def sentences(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """All strings of a module that are not docstrings; what an f-string fills in is told as `X`."""
    skipped = {id(node) for node in _docstrings(tree(path))}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
            if id(node) not in skipped:
                yield node, "".join(_piece(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node, node.value


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    filled = part.value if isinstance(part, ast.FormattedValue) else part
    return "\u00a0" if isinstance(filled, ast.Name) and filled.id.endswith("NBSP") else "X"


def _docstrings(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value
