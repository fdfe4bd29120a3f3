"""Frozen copies of rows: what the store hands out."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

R = TypeVar("R")


def copier(kind: type[R]) -> Callable[[Any], R]:
    """Return a function that copies a row into a record whose fields are columns of the same names."""
    names: tuple[str, ...] = getattr(kind, "_fields", ()) or tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # any record

    def copy(row: Any) -> R:
        values = {name: getattr(row, name) for name in names}
        return kind(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        )

    return copy
