"""Every SQL text of the portal fits the tables that the migrations make."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql.asyncpg import dialect as numbering_dialect

from tests.portal.conftest import Portal
from tests.sources import PACKAGE, ROOT, tree

# What PostgreSQL can prepare. Others (SET, LISTEN, CREATE ROLE, GRANT) name no column.
_STATEMENT = re.compile(r"\s*(?:WITH|SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s", re.IGNORECASE)
_TEXTS = ast.Constant | ast.JoinedStr | ast.BinOp


@dataclass(frozen=True)
class SqlText:
    """A statement, and where it is written: `turbo_admin/portal/base/events.py:22`."""

    where: str
    sql: str


def sql_texts() -> Iterator[SqlText]:
    """Every string expression of the portal that is a statement, wherever it goes: SQLAlchemy, the driver, a table."""
    for path in _modules():
        yield from texts_of(path)


def _modules() -> list[Path]:
    """Those of the portal; what the migrations say is tried by making the tables, both ways."""
    return sorted(
        path for path in (PACKAGE / "portal").rglob("*.py") if not {"migrations", "tables"} & set(path.parts)
    )


def texts_of(path: Path) -> Iterator[SqlText]:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    whole = tree(path)
    parts = _parts(whole)
    for node in _longest(whole):
        if isinstance(node, ast.Constant):
            value = node.value
        else:
            value = eval(compile(ast.Expression(node), str(path), "eval"), vars(module))  # noqa: S307 (our own source)
        if isinstance(value, str) and _STATEMENT.match(value) and id(node) not in parts:
            yield SqlText(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", value)


def _longest(node: ast.AST) -> Iterator[ast.expr]:
    """The string expressions that are part of no longer one, docstrings apart; those that only a call can fill are left."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, _TEXTS) and _begins_as_statement(child):
            yield child
        else:
            yield from _longest(child)


def _begins_as_statement(node: ast.expr) -> bool:
    """Whether the first piece is a statement's beginning, or the name of a text that may be one."""
    while isinstance(node, ast.BinOp):
        if not isinstance(node.op, ast.Add):
            return False
        node = node.left
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    if isinstance(node, ast.Name):
        return node.id.isupper()
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_STATEMENT.match(node.value))
    )


def _parts(whole: ast.Module) -> set[int]:
    """The texts that are only put together with others: each is a piece, not a statement."""
    named = {
        node.targets[0].id: id(node.value)
        for node in whole.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    within = {
        id(name)
        for node in ast.walk(whole)
        if isinstance(node, ast.BinOp | ast.JoinedStr)
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
    alone = {
        node.id
        for node in ast.walk(whole)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in within
    }
    return {value for name, value in named.items() if name not in alone}


def fault_of(connection: Connection, sql: str) -> str:
    """What PostgreSQL has to say against a statement; empty for nothing."""
    numbers = iter(range(1, 100))
    if "%s" in sql:
        numbered = re.sub("%s", lambda _: f"${next(numbers)}", sql)
    else:
        numbered = str(text(sql).compile(dialect=numbering_dialect()))
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    try:
        with driver.transaction(force_rollback=True):
            driver.execute(f"PREPARE tried AS {numbered}")  # type: ignore[call-overload]
            driver.execute("DEALLOCATE tried")
    except psycopg.Error as error:
        return error.diag.message_primary or str(error)
    return ""


def test_every_sql_text_fits_the_migrated_tables(portal: Portal) -> None:
    found = list(sql_texts())
    with portal.superuser.host() as connection:
        faults = [f"{one.where} {fault}" for one in found if (fault := fault_of(connection, one.sql))]
    assert not faults, "\n".join(faults)


def test_no_statement_is_overlooked() -> None:
    found = {one.where.partition(":")[0] for one in sql_texts()}
    # Whoever hands a text to SQLAlchemy has at least one, unless it is of those that cannot be prepared.
    using = {
        path.relative_to(ROOT).as_posix()
        for path in _modules()
        if any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
            for node in ast.walk(tree(path))
        )
    }
    assert using <= found
    assert len(list(sql_texts())) > 150


def test_a_misspelt_column_is_seen(portal: Portal) -> None:
    with portal.superuser.host() as connection:
        assert fault_of(connection, "SELECT login FROM account WHERE school_id = :uai") == ""
        assert "logn" in fault_of(connection, "SELECT logn FROM account WHERE school_id = :uai")
        assert "acount" in fault_of(connection, "UPDATE acount SET login = %s")
