"""Counts of what was asked of databases, for tests that a busy machine must not change."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@dataclass
class DatabaseWork:
    """What was asked of databases, by any thread.

    Attributes:
        statements: SQL statements sent; one with many rows of values counts once.
        threads: identifiers of the threads that sent them.
        rows: records loaded, of the class that is counted.
    """

    statements: int = 0
    threads: set[int] = field(default_factory=set)
    rows: int = 0


@contextmanager
def counted_work(table: type[Any] | None = None) -> Iterator[DatabaseWork]:
    """Count statements, and the records of one mapped class that are loaded, while the context lasts."""
    work = DatabaseWork()

    def on_statement(*_: object) -> None:
        work.statements += 1
        work.threads.add(threading.get_ident())

    def on_load(*_: object) -> None:
        work.rows += 1

    listened = [(Engine, "before_cursor_execute", on_statement)]
    if table is not None:
        listened.append((table, "load", on_load))
    for target, name, listener in listened:
        event.listen(target, name, listener)
    try:
        yield work
    finally:
        for target, name, listener in listened:
            event.remove(target, name, listener)
