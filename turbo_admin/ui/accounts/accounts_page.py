"""« Comptes de l’espace numérique »: who may sign in, whom they see, and how each stands."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QWidget

from turbo_admin.core.french import NBSP, PARIS, count, short_time, thousands
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.accounts.acts import Act
from turbo_admin.office.accounts.lines import AccountLine, Standing, account_lines, export_accounts
from turbo_admin.office.settings.schools import School, schools
from turbo_admin.ui.accounts.account_history import AccountHistory
from turbo_admin.ui.accounts.accounts_acts import AccountsActs
from turbo_admin.ui.forms.accounts.accounts_page import Ui_Accounts
from turbo_admin.ui.kit.columns import current_row, dress_table, restore_columns, selected_rows
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import dress_button, icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.row_keeper import RowKeeper
from turbo_admin.ui.kit.rows_model import Cell
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.kit.tasks import Report
from turbo_admin.ui.kit.theme import Theme, semibold, tabular
from turbo_admin.ui.kit.ticked_rows import TICK, TickedRows
from turbo_admin.ui.kit.ticks import TickDelegate
from turbo_admin.ui.sheets.sheets_model import LOOKS

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk

_HEADERS = (
    *("", "Hôtes", "Classe", "Identifiant", "E-mail", "État", "Dernière connexion"),
    *("Identifiants remis", "Établissement"),
)
_, NAMES, CLASS, LOGIN, EMAIL, STANDING, SEEN, DELIVERY, SCHOOL = range(len(_HEADERS))
_WIDTHS = {TICK: 38, NAMES: 206, CLASS: 70, LOGIN: 92, STANDING: 126, SEEN: 142, DELIVERY: 206, SCHOOL: 150}
_STANDINGS = {
    Standing.TO_ACTIVATE: ("clock", "probable"),
    Standing.ACTIVE: ("check-circle-fill", "certain"),
    Standing.BLOCKED: ("prohibit-fill", "ambiguous"),
    Standing.CLOSED: ("lock", "muted"),
}
_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
_LAST = "~"
_KEYS: dict[int, Callable[[AccountLine], object]] = {
    NAMES: lambda line: fold(line.names[0]) if line.names else _LAST,
    CLASS: lambda line: line.order,
    LOGIN: lambda line: line.login,
    EMAIL: lambda line: line.email.casefold() or _LAST,
    STANDING: lambda line: _RANKS[line.standing],
    SEEN: lambda line: line.last_sign_in.timestamp() if line.last_sign_in else 0.0,
    DELIVERY: lambda line: (not line.mail_problem, line.delivery_text),
    SCHOOL: lambda line: fold(line.school),
}
_ANY = "Tous les états"


class AccountsPage(Page):
    """The list of accounts, what is known of the current one, and what can be done."""

    key = "accounts"
    title = "Comptes de l’espace numérique"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Accounts()
        self.form.setupUi(self)
        self.model = TickedRows(_HEADERS, self._cells, _KEYS, self)
        self.acts = AccountsActs(place, self)
        self.schools = SchoolBox(self.form.school, place.memory, self.key)
        self.history = AccountHistory(place, self.form, self.model)
        self._dress()
        self._connect()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: a text to search for; None leaves the search as it is.
        """
        if isinstance(about, str):
            self.form.search.setText(about)
        self.refresh()
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk = self.place.desk
        self.place.tasks.read(self, lambda _: (schools(desk), account_lines(desk)), self._on_read)

    def exported(self) -> Exported | None:
        ids = [line.id for line in self.model.records]
        return (
            Exported(
                "Exporter les comptes",
                "comptes-espace-numerique.xlsx",
                ("compte exporté", "comptes exportés"),
                partial(_write, self.place.desk, ids),
            )
            if ids
            else None
        )

    def remember(self) -> None:
        self.place.memory.remember_header(self.key, self.form.table.horizontalHeader())
        self.schools.remember()
        self.place.memory.remember(f"{self.key}/standing", self.form.standing.currentData() or "")

    def _dress(self) -> None:
        form, theme, memory = self.form, self.place.theme, self.place.memory
        form.search.addAction(
            icon(theme, "magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        form.search.setMinimumWidth(380)
        form.standing.addItem(_ANY, "")
        for standing in Standing:
            form.standing.addItem(standing.value, standing.value)
        form.standing.setCurrentIndex(max(0, form.standing.findData(memory.text(f"{self.key}/standing"))))
        form.table.setModel(self.model)
        RowKeeper(form.table, self.model)
        form.table.setItemDelegateForColumn(TICK, TickDelegate(theme, form.table))
        dress_table(form.table, _WIDTHS, stretch=EMAIL)
        form.table.setSortingEnabled(True)
        restore_columns(memory, self.key, form.table, (CLASS, False))
        dress_button(form.renew_button, theme, "key", "on_accent")
        dress_button(form.export_button, theme, "export", "muted")

    def _connect(self) -> None:
        form, acts = self.form, self.acts
        form.search.textChanged.connect(self._on_narrowed)
        form.standing.currentIndexChanged.connect(self._on_narrowed)
        form.school.currentIndexChanged.connect(self._on_narrowed)
        form.renew_button.clicked.connect(lambda: acts.ask_renewal(self._ids()))
        for button, act in (
            (form.block_button, Act.BLOCK),
            (form.unblock_button, Act.UNBLOCK),
            (form.close_button, Act.CLOSE),
            (form.reopen_button, Act.REOPEN),
        ):
            button.clicked.connect(lambda _=False, act=act: acts.ask_state(act, self._ids()))
        form.detach_button.clicked.connect(self._on_detach)
        form.issue_button.clicked.connect(lambda: self.wishes.page.emit("class_issue", None))
        form.empty_button.clicked.connect(self._on_empty_button)
        form.export_button.clicked.connect(lambda: self.wishes.act.emit("export"))
        form.table.selectionModel().selectionChanged.connect(self._show_choice)
        self.model.ticks_changed.connect(self._show_choice)
        self.history.journal_wanted.connect(lambda words: self.wishes.page.emit("actions", words))
        acts.changed.connect(self.refresh)
        acts.changed.connect(self.wishes.changed)
        acts.sync_wanted.connect(self.wishes.sync)
        acts.sheets_wanted.connect(lambda batch: self.wishes.page.emit("sheets", batch))
        acts.tell.connect(self.wishes.tell)
        bind("Space", form.table, self._on_space, Qt.ShortcutContext.WidgetShortcut)
        bind("Ctrl+R", self, form.search.setFocus)
        form.table.activated.connect(lambda _: self._on_open())
        self.place.theme.changed.connect(self.model.repaint)

    def _on_read(self, read: tuple[list[School], list[AccountLine]]) -> None:
        self.schools.show(read[0])
        self.model.show(read[1])
        self._on_narrowed()
        self.filled.emit()

    def _on_narrowed(self) -> None:
        uai, standing = self.schools.uai, self.form.standing.currentData()
        self.model.narrow(
            self.form.search.text(),
            lambda line: (not uai or line.uai == uai) and (not standing or line.standing == standing),
        )
        self._show_empty()
        self._show_choice()

    def _show_empty(self) -> None:
        form = self.form
        form.views.setCurrentWidget(form.list_view if self.model.records else form.empty_view)
        nothing = not self.model.everything
        form.empty_title.setText("Aucun compte pour l’instant" if nothing else "Aucun compte ne correspond")
        form.empty_text.setText(
            "Traitez les demandes des familles, ou générez des identifiants pour une classe ou pour tous."
            if nothing
            else "Essayez un autre mot, un autre état ou un autre établissement."
        )
        form.empty_button.setText("Générer pour une classe ou tous…" if nothing else "Tout afficher")

    def _show_choice(self) -> None:
        form, chosen = self.form, self._chosen()
        standings = {line.standing for line in chosen}
        is_open = bool(standings & {Standing.ACTIVE, Standing.TO_ACTIVATE})
        form.renew_button.setEnabled(is_open)
        form.block_button.setEnabled(is_open)
        form.unblock_button.setEnabled(Standing.BLOCKED in standings)
        form.close_button.setEnabled(is_open or Standing.BLOCKED in standings)
        form.reopen_button.setEnabled(Standing.CLOSED in standings)
        form.detach_button.setEnabled(len(chosen) == 1 and bool(chosen[0].names))
        form.export_button.setEnabled(bool(self.model.records))
        ticked = self.model.ticked()
        shown = (
            f"{count(len(ticked), 'compte coché', 'comptes cochés')} sur {thousands(len(self.model.records))}"
        )
        hidden = self.model.hidden_ticks()
        form.count.setText(f"{shown}, dont {hidden} hors de la liste affichée" if hidden else shown)
        current = self.model.record(current_row(form.table))
        self.history.follow(current)
        form.detail.setText(_detail(current) if current is not None else "")

    def _chosen(self) -> list[AccountLine]:
        """Return the accounts that acts are about: the ticked ones, else those of the selected rows."""
        rows = selected_rows(self.form.table)
        return self.model.ticked() or [self.model.records[row] for row in rows]

    def _ids(self) -> list[str]:
        return [line.id for line in self._chosen()]

    def _on_space(self) -> None:
        self.model.toggle(selected_rows(self.form.table))

    def _on_open(self) -> None:
        """Go to the page of the first diner of the current account."""
        line = self.model.record(current_row(self.form.table))
        if line is not None and line.diner_ids:
            self.wishes.page.emit("host_file", line.diner_ids[0])

    def _on_detach(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self.acts.ask_detach(chosen[0])

    def _on_empty_button(self) -> None:
        if not self.model.everything:
            self.wishes.page.emit("class_issue", None)
            return
        self.form.search.clear()
        self.form.standing.setCurrentIndex(0)
        self.form.school.setCurrentIndex(0)

    def _cells(self, line: AccountLine) -> tuple[Cell, ...]:
        return cells(self.place.theme, self.form.table, line)


def cells(theme: Theme, table: QWidget, line: AccountLine) -> tuple[Cell, ...]:
    """Return what the list shows of an account, one cell a column."""
    muted, figures = QColor(theme.colours.muted), tabular(table.font())
    seen = line.last_sign_in
    return (
        Cell(""),
        Cell(
            ", ".join(line.names) or "(aucun hôte)",
            font=semibold(table.font()) if line.names else None,
            colour=None if line.names else muted,
        ),
        Cell(line.class_name, colour=muted),
        Cell(line.login, font=figures),
        Cell(line.email or "—", colour=None if line.email else muted),
        standing_cell(theme, line),
        Cell(
            f"{seen.astimezone(PARIS):%d/%m/%Y}" if seen else "jamais",
            font=figures,
            colour=None if seen else muted,
            tip=f"Première connexion de ce jour{NBSP}: {short_time(seen)}" if seen else "",
        ),
        _delivery_cell(theme, line),
        Cell(line.school, colour=muted),
    )


def standing_cell(theme: Theme, line: AccountLine) -> Cell:
    """Return the cell that says how an account stands, and whether the portal knows."""
    name, colour = _STANDINGS[line.standing]
    stands = f"{line.standing.value} · à envoyer" if line.waiting else line.standing.value
    tip = "Le portail le saura à la prochaine synchronisation" if line.waiting else ""
    return Cell(stands, icon=icon(theme, name, colour), tip=tip)


def _delivery_cell(theme: Theme, line: AccountLine) -> Cell:
    if line.mail_problem:
        text = f"courriel rejeté{NBSP}: {line.mail_problem}"
        return Cell(text, icon=icon(theme, "warning-circle", "none"), colour=QColor(theme.colours.none))
    if line.delivery is None:
        return Cell("—", colour=QColor(theme.colours.muted))
    name, colour = LOOKS[line.delivery]
    return Cell(line.delivery_text, icon=icon(theme, name, colour))


def _detail(line: AccountLine) -> str:
    """Say in two lines what the columns have no room for."""
    who = ", ".join(line.names) or "Ce compte ne voit aucun hôte"
    regimes = f" · {' ; '.join(line.regimes)}" if line.regimes else ""
    left = " — tous sortis de l’établissement" if line.all_left else ""
    since = f"créé le {line.created_at.astimezone(PARIS):%d/%m/%Y}"
    address = line.email or "sans adresse e-mail, sur papier seulement"
    return (
        f"{who}{regimes}{left}\n{line.login} · {address} · {since} · {line.delivery_text or 'jamais remis'}"
    )


def _write(desk: "Desk", ids: Sequence[str], path: Path, report: Report) -> int:
    return export_accounts(desk, path, ids, report=report)
