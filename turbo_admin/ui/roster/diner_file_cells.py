"""Cells of the tables of « Fiche de l’hôte », one a column."""

from PySide6.QtGui import QColor, QFont

from turbo_admin.core.french import NBSP, PARIS, short_time
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.office.journal.sentences import HistoryLine
from turbo_admin.office.overview.diner_file import AskedLine, HandedLine
from turbo_admin.ui.accounts.accounts_cells import standing_cell
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.theme import Theme, semibold, tabular


class DinerFileCells:
    """Turns records into cells.

    Args:
        theme: whose colours they take.
        font: the tables' own.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme, self._font = theme, font

    def account(self, line: AccountLine) -> tuple[TableCell, ...]:
        """Return what the list shows of an account that holds the diner."""
        font, muted = self._font, QColor(self._theme.colours.muted)
        seen = line.last_sign_in
        address = f"{line.email} — rejeté{NBSP}: {line.mail_problem}" if line.mail_problem else line.email
        return (
            TableCell(line.login, font=semibold(font), tip=", ".join(line.names)),
            TableCell(
                address or "—",
                colour=QColor(self._theme.colours.none) if line.mail_problem else None,
            ),
            standing_cell(self._theme, line),
            TableCell(
                f"{seen.astimezone(PARIS):%d/%m/%Y}" if seen else "jamais",
                font=tabular(font),
                colour=None if seen else muted,
            ),
        )

    def handed(self, line: HandedLine) -> tuple[TableCell, ...]:
        """Return what the list shows of a sheet."""
        figures = tabular(self._font)
        return (
            TableCell(short_time(line.created_at), font=figures),
            TableCell(line.login),
            TableCell(line.text),
            TableCell(line.mail_to or "papier"),
        )

    def asked(self, line: AskedLine) -> tuple[TableCell, ...]:
        """Return what the list shows of a request."""
        address = f"{line.email} — rejeté{NBSP}: {line.problem}" if line.problem else line.email
        return (
            TableCell(short_time(line.received_at), font=tabular(self._font)),
            TableCell(line.typed),
            TableCell(address),
            TableCell(line.state),
        )

    def history(self, line: HistoryLine) -> tuple[TableCell, ...]:
        """Return what the list shows of something that happened."""
        muted = QColor(self._theme.colours.muted)
        return (
            TableCell(short_time(line.at), font=tabular(self._font)),
            TableCell(line.who, colour=muted),
            TableCell(line.text),
        )
