"""Measures of the code and the documents, side by side for several checkouts. `make measures` runs it.

    python -m tests.measures                      # this checkout
    python -m tests.measures BEFORE .             # another one, given by its folder, beside this one

Compiled forms and migrations are counted apart: a program writes the former, the latter are never changed again.
"""

import ast
import io
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.sources import ROOT, functions, tree

_LARGE_FOLDER = 30
_TYPE_NAME = re.compile(r"^[A-Z][a-z]\w*$")
# A comment that only speaks to a tool; one that adds a reason in brackets is a comment.
_DIRECTIVE = re.compile(r"^#\s*(noqa|type:|fmt:|pragma|ruff:)[^(#]*$")
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
_MOCKS = {"Mock", "MagicMock", "AsyncMock", "create_autospec"}
_PATCHES = {"setattr", "delattr", "setitem", "delitem"}


@dataclass(frozen=True)
class Checkout:
    """A checkout of the project, as far as it is measured."""

    root: Path

    @cached_property
    def modules(self) -> list[Path]:
        """Modules of the package that people write and change."""
        return [path for path in self._package() if not _is_apart(path)]

    @cached_property
    def apart(self) -> list[Path]:
        """Compiled forms and migrations."""
        return [path for path in self._package() if _is_apart(path)]

    @cached_property
    def tests(self) -> list[Path]:
        """Modules of the tests."""
        return sorted((self.root / "tests").rglob("*.py"))

    def _package(self) -> list[Path]:
        return sorted((self.root / "turbo_admin").rglob("*.py"))


def _is_apart(path: Path) -> bool:
    folders = path.parts[path.parts.index("turbo_admin") :]
    return "forms" in folders or "versions" in folders


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _p95_and_max(sizes: Sequence[int]) -> str:
    ordered = sorted(sizes)
    return f"{ordered[int(len(ordered) * 0.95)]} / {ordered[-1]}" if ordered else "–"


def _package_size(checkout: Checkout) -> str:
    return f"{len(checkout.modules)} / {sum(map(_lines, checkout.modules)):,}"


def _apart_size(checkout: Checkout) -> str:
    return f"{len(checkout.apart)} / {sum(map(_lines, checkout.apart)):,}"


def _function_lines(checkout: Checkout) -> str:
    return _p95_and_max(
        [
            (function.end_lineno or 0) - function.lineno + 1
            for path in checkout.modules
            for function in functions(path)
        ]
    )


def _file_lines(checkout: Checkout) -> str:
    return _p95_and_max([_lines(path) for path in checkout.modules])


def _largest_class(checkout: Checkout) -> str:
    size, name = max(
        (sum(isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) for child in node.body), node.name)
        for path in checkout.modules
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    )
    return f"{size} ({name})"


def _in_large_folders(checkout: Checkout) -> str:
    files = [path for path in checkout.modules if path.name != "__init__.py"]
    sizes = Counter(path.parent for path in files)
    share = sum(sizes[path.parent] > _LARGE_FOLDER for path in files) / len(files)
    return f"{share:.0%} (largest folder {max(sizes.values())})"


def late_imports(checkout: Checkout) -> set[tuple[Path, int]]:
    """Return where modules import within functions: file and line."""
    return {
        (path, node.lineno)
        for path in checkout.modules
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }


def _late_imports(checkout: Checkout) -> str:
    found = late_imports(checkout)
    outside = sum("cli" not in path.relative_to(checkout.root).parts for path, _ in found)
    return f"{len(found)} ({outside} outside cli)"


def _comments(checkout: Checkout) -> str:
    comments, code = 0, 0
    for path in checkout.modules:
        text = path.read_text(encoding="utf-8")
        docstrings = _docstring_lines(tree(path))
        lines: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                comments += not _DIRECTIVE.match(token.string)
            elif token.type not in _NO_CODE:
                lines.update(range(token.start[0], token.end[0] + 1))
        code += len(lines - docstrings)
    return f"{100 * comments / code:.1f}"


def _docstring_lines(module: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return found


def any_uses(checkout: Checkout) -> int:
    """Return how often the modules name the type `Any`."""
    return sum(
        (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any")
        for path in checkout.modules
        for node in ast.walk(tree(path))
    )


def package_lines(checkout: Checkout) -> int:
    """Return how many lines the modules have."""
    return sum(map(_lines, checkout.modules))


def _any_types(checkout: Checkout) -> str:
    found = any_uses(checkout)
    return f"{1000 * found / package_lines(checkout):.1f} ({found})"


def _mocks(checkout: Checkout) -> str:
    tests = mocks = 0
    for path in checkout.tests:
        tests += sum(function.name.startswith("test_") for function in functions(path))
        mocks += sum(_is_mock(node) for node in ast.walk(tree(path)))
    return f"{mocks / max(tests, 1):.2f} ({mocks} in {tests:,} tests)"


def _is_mock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in _MOCKS
    if not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    is_patch = isinstance(owner, ast.Name) and owner.id == "monkeypatch" and node.func.attr in _PATCHES
    return is_patch or node.func.attr in _MOCKS


def _words(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").split()) if path.exists() else 0


def _readme_words(checkout: Checkout) -> str:
    return f"{_words(checkout.root / 'README.md'):,}"


def _docs_words(checkout: Checkout) -> str:
    words = {path.stem: _words(path) for path in sorted((checkout.root / "docs").glob("*.md"))}
    return f"{sum(words.values()):,} (decisions {words.get('decisions', 0):,})"


def ambiguous_names(checkout: Checkout) -> dict[str, list[str]]:
    """Return the public type names that more than one module of the package defines, with these modules."""
    found: dict[str, list[str]] = {}
    for path in checkout.modules:
        for name in sorted(set(_types_of(tree(path)))):
            found.setdefault(name, []).append(path.relative_to(checkout.root).as_posix())
    return {name: places for name, places in sorted(found.items()) if len(places) > 1}


def _types_of(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            # An alias: `Rows = list[Row]`, `Key = NewType("Key", str)`. A TypeVar means another thing in each module.
            is_alias = isinstance(node.value, ast.Subscript | ast.BinOp) or (
                isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
                and node.value.func.id == "NewType"
            )
            if is_alias and _TYPE_NAME.match(node.targets[0].id):
                yield node.targets[0].id
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(node.annotation, ast.Name)
            and node.annotation.id == "TypeAlias"
        ):
            yield node.target.id


def _ambiguous_count(checkout: Checkout) -> str:
    return str(len(ambiguous_names(checkout)))


MEASURES: tuple[tuple[str, Callable[[Checkout], str]], ...] = (
    ("modules / their lines", _package_size),
    ("compiled forms and migrations / their lines", _apart_size),
    ("function lines p95 / max", _function_lines),
    ("file lines p95 / max", _file_lines),
    ("largest class, methods", _largest_class),
    ("files in folders of more than 30", _in_large_folders),
    ("imports inside functions", _late_imports),
    ("comments per 100 lines of code", _comments),
    ("`Any` per 1,000 lines", _any_types),
    ("mocks a test", _mocks),
    ("README, words", _readme_words),
    ("docs, words", _docs_words),
    ("type names with more than one meaning", _ambiguous_count),
)


def table(folders: Sequence[Path]) -> str:
    """Return the measures as a Markdown table, a column a checkout."""
    checkouts = [Checkout(folder.resolve()) for folder in folders]
    rows = [["measure", *(folder.resolve().name for folder in folders)]]
    rows.append(["---"] * len(rows[0]))
    rows += [[title, *(measure(checkout) for checkout in checkouts)] for title, measure in MEASURES]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Print the table; `--names` adds the type names with more than one meaning of the last checkout."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")] or [ROOT]
    sys.stdout.write(table(folders))
    if "--names" in arguments:
        for name, places in ambiguous_names(Checkout(folders[-1].resolve())).items():
            sys.stdout.write(f"{name}: {', '.join(places)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
