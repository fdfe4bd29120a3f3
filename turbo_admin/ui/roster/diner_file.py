"""« Fiche de l’hôte »: a family calls, and the clerk sees and does everything from one page."""

from collections.abc import Callable
from html import escape

from PySide6.QtWidgets import QTableView, QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, PARIS
from turbo_admin.office.accounts.acts import AccountAct
from turbo_admin.office.accounts.lines import AccountLine, AccountStanding
from turbo_admin.office.overview.diner_file import HandedLine, HostFile, host_file
from turbo_admin.ui.accounts.account_email import AccountEmailDialog
from turbo_admin.ui.accounts.accounts_acts import AccountsActs
from turbo_admin.ui.forms.roster.diner_file import Ui_HostFile
from turbo_admin.ui.kit.columns import choose_row, current_row, dress_table, restore_columns
from turbo_admin.ui.kit.icons import dress_button
from turbo_admin.ui.kit.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.kit.rows_model import RowsModel
from turbo_admin.ui.roster.diner_edit import HostEditDialog
from turbo_admin.ui.roster.diner_file_cells import HostFileCells

_ACCOUNTS = ("Identifiant", "E-mail", "État", "Dernière connexion")
_HANDED = ("Préparée le", "Identifiant", "État", "Envoyée à")
_ASKED = ("Reçue le", "Nom saisi", "E-mail", "État")
_HISTORY = ("Quand", "Qui", "Quoi")
_SHARES = [720, 600]


class HostFilePage(Page):
    """One diner: identity, cards, accounts, requests, sheets and mails, history."""

    key = "host_file"
    title = "Fiche de l’hôte"
    crumbs = "Fichier › Hôtes"
    offers_sync = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_HostFile()
        self.form.setupUi(self)
        cells = HostFileCells(place.theme, self.form.accounts.font())
        self.accounts = RowsModel(_ACCOUNTS, cells.account, self)
        self.handed = RowsModel(_HANDED, cells.handed, self)
        self.asked = RowsModel(_ASKED, cells.asked, self)
        self.history = RowsModel(_HISTORY, cells.history, self)
        self.acts = AccountsActs(place, self)
        self._diner_id = ""
        self.file: HostFile | None = None
        self._dress()
        self._connect()
        self._show_nobody()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: id of a diner; None shows the one shown last.
        """
        if isinstance(about, str):
            self._diner_id = about
        self.refresh()
        self.form.accounts.setFocus()

    def refresh(self) -> None:
        desk, diner_id = self.place.desk, self._diner_id
        if diner_id:
            self.place.tasks.read(self, lambda _: host_file(desk, diner_id), self._on_read, self._on_gone)
        else:
            self.filled.emit()

    def remember(self) -> None:
        for name, table in self._tables().items():
            self.place.memory.remember_header(f"{self.key}/{name}", table.horizontalHeader())
        self.place.memory.remember_splitter(self.key, self.form.splitter)

    def _tables(self) -> dict[str, QTableView]:
        form = self.form
        return {
            "accounts": form.accounts,
            "handed": form.handed,
            "asked": form.asked,
            "history": form.history,
        }

    def _dress(self) -> None:
        form, memory = self.form, self.place.memory
        for table, model, widths, stretch in (
            (form.accounts, self.accounts, {0: 100, 1: 210, 2: 150}, 3),
            (form.handed, self.handed, {0: 102, 1: 100, 2: 250}, 3),
            (form.asked, self.asked, {0: 102, 1: 160, 3: 90}, 2),
            (form.history, self.history, {0: 102, 1: 116}, 2),
        ):
            table.setModel(model)
            dress_table(table, widths, stretch=stretch, moves=False)
            self.place.theme.changed.connect(model.repaint)
        for name, table in self._tables().items():
            restore_columns(memory, f"{self.key}/{name}", table)
        dress_button(form.renew_button, self.place.theme, "key", "on_accent")
        dress_button(form.resend_button, self.place.theme, "paper-plane-tilt", "muted")
        dress_button(form.reprint_button, self.place.theme, "printer", "muted")
        if not memory.restore_splitter(self.key, form.splitter):
            form.splitter.setSizes(_SHARES)

    def _connect(self) -> None:
        form, acts = self.form, self.acts
        form.find_button.clicked.connect(lambda: self.wishes.act.emit("find"))
        form.edit_button.clicked.connect(self._on_edit)
        form.renew_button.clicked.connect(lambda: self._with_account(lambda a: acts.ask_renewal([a.id])))
        form.resend_button.clicked.connect(lambda: self._with_account(lambda a: acts.resend(a.id)))
        form.reprint_button.clicked.connect(self._on_reprint)
        form.email_button.clicked.connect(lambda: self._with_account(self._ask_email))
        form.block_button.clicked.connect(
            lambda: self._with_account(lambda a: acts.ask_state(AccountAct.BLOCK, [a.id]))
        )
        form.unblock_button.clicked.connect(
            lambda: self._with_account(
                lambda a: acts.ask_state(
                    AccountAct.REOPEN if a.standing is AccountStanding.CLOSED else AccountAct.UNBLOCK, [a.id]
                )
            )
        )
        form.detach_button.clicked.connect(lambda: self._with_account(acts.ask_detach))
        form.issue_button.clicked.connect(lambda: self.wishes.page.emit("class_issue", None))
        form.accounts.selectionModel().currentRowChanged.connect(self._show_choice)
        acts.changed.connect(self.refresh)
        acts.changed.connect(self.wishes.changed)
        acts.sync_wanted.connect(self.wishes.sync)
        acts.sheets_wanted.connect(lambda batch: self.wishes.page.emit("sheets", batch))
        acts.tell.connect(self.wishes.tell)

    def _on_read(self, file: HostFile) -> None:
        before = self.accounts.record(current_row(self.form.accounts))
        self.file = file
        self.form.edit_button.setEnabled(True)
        self._show_identity(file)
        self.accounts.show(file.accounts)
        self.handed.show(file.handed)
        self.asked.show(file.asked)
        self.history.show(file.history)
        self._show_headings(file)
        if file.accounts:
            ids = [line.id for line in file.accounts]
            choose_row(self.form.accounts, ids.index(before.id) if before and before.id in ids else 0)
        self._show_choice()
        self.filled.emit()

    def _on_gone(self, error: TurboError) -> None:
        self._diner_id, self.file = "", None
        self._show_nobody()
        self.wishes.tell.emit(Notice(str(error), Tone.WARNING))

    def _show_nobody(self) -> None:
        self.form.facts.setText("Cherchez un hôte (Ctrl+F) : sa fiche s’affiche ici.")
        self.form.cards.setText("")
        self.form.edit_button.setEnabled(False)
        self._show_choice()

    def _show_identity(self, file: HostFile) -> None:
        diner = file.diner
        place = " · ".join(
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
        self.form.facts.setText(f"<b>{escape(file.name)}</b> — {escape(place)}")
        held = [
            f"{card.card} ({card.state}{f' le {card.until.astimezone(PARIS):%d/%m/%Y}' if card.until else ''})"
            for card in file.cards
        ]
        known = ", ".join(diner.emails) or "aucun e-mail connu"
        self.form.cards.setText(f"Cartes{NBSP}: {', '.join(held) or 'aucune'}\nResponsables{NBSP}: {known}")

    def _show_headings(self, file: HostFile) -> None:
        form = self.form
        none = f"{NBSP}: aucun"
        form.heading_accounts.setText("Comptes qui voient cet hôte" if file.accounts else f"Comptes{none}")
        form.heading_handed.setText("Fiches et courriels" if file.handed else f"Fiches et courriels{none}")
        form.heading_asked.setText("Demandes" if file.asked else f"Demandes{none}e")

    def _show_choice(self) -> None:
        form, line = self.form, self.accounts.record(current_row(self.form.accounts))
        standing = line.standing if line is not None else None
        is_open = standing in {AccountStanding.ACTIVE, AccountStanding.TO_ACTIVATE}
        form.renew_button.setEnabled(is_open)
        form.resend_button.setEnabled(is_open and bool(line and line.email))
        form.reprint_button.setEnabled(is_open and self._printable(line) is not None)
        form.email_button.setEnabled(line is not None and standing is not AccountStanding.CLOSED)
        form.block_button.setEnabled(is_open)
        form.unblock_button.setEnabled(standing in {AccountStanding.BLOCKED, AccountStanding.CLOSED})
        form.unblock_button.setText("Rouvrir…" if standing is AccountStanding.CLOSED else "Débloquer…")
        form.detach_button.setEnabled(line is not None)
        form.issue_button.setVisible(self.file is not None and not self.accounts.records)

    def _printable(self, line: AccountLine | None) -> HandedLine | None:
        """Return the sheet of an account that still has its password, None without one."""
        if line is None or self.file is None:
            return None
        return next((one for one in self.file.handed if one.account_id == line.id and one.readable), None)

    def _with_account(self, act: Callable[[AccountLine], None]) -> None:
        line = self.accounts.record(current_row(self.form.accounts))
        if line is not None:
            act(line)

    def _on_reprint(self) -> None:
        sheet = self._printable(self.accounts.record(current_row(self.form.accounts)))
        if sheet is not None:
            self.wishes.page.emit("sheets", sheet.batch_id)

    def _on_edit(self) -> None:
        if self.file is not None:
            name = self.file.name
            dialog = HostEditDialog(self.place, self.file, self)
            dialog.saved.connect(self.refresh)
            dialog.saved.connect(self.wishes.changed)
            dialog.saved.connect(lambda: self.wishes.tell.emit(Notice(f"{name} est modifié.")))
            dialog.open()

    def _ask_email(self, line: AccountLine) -> None:
        dialog = AccountEmailDialog(self.place, line, self)
        dialog.corrected.connect(self.refresh)
        dialog.corrected.connect(self.wishes.changed)
        dialog.corrected.connect(self.wishes.sync)
        dialog.open()
