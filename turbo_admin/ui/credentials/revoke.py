"""« Révoquer… »: asks for agreement, with the consequences in numbers and what becomes of the requests."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.core.intake.refusal_texts import RefusalReason
from turbo_admin.office.credentials.revocation_plan import Revoked
from turbo_admin.office.credentials.revoking import (
    foresee_requests,
    foresee_sheets,
    revoke_requests,
    revoke_sheets,
)
from turbo_admin.office.intake.acts import refusal_reasons
from turbo_admin.ui.forms.credentials.revoke import Ui_Revoke
from turbo_admin.ui.kit.act_scope import names_text
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Tone, Workplace
from turbo_admin.ui.kit.page_acts import PageActs
from turbo_admin.ui.kit.typed_signals import TypedSignal

# Index in « Ensuite » of « refused »; index 0 lets the requests wait again.
_REFUSED = 1


class RevokeDialog(Dialog):
    """Asks for agreement, and what becomes of the requests.

    Signals:
        agreed: identifiants are to be revoked.
            arg: None lets the requests wait again, a text refuses them with it.
    """

    agreed = TypedSignal[str | None]()

    def __init__(
        self, workplace: Workplace, uai: str, names: Sequence[str], seen: Revoked, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.form = Ui_Revoke()
        self.form.setupUi(self)
        self._reasons: tuple[RefusalReason, ...] = ()
        form = self.form
        form.question.setText(question(seen))
        form.detail.setText(f"{names_text(names)}.\n{detail(seen)}")
        form.after.setVisible(seen.requests > 0)
        form.confirm.setText(f"Révoquer {count(seen.accounts, 'compte')}")
        form.next_label.setText("Ensuite, la demande" if seen.requests < 2 else "Ensuite, les demandes")
        form.next.addItems(["redevient à traiter" if seen.requests < 2 else "redeviennent à traiter"])
        form.next.addItems(
            ["est refusée, avec ce motif" if seen.requests < 2 else "sont refusées, avec ce motif"]
        )
        form.next.currentIndexChanged.connect(self._show)
        form.known.currentIndexChanged.connect(self._on_chosen)
        form.confirm.clicked.connect(self._on_confirmed)
        form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._show()
        desk = workplace.desk
        workplace.tasks.read(self, lambda _: refusal_reasons(desk, uai), self._on_read)

    @property
    def _refuses(self) -> bool:
        return self.form.next.currentIndex() == _REFUSED

    def _show(self) -> None:
        form, refuses = self.form, self._refuses
        for widget in (form.known, form.reason, form.hint):
            widget.setVisible(refuses)
        self.adjustSize()

    def _on_read(self, reasons: tuple[RefusalReason, ...]) -> None:
        self._reasons = reasons
        # After the dialog is open; until then the box is empty and hidden.
        self.form.known.addItems([reason.name for reason in reasons])

    def _on_chosen(self) -> None:
        chosen = self.form.known.currentIndex()
        if 0 <= chosen < len(self._reasons):
            self.form.reason.setPlainText(self._reasons[chosen].text)

    def _on_confirmed(self) -> None:
        self.agreed.emit(self.form.reason.toPlainText().strip() if self._refuses else None)
        self.accept()


def question(seen: Revoked) -> str:
    """Return the question, with the number of accounts."""
    return f"Révoquer les identifiants de {count(seen.accounts, 'compte')}{NBSP}?"


def detail(seen: Revoked) -> str:
    """Return the consequences, in numbers."""
    parts = [
        "Les mots de passe provisoires n’ouvrent plus rien, et les courriels qui attendent ne partent pas, dès la "
        "synchronisation qui démarre aussitôt."
    ]
    if seen.closed:
        used = f", dont {seen.active} déjà utilisé{'s' if seen.active > 1 else ''} par une famille"
        closed = count(seen.closed, "compte est fermé", "comptes sont fermés")
        parts.append(f"{closed}{used if seen.active else ''}.")
    if seen.detached:
        lost = count(seen.detached, "hôte est détaché", "hôtes sont détachés")
        parts.append(f"{lost} d’un compte qui reste ouvert.")
    if not seen.closed and not seen.detached:
        parts.append("Les comptes restent ouverts, avec leurs hôtes.")
    return " ".join(parts)


class RevokingActs(PageActs):
    """Asks, then revokes; shared by the pages of requests and of sheets."""

    def ask_requests(self, uai: str, request_ids: Sequence[str], names: Sequence[str]) -> None:
        """Ask, by name and in numbers, then revoke what requests were answered with."""
        desk, ids = self._workplace.desk, list(request_ids)
        self._ask(
            uai,
            names,
            lambda: foresee_requests(desk, ids),
            lambda refused: revoke_requests(desk, ids, refused=refused),
        )

    def ask_sheets(self, uai: str, sheet_ids: Sequence[str], names: Sequence[str]) -> None:
        """Ask, by name and in numbers, then revoke sheets."""
        desk, ids = self._workplace.desk, list(sheet_ids)
        self._ask(
            uai,
            names,
            lambda: foresee_sheets(desk, ids),
            lambda refused: revoke_sheets(desk, ids, refused=refused),
        )

    def _ask(
        self,
        uai: str,
        names: Sequence[str],
        foresee: Callable[[], Revoked],
        act: Callable[[str | None], Revoked],
    ) -> None:
        self._workplace.tasks.read(
            self, lambda _: foresee(), partial(self._on_foreseen, uai, names, act), self._on_failed
        )

    def _on_foreseen(
        self, uai: str, names: Sequence[str], act: Callable[[str | None], Revoked], seen: Revoked
    ) -> None:
        # Everything has been used, closed or revoked since; the page still shows its former state.
        if not seen.accounts:
            self._show("Ces identifiants ne servent déjà plus.", Tone.WARNING)
            return
        dialog = RevokeDialog(self._workplace, uai, names, seen, self._window)
        dialog.agreed.connect(partial(self._revoke, act))
        dialog.open()

    def _revoke(self, act: Callable[[str | None], Revoked], refused: str | None) -> None:
        self._workplace.tasks.write(
            self, lambda _: act(refused), self._on_revoked, self._on_failed, label="Révocation"
        )

    def _on_revoked(self, done: Revoked) -> None:
        self._end(f"Identifiants révoqués pour {count(done.accounts, 'compte')}.")
        # At once: until the portal has it, a revoked password opens the account.
        self.sync_wanted.emit()
