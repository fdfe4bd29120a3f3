"""« Fiche de l’hôte »: everything about one diner and the acts on its accounts, for when a family calls."""

from collections.abc import Callable
from html import escape

from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, PARIS
from turbo_admin.office.accounts.acts import AccountAct
from turbo_admin.office.accounts.lines import AccountLine, AccountStanding
from turbo_admin.office.overview.diner_file import DinerFile, HandedLine, read_diner_file
from turbo_admin.ui.accounts.account_email import AccountEmailDialog
from turbo_admin.ui.accounts.accounts_acts import AccountsActs
from turbo_admin.ui.forms.roster.diner_file import Ui_DinerFile
from turbo_admin.ui.kit.icons import set_button_icon
from turbo_admin.ui.kit.navigation import Command, Destination, PageKey, ShowBatch, ShowDiner
from turbo_admin.ui.kit.page import BarMessage, Page, Tone, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable
from turbo_admin.ui.kit.rows_model import RowsModel
from turbo_admin.ui.roster.diner_edit import DinerEditDialog
from turbo_admin.ui.roster.diner_file_cells import DinerFileCells

_ACCOUNTS = ("Identifiant", "E-mail", "État", "Dernière connexion")
_HANDED = ("Préparée le", "Identifiant", "État", "Envoyée à")
_ASKED = ("Reçue le", "Nom saisi", "E-mail", "État")
_HISTORY = ("Quand", "Qui", "Quoi")
_ACCOUNTS_LAYOUT = ColumnLayout({0: 100, 1: 210, 2: 150}, stretch=3, movable=False)
_HANDED_LAYOUT = ColumnLayout({0: 102, 1: 100, 2: 250}, stretch=3, movable=False)
_ASKED_LAYOUT = ColumnLayout({0: 102, 1: 160, 3: 90}, stretch=2, movable=False)
_HISTORY_LAYOUT = ColumnLayout({0: 102, 1: 116}, stretch=2, movable=False)
_SHARES = [720, 600]


class DinerFilePage(Page):
    """One diner: identity, cards, accounts, requests, sheets and mails, history."""

    key = PageKey.DINER_FILE
    title = "Fiche de l’hôte"
    crumbs = "Fichier › Hôtes"
    offers_sync = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_DinerFile()
        self.form.setupUi(self)
        cells = DinerFileCells(workplace.theme, self.form.accounts.font())
        self.accounts = RowsModel(_ACCOUNTS, cells.account, self)
        self.handed = RowsModel(_HANDED, cells.handed, self)
        self.asked = RowsModel(_ASKED, cells.asked, self)
        self.history = RowsModel(_HISTORY, cells.history, self)
        self.acts = AccountsActs(workplace, self)
        self._diner_id = ""
        self.file: DinerFile | None = None
        self._set_up_tables()
        self._set_up()
        self._connect()
        self._show_nobody()

    @property
    def memory_key(self) -> str:
        # The page's first name: a new one would lose the column widths that PCs have stored.
        return "read_diner_file"

    def arrive(self, destination: Destination) -> None:
        if isinstance(destination, ShowDiner):
            self._diner_id = destination.diner_id
        self.refresh()
        self.form.accounts.setFocus()

    def refresh(self) -> None:
        desk, diner_id = self.workplace.desk, self._diner_id
        if diner_id:
            self.workplace.tasks.read(
                # Not an error dialog: retention may have erased a diner whose page stayed open.
                self,
                lambda _: read_diner_file(desk, diner_id),
                self._on_read,
                self._on_gone,
            )
        else:
            self.filled.emit()

    def remember(self) -> None:
        for table in (self._accounts_table, self._handed_table, self._asked_table, self._history_table):
            table.remember()
        self.workplace.memory.remember_splitter(self.memory_key, self.form.splitter)

    def _set_up_tables(self) -> None:
        form, workplace, key = self.form, self.workplace, self.memory_key
        self._accounts_table = RowTable(
            workplace,
            form.accounts,
            self.accounts,
            _ACCOUNTS_LAYOUT,
            identity=lambda line: line.id,
            memory_key=f"{key}/accounts",
        )
        self._handed_table = RowTable(
            workplace, form.handed, self.handed, _HANDED_LAYOUT, memory_key=f"{key}/handed"
        )
        self._asked_table = RowTable(
            workplace, form.asked, self.asked, _ASKED_LAYOUT, memory_key=f"{key}/asked"
        )
        self._history_table = RowTable(
            workplace, form.history, self.history, _HISTORY_LAYOUT, memory_key=f"{key}/history"
        )

    def _set_up(self) -> None:
        form, memory = self.form, self.workplace.memory
        set_button_icon(form.renew_button, self.workplace.theme, "key", "on_accent")
        set_button_icon(form.resend_button, self.workplace.theme, "paper-plane-tilt", "muted")
        set_button_icon(form.reprint_button, self.workplace.theme, "printer", "muted")
        if not memory.restore_splitter(self.memory_key, form.splitter):
            form.splitter.setSizes(_SHARES)

    def _connect(self) -> None:
        form, acts = self.form, self.acts
        form.find_button.clicked.connect(lambda: self.signals.run(Command.FIND))
        form.edit_button.clicked.connect(self._on_edit)
        form.renew_button.clicked.connect(lambda: self._with_account(lambda a: acts.ask_renewal([a])))
        form.resend_button.clicked.connect(lambda: self._with_account(lambda a: acts.resend(a.id)))
        form.reprint_button.clicked.connect(self._on_reprint)
        form.email_button.clicked.connect(lambda: self._with_account(self._ask_email))
        form.block_button.clicked.connect(
            lambda: self._with_account(lambda a: acts.ask_state(AccountAct.BLOCK, [a]))
        )
        form.unblock_button.clicked.connect(
            lambda: self._with_account(
                lambda a: acts.ask_state(
                    AccountAct.REOPEN if a.standing is AccountStanding.CLOSED else AccountAct.UNBLOCK, [a]
                )
            )
        )
        form.detach_button.clicked.connect(lambda: self._with_account(acts.ask_detach))
        form.issue_button.clicked.connect(lambda: self.signals.open_page(PageKey.CLASS_ISSUE))
        # The buttons apply to the account of the current row.
        form.accounts.selectionModel().currentRowChanged.connect(self._show_choice)
        self.follow(acts)
        acts.sheets_wanted.connect(lambda batch: self.signals.open_page(ShowBatch(batch)))

    def _on_read(self, file: DinerFile) -> None:
        self.file = file
        self.form.edit_button.setEnabled(True)
        self._show_identity(file)
        self.accounts.show(file.accounts)
        self.handed.show(file.handed)
        self.asked.show(file.asked)
        self.history.show(file.history)
        self._show_headings(file)
        self._show_choice()
        self.filled.emit()

    def _on_gone(self, error: TurboError) -> None:
        self._diner_id, self.file = "", None
        self._show_nobody()
        self.signals.show_message(BarMessage(str(error), Tone.WARNING))

    def _show_nobody(self) -> None:
        self.form.facts.setText("Cherchez un hôte (Ctrl+F) : sa fiche s’affiche ici.")
        self.form.cards.setText("")
        self.form.edit_button.setEnabled(False)
        self._show_choice()

    def _show_identity(self, file: DinerFile) -> None:
        diner = file.diner
        summary = " · ".join(
            part
            for part in (
                diner.class_name or "sans classe",
                diner.kind,
                diner.regime,
                file.school,
                "sorti" if diner.left else "",
            )
            if part
        )
        self.form.facts.setText(f"<b>{escape(file.name)}</b> — {escape(summary)}")
        held = [
            f"{card.card} ({card.state}{f' le {card.until.astimezone(PARIS):%d/%m/%Y}' if card.until else ''})"
            for card in file.cards
        ]
        known = ", ".join(diner.emails) or "aucun e-mail connu"
        self.form.cards.setText(f"Cartes{NBSP}: {', '.join(held) or 'aucune'}\nResponsables{NBSP}: {known}")

    def _show_headings(self, file: DinerFile) -> None:
        form = self.form
        none = f"{NBSP}: aucun"
        form.heading_accounts.setText("Comptes qui voient cet hôte" if file.accounts else f"Comptes{none}")
        form.heading_handed.setText("Fiches et courriels" if file.handed else f"Fiches et courriels{none}")
        form.heading_asked.setText("Demandes" if file.asked else f"Demandes{none}e")

    def _show_choice(self) -> None:
        form, line = self.form, self._accounts_table.current
        standing = line.standing if line is not None else None
        is_open = standing in {AccountStanding.ACTIVE, AccountStanding.TO_ACTIVATE}
        form.renew_button.setEnabled(is_open)
        form.resend_button.setEnabled(is_open and bool(line and line.email))
        form.reprint_button.setEnabled(is_open and self._printable(line) is not None)
        form.email_button.setEnabled(line is not None and standing is not AccountStanding.CLOSED)
        form.block_button.setEnabled(is_open)
        # One button for both: an account is blocked or closed, never both.
        form.unblock_button.setEnabled(standing in {AccountStanding.BLOCKED, AccountStanding.CLOSED})
        form.unblock_button.setText("Rouvrir…" if standing is AccountStanding.CLOSED else "Débloquer…")
        form.detach_button.setEnabled(line is not None)
        form.issue_button.setVisible(self.file is not None and not self.accounts.records)

    def _printable(self, line: AccountLine | None) -> HandedLine | None:
        """Return the sheet of an account that still has its password, None without one."""
        # Without its password a sheet cannot be printed again; it is erased once used or expired.
        if line is None or self.file is None:
            return None
        return next((one for one in self.file.handed if one.account_id == line.id and one.readable), None)

    def _with_account(self, act: Callable[[AccountLine], None]) -> None:
        line = self._accounts_table.current
        if line is not None:
            act(line)

    def _on_reprint(self) -> None:
        sheet = self._printable(self._accounts_table.current)
        if sheet is not None:
            self.signals.open_page(ShowBatch(sheet.batch_id))

    def _on_edit(self) -> None:
        if self.file is not None:
            name = self.file.name
            dialog = DinerEditDialog(self.workplace, self.file, self)
            dialog.saved.connect(self.refresh)
            dialog.saved.connect(self.signals.records_changed)
            dialog.saved.connect(lambda: self.signals.show_message(BarMessage(f"{name} est modifié.")))
            dialog.open()

    def _ask_email(self, line: AccountLine) -> None:
        dialog = AccountEmailDialog(self.workplace, line, self)
        dialog.corrected.connect(self.refresh)
        dialog.corrected.connect(self.signals.records_changed)
        # At once: the mails that wait at the portal leave for the new address.
        dialog.corrected.connect(self.signals.synchronise)
        dialog.open()
