"""Rules about the code that keep injections out: statements, templates, commands, logs. Each has seen its fault."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.all_cases import all_cases
from tests.sources import PACKAGE, ROOT, modules

TEMPLATES = sorted((PACKAGE / "portal" / "templates").rglob("*.html"))
_RUNS_SQL = {"text", "execute", "exec_driver_sql", "scalar", "scalars"}
# What defines tables and rights takes no bound value, and is the host’s own command.
_STARTS_SQL = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_NEVER_LOGGED = {
    "password",
    "email",
    "token",
    "secret",
    "name",
    "last_name",
    "first_name",
    "address",
    "path",
    "url",
    "key",
}
_LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
_TEMPLATE_FAULTS = {
    "marks something as safe": re.compile(r"\|\s*safe\b|\bMarkup\("),
    "turns escaping off": re.compile(r"autoescape\s+false"),
    # A file of ours, deferred, is none of the page's own.
    "holds a script": re.compile(
        r"<script\b(?! src=\"\{\{ static\('\w+\.js'\) \}\}\" defer></script>)|\bon\w+\s*=\s*[\"']|javascript:",
        re.IGNORECASE,
    ),
    "holds a style of its own": re.compile(
        r"<style\b(?!>\{\{ style \}\}</style>)|\bstyle\s*=\s*[\"']", re.IGNORECASE
    ),
    "loads from elsewhere": re.compile(r"\b(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "an attribute without quotes": re.compile(r"\b(?:value|href|src|action|id|class)=\{\{"),
}
_FORM = re.compile(r"<form\b(?=[^>]*\bmethod=\"post\")(.*?)</form>", re.DOTALL | re.IGNORECASE)


def faults_of_module(source: str) -> list[str]:
    """What a module does that none may, with the line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found += [f"{node.lineno}: {fault}" for fault in _faults_of_call(node)]
    return found


def _faults_of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _RUNS_SQL and node.args and _is_built(node.args[0]):
        yield "a statement is built of values"
    if name in {"eval", "exec", "compile"} and isinstance(node.func, ast.Name):
        yield "text is run as code"
    if any(word.arg == "shell" and not _is(word.value, False) for word in node.keywords):
        yield "a shell reads the command"
    if name == "Markup" and node.args and not isinstance(node.args[0], ast.Constant):
        yield "something is marked as safe that is not a literal"
    if name in _LOG_METHODS and _is_log(node.func):
        yield from (f"{word.arg} is logged" for word in node.keywords if word.arg in _NEVER_LOGGED)


def _is_built(argument: ast.expr) -> bool:
    """Whether a statement is put together from something else than constants of ours (in capitals)."""
    if isinstance(argument, ast.JoinedStr):
        words = "".join(str(part.value) for part in argument.values if isinstance(part, ast.Constant))
        filled = [part.value for part in argument.values if isinstance(part, ast.FormattedValue)]
        return bool(_STARTS_SQL.match(words)) and not all(_is_ours(one) for one in filled)
    if isinstance(argument, ast.BinOp):
        literal = next(
            (n for n in ast.walk(argument) if isinstance(n, ast.Constant) and isinstance(n.value, str)), None
        )
        return literal is not None and bool(_STARTS_SQL.match(str(literal.value)))
    if (
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Attribute)
        and argument.func.attr == "format"
    ):
        return isinstance(argument.func.value, ast.Constant)
    return False


def _is_ours(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.isupper()


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_log(function: ast.expr) -> bool:
    owner = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id.strip("_").startswith("log")


def faults_of_template(text: str) -> list[str]:
    """What a template does that none may."""
    found = [fault for fault, pattern in _TEMPLATE_FAULTS.items() if pattern.search(text)]
    found += [
        "a form that posts without its token" for inside in _FORM.findall(text) if "csrf_field" not in inside
    ]
    return found


@all_cases("path", modules())
def test_no_module_runs_what_is_typed(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = faults_of_module("\n".join(lines))
    # A line that ruff is told about, with its reason, is told here too.
    assert [one for one in found if "noqa: S" not in lines[int(one.partition(":")[0]) - 1]] == []


@all_cases("path", TEMPLATES)
def test_no_template_lets_anything_through(path: Path) -> None:
    assert faults_of_template(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "connection.execute(f\"SELECT * FROM family WHERE name = '{name}'\")",
        "text('SELECT * FROM family WHERE name = ' + name)",
        "connection.execute('DELETE FROM family WHERE id = {}'.format(one))",
        "eval(typed)",
        "subprocess.run(words, shell=True)",
        "Markup(typed)",
        "_log.info('signed_in', email=email)",
    ],
)
def test_a_fault_of_a_module_is_seen(source: str) -> None:
    assert faults_of_module(source)


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ typed|safe }}</p>",
        '<p onclick="go()">x</p>',
        "<p style='color: red'>x</p>",
        '<img src="https://ailleurs.exemple/x.png">',
        "<input value={{ typed }}>",
        '<form method="post"><button>Envoyer</button></form>',
        "{% autoescape false %}x{% endautoescape %}",
    ],
)
def test_a_fault_of_a_template_is_seen(text: str) -> None:
    assert faults_of_template(text)


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 15
    assert all(path.is_relative_to(ROOT) for path in TEMPLATES)
