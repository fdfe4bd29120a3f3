"""The status bar: school, last and next synchronisation, its result, and what waits to be sent."""

from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar

from turbo_admin.core.french import count
from turbo_admin.core.sync.agreement import ProofFigures, ProofOutcome
from turbo_admin.office.outbox.status import SyncStatus
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.kit.elided_label import ElidedLabel
from turbo_admin.ui.kit.icons import picture
from turbo_admin.ui.kit.proof_style import PROOF_PARTS
from turbo_admin.ui.kit.theme import Theme, set_part

_ICON = 16


class StatusLine:
    """Writes the window's status bar.

    Args:
        bar: the window's.
        theme: whose colours the state icon takes.

    Attributes:
        refused: says how much the portal refused, and is there only then; pressed, it opens the journal.
        backup: says that the day's copy failed, and is there only then; pressed, it opens « Sauvegarder… ».
    """

    def __init__(self, bar: QStatusBar, theme: Theme) -> None:
        self._theme = theme
        self._state_icon = QLabel(bar)
        # The bar holds more than a small window is wide.
        self._last, self._next, self._proof = (ElidedLabel(bar) for _ in range(3))
        self._waiting, self._school = ElidedLabel(bar), ElidedLabel(bar)
        self.refused = QPushButton(bar)
        self.backup = QPushButton("Copie automatique impossible", bar)
        for button in (self.refused, self.backup):
            button.setProperty("part", "link")
        bar.setContentsMargins(12, 0, 4, 0)
        for label in (self._last, self._proof, self._next, self._waiting, self._school):
            label.setContentsMargins(0, 0, 14, 0)
        bar.addWidget(self._state_icon)
        for label in (self._last, self._proof, self._next):
            bar.addWidget(label)
        for permanent in (self.backup, self.refused, self._waiting, self._school):
            bar.addPermanentWidget(permanent)
        self.refused.hide()
        self.backup.hide()
        self._colour = ("circle", "muted", "")
        self._state_icon.setMinimumWidth(_ICON)
        theme.changed.connect(self._paint_state_icon)

    def show(self, schools: list[SchoolSummary], status: SyncStatus) -> None:
        """Write what is known now."""
        # The colour is never the only sign: the word is the tooltip and the accessible name.
        self._colour = _state_icon(status)
        *_, word = self._colour
        self._state_icon.setAccessibleName(word)
        self._state_icon.setToolTip(word)
        self._paint_state_icon()
        self._last.setText(status.text)
        self._show_proof(status.proof)
        self._waiting.setText(_waiting(status))
        self._school.setText(_school(schools))
        self.refused.setText(count(status.refused, "refus du portail", "refus du portail"))
        self.refused.setVisible(status.refused > 0)

    def _show_proof(self, proof: ProofFigures) -> None:
        self._proof.setText(proof.text)
        self._proof.setVisible(bool(proof.text))
        set_part(self._proof, PROOF_PARTS[proof.outcome])

    def show_next(self, text: str) -> None:
        """Write when the next exchange is due."""
        self._next.setText(text)

    def show_backup(self, failure: str) -> None:
        """Say that the day's copy failed.

        Args:
            failure: in French; empty when it did not.
        """
        self.backup.setToolTip(failure)
        self.backup.setVisible(bool(failure))

    def _paint_state_icon(self) -> None:
        name, token, _ = self._colour
        self._state_icon.setPixmap(
            picture(self._theme, name, token, _ICON, self._state_icon.devicePixelRatioF())
        )


def _state_icon(status: SyncStatus) -> tuple[str, str, str]:
    if status.last is None:
        return "clock-fill", "probable", "Jamais synchronisé"
    if status.proof.outcome is ProofOutcome.DIFFERS:
        return "warning-circle-fill", "none", "Désaccord avec le portail"
    if status.ok and status.proof.outcome is ProofOutcome.PENDING:
        return "warning-fill", "probable", f"Synchronisation réussie, {status.proof.text}"
    if status.ok:
        return "check-circle-fill", "certain", "Synchronisation réussie"
    return "warning-circle-fill", "none", "La dernière synchronisation a échoué"


def _waiting(status: SyncStatus) -> str:
    parts = []
    if status.mails_waiting:
        parts.append(f"{count(status.mails_waiting, 'courriel')} en attente")
    if status.changes_waiting:
        parts.append(f"{count(status.changes_waiting, 'changement')} à envoyer")
    return " · ".join(parts)


def _school(schools: list[SchoolSummary]) -> str:
    if len(schools) == 1:
        return f"{schools[0].name} · {schools[0].uai}"
    return count(len(schools), "établissement") if schools else "Aucun établissement"
