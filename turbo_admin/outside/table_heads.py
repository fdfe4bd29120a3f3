"""The tables that a file holds: where each begins, what its columns seem to hold, and which sheets hold none.

Of a workbook every sheet is opened once: the first rows are looked at, and of visible ones those below are read on from
there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from turbo_admin.core.errors import BadData
from turbo_admin.core.names import fold
from turbo_admin.outside.diner_cells import text_of
from turbo_admin.outside.diner_columns import Columns, guess_columns, headers_key
from turbo_admin.outside.textfiles import decode, rows_in
from turbo_admin.outside.workbooks import Cell, Row, Workbook

# A title, a date, an empty line: the header is seldom lower.
_HEADER_WITHIN = 20
_SAMPLES = 5
_REPORT_EVERY = 500
# One a class makes some forty.
_MOST_SHEETS = 300
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
_CUT = "Les colonnes au-delà de la 200e (GR) n’ont pas été lues."
# Words in the name of a sheet of those who are there no longer.
_GONE = frozenset(
    [
        *(
            "sorti",
            "sortis",
            "sortie",
            "sorties",
            "depart",
            "departs",
            "parti",
            "partis",
            "partie",
            "parties",
        ),
        *("ancien", "anciens", "ancienne", "anciennes", "archive", "archives", "archivee", "archivees"),
        *("radie", "radies", "radiee", "radiees", "radiation", "radiations", "demission", "demissions"),
        *("demissionnaire", "demissionnaires", "supprime", "supprimes", "inactif", "inactifs"),
    ]
)
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Table:
    """The head of a table, to choose what its columns hold.

    Attributes:
        sheet: its title, empty for a text file.
        samples: the first rows below the header, as text.
        guess: what the columns seem to hold.
    """

    sheet: str
    titles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    guess: Columns

    @property
    def key(self) -> str:
        """By what a table with the same header is known again."""
        return headers_key(self.titles)

    @property
    def is_of_the_gone(self) -> bool:
        """Whether the sheet's name says that it lists those who have left."""
        return not _GONE.isdisjoint(fold(self.sheet).split())


@dataclass(frozen=True, slots=True)
class Part:
    """One table and the rows below its head, read as they are asked for."""

    table: Table
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one file.

    Attributes:
        main: by whose head the file is known: the first that names the diners, of those who are there if there is
            one; without any, the first with two words in a row.
        parts: the main one and those like it, in the order of the tabs: all that name the diners, or none that does.
        bare: names of the other sheets that hold something.
        hidden: the heads of hidden sheets that name diners.
        remarks: what is said of the file as a whole.
    """

    main: Part
    parts: tuple[Part, ...]
    bare: tuple[str, ...] = ()
    hidden: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()
    close: Callable[[], None] = lambda: None


def open_tables(content: bytes, name: str, report: Report) -> Tables:
    """Find the tables of a file.

    Without a header that names the diners, the first row with two words is taken for it: the clerk says what the
    columns hold.

    Raises:
        BadData: `workbook_old`, `workbook_protected`, `workbook_damaged`, `workbook_too_big`, `no_header`, and as
            `textfiles.text_rows`.
    """
    if content.startswith(_OLE):
        raise BadData("workbook_protected" if _ENCRYPTED in content else "workbook_old", where=name)
    if content.startswith(ZIP):
        return _of_workbook(Workbook(content, name, report), report)
    text = decode(content, name)
    rows = rows_in(text.text, name)
    head = [(row.number, list[Cell](row.cells)) for row in islice(rows, _HEADER_WITHIN + _SAMPLES)]
    place = _header_named(head)
    if place is None:
        place = _header_perhaps(head)
    if place is None:
        raise BadData("no_header", where=name)
    rest = ((row.number, list[Cell](row.cells)) for row in rows)
    part = _part("", head, place, rest)
    part = Part(part.table, _reported(part.rows, report))
    return Tables(part, (part,), remarks=(text.remark,) if text.remark else ())


def _of_workbook(workbook: Workbook, report: Report) -> Tables:
    shown = [sheet for sheet in workbook.sheets if sheet.is_visible]
    if len(shown) > _MOST_SHEETS:
        workbook.close()
        raise BadData("workbook_too_big", where=workbook.name)
    named: list[Part] = []
    perhaps: list[Part] = []
    bare: list[str] = []
    for sheet in shown:
        rows = workbook.rows(sheet, report)
        head = list(islice(rows, _HEADER_WITHIN + _SAMPLES))
        place = _header_named(head)
        if place is not None:
            named.append(_part(sheet.title, head, place, rows))
            continue
        place = _header_perhaps(head)
        if place is not None:
            perhaps.append(_part(sheet.title, head, place, rows))
        elif _holds_something(head):
            bare.append(sheet.title)
    parts = named or perhaps
    if not parts:
        workbook.close()
        raise BadData("no_header", where=workbook.name)
    if named:
        bare += [part.table.sheet for part in perhaps]
    main = next((part for part in parts if not part.table.is_of_the_gone), parts[0])
    remarks = (_CUT,) if workbook.is_cut else ()
    return Tables(main, tuple(parts), tuple(bare), tuple(_hidden(workbook, report)), remarks, workbook.close)


def _hidden(workbook: Workbook, report: Report) -> Iterator[Table]:
    for sheet in islice((sheet for sheet in workbook.sheets if not sheet.is_visible), _MOST_SHEETS):
        rows = workbook.rows(sheet, report)
        try:
            head = list(islice(rows, _HEADER_WITHIN + _SAMPLES))
        except BadData:
            # What nobody sees must not keep the rest from being read.
            continue
        place = _header_named(head)
        # A head without a line below it is a form that waits.
        if place is not None and _holds_something(head[place + 1 :]):
            yield _part(sheet.title, head, place, rows).table


def _part(sheet: str, head: list[Row], place: int, rest: Iterable[Row]) -> Part:
    below = head[place + 1 :]
    titles = tuple(text_of(cell) for cell in head[place][1])
    samples = tuple(tuple(text_of(cell) for cell in cells) for _, cells in below[:_SAMPLES])
    table = Table(sheet, titles, samples, guess_columns(titles, samples))
    return Part(table, _with_content(chain(below, rest)))


def _with_content(rows: Iterable[Row]) -> Iterator[Row]:
    for number, cells in rows:
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _holds_something(rows: Sequence[Row]) -> bool:
    return any(cell not in (None, "") for _, cells in rows for cell in cells)


def _reported(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    for seen, row in enumerate(rows):
        if seen % _REPORT_EVERY == 0:
            report(seen, 0)
        yield row


def _header_named(head: Sequence[Row]) -> int | None:
    """Return the place of the first row that says where the names stand."""
    for place, (_, cells) in enumerate(head[:_HEADER_WITHIN]):
        if guess_columns([text_of(cell) for cell in cells]).has_names:
            return place
    return None


def _header_perhaps(head: Sequence[Row]) -> int | None:
    """Return the place of the first row with two words."""
    return next((place for place, (_, cells) in enumerate(head) if _words(cells) > 1), None)


def _words(cells: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
