"""Cells of the list of accounts, column by column, and its sort keys."""

from collections.abc import Callable

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, PARIS, short_time
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.accounts.lines import AccountLine, AccountStanding
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.row_table import ColumnLayout
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.theme import Theme, semibold, tabular
from turbo_admin.ui.kit.ticked_rows import TICK, SortKey
from turbo_admin.ui.sheets.sheets_model import DELIVERY_ICONS

HEADERS = (
    *("", "Hôtes", "Classe", "Identifiant", "E-mail", "État", "Dernière connexion"),
    *("Identifiants remis", "Établissement"),
)
_, NAMES, CLASS, LOGIN, EMAIL, STANDING, SEEN, DELIVERY, SCHOOL = range(len(HEADERS))
LAYOUT = ColumnLayout(
    {TICK: 38, NAMES: 206, CLASS: 70, LOGIN: 92, STANDING: 126, SEEN: 142, DELIVERY: 206, SCHOOL: 150},
    stretch=EMAIL,
    sort=(CLASS, False),
)
# standing -> its icon and the icon's colour
_STANDING_ICONS = {
    AccountStanding.TO_ACTIVATE: ("clock", "probable"),
    AccountStanding.ACTIVE: ("check-circle-fill", "certain"),
    AccountStanding.BLOCKED: ("prohibit-fill", "ambiguous"),
    AccountStanding.CLOSED: ("lock", "muted"),
}
_RANKS = {standing: rank for rank, standing in enumerate(AccountStanding)}
# Sorts after every folded text.
_LAST = "~"
SORT_KEYS: dict[int, Callable[[AccountLine], SortKey]] = {
    NAMES: lambda line: fold(line.names[0]) if line.names else _LAST,
    CLASS: lambda line: line.order,
    LOGIN: lambda line: line.login,
    EMAIL: lambda line: line.email.casefold() or _LAST,
    STANDING: lambda line: _RANKS[line.standing],
    SEEN: lambda line: line.last_sign_in.timestamp() if line.last_sign_in else 0.0,
    # Returned mails first: they are what needs an act.
    DELIVERY: lambda line: (not line.mail_problem, line.delivery_text),
    SCHOOL: lambda line: fold(line.school),
}


def account_cells(theme: Theme, table: QWidget, line: AccountLine) -> tuple[TableCell, ...]:
    """Return what the list shows of an account, one cell a column."""
    muted, figures = QColor(theme.colours.muted), tabular(table.font())
    seen = line.last_sign_in
    return (
        TableCell(""),
        TableCell(
            ", ".join(line.names) or "(aucun hôte)",
            font=semibold(table.font()) if line.names else None,
            colour=None if line.names else muted,
        ),
        TableCell(line.class_name, colour=muted),
        TableCell(line.login, font=figures),
        TableCell(line.email or "—", colour=None if line.email else muted),
        standing_cell(theme, line),
        TableCell(
            f"{seen.astimezone(PARIS):%d/%m/%Y}" if seen else "jamais",
            font=figures,
            colour=None if seen else muted,
            # The portal reports one sign-in a day, so the hour is that of the first.
            tip=f"Première connexion de ce jour{NBSP}: {short_time(seen)}" if seen else "",
        ),
        _delivery_cell(theme, line),
        TableCell(line.school, colour=muted),
    )


def standing_cell(theme: Theme, line: AccountLine) -> TableCell:
    """Return the cell that says the state of an account, and whether the portal knows."""
    name, colour = _STANDING_ICONS[line.standing]
    # « à envoyer »: the office has decided, the portal has not been sent it yet.
    stands = f"{line.standing.value} · à envoyer" if line.waiting else line.standing.value
    tip = "Le portail le saura à la prochaine synchronisation" if line.waiting else ""
    return TableCell(stands, icon=icon(theme, name, colour), tip=tip)


def _delivery_cell(theme: Theme, line: AccountLine) -> TableCell:
    if line.mail_problem:
        text = f"courriel rejeté{NBSP}: {line.mail_problem}"
        return TableCell(text, icon=icon(theme, "warning-circle", "none"), colour=QColor(theme.colours.none))
    if line.delivery is None:
        return TableCell("—", colour=QColor(theme.colours.muted))
    name, colour = DELIVERY_ICONS[line.delivery]
    return TableCell(line.delivery_text, icon=icon(theme, name, colour))
