"""The table model of sheets: a row for each person whose credentials go by paper or mail."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QGuiApplication

from turbo_admin.office.sheets.delivery import BY_MAIL, Delivery
from turbo_admin.office.sheets.listing import SheetLine
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.theme import Theme, semibold
from turbo_admin.ui.kit.ticked_rows import FilteredRows

HEADERS = ("", "Personne", "Classe", "État")
_, PERSON, CLASS, STATE = range(len(HEADERS))
# delivery -> its icon and the icon's colour
DELIVERY_ICONS = {
    Delivery.TO_HAND: ("tray", "muted"),
    Delivery.PRINTED: ("printer", "accent"),
    Delivery.HANDED: ("hand", "certain"),
    Delivery.MAIL_WAITING: ("clock", "probable"),
    Delivery.MAILED: ("paper-plane-tilt", "certain"),
    Delivery.MAIL_RETRY: ("clock-counter-clockwise", "probable"),
    Delivery.REJECTED: ("warning-circle", "none"),
    Delivery.CONNECTED: ("check-circle-fill", "certain"),
    Delivery.REPLACED: ("prohibit", "muted"),
    Delivery.WITHDRAWN: ("prohibit", "muted"),
}
_ENDED = frozenset({Delivery.HANDED, Delivery.WITHDRAWN, Delivery.REPLACED})


class SheetsModel(FilteredRows[SheetLine]):
    """Sheets with ticks, in the order in which they print."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(HEADERS, self._cells_of, {}, parent)
        self._theme = theme

    def show(self, records: Sequence[SheetLine]) -> None:
        """Show other sheets; those handed over, revoked or replaced since the last time lose their tick."""
        before = {line.id: line.delivery for line in self.everything}
        ended = {
            line.id
            for line in records
            # One that was so before has been ticked on purpose, to be revoked for example.
            if line.delivery in _ENDED and before.get(line.id, line.delivery) is not line.delivery
        }
        self._ticked -= ended
        super().show(records)

    def _cells_of(self, line: SheetLine) -> tuple[TableCell, ...]:
        name, colour = DELIVERY_ICONS[line.delivery]
        muted = QColor(self._theme.colours.muted)
        trouble = QColor(self._theme.colours.none) if line.delivery is Delivery.REJECTED else None
        tip = f"{line.login} · {line.email or 'sans adresse e-mail'} · demandeur {line.asker}"
        return (
            TableCell(""),
            TableCell(", ".join(line.names), font=_name_font(), tip=tip),
            TableCell(line.class_name, colour=muted),
            TableCell(_state(line), icon=icon(self._theme, name, colour), colour=trouble),
        )


def without_mail(lines: Sequence[SheetLine]) -> list[str]:
    """Return the ids of sheets to print: nothing was mailed for them, or their mail came back."""
    return [
        line.id for line in lines if line.delivery not in BY_MAIL and line.delivery is not Delivery.HANDED
    ]


def _state(line: SheetLine) -> str:
    # « imprimé » is said only where the delivery is about a mail.
    on_paper = line.printed and line.delivery in BY_MAIL
    return f"{line.delivery_text} · imprimé" if on_paper else line.delivery_text


def _name_font() -> QFont:
    return semibold(QGuiApplication.font())
