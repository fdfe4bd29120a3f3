"""Tables in text files (CSV), as schools' software writes them: any usual encoding, any usual separator."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.core.errors import BadData

# 100,000 diners with four addresses each make 15 MB.
LARGEST_BYTES = 64 * 1024 * 1024
_SEPARATORS = ";,\t"
_LONGEST_CELL = 10_000
_EXCERPT = 20
# é, è, à, ç, ’ … in UTF-8: no French text in Windows' encoding holds Ã© or â€™.
_UTF8_LETTERS = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\x9f]")


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
    """Read a whole file that comes from outside.

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


def decode(content: bytes, name: str) -> str:
    """Read text in UTF-8 (with or without mark), UTF-16 with its mark, or Windows' Western encoding.

    Args:
        name: of the file, for messages.

    Raises:
        BadData: `file_not_text`, or `file_two_encodings`: UTF-8 in part.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise BadData("file_not_text", where=name)
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        if encoding == "cp1252" and _UTF8_LETTERS.search(content):
            raise BadData("file_two_encodings", where=name)
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadData("file_not_text", where=name)


def read_rows(path: Path, *, named: bool = False) -> Iterator[TextRow]:
    """Read the rows of a text table, empty ones left out.

    Args:
        named: the first row names the columns, so that its separator is the table's.

    Raises:
        BadData: as `read_file` and `text_rows`.
    """
    return text_rows(read_file(path), path.name, named=named)


def text_rows(content: bytes, name: str, *, named: bool = False) -> Iterator[TextRow]:
    """Read the rows of a text table, empty ones left out.

    Args:
        name: of the file, for messages.
        named: as for `read_rows`.

    Raises:
        BadData: as `decode`, or `csv_damaged` with the line.
    """
    text = decode(content, name)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_separator(text, 1 if named else _EXCERPT), strict=True
    )
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        start = 1
        for cells in reader:
            row = TextRow(start, tuple(cell.strip() for cell in cells))
            start = reader.line_num + 1
            if any(row.cells):
                yield row
    except csv.Error as error:
        raise BadData("csv_damaged", where=f"{name}, ligne {reader.line_num}") from error
    finally:
        csv.field_size_limit(before)


def _separator(text: str, lines: int) -> str:
    # The separator of the table is the one most used at its head; a title line above it has none.
    head = [line for line in text.splitlines()[:_EXCERPT] if line.strip()][:lines]
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))
