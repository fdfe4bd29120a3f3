"""« Comptes de l’espace numérique »: the list of accounts, with filters and the acts on them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import count
from turbo_admin.office.accounts.acts import AccountAct
from turbo_admin.office.accounts.lines import AccountLine, AccountStanding, account_lines, export_accounts
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.accounts.account_history import AccountHistory
from turbo_admin.ui.accounts.accounts_acts import AccountsActs
from turbo_admin.ui.accounts.accounts_cells import HEADERS, LAYOUT, SORT_KEYS, account_cells
from turbo_admin.ui.accounts.accounts_words import account_detail
from turbo_admin.ui.forms.accounts.accounts_page import Ui_Accounts
from turbo_admin.ui.kit.act_scope import apply_to
from turbo_admin.ui.kit.combo_boxes import fill
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import set_button_icon
from turbo_admin.ui.kit.list_page import EmptyState, ListPage, show_empty_button, ticked_text
from turbo_admin.ui.kit.navigation import PageKey, SearchPage, ShowBatch, ShowDiner
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.row_table import bind_ticks
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.kit.ticked_rows import FilteredRows

_ANY = "Tous les états"
_OPEN = {AccountStanding.ACTIVE, AccountStanding.TO_ACTIVATE}
_NO_ACCOUNT = EmptyState(
    "Aucun compte pour l’instant",
    "Traitez les demandes des familles, ou générez des identifiants pour une classe ou pour tous.",
    "Générer pour une classe ou tous…",
)
_NONE_MATCHES = EmptyState(
    "Aucun compte ne correspond",
    "Essayez un autre mot, un autre état ou un autre établissement.",
    "Tout afficher",
)


class AccountsPage(ListPage):
    """The list of accounts, what is known of the current one, and what can be done."""

    form: Ui_Accounts
    key = PageKey.ACCOUNTS
    title = "Comptes de l’espace numérique"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Accounts()
        self.form.setupUi(self)
        self.model = FilteredRows(
            HEADERS, partial(account_cells, workplace.theme, self.form.table), SORT_KEYS, self
        )
        self.acts = AccountsActs(workplace, self)
        self.schools = SchoolBox(self.form.school, workplace.memory, self.memory_key)
        self.history = AccountHistory(workplace, self.form, self.model)
        self.table = self.bind_table(self.model, LAYOUT, lambda line: line.id)
        self._set_up()
        self._connect()

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: (schools(desk), account_lines(desk)), self._on_read)

    def export(self) -> Exported:
        desk, ids = self.workplace.desk, [line.id for line in self.model.records]
        return Exported(
            "Exporter les comptes",
            "comptes-espace-numerique.xlsx",
            ("compte exporté", "comptes exportés"),
            lambda path, report: export_accounts(desk, path, ids, report=report),
        )

    def remember(self) -> None:
        self.table.remember()
        self.schools.remember()
        self.workplace.memory.remember(f"{self.memory_key}/standing", self.form.standing.currentData() or "")

    def _set_up(self) -> None:
        form, theme = self.form, self.workplace.theme
        self.set_up_search(form.search, width=380)
        self.set_up_export(form.export_button)
        standings = [(standing.value, standing.value) for standing in AccountStanding]
        wanted = self.workplace.memory.text(f"{self.memory_key}/standing")
        fill(form.standing, [(_ANY, ""), *standings], wanted)
        set_button_icon(form.renew_button, theme, "key", "on_accent")
        # The buttons that say how many, and the accounts that they are for.
        self._buttons = (
            (form.block_button, "Bloquer", _OPEN),
            (form.unblock_button, "Débloquer", {AccountStanding.BLOCKED}),
            (form.close_button, "Fermer", _OPEN | {AccountStanding.BLOCKED}),
            (form.reopen_button, "Rouvrir", {AccountStanding.CLOSED}),
        )

    def _connect(self) -> None:
        form, acts, signals = self.form, self.acts, self.signals
        form.search.textChanged.connect(self._on_narrowed)
        form.standing.currentIndexChanged.connect(self._on_narrowed)
        form.school.currentIndexChanged.connect(self._on_narrowed)
        form.renew_button.clicked.connect(lambda: self._apply(acts.ask_renewal))
        for button, act in (
            (form.block_button, AccountAct.BLOCK),
            (form.unblock_button, AccountAct.UNBLOCK),
            (form.close_button, AccountAct.CLOSE),
            (form.reopen_button, AccountAct.REOPEN),
        ):
            # `act=act` binds now; a closure would see the last act of the loop.
            button.clicked.connect(lambda _=False, act=act: self._apply(partial(acts.ask_state, act)))
        form.detach_button.clicked.connect(self._on_detach)
        form.issue_button.clicked.connect(lambda: signals.open_page(PageKey.CLASS_ISSUE))
        form.empty_button.clicked.connect(self._on_empty_button)
        form.table.selectionModel().selectionChanged.connect(self._show_choice)
        self.model.ticks_changed.connect(self._show_choice)
        self.history.journal_wanted.connect(
            lambda words: signals.open_page(SearchPage(PageKey.ACTIONS, words))
        )
        self.follow(acts)
        acts.sheets_wanted.connect(lambda batch: signals.open_page(ShowBatch(batch)))
        bind_ticks(form.table, self.model.toggle)
        form.table.activated.connect(lambda _: self._on_open())

    def _on_read(self, read: tuple[list[SchoolSummary], list[AccountLine]]) -> None:
        known, lines = read
        self.schools.show(known)
        self.model.show(lines)
        self._on_narrowed()
        self.filled.emit()

    def _on_narrowed(self) -> None:
        uai, standing = self.schools.uai, self.form.standing.currentData()
        self.model.narrow(
            self.form.search.text(),
            lambda line: (not uai or line.uai == uai) and (not standing or line.standing == standing),
        )
        self.show_list_or_empty()
        show_empty_button(self.form, _NONE_MATCHES if self.model.everything else _NO_ACCOUNT)
        self._show_choice()

    def _show_choice(self) -> None:
        form, chosen = self.form, self._chosen()
        standings = {line.standing for line in chosen}
        is_open = bool(standings & _OPEN)
        form.renew_button.setEnabled(is_open)
        form.block_button.setEnabled(is_open)
        form.unblock_button.setEnabled(AccountStanding.BLOCKED in standings)
        form.close_button.setEnabled(is_open or AccountStanding.BLOCKED in standings)
        form.reopen_button.setEnabled(AccountStanding.CLOSED in standings)
        # One account at a time: the dialog lists its diners.
        form.detach_button.setEnabled(len(chosen) == 1 and bool(chosen[0].names))
        form.export_button.setEnabled(self.has_rows)
        for button, words, standing in self._buttons:
            meant = sum(line.standing in standing for line in chosen)
            button.setText(f"{words} {count(meant, 'compte')}…" if meant > 1 else f"{words}…")
        ticked, hidden = len(self.model.ticked()), len(self.model.hidden_ticks())
        shown = len(self.model.records)
        form.count.setText(ticked_text(ticked, "compte coché", "comptes cochés", shown, hidden))
        current = self.table.current
        self.history.follow(current)
        form.detail.setText(account_detail(current) if current is not None else "")

    def _chosen(self) -> list[AccountLine]:
        """Return the accounts that acts are about: the ticked ones, else those of the selected rows."""
        return self.model.ticked() or self.table.selected

    def _apply(self, act: Callable[[Sequence[AccountLine]], object]) -> None:
        """Do an act to the accounts that it is about."""
        apply_to(
            self,
            act,
            ticked=self.model.ticked(),
            current=self.table.selected,
            hidden=[", ".join(line.names) or line.login for line in self.model.hidden_ticks()],
            show_hidden=self._show_all,
        )

    def _on_open(self) -> None:
        """Go to the page of the first diner of the current account."""
        line = self.table.current
        if line is not None and line.diner_ids:
            self.signals.open_page(ShowDiner(line.diner_ids[0]))

    def _on_detach(self) -> None:
        if len(self._chosen()) == 1:
            self._apply(lambda lines: self.acts.ask_detach(lines[0]))

    def _on_empty_button(self) -> None:
        if not self.model.everything:
            self.signals.open_page(PageKey.CLASS_ISSUE)
            return
        self._show_all()

    def _show_all(self) -> None:
        self.form.search.clear()
        self.form.standing.setCurrentIndex(0)
        self.form.school.setCurrentIndex(0)
