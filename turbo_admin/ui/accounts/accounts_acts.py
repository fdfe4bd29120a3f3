"""Acts on accounts: the question with its consequences in numbers, the task, and the message about the result."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count
from turbo_admin.office.accounts.acts import AccountAct, Foreseen, change_state, detach, foresee
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.renewal import Renewed, renew, renew_by_mail, send_again
from turbo_admin.ui.accounts import accounts_words
from turbo_admin.ui.accounts.detach import DetachDialog
from turbo_admin.ui.credentials.issue_words import issued_text
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.page import Tone, Workplace
from turbo_admin.ui.kit.page_acts import PageActs


class AccountsActs(PageActs):
    """Runs the acts on accounts, wherever they are asked for.

    Signals:
        sheets_wanted: sheets are ready.
            arg: id of their batch.
    """

    sheets_wanted = Signal(str)

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(workplace, window)
        # Hashing takes seconds: a second click must not prepare second passwords.
        self._running = False

    def ask_state(self, act: AccountAct, lines: Sequence[AccountLine]) -> None:
        """Ask, by name and in numbers, then block, unblock, close or reopen."""
        self._foresee(act, lines, partial(self._ask_state, act))

    def ask_renewal(self, lines: Sequence[AccountLine]) -> None:
        """Ask, by name and in numbers, then prepare new provisional passwords, by sheet or by mail."""
        self._foresee(AccountAct.RENEW, lines, self._ask_renewal)

    def ask_detach(self, line: AccountLine) -> None:
        """Ask which diners an account is to hold no more, then detach them."""
        dialog = DetachDialog(line, self._window)
        dialog.agreed.connect(partial(self._detach, line.id))
        dialog.open()

    def resend(self, account_id: str) -> None:
        """Mail the credentials of an account again."""
        desk = self._workplace.desk
        self._workplace.tasks.write(
            self,
            lambda report: send_again(desk, account_id, report=report),
            self._on_mailed,
            label="Préparation du courriel",
        )

    def _foresee(
        self, act: AccountAct, lines: Sequence[AccountLine], then: Callable[[Foreseen, str], None]
    ) -> None:
        desk, ids = self._workplace.desk, [line.id for line in lines]

        def on_seen(seen: Foreseen) -> None:
            # The office decides which of the accounts the act applies to; the question names those.
            if seen.ids:
                then(seen, accounts_words.holders_text([line for line in lines if line.id in set(seen.ids)]))
            else:
                self._show(accounts_words.nothing_to_do(act), Tone.WARNING)

        self._workplace.tasks.read(self, lambda _: foresee(desk, act, ids), on_seen)

    def _ask_state(self, act: AccountAct, seen: Foreseen, names: str) -> None:
        asked = accounts_words.question(act, seen)
        detail = f"{names}\n{asked.detail}"
        ask(self._window, asked.text, detail, asked.yes, partial(self._change, act, seen.ids))

    def _change(self, act: AccountAct, ids: Sequence[str]) -> None:
        do = partial(change_state, self._workplace.desk, act, ids)
        self._workplace.tasks.write(
            self,
            lambda _: do(),
            lambda number: self._on_changed(accounts_words.done(act, number)),
            label="Comptes",
        )

    def _detach(self, account_id: str, diner_ids: Sequence[str]) -> None:
        do = partial(detach, self._workplace.desk, account_id, diner_ids)
        self._workplace.tasks.write(
            self,
            lambda _: do(),
            lambda number: self._on_changed(f"{count(number, 'hôte détaché', 'hôtes détachés')}."),
            label="Détachement",
        )

    def _ask_renewal(self, seen: Foreseen, names: str) -> None:
        asked = accounts_words.renewal(seen)
        mail = ("Par e-mail", partial(self._renew_by_mail, seen.ids)) if seen.with_email else None
        detail = f"{names}\n{asked.detail}"
        ask(self._window, asked.text, detail, asked.yes, partial(self._renew, seen.ids), other=mail)

    def _renew(self, ids: Sequence[str]) -> None:
        if self._running:
            return
        self._running, desk = True, self._workplace.desk
        self._workplace.tasks.write(
            self,
            lambda report: renew(desk, ids, report=report),
            self._on_renewed,
            self._on_failed,
            label="Nouveaux mots de passe",
        )

    def _renew_by_mail(self, ids: Sequence[str]) -> None:
        if self._running:
            return
        self._running, desk = True, self._workplace.desk
        self._workplace.tasks.write(
            self,
            lambda report: renew_by_mail(desk, ids, report=report),
            self._on_mailed,
            self._on_failed,
            label="Nouveaux mots de passe",
        )

    def _on_renewed(self, issued: Issued) -> None:
        self._running = False
        self.changed.emit()
        if issued.accounts:
            self.sheets_wanted.emit(issued.batch_id)
            self._show(issued_text(issued))

    def _on_mailed(self, renewed: Renewed) -> None:
        self._running = False
        mailed = renewed.mailed
        text = f"{count(mailed.queued, 'courriel préparé', 'courriels préparés')}."
        if mailed.skipped:
            paper = count(len(mailed.skipped), "fiche reste", "fiches restent")
            text += f" {paper} à imprimer{NBSP}: {mailed.skipped[0][1]}."
        self._end(text, Tone.WARNING if mailed.skipped else Tone.GOOD)
        if mailed.queued:
            self.sync_wanted.emit()

    def _on_failed(self, error: TurboError) -> None:
        self._running = False
        super()._on_failed(error)

    def _on_changed(self, text: str) -> None:
        self._end(text)
        # At once: a blocked family stays signed in until the portal has the change.
        self.sync_wanted.emit()
