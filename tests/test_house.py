"""Rules about the code: layers, errors, logs, sizes, names."""

import ast
import re
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests import measures
from tests.sources import (
    PACKAGE,
    ROOT,
    functions,
    location,
    modules,
    sentences,
    test_modules,
    text_files,
    tree,
)
from turbo_admin.core.wording.sentences import ERRORS

_RAISED = {"Refused", "BadData", "Unreachable", "Outdated"}
_LONGEST_FUNCTION, _LONGEST_FILE, _MOST_METHODS, _MOST_MODULES = 60, 300, 20, 30
_MOST_LATE_IMPORTS, _MOST_ANY_PER_1000 = 40, 2.0


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
    found = [f"{location(path, call)} {code}" for path, call, code in errors_made() if code not in ERRORS]
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
            lacking.append(f"{location(path, call)} {code}: {sorted(wanted - given)}")
    assert not lacking, "\n".join(lacking)


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
        f"{location(path, call)} {name}"
        for path in modules()
        for call in log_calls(path)
        for name in _logged_names(call)
        if _SECRET_NAMES.search(name) and name not in _HARMLESS
    ]
    assert not found, "\n".join(found)


def test_no_log_holds_the_text_of_an_error() -> None:
    # An error's text may hold what somebody typed: its code or its class is enough.
    found = [
        location(path, call)
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
    found = [location(path, tree(path)) for path in modules() if not ast.get_docstring(tree(path))]
    assert not found, "\n".join(found)


def test_every_public_name_is_described() -> None:
    found = [
        f"{location(path, member)} {member.name}"
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
    both = [*modules(), *test_modules()]
    sizes = Counter(path.parent for path in both if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > _MOST_MODULES} == {}


def test_no_module_is_named_as_its_folder() -> None:
    assert [str(path) for path in modules() if path.stem == path.parent.name] == []


# Words that name a thing by a picture, and not by the term of the field (docs/glossary.md).
_BANNED = re.compile(
    "look|tongues?|bare|glance|turns?|uncollected|rosters|standing|refusals|door|together|front|looking|finding|marked"
    "|furniture|leaving|elsewhere|regular|trail|jar|shelf|fate|utils?|helpers?|common|misc"
)


def test_no_module_bears_a_banned_name() -> None:
    assert [str(path) for path in modules() if _BANNED.fullmatch(path.stem)] == []


def test_files_stay_short() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        # As with functions: migrations are never changed afterwards.
        for path in modules()
        if path.parent.name != "versions"
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > _LONGEST_FILE
    }
    assert long == {}


def test_a_public_type_has_one_meaning() -> None:
    assert measures.ambiguous_names(measures.Checkout(ROOT)) == {}


def test_modules_import_at_their_top() -> None:
    late = measures.late_imports(measures.Checkout(ROOT))
    assert len(late) < _MOST_LATE_IMPORTS, sorted(map(str, late))


def test_any_is_rare() -> None:
    checkout = measures.Checkout(ROOT)
    assert 1000 * measures.any_uses(checkout) / measures.package_lines(checkout) < _MOST_ANY_PER_1000


def test_functions_stay_short() -> None:
    long = [
        f"{location(path, function)} {function.name}: {length} lines"
        # A migration is a list of tables: it is as long as they are many, and is never changed afterwards.
        for path in modules()
        if path.parent.name != "versions"
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > _LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_classes_stay_small() -> None:
    large = [
        f"{location(path, node)} {node.name}: {methods} methods"
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
        location(path, node)
        for path in test_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (
            _name(node.func) in waits
            or (_name(node.func) == "wait" and _name(getattr(node.func, "value", node.func)) == "qtbot")
        )
    ]
    assert not found, "\n".join(found)
