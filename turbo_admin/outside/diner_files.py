"""The files that diners are imported from, told apart by what they hold: SIECLE, ONDE, or any table."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from turbo_admin.core.errors import BadData
from turbo_admin.outside import onde, siecle
from turbo_admin.outside.diner_columns import Field
from turbo_admin.outside.diner_rows import DinerRow, RowProblem
from turbo_admin.outside.spreadsheets import Table, quiet, read_diners, read_table
from turbo_admin.outside.table_heads import ZIP
from turbo_admin.outside.textfiles import read_file, text_rows

Report = Callable[[int, int], None]
_NOTHING = frozenset({"file_empty", "file_not_text"})
_NO_TABLE = _NOTHING | {"file_two_encodings", "csv_damaged", "workbook_damaged"}
# Ending of the name: what is said in place of which refusals.
_DAMAGED = {
    ".xlsx": ("workbook_damaged", _NOTHING),
    ".xlsm": ("workbook_damaged", _NOTHING),
    ".zip": ("archive_damaged", _NO_TABLE),
    ".xml": ("xml_damaged", _NO_TABLE | {"no_header"}),
}


class Source(StrEnum):
    """What software a file comes from."""

    SIECLE = "SIECLE"
    ONDE = "ONDE"
    TABLE = "tableau"


@dataclass(frozen=True, slots=True)
class FilesRead:
    """What the files hold.

    Attributes:
        rows: the diners that can be imported.
        problems: what was left aside, or could not be understood.
        uai, year: of the export; empty and 0 when the files do not say.
        is_complete: whether the files list every pupil of the school.
        has_guardians: whether its addresses are those of all guardians, rather than some to be added.
        table: the head of a table whose columns can be chosen; None for the others.
        sheets: of a workbook, those read together, in their order; empty when only one was read.
        unread: sheets that may list diners too, and were not read.
        columns: (title, what it holds) of the columns that were understood, in the order of the file; empty for SIECLE.
        unread_columns: titles of the columns that hold something and were not understood.
    """

    source: Source
    rows: tuple[DinerRow, ...]
    problems: tuple[RowProblem, ...]
    uai: str = ""
    year: int = 0
    is_complete: bool = False
    has_guardians: bool = True
    table: Table | None = None
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    columns: tuple[tuple[str, Field], ...] = ()
    unread_columns: tuple[str, ...] = ()


def read_files(
    paths: Sequence[Path],
    today: date,
    *,
    fields: Sequence[Field | None] | None = None,
    report: Report = quiet,
) -> FilesRead:
    """Read one file, or the files of one export together.

    Args:
        today: who leaves later has not left.
        fields: what each column of a table holds; guessed by default.
        report: called with (done, total), total 0 when it is not known.

    Raises:
        BadData: as `siecle.read_siecle`, `onde.read_guardians` and `spreadsheets.read_diners`; `files_mixed` for
            several files that do not belong together.
    """
    with _named_as(paths):
        return _read(paths, today, fields, report)


def _read(
    paths: Sequence[Path], today: date, fields: Sequence[Field | None] | None, report: Report
) -> FilesRead:
    contents = [(path.name, read_file(path)) for path in paths]
    if all(siecle.is_siecle(content) for _, content in contents):
        found = siecle.read_siecle(contents, today, report)
        return FilesRead(
            Source.SIECLE,
            found.rows,
            found.problems,
            found.uai,
            found.year,
            is_complete=True,
            has_guardians=found.has_guardians,
        )
    kinds = [_onde_kind(content, name) for name, content in contents]
    if all(kinds):
        return _read_onde(paths, contents, kinds, today, report)
    if len(paths) > 1:
        for name, content in contents:
            if name.lower().endswith(".zip") and not siecle.is_siecle(content):
                raise BadData("archive_damaged", where=name)
        raise BadData("files_mixed", where=", ".join(path.name for path in paths))
    read = read_diners(paths[0], today=today, fields=fields, report=report)
    return FilesRead(
        Source.TABLE,
        read.rows,
        read.problems,
        table=read.table,
        sheets=read.sheets,
        unread=read.unread,
        columns=read.columns.understood,
        unread_columns=read.columns.unread,
    )


def look_at(path: Path) -> Table | None:
    """Return the head of a table, to choose what its columns hold; None for a file of SIECLE or ONDE.

    Raises:
        BadData: as `spreadsheets.read_table`.
    """
    with _named_as([path]):
        content = read_file(path)
        if siecle.is_siecle(content) or _onde_kind(content, path.name):
            return None
        return read_table(content, path.name)


@contextmanager
def _named_as(paths: Sequence[Path]) -> Iterator[None]:
    """Tell of a file that is nothing at all in the words of what its name says that it is."""
    try:
        yield
    except BadData as error:
        path = next((path for path in paths if error.where.startswith(path.name)), Path())
        code, codes = _DAMAGED.get(path.suffix.lower(), ("", _NOTHING))
        if error.code not in codes or not code:
            raise
        raise BadData(code, where=error.where) from error


def _onde_kind(content: bytes, name: str) -> str:
    """Return « pupils » or « guardians » for a table of ONDE's, empty for anything else."""
    if content.startswith(ZIP):
        return ""
    try:
        header = next(iter(text_rows(content, name)), None)
    except BadData:
        return ""
    if header is None:
        return ""
    return (
        "guardians" if onde.is_guardians(header.cells) else "pupils" if onde.is_pupils(header.cells) else ""
    )


def _read_onde(
    paths: Sequence[Path],
    contents: Sequence[tuple[str, bytes]],
    kinds: Sequence[str],
    today: date,
    report: Report,
) -> FilesRead:
    if sorted(kinds) not in (["pupils"], ["guardians"], ["guardians", "pupils"]):
        raise BadData("files_mixed", where=", ".join(path.name for path in paths))
    guardians = None
    if "guardians" in kinds:
        name, content = contents[kinds.index("guardians")]
        guardians = onde.read_guardians(content, name, report)
    if "pupils" not in kinds:
        assert guardians is not None  # noqa: S101 (one of the two is there)
        return FilesRead(Source.ONDE, guardians.rows, guardians.problems)
    read = read_diners(paths[kinds.index("pupils")], today=today, report=report)
    columns, unread = read.columns.understood, read.columns.unread
    if guardians is None:
        return FilesRead(
            Source.ONDE, read.rows, read.problems, is_complete=True, columns=columns, unread_columns=unread
        )
    rows, lonely = onde.with_guardians(read.rows, guardians, contents[kinds.index("guardians")][0])
    problems = (*read.problems, *guardians.problems, *lonely)
    return FilesRead(
        Source.ONDE, tuple(rows), problems, is_complete=True, columns=columns, unread_columns=unread
    )
