"""What happened to the current account of « Comptes de l’espace numérique », beside what is known of it."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from turbo_admin.core.french import short_time
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.office.journal.sentences import HistoryLine, account_history
from turbo_admin.ui.forms.accounts.accounts_page import Ui_Accounts
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.ticked_rows import FilteredRows

# Lines passed over with the arrow keys are not read.
_SETTLE_MS = 60
_SHOWN = 3


class AccountHistory(QObject):
    """Shows the last acts about the current account.

    Signals:
        journal_wanted: all of them, in the journal.
            arg: the words that find them.
    """

    journal_wanted = Signal(str)

    def __init__(self, workplace: Workplace, form: Ui_Accounts, model: FilteredRows[AccountLine]) -> None:
        super().__init__(model)
        self._workplace, self._form = workplace, form
        self._line: AccountLine | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read)
        form.history_button.clicked.connect(self._on_all)
        self.follow(None)

    def follow(self, line: AccountLine | None) -> None:
        """Show the acts about another account, or none."""
        if line is None or self._line is None or line.id != self._line.id:
            self._form.history.clear()
        self._line = line
        self._form.history_button.setVisible(line is not None)
        self._settle.start()

    def _read(self) -> None:
        if self._line is not None:
            act = partial(account_history, self._workplace.desk, self._line.id, _SHOWN)
            self._workplace.tasks.read(self, lambda _: act(), partial(self._on_read, self._line.id))

    def _on_read(self, account_id: str, lines: tuple[HistoryLine, ...]) -> None:
        # The answer may be about an account that is no longer the current one.
        if self._line is not None and self._line.id == account_id:
            self._form.history.setText(
                "\n".join(f"{short_time(line.at)}  {line.text} ({line.who})" for line in lines)
            )

    def _on_all(self) -> None:
        if self._line is not None:
            self.journal_wanted.emit(self._line.login)
