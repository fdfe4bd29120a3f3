"""What the lists of « Fiche de l’hôte » show, one cell a column."""

from PySide6.QtGui import QColor, QFont

from turbo_admin.core.french import NBSP, PARIS, short_time
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.office.journal.sentences import HistoryLine
from turbo_admin.office.overview.diner_file import AskedLine, HandedLine
from turbo_admin.ui.accounts.accounts_page import standing_cell
from turbo_admin.ui.kit.rows_model import Cell
from turbo_admin.ui.kit.theme import Theme, semibold, tabular


class HostFileCells:
    """Turns records into cells.

    Args:
        theme: whose colours they take.
        font: the tables' own.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme, self._font = theme, font

    def account(self, line: AccountLine) -> tuple[Cell, ...]:
        """Return what the list shows of an account that holds the diner."""
        font, muted = self._font, QColor(self._theme.colours.muted)
        seen = line.last_sign_in
        address = f"{line.email} — rejeté{NBSP}: {line.mail_problem}" if line.mail_problem else line.email
        return (
            Cell(line.login, font=semibold(font), tip=", ".join(line.names)),
            Cell(
                address or "—",
                colour=QColor(self._theme.colours.none) if line.mail_problem else None,
            ),
            standing_cell(self._theme, line),
            Cell(
                f"{seen.astimezone(PARIS):%d/%m/%Y}" if seen else "jamais",
                font=tabular(font),
                colour=None if seen else muted,
            ),
        )

    def handed(self, line: HandedLine) -> tuple[Cell, ...]:
        """Return what the list shows of a sheet."""
        figures = tabular(self._font)
        return (
            Cell(short_time(line.created_at), font=figures),
            Cell(line.login),
            Cell(line.text),
            Cell(line.mail_to or "papier"),
        )

    def asked(self, line: AskedLine) -> tuple[Cell, ...]:
        """Return what the list shows of a request."""
        address = f"{line.email} — rejeté{NBSP}: {line.problem}" if line.problem else line.email
        return (
            Cell(short_time(line.received_at), font=tabular(self._font)),
            Cell(line.typed),
            Cell(address),
            Cell(line.state),
        )

    def history(self, line: HistoryLine) -> tuple[Cell, ...]:
        """Return what the list shows of something that happened."""
        muted = QColor(self._theme.colours.muted)
        return (
            Cell(short_time(line.at), font=tabular(self._font)),
            Cell(line.who, colour=muted),
            Cell(line.text),
        )
