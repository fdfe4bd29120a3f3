"""Rows in the text that PostgreSQL's programs write: COPY of a table, a line a row, values parted by tabs."""

from collections.abc import Collection, Iterable, Iterator

CopiedRow = dict[str, str]
NULL = "\\N"
_HEAD, _FROM, _END = "COPY ", " FROM stdin;", "\\."


def copied_rows(lines: Iterable[str], tables: Collection[str]) -> Iterator[tuple[str, CopiedRow]]:
    """Yield (table, column -> value) of some tables; all lines are read, to the last.

    Args:
        lines: with or without their ends.
        tables: names without their schema.
    """
    table, columns, is_copying = "", [""], False
    for line in lines:
        text = line.rstrip("\n")
        if is_copying:
            if text == _END:
                is_copying = False
            elif table in tables:
                yield table, dict(zip(columns, map(_plain, text.split("\t")), strict=True))
        elif text.startswith(_HEAD) and text.endswith(_FROM):
            head, _, names = text.removeprefix(_HEAD).partition(" (")
            table = head.rpartition(".")[2].strip('"')
            columns = [name.strip('" ') for name in names.partition(")")[0].split(",")]
            is_copying = True


def _plain(value: str) -> str:
    """Return a value without the escapes that a name may have; tabs and line ends stay escaped."""
    return value.replace("\\\\", "\\") if "\\\\" in value else value
