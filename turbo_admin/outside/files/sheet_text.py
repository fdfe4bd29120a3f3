"""Checks and repairs the XML of one sheet before python-calamine reads it.

calamine allocates the whole rectangle that the cells of a sheet span, and Rust aborts the process when it cannot: one
cell in the last corner of a tiny file would need 400 GB.
"""

import re

from turbo_admin.core.errors import BadData

# Shown for a formula without a computed result, which Excel never writes but other programs do.
UNCOMPUTED = "#FORMULE!"
MOST_COLUMNS = 200
# A cell of the rectangle takes 24 bytes: 400 MB. A list of 100,000 diners with forty columns is 4 million cells.
_MOST_CELLS = 16_000_000
_LAST_ROW, _LONGEST_PLACE = 1_048_576, 7
_PREFIX = rb"(?:[\w.\x80-\xff-]+:)?"
# A malformed tag, or one within attributes: cutting there would hide cells from the checks.
_BROKEN_TAG = re.compile(rb"""<[^<>"']*+(?:"[^"<>]*+"[^<>"']*+|'[^'<>]*+'[^<>"']*+)*+(?!>)""")
# Cells as nearly every program writes them: the reference (A1) comes first.
_PLACES = re.compile(b"<" + _PREFIX + rb"c(?=[\s/>])(?:\sr=\"([A-Z]*)([0-9]*)\")?")
_TAGS = re.compile(b"<" + _PREFIX + rb"(c|row)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']")
_EMPTY_CELL = re.compile(b"<" + _PREFIX + rb"c\s[^<>]*/>")
_FAR_CELL = re.compile(
    b"<(" + _PREFIX + rb")c\s[^<>]*?r=\"(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])[0-9]+\"[^<>]*(?<!/)>.*?</\1c>",
    re.DOTALL,
)
_FORMULA_ALONE = re.compile(
    b"<("
    + _PREFIX
    + rb")c(\s[^<>]*)?>\s*<\1f(?:\s[^<>]*)?(?:/>|>[^<]*</\1f>)\s*(?:<\1v\s*/>|<\1v>\s*</\1v>)?\s*</\1c>"
)
_KIND = re.compile(rb"\st=[\"']([^\"']*)[\"']")


class SheetText:
    """Measures a sheet piece by piece, and repairs what calamine would drop: cells without a result, errors.

    Args:
        name: of the file, for messages.

    Attributes:
        is_cut: whether values beyond the last column that is read were left out.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._columns = self._cells = 0
        self._row = self._column = 0
        self.is_cut = False

    def checked(self, piece: bytes) -> bytes:
        """Check and repair a piece of whole rows.

        Raises:
            BadData: `workbook_too_big` for more cells than any list has.
            ValueError: malformed XML or cell reference.
        """
        if _BROKEN_TAG.search(piece):
            raise ValueError
        if (b"<f" in piece or b":f" in piece) and b"f>" in piece + b"f>":
            piece = _FORMULA_ALONE.sub(_without_result, piece)
        # Error values become text: calamine knows only some of them, and drops all.
        piece = piece.replace(b' t="e"', b' t="str"')
        rows, columns, cells = self._span(piece)
        if columns > MOST_COLUMNS or rows * columns > _MOST_CELLS:
            # Empty cells that only carry a format may reach the end of a sheet.
            piece = _EMPTY_CELL.sub(b"", piece)
            self.is_cut = self.is_cut or bool(_FAR_CELL.search(piece))
            piece = _FAR_CELL.sub(b"", piece)
            rows, columns, cells = self._span(piece)
        self._rows, self._columns = max(rows, self._rows), max(columns, self._columns)
        self._cells += cells
        if self._rows * self._columns > _MOST_CELLS or self._cells > _MOST_CELLS:
            raise BadData("workbook_too_big", where=self._name)
        return piece

    def _span(self, piece: bytes) -> tuple[int, int, int]:
        """Return the last row and column of the cells in a piece, and how many there are."""
        positions = _PLACES.findall(piece)
        columns, rows = {letters for letters, _ in positions}, {digits for _, digits in positions}
        if b"" in columns or b"" in rows:
            return self._span_of_tags(piece)
        return (
            max(map(_row_number, rows), default=0),
            max(map(_column_number, columns), default=0),
            len(positions),
        )

    def _span_of_tags(self, piece: bytes) -> tuple[int, int, int]:
        """As `_span`, for cells written in any other way, also without a reference."""
        last_row = last_column = cells = 0
        for kind, attributes in _TAGS.findall(piece):
            position = _PLACE.search(b" " + attributes)
            if kind == b"row":
                self._row = _row_number(position[2]) if position else self._row + 1
                self._column = 0
                continue
            cells += 1
            self._column = _column_number(position[1]) if position else self._column + 1
            last_row = max(last_row, _row_number(position[2]) if position else self._row)
            last_column = max(last_column, self._column)
        return last_row, last_column, cells


def _without_result(cell: re.Match[bytes]) -> bytes:
    """Return a cell whose formula was never computed, with `UNCOMPUTED` as its value; empty texts are kept."""
    prefix, attributes = cell[1], cell[2] or b""
    kind = _KIND.search(attributes)
    if kind and kind[1] != b"n":
        return cell[0]
    attributes = _KIND.sub(b"", attributes)
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (
        prefix,
        attributes,
        prefix,
        UNCOMPUTED.encode(),
        prefix,
        prefix,
    )


def _row_number(digits: bytes) -> int:
    """Return the number of a row.

    Raises:
        ValueError: out of range.
    """
    number = int(digits) if len(digits) <= _LONGEST_PLACE else 0
    if not 0 < number <= _LAST_ROW:
        raise ValueError
    return number


def _column_number(letters: bytes) -> int:
    """Return the number of a column, 1 for A.

    Raises:
        ValueError: out of range.
    """
    # XFD is the last column.
    if not 0 < len(letters) <= 3:
        raise ValueError
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
