"""Rows of an Excel workbook (`.xlsx`), streamed: only what is read is unpacked, and no entity, link or formula is followed.

openpyxl reads the same files through a parser in plain Python: 100,000 rows take it half a minute. Here expat does the
work; a test holds the cells against openpyxl's, kind by kind.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from xml.parsers import expat

from turbo_admin.core.errors import BadData
from turbo_admin.outside.safe_files import Forbidden, open_archive, safe_parser

Cell = str | bool | int | float | date | datetime | None
Row = tuple[int, list[Cell]]
Report = Callable[[int, int], None]

_MOST_COLUMNS = 200
_CHUNK = 1 << 18
_LONGEST_CELL = 10_000
# Numbers of formats that show dates without a code of their own (ECMA-376, 18.8.30, and its East Asian ones).
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_OF_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile("[dmyhsDMYHS]")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 (Excel knows no zones)
# Excel believes that 1900 was a leap year: before its 29 February all days are one off.
_LAST_WRONG_DAY = 60
_MOST_DAYS = 2_958_466
_DAY_SECONDS = 86_400
_WORKBOOK, _OPEN_DOCUMENT = "xl/workbook.xml", "content.xml"
# What a cell shows whose formula was never computed: programs write such, Excel does not.
UNCOMPUTED = "#FORMULE!"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, whether it is shown, and where it is in the file."""

    title: str
    is_visible: bool
    member: str


class Workbook:
    """An open workbook.

    Args:
        content: the file.
        name: its name, for messages.

    Attributes:
        sheets: in the order of the tabs; charts are left out.

    Raises:
        BadData: `workbook_damaged`, `workbook_ods`, or `workbook_too_big` when it would unpack to more than a list of diners needs.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._archive = open_archive(content, name)
        members = self._archive.namelist()
        main = next(
            (one for one in (_WORKBOOK, *members) if one.endswith("workbook.xml") and one in members), ""
        )
        if not main:
            raise BadData("workbook_ods" if _OPEN_DOCUMENT in members else "workbook_damaged", where=name)
        targets = self._targets(main)
        reader = _Book()
        self._parse(main, reader)
        self._epoch = _EPOCH_1904 if reader.is_1904 else _EPOCH
        self.sheets = tuple(
            Sheet(title, shown, targets[link])
            for title, shown, link in reader.sheets
            if "worksheets/" in targets.get(link, "")
        )
        self._strings: list[str] | None = None
        self._dates: frozenset[str] | None = None
        self._folder = main.rpartition("/")[0]

    def rows(self, sheet: Sheet, report: Report) -> Iterator[Row]:
        """Read a sheet row by row: its number from 1, and its cells from column A on; empty rows are left out.

        Args:
            report: called with (bytes read, bytes in all).

        Raises:
            BadData: `workbook_damaged`.
        """
        if self._strings is None:
            self._strings = self._shared_strings(report)
            self._dates = self._date_styles()
        parser = _SheetParser(self._strings, self._dates or frozenset(), self._epoch)
        for done, total in self._feed(sheet.member, parser):
            report(done, total)
            yield from parser.take()

    def close(self) -> None:
        """Let the file go."""
        self._archive.close()

    def _targets(self, main: str) -> dict[str, str]:
        folder, _, file = main.rpartition("/")
        links = _Links()
        self._parse(f"{folder}/_rels/{file}.rels", links)
        return {
            link: target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            for link, target in links.targets.items()
        }

    def _shared_strings(self, report: Report) -> list[str]:
        parser = _Strings()
        member = f"{self._folder}/sharedStrings.xml"
        if member in self._archive.namelist():
            for done, total in self._feed(member, parser):
                report(done, total)
        return parser.strings

    def _date_styles(self) -> frozenset[str]:
        parser = _Styles()
        self._parse(f"{self._folder}/styles.xml", parser)
        return parser.dates()

    def _parse(self, member: str, handler: "_Handler") -> None:
        if member in self._archive.namelist():
            for _ in self._feed(member, handler):
                pass

    def _feed(self, member: str, handler: "_Handler") -> Iterator[tuple[int, int]]:
        """Let a handler see a member; yields (bytes, bytes in all) after each piece."""
        parser = safe_parser()
        parser.StartElementHandler = handler.start
        parser.EndElementHandler = handler.end
        parser.CharacterDataHandler = handler.text
        try:
            total, done = self._archive.getinfo(member).file_size, 0
            with self._archive.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    parser.Parse(piece, False)
                    done += len(piece)
                    yield done, total
            parser.Parse(b"", True)
            yield total, total
        except MemoryError as error:
            raise BadData("workbook_too_big", where=self.name) from error
        except (expat.ExpatError, Forbidden, zipfile.BadZipFile, OSError, EOFError, *_BROKEN_PARTS) as error:
            raise BadData("workbook_damaged", where=self.name) from error


# What numbers and places that are none raise in a handler, and zipfile on methods it does not know.
_BROKEN_PARTS = (ValueError, IndexError, KeyError, OverflowError, NotImplementedError, RuntimeError)


class _Handler:
    """Sees the parts of one XML member; names are compared without their prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""

    def end(self, name: str) -> None:
        """See an element end."""

    def text(self, data: str) -> None:
        """See characters."""


class _Book(_Handler):
    """The list of sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _bare(name)
        if kind == "sheet":
            link = next((value for key, value in attributes.items() if _bare(key) == "id" and ":" in key), "")
            shown = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), shown, link))
        elif kind == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in {"1", "true"}


class _Links(_Handler):
    """Which part stands behind which link."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _bare(name) == "Relationship" and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Styles(_Handler):
    """Which styles show dates."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._styles: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _bare(name)
        if kind == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif kind == "cellXfs":
            self._inside = True
        elif kind == "xf" and self._inside:
            self._styles.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if _bare(name) == "cellXfs":
            self._inside = False

    def dates(self) -> frozenset[str]:
        """Return the places, as written in cells, of the styles that show dates."""
        return frozenset(str(place) for place, code in enumerate(self._styles) if self._is_date(code))

    def _is_date(self, number: str) -> bool:
        code = self._codes.get(number)
        if code is None:
            return number.isdecimal() and int(number) in _DATE_FORMATS
        return bool(_DATE_LETTERS.search(_NOT_OF_A_DATE.sub("", code.partition(";")[0])))


class _Strings(_Handler):
    """The strings that cells share; how they are pronounced is left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._reading = self._spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 (expat's form)
        kind = _bare(name)
        if kind == "t":
            self._reading = not self._spoken
        elif kind == "rPh":
            self._spoken = True

    def end(self, name: str) -> None:
        kind = _bare(name)
        if kind == "si":
            self.strings.append("".join(self._parts)[:_LONGEST_CELL])
            self._parts = []
        elif kind == "t":
            self._reading = False
        elif kind == "rPh":
            self._spoken = False

    def text(self, data: str) -> None:
        if self._reading:
            self._parts.append(data)


class _SheetParser(_Handler):
    """The rows of a sheet; called some twenty times a row, so it is written for speed."""

    def __init__(self, strings: list[str], dates: frozenset[str], epoch: datetime) -> None:
        self._strings, self._dates, self._epoch = strings, dates, epoch
        self._rows: list[Row] = []
        self._cells: list[Cell] = []
        self._number = self._column = 0
        self._kind, self._style = "n", ""
        self._parts: list[str] = []
        self._reading = self._spoken = self._is_formula = False
        self._columns: dict[str, int] = {}

    def take(self) -> list[Row]:
        """Return the rows that are whole, and forget them."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _bare(name) if ":" in name else name
        if kind == "c":
            get = attributes.get
            self._kind, self._style = get("t", "n"), get("s", "")
            place = get("r")
            if place is None:
                self._column += 1
            else:
                letters = place.rstrip("0123456789")
                column = self._columns.get(letters)
                self._column = column if column is not None else self._named(letters)
        elif kind in ("v", "t"):
            self._reading = not self._spoken
        elif kind == "row":
            self._number = int(float(attributes.get("r", self._number + 1)))
            self._column, self._cells = -1, []
        elif kind == "f":
            self._is_formula = True
        elif kind == "rPh":
            self._spoken = True

    def end(self, name: str) -> None:
        kind = _bare(name) if ":" in name else name
        if kind in ("v", "t"):
            self._reading = False
        elif kind == "c":
            if self._parts:
                self._put("".join(self._parts))
                self._parts = []
            elif self._is_formula and self._kind == "n":
                # Texts that are empty have a kind of their own.
                self._kind = "e"
                self._put(UNCOMPUTED)
            self._is_formula = False
        elif kind == "row":
            if self._cells:
                self._rows.append((self._number, self._cells))
        elif kind == "rPh":
            self._spoken = False

    def text(self, data: str) -> None:
        if self._reading:
            self._parts.append(data)

    def _named(self, letters: str) -> int:
        """Return the place of a column, 0 for A, by its letters."""
        place = 0
        for letter in letters[:4]:
            place = place * 26 + ord(letter) - ord("A") + 1
        self._columns[letters] = place - 1
        return place - 1

    def _put(self, written: str) -> None:
        column = self._column
        if not 0 <= column < _MOST_COLUMNS:
            return
        cells = self._cells
        if len(cells) < column:
            cells.extend([None] * (column - len(cells)))
        value = self._value(written)
        if len(cells) == column:
            cells.append(value)
        else:
            cells[column] = value

    def _value(self, written: str) -> Cell:
        kind = self._kind
        if kind == "s":
            return self._strings[int(written)]
        if kind == "n":
            number = int(written) if written.isdecimal() else float(written)
            return self._day(number) if self._style in self._dates else number
        if kind == "b":
            return written.strip() not in {"0", "false"}
        if kind == "d":
            return datetime.fromisoformat(written)
        return written[:_LONGEST_CELL]

    def _day(self, number: float) -> Cell:
        if not 0 <= number < _MOST_DAYS:
            return None
        wrong = self._epoch is _EPOCH and number < _LAST_WRONG_DAY
        days, part = divmod(number, 1)
        # Times are kept as fractions of a day: 08:30 would come out a millionth of a second early.
        return self._epoch + timedelta(days=days + wrong, seconds=round(part * _DAY_SECONDS, 3))


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
