"""What the columns of a table hold: guessed, chosen by the clerk, and remembered for the next file like it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.office.desk import Desk
from turbo_admin.outside.diner_columns import Field, column_letter
from turbo_admin.outside.diner_files import FilesRead, look_at
from turbo_admin.store import diner_imports

# What a column may hold, for the clerk to choose from.
FIELDS = tuple(field.value for field in Field)
NAMES = (frozenset({Field.LAST.value, Field.FIRST.value}), frozenset({Field.BOTH.value}))
EMAIL = Field.EMAIL.value


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    Attributes:
        title: its header, or its letter without one.
        samples: what stands below, at most five cells.
        field: what it holds, one of `FIELDS`; empty for nothing of interest.
    """

    title: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table, as they are understood.

    Attributes:
        key: by which a table with the same titles is known again.
        sheet: empty for a text file.
        remembered: whether the clerk has chosen them before.
    """

    key: str
    sheet: str
    columns: tuple[TableColumn, ...]
    remembered: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """What each column holds."""
        return tuple(column.field for column in self.columns)


def columns_of(desk: Desk, path: Path) -> TableColumns | None:
    """Return the columns of a table; None for a file of SIECLE or ONDE, whose columns are what they are.

    Raises:
        BadData: the file cannot be read.
    """
    table = look_at(path)
    if table is None:
        return None
    with desk.database.read() as session:
        known = diner_imports.profile(session, table.key)
    held = known[1] if known else tuple(field.value if field else "" for field in table.guess.fields)
    columns = tuple(
        TableColumn(
            title or column_letter(place),
            tuple(row[place] for row in table.samples if place < len(row) and row[place]),
            held[place] if place < len(held) else "",
        )
        for place, title in enumerate(table.titles)
    )
    return TableColumns(table.key, table.sheet, columns, known is not None)


def are_enough(fields: Sequence[str]) -> bool:
    """Whether it is known where the names stand."""
    return any(names <= set(fields) for names in NAMES)


def remember_columns(desk: Desk, key: str, name: str, fields: Sequence[str]) -> None:
    """Keep what the columns of a table hold, for the next one with the same titles.

    Args:
        name: of the file, shown when it is proposed again.
    """
    with desk.database.write() as session:
        diner_imports.keep_profile(session, key, name, fields, at=desk.now(), who=desk.who)
        # Whoever looks at the columns anew is asked anew.
        diner_imports.forget_answers(session, key)


def kind_of(read: FilesRead) -> str:
    """Return by what the answers about numbers are known again: the titles of a table, else the State's software."""
    return read.table.key if read.table is not None else read.source.value


def fields_for(
    desk: Desk, paths: Sequence[Path], chosen: Sequence[str] | None
) -> tuple[Field | None, ...] | None:
    """Return what each column holds: as chosen, else as remembered for the table's titles; None to guess."""
    if chosen is None:
        if len(paths) != 1:
            return None
        known = columns_of(desk, paths[0])
        if known is None or not known.remembered:
            return None
        chosen = known.fields
    return tuple(Field(field) if field in FIELDS else None for field in chosen)
