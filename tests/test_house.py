"""Rules about the code: layers, wording, forms, typography, logs, sizes."""

import ast
import re
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from installer.compile_forms import COMPILED, compile_form, compiled, forms
from tests import typography
from tests.all_cases import all_cases
from tests.sources import PACKAGE, ROOT, functions, modules, place, sentences, test_modules, text_files, tree
from turbo_admin.core.colours import DARK, LIGHT, Colours, contrast
from turbo_admin.core.wording.sentences import ERRORS

_RAISED = {"Refused", "BadData", "Unreachable", "Outdated"}
_LONGEST_FUNCTION, _MOST_METHODS, _MOST_MODULES = 60, 20, 30


# Layers


def test_imports_point_downwards_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# Errors and their French


def errors_made() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every literal code with which an error of ours is made, with its call."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _name(node.func) in _RAISED and node.args:
                yield from ((path, node, code) for code in _literals(node.args[0]))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_error_has_its_french() -> None:
    found = [f"{place(path, call)} {code}" for path, call, code in errors_made() if code not in ERRORS]
    assert not found, "\n".join(found)


def test_every_french_of_an_error_is_used() -> None:
    # A code may reach the call through a table or from the portal, so it has to stand somewhere in the code, whole.
    wording = PACKAGE / "core" / "wording"
    written = {text for path in modules() if path.parent != wording for _, text in sentences(path)}
    assert sorted(set(ERRORS) - written) == []


def test_no_error_has_two_sentences() -> None:
    codes = Counter(
        code.value
        for path in (PACKAGE / "core" / "wording").glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Dict)
        for code in node.keys
        if isinstance(code, ast.Constant)
    )
    assert {code for code, number in codes.items() if number > 1} == set()
    assert set(codes) == set(ERRORS)


def test_every_error_fills_its_sentence_in() -> None:
    lacking = []
    for path, call, code in errors_made():
        given = {keyword.arg for keyword in call.keywords}
        wanted = {name for _, name, _, _ in string.Formatter().parse(ERRORS.get(code, "")) if name}
        if None not in given and not wanted <= given:
            lacking.append(f"{place(path, call)} {code}: {sorted(wanted - given)}")
    assert not lacking, "\n".join(lacking)


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
        f"{place(path, node)} {problem}"
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


# Logs

_LOGGERS = re.compile(r"^_?log(ger)?$")
_SECRET_NAMES = re.compile(
    r"(^|_|\.)(e?mail|address|name|first_name|last_name|password|token|login|typed|link|secret|recipient|to|url|path)s?$"
)
# What these name is no person's: a module, a process of ours.
_HARMLESS = {"__name__", "self.name", "child.name"}


def log_calls(path: Path) -> Iterator[ast.Call]:
    """Every call on a logger of a module."""
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _LOGGERS.match(_name(node.func.value))
        ):
            yield node


def test_no_name_address_or_secret_reaches_a_log() -> None:
    found = [
        f"{place(path, call)} {name}"
        for path in modules()
        for call in log_calls(path)
        for name in _logged_names(call)
        if _SECRET_NAMES.search(name) and name not in _HARMLESS
    ]
    assert not found, "\n".join(found)


def test_no_log_holds_the_text_of_an_error() -> None:
    # An error's text may hold what somebody typed: its code or its class is enough.
    found = [
        place(path, call)
        for path in modules()
        for call in log_calls(path)
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]
        if (isinstance(argument, ast.Name) and argument.id in {"error", "exc", "exception", "e", "err"})
        or (isinstance(argument, ast.Call) and _name(argument.func) in {"str", "repr"})
    ]  # fmt: skip
    assert not found, "\n".join(found)


def _logged_names(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        yield keyword.arg or ""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        # Of `mail.kind` only `kind` is told, so only that counts.
        owners = {id(node.value) for node in ast.walk(argument) if isinstance(node, ast.Attribute)}
        for node in ast.walk(argument):
            if isinstance(node, ast.Name | ast.Attribute) and id(node) not in owners:
                yield f"{_name(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else node.id


# Sizes and manners


def test_every_module_says_what_it_is() -> None:
    found = [place(path, tree(path)) for path in modules() if not ast.get_docstring(tree(path))]
    assert not found, "\n".join(found)


def test_every_public_name_is_described() -> None:
    found = [
        f"{place(path, member)} {member.name}"
        for path in modules()
        for owner in ast.walk(tree(path))
        if isinstance(owner, ast.Module)
        or (isinstance(owner, ast.ClassDef) and not owner.name.startswith("_"))
        for member in owner.body
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not member.name.startswith("_")
        and not ast.get_docstring(member)
        and not _may_override(owner, member)
    ]
    assert not found, "\n".join(found)


def _may_override(owner: ast.Module | ast.ClassDef, member: ast.AST) -> bool:
    """Whether a method may stand for one that a base class describes."""
    return isinstance(owner, ast.ClassDef) and bool(owner.bases) and not isinstance(member, ast.ClassDef)


def test_folders_stay_small() -> None:
    sizes = Counter(path.parent for path in modules() if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > _MOST_MODULES} == {}


def test_no_module_is_named_as_its_folder() -> None:
    assert [str(path) for path in modules() if path.stem == path.parent.name] == []


def test_functions_stay_short() -> None:
    long = [
        f"{place(path, function)} {function.name}: {length} lines"
        # A migration is a list of tables: it is as long as they are many, and is never changed afterwards.
        for path in modules()
        if path.parent.name != "versions"
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > _LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_classes_stay_small() -> None:
    large = [
        f"{place(path, node)} {node.name}: {methods} methods"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and (methods := sum(isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) for child in node.body))
        > _MOST_METHODS
    ]
    assert not large, "\n".join(large)


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    homes = re.compile(
        "|".join(
            rf"(?<![\w.]){start}"
            for start in ("/home" + "/", "/root" + "/", "/work" + "/", "/Users" + "/", r"C:\\Users")
        )
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if homes.search(line)
    ]
    assert not found, "\n".join(found)


def test_tests_never_sleep() -> None:
    waits = {"sleep", "wait_for_timeout"}
    found = [
        place(path, node)
        for path in test_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (
            _name(node.func) in waits
            or (_name(node.func) == "wait" and _name(getattr(node.func, "value", node.func)) == "qtbot")
        )
    ]
    assert not found, "\n".join(found)


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
