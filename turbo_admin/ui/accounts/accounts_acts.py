"""What the clerk does with accounts, away from the screen: asked in numbers first, done, and told."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.accounts.acts import AccountAct, Foreseen, change_state, detach, foresee
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.renewal import Renewed, renew, renew_by_mail, send_again
from turbo_admin.ui.accounts import accounts_words
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.page import Notice, Tone, Workplace


class AccountsActs(QObject):
    """Runs the acts on accounts, wherever they are asked for.

    Args:
        place: desk and tasks.
        window: parent of dialogs.

    Signals:
        changed: accounts are other than shown.
        sync_wanted: a synchronisation, now: the portal is to obey at once.
        sheets_wanted: sheets are ready.
            arg: id of their batch.
        tell: a sentence for the message bar.
            arg: Notice.
    """

    changed = Signal()
    sync_wanted = Signal()
    sheets_wanted = Signal(str)
    tell = Signal(object)

    def __init__(self, place: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._place, self._window = place, window
        self._running = False

    def ask_state(self, act: AccountAct, account_ids: Sequence[str]) -> None:
        """Ask in numbers, then block, unblock, close or reopen."""
        self._foresee(act, account_ids, partial(self._ask_state, act))

    def ask_renewal(self, account_ids: Sequence[str]) -> None:
        """Ask in numbers, then prepare new provisional passwords, by sheet or by mail."""
        self._foresee(AccountAct.RENEW, account_ids, self._ask_renewal)

    def ask_detach(self, line: AccountLine) -> None:
        """Ask which diners an account is to hold no more, then detach them."""
        from turbo_admin.ui.accounts.detach import DetachDialog

        dialog = DetachDialog(line, self._window)
        dialog.agreed.connect(partial(self._detach, line.id))
        dialog.open()

    def resend(self, account_id: str) -> None:
        """Mail the credentials of an account again."""
        desk = self._place.desk
        self._place.tasks.write(
            self,
            lambda report: send_again(desk, account_id, report=report),
            self._on_mailed,
            label="Préparation du courriel",
        )

    def _foresee(self, act: AccountAct, account_ids: Sequence[str], then: Callable[[Foreseen], None]) -> None:
        desk, ids = self._place.desk, list(account_ids)

        def on_seen(seen: Foreseen) -> None:
            if seen.ids:
                then(seen)
            else:
                self.tell.emit(Notice(accounts_words.nothing_to_do(act), Tone.WARNING))

        self._place.tasks.read(self, lambda _: foresee(desk, act, ids), on_seen)

    def _ask_state(self, act: AccountAct, seen: Foreseen) -> None:
        asked = accounts_words.question(act, seen)
        ask(self._window, asked.text, asked.detail, asked.yes, partial(self._change, act, seen.ids))

    def _change(self, act: AccountAct, ids: Sequence[str]) -> None:
        do = partial(change_state, self._place.desk, act, ids)
        self._place.tasks.write(
            self, lambda _: do(), lambda number: self._end(accounts_words.done(act, number)), label="Comptes"
        )

    def _detach(self, account_id: str, diner_ids: Sequence[str]) -> None:
        do = partial(detach, self._place.desk, account_id, diner_ids)
        self._place.tasks.write(
            self,
            lambda _: do(),
            lambda number: self._end(f"{count(number, 'hôte détaché', 'hôtes détachés')}."),
            label="Détachement",
        )

    def _ask_renewal(self, seen: Foreseen) -> None:
        asked = accounts_words.renewal(seen)
        mail = ("Par e-mail", partial(self._renew_by_mail, seen.ids)) if seen.with_email else None
        ask(self._window, asked.text, asked.detail, asked.yes, partial(self._renew, seen.ids), other=mail)

    def _renew(self, ids: Sequence[str]) -> None:
        if self._running:
            return
        self._running, desk = True, self._place.desk
        self._place.tasks.write(
            self,
            lambda report: renew(desk, ids, report=report),
            self._on_renewed,
            self._on_failed,
            label="Nouveaux mots de passe",
        )

    def _renew_by_mail(self, ids: Sequence[str]) -> None:
        if self._running:
            return
        self._running, desk = True, self._place.desk
        self._place.tasks.write(
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

    def _on_mailed(self, renewed: Renewed) -> None:
        self._running = False
        mailed = renewed.mailed
        text = f"{count(mailed.queued, 'courriel préparé', 'courriels préparés')}."
        if mailed.skipped:
            paper = count(len(mailed.skipped), "fiche reste", "fiches restent")
            text += f" {paper} à imprimer{NBSP}: {mailed.skipped[0][1]}."
        self.tell.emit(Notice(text, Tone.WARNING if mailed.skipped else Tone.GOOD))
        self.changed.emit()
        if mailed.queued:
            self.sync_wanted.emit()

    def _on_failed(self, error: Exception) -> None:
        self._running = False
        self.tell.emit(Notice(str(error), Tone.TROUBLE))
        self.changed.emit()

    def _end(self, text: str) -> None:
        self.tell.emit(Notice(text))
        self.changed.emit()
        self.sync_wanted.emit()
