"""Reads tables in text files (CSV) as schools' software writes them: any usual encoding and separator."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.decoding import Unsure
from turbo_admin.outside.files.encodings import judge, judge_text

# 100,000 diners with four addresses each make 15 MB.
LARGEST_BYTES = 64 * 1024 * 1024
_SEPARATORS = ";,\t"
_LONGEST_CELL = 10_000
_EXCERPT = 20
# Limits of one row and one line, which the csv module would hold in memory; no real list reaches them.
MOST_CELLS, _LONGEST_LINE = 2_000, 1_000_000
_MOST_LINES = 200_000
_LINE_END = re.compile("\r\n|\n|\r")
# Skips « ;;; », of which spreadsheets write thousands below a list.
_LINE_WITH_CONTENT = re.compile(r"^[;,\t \"]*+[^;,\t \"\r\n]", re.MULTILINE)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Share of zeros in every other byte of a French text in UTF-16; only « ’ » and « œ » have none.
_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row of a text table.

    Attributes:
        number: line of the file where the row begins, 1 for the first.
        cells: as written, outer blanks cut off.
    """

    number: int
    cells: tuple[str, ...]


def read_file(path: Path, largest: int = LARGEST_BYTES) -> bytes:
    """Read a whole file of unknown origin.

    Raises:
        BadData: `file_missing`, `file_unreadable`, `file_too_big` or `file_empty`, with the file's name.
    """
    try:
        if path.stat().st_size > largest:
            raise BadData("file_too_big", where=path.name, largest=largest // (1024 * 1024))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise BadData("file_missing", where=path.name) from error
    except OSError as error:
        raise BadData("file_unreadable", where=path.name) from error
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise BadData("file_empty", where=path.name)
    return content


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file.

    Attributes:
        remark: a French remark on its encoding; empty for a usual one.
    """

    text: str
    remark: str = ""


def decode(content: bytes, name: str) -> Text:
    """Read text in UTF-8, UTF-16, Windows' Western encoding, or, when certain, MS-DOS's or Macintosh's.

    Args:
        name: of the file, for messages.

    Raises:
        BadData: `file_not_text`; `file_two_encodings`, `file_cut` or `file_letters` with the line, when the letters
            beyond ASCII cannot be decoded with certainty.
    """
    try:
        if wide := _utf16(content, name):
            reading = judge_text(wide)
            return Text(reading.decode(wide.encode()), reading.remark)
        reading = judge(content)
        return Text(reading.decode(content), reading.remark)
    except Unsure as error:
        line = _line_of(error.sample, content)
        raise BadData(error.code, where=f"{name}, ligne {line}" if line else name) from error


def _utf16(content: bytes, name: str) -> str:
    """Decode UTF-16, with or without a byte order mark; empty for any other content.

    Raises:
        BadData: `file_not_text`.
    """
    codec = "utf-16" if content.startswith(UTF16_MARKS) else ""
    if not codec and b"\0" in content:
        even, odd = content[::2], content[1::2]
        codec = "utf-16-le" if odd.count(0) > _MOSTLY * len(odd) else codec
        codec = "utf-16-be" if even.count(0) > _MOSTLY * len(even) else codec
    try:
        text = content.decode(codec) if codec else ""
    except UnicodeDecodeError as error:
        raise BadData("file_not_text", where=name) from error
    if "\0" in text or (not codec and b"\0" in content):
        raise BadData("file_not_text", where=name)
    return text


def _line_of(sample: str | bytes, content: bytes) -> int:
    """Return the line of the first occurrence; 0 for the text as a whole."""
    position = content.find(sample if isinstance(sample, bytes) else sample.encode()) if sample else -1
    return content.count(b"\n", 0, position) + 1 if position >= 0 else 0


def read_rows(path: Path, *, named: bool = False) -> Iterator[TextRow]:
    """Read the rows of a text table, without the empty ones.

    Args:
        named: the first row names the columns, so that its separator is the table's.

    Raises:
        BadData: as `read_file` and `text_rows`.
    """
    return text_rows(read_file(path), path.name, named=named)


def text_rows(content: bytes, name: str, *, named: bool = False) -> Iterator[TextRow]:
    """Read the rows of a text table, without the empty ones.

    Args:
        name: of the file, for messages.
        named: as for `read_rows`.

    Raises:
        BadData: as `decode` and `rows_in`.
    """
    return rows_in(decode(content, name).text, name, named=named)


def rows_in(text: str, name: str, *, named: bool = False) -> Iterator[TextRow]:
    """Read the rows of a decoded text table, without the empty ones.

    Args:
        name: of the file, for messages.
        named: as for `read_rows`.

    Raises:
        BadData: `csv_damaged` or `line_too_long` with the line; `table_too_long`.
    """
    if _has_too_many_lines(text):
        raise BadData("table_too_long", where=name, most=_MOST_LINES)
    separator = _separator(text, 1 if named else _EXCERPT)
    lines = _Lines(text, separator, name)
    reader = csv.reader(iter(lines), delimiter=separator, strict=True)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        start = 1
        for cells in reader:
            row = TextRow(start, tuple(cell.strip() for cell in cells))
            start = reader.line_num + 1
            lines.begin_row()
            if any(row.cells):
                yield row
    except csv.Error as error:
        raise BadData("csv_damaged", where=f"{name}, ligne {reader.line_num}") from error
    finally:
        csv.field_size_limit(before)


class _Lines:
    """Iterates over lines with their ends, and checks their length before the csv module reads them."""

    def __init__(self, text: str, separator: str, name: str) -> None:
        self._text, self._separator, self._name = text, separator, name
        self._letters = self._cells = 0

    def begin_row(self) -> None:
        """Reset the length for the next row, which may span several lines."""
        self._letters = self._cells = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(_lines(self._text), 1):
            self._letters += len(line)
            self._cells += line.count(self._separator)
            if self._letters > _LONGEST_LINE or self._cells > MOST_CELLS:
                raise BadData("line_too_long", where=f"{self._name}, ligne {number}", cells=MOST_CELLS)
            yield line


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _has_too_many_lines(text: str) -> bool:
    if text.count("\n") + text.count("\r") <= _MOST_LINES:
        return False
    return next(islice(_LINE_WITH_CONTENT.finditer(text), _MOST_LINES, None), None) is not None


def _separator(text: str, lines: int) -> str:
    # The separator of the table is the one most used at its head; a title line above it has none.
    head = [line for line in islice(_lines(text), _EXCERPT) if line.strip()][:lines]
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))


def has_columns_beyond(text: str, most: int) -> bool:
    """Whether any row of a text table seems to have more columns than are read."""
    mark = re.escape(_separator(text, _EXCERPT))
    far = re.compile(rf"^(?:[^\r\n{mark}]*+{mark}){{{most}}}[\s{mark}]*+[^\s{mark}]", re.MULTILINE)
    return bool(far.search(text))
