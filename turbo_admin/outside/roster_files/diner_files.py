"""Reads files of diners, recognised by their content: SIECLE, ONDE, or any table."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from turbo_admin.core.errors import BadData
from turbo_admin.core.french import NBSP
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.csv_reader import read_file, text_rows
from turbo_admin.outside.files.file_kinds import refuse_others
from turbo_admin.outside.files.progress import ReadProgress, no_progress
from turbo_admin.outside.roster_files import onde, siecle
from turbo_admin.outside.roster_files.archives import ZIP, is_archive, unpack
from turbo_admin.outside.roster_files.diner_rows import FileDiner, RowProblem
from turbo_admin.outside.roster_files.spreadsheets import ReadingChoice, diners_in, read_table
from turbo_admin.outside.roster_files.table_heads import read_heads
from turbo_admin.outside.roster_files.table_preview import SheetHead, Table

_NOTHING = frozenset({"file_empty", "file_not_text"})
_NO_TABLE = _NOTHING | {"file_two_encodings", "csv_damaged", "workbook_damaged"}
# Ending of the name -> error that replaces certain others.
_DAMAGED = {
    ".xlsx": ("workbook_damaged", _NOTHING),
    ".xlsm": ("workbook_damaged", _NOTHING),
    ".zip": ("archive_damaged", _NO_TABLE),
    ".xml": ("xml_damaged", _NO_TABLE | {"no_header"}),
}


_MOST_TOLD = 5
_HEAD = 1 << 16


class Source(StrEnum):
    """What software a file comes from."""

    SIECLE = "SIECLE"
    ONDE = "ONDE"
    TABLE = "tableau"


@dataclass(frozen=True, slots=True)
class FilesRead:
    """Content of the files.

    Attributes:
        rows: the diners that can be imported.
        problems: rows that were skipped, cells that could not be read.
        uai, year: of the export; empty and 0 when the files do not say.
        is_complete: whether the files list every pupil of the school.
        has_guardians: whether the addresses are complete, so that they replace the known ones.
        table: the head of a table whose columns can be chosen; None for the others.
        sheets: of a workbook, those read together, in their order; empty when only one was read.
        unread: sheets that may list diners too, and were not read.
        columns: (title, what it holds) of the columns that were understood, in the order of the file; empty for SIECLE.
        unread_columns: titles of the columns that hold something and were not understood.
        uai_missing, year_missing: whether an export that should say its school or year does not, so that nothing could
            be checked; False for tables.
    """

    source: Source
    rows: tuple[FileDiner, ...]
    problems: tuple[RowProblem, ...]
    uai: str = ""
    year: int = 0
    is_complete: bool = False
    has_guardians: bool = True
    table: Table | None = None
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    columns: tuple[tuple[str, DinerField], ...] = ()
    unread_columns: tuple[str, ...] = ()
    uai_missing: bool = False
    year_missing: bool = False


def read_files(
    paths: Sequence[Path],
    today: date,
    *,
    fields: Sequence[DinerField | None] | None = None,
    title_row: int | None = None,
    sheet: str | None = None,
    report: ReadProgress = no_progress,
) -> FilesRead:
    """Read one file, or the files of one export together; archives by what they hold.

    Args:
        today: who leaves later has not left.
        fields: what each column of a table holds; guessed by default.
        title_row, sheet: of a table, as for `spreadsheets.read_diners`.
        report: called with (done, total), total 0 when it is not known.

    Raises:
        BadData: as `archives.unpack`, `file_kinds.refuse_others`, `siecle.read_siecle`, `onde.read_guardians` and
            `spreadsheets.read_diners`; `files_mixed` for several files that do not belong together.
    """
    with _named_as(paths):
        contents, remarks = _contents(paths)
        read = _read(contents, today, ReadingChoice(fields, title_row, sheet), report)
        return replace(read, problems=(*remarks, *_lost_letters(read.rows, paths), *read.problems))


def _lost_letters(rows: Sequence[FileDiner], paths: Sequence[Path]) -> Iterator[RowProblem]:
    """Yield remarks on names with question marks, which the writing program put for letters it lacked."""
    lost = [row.row for row in rows if "?" in f"{row.last_name}{row.first_name}"]
    if lost:
        lines = ", ".join(map(str, lost[:_MOST_TOLD])) + ("…" if len(lost) > _MOST_TOLD else "")
        text = (
            f"{len(lost)} noms contiennent «{NBSP}?{NBSP}» (lignes {lines}){NBSP}: des lettres accentuées y ont "
            "sans doute été perdues avant l’import. Exportez la liste à nouveau, en UTF-8."
        )
        yield RowProblem(0, "", text, paths[0].name)


def _contents(paths: Sequence[Path]) -> tuple[list[tuple[str, bytes]], list[RowProblem]]:
    """Read files, and those in archives; refuse files that are no lists; in an archive, remark on them."""
    contents: list[tuple[str, bytes]] = []
    remarks: list[RowProblem] = []
    for path in paths:
        content = read_file(path)
        refuse_others(content, path.name)
        if is_archive(content):
            unpacked = unpack(path.name, content)
            contents += unpacked.files
            remarks += unpacked.remarks
        elif path.suffix.lower() == ".zip" and not content.startswith(ZIP):
            raise BadData("archive_damaged", where=path.name)
        else:
            contents.append((path.name, content))
    return contents, remarks


def _read(
    contents: Sequence[tuple[str, bytes]], today: date, choice: ReadingChoice, report: ReadProgress
) -> FilesRead:
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
            uai_missing=not found.uai,
            year_missing=not found.year,
        )
    kinds = [_onde_kind(content, name) for name, content in contents]
    if all(kinds):
        return _read_onde(contents, kinds, today, report)
    if len(contents) > 1:
        raise BadData("files_mixed", where=", ".join(name for name, _ in contents))
    [(name, content)] = contents
    read = diners_in(content, name, today=today, choice=choice, report=report)
    return FilesRead(
        Source.TABLE,
        read.rows,
        read.problems,
        table=read.table,
        sheets=read.sheets,
        unread=read.unread,
        columns=read.understood,
        unread_columns=read.unread_columns,
    )


def look_at(path: Path, *, title_row: int | None = None, sheet: str | None = None) -> Table | None:
    """Return the head of a table, to choose what its columns hold; None for a file of SIECLE or ONDE.

    Args:
        title_row, sheet: as for `spreadsheets.read_diners`.

    Raises:
        BadData: as `read_files`.
    """
    with _named_as([path]):
        found = _table_of(path)
        return read_table(found[1], found[0], title_row=title_row, sheet=sheet) if found else None


def heads_of(path: Path) -> tuple[SheetHead, ...]:
    """Return the first rows of every sheet of a table, to choose sheet and line of titles; none for SIECLE and ONDE.

    Raises:
        BadData: as `read_files`.
    """
    with _named_as([path]):
        found = _table_of(path)
        return read_heads(found[1], found[0]) if found else ()


def _table_of(path: Path) -> tuple[str, bytes] | None:
    """Return (name, content) of the one table that a file is or holds; None for a file of SIECLE or ONDE."""
    contents, _ = _contents([path])
    if len(contents) > 1 or siecle.is_siecle(contents[0][1]) or _onde_kind(contents[0][1], contents[0][0]):
        return None
    return contents[0]


@contextmanager
def _named_as(paths: Sequence[Path]) -> Iterator[None]:
    """Replace an error about an unreadable file by the one that fits its name's ending."""
    try:
        yield
    except BadData as error:
        path = next((path for path in paths if error.where.partition(",")[0] == path.name), Path())
        code, codes = _DAMAGED.get(path.suffix.lower(), ("", _NOTHING))
        if error.code not in codes or not code:
            raise
        raise BadData(code, where=error.where) from error


def _onde_kind(content: bytes, name: str) -> str:
    """Return « pupils » or « guardians » for a table of ONDE's, empty for anything else."""
    if content.startswith(ZIP):
        return ""
    # Enough for the titles; an incomplete last line is dropped.
    head = content if len(content) < _HEAD else content[:_HEAD].rpartition(b"\n")[0]
    try:
        header = next(iter(text_rows(head, name)), None)
    except BadData:
        return ""
    if header is None:
        return ""
    return (
        "guardians" if onde.is_guardians(header.cells) else "pupils" if onde.is_pupils(header.cells) else ""
    )


def _read_onde(
    contents: Sequence[tuple[str, bytes]],
    kinds: Sequence[str],
    today: date,
    report: ReadProgress,
) -> FilesRead:
    if sorted(kinds) not in (["pupils"], ["guardians"], ["guardians", "pupils"]):
        raise BadData("files_mixed", where=", ".join(name for name, _ in contents))
    guardians = None
    if "guardians" in kinds:
        name, content = contents[kinds.index("guardians")]
        guardians = onde.read_guardians(content, name, report)
    if "pupils" not in kinds:
        assert guardians is not None  # noqa: S101 (one of the two is there)
        return FilesRead(Source.ONDE, guardians.rows, guardians.problems)
    name, content = contents[kinds.index("pupils")]
    read = diners_in(content, name, today=today, choice=ReadingChoice(), report=report)
    columns, unread = read.understood, read.unread_columns
    if guardians is None:
        return FilesRead(
            Source.ONDE, read.rows, read.problems, is_complete=True, columns=columns, unread_columns=unread
        )
    rows, lonely = onde.with_guardians(read.rows, guardians, contents[kinds.index("guardians")][0])
    problems = (*read.problems, *guardians.problems, *lonely)
    return FilesRead(
        Source.ONDE, tuple(rows), problems, is_complete=True, columns=columns, unread_columns=unread
    )
