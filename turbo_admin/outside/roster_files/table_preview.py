"""Preview of a table for the clerk to choose from: lines, titles, guessed columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from turbo_admin.core.matching.spellings import fold
from turbo_admin.outside.files.excel_reader import Row
from turbo_admin.outside.roster_files.diner_cells import text_of
from turbo_admin.outside.roster_files.diner_columns import DinerColumns, guess_columns, headers_key
from turbo_admin.outside.roster_files.title_rows import GUARDIANS, SAMPLES, TitleRow, title_row_at

# Words in the names of sheets that list departures.
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


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table, to choose its columns.

    Attributes:
        sheet: its title, empty for a text file.
        titles: of every column that holds anything, empty where there is none.
        samples: the first rows below the titles, as text.
        guess: the guessed columns.
        title_row: number of the line of titles, 1 for the first of the file; 0 for a table without titles.
    """

    sheet: str
    titles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    guess: DinerColumns
    title_row: int = 1

    @property
    def key(self) -> str:
        """A digest of the titles, by which choices are remembered; without titles, of the first row."""
        if not self.title_row:
            return headers_key(("sans titres", *(self.samples[0] if self.samples else ())))
        last = max((position for position, title in enumerate(self.titles, 1) if title), default=0)
        return headers_key(self.titles[:last])

    @property
    def is_of_the_gone(self) -> bool:
        """Whether the sheet's name says that it lists those who have left."""
        return not _GONE.isdisjoint(fold(self.sheet).split())

    @property
    def is_of_guardians(self) -> bool:
        """Whether the sheet's name says that it lists guardians, who are no diners."""
        return not GUARDIANS.isdisjoint(fold(self.sheet).split())


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The first rows of a sheet or of a text file, for the clerk to choose from.

    Attributes:
        sheet: its title, empty for a text file.
        is_visible: whether the workbook shows it.
        rows: number of the line, and its cells.
        title_row: number of the line of titles that is proposed; 0 for none.
    """

    sheet: str
    is_visible: bool
    rows: tuple[Row, ...]
    title_row: int

    def table(self, title_row: int | None = None) -> Table:
        """Return the table below a line of titles.

        Args:
            title_row: the one that is proposed by default; 0 for a table without titles.
        """
        chosen = self.title_row if title_row is None else title_row
        position = next((position for position, (number, _) in enumerate(self.rows) if number == chosen), -1)
        return table_below(self.sheet, self.rows, title_row_at(self.rows, position))


def table_below(sheet: str, head: Sequence[Row], found: TitleRow) -> Table:
    """Return the table below a line of titles.

    Args:
        sheet: its title, empty for a text file.
        head: the first rows.
        found: the line, among them.
    """
    below = head[found.position + 1 :]
    samples = tuple(tuple(text_of(cell) for cell in cells) for _, cells in below[:SAMPLES])
    number = head[found.position][0] if found.position >= 0 else 0
    return Table(sheet, found.titles, samples, guess_columns(found.titles, samples), number)
