"""« Données anciennes »: numbers of what may be erased, per school and kind, and the erasing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.overview.retention import Due, due, erase
from turbo_admin.ui.forms.journal.retention import Ui_Retention
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import BarMessage, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable
from turbo_admin.ui.kit.rows_model import RowsModel, TableCell
from turbo_admin.ui.kit.theme import semibold
from turbo_admin.ui.kit.typed_signals import TypedSignal

_HEADERS = ("Établissement", "Demandes", "Comptes", "Fiches", "Hôtes sans adresse", "Mots de passe")
_SCHOOL = 0
_LAYOUT = ColumnLayout({1: 90, 2: 90, 3: 80, 4: 140, 5: 120}, stretch=_SCHOOL, movable=False)


class RetentionDialog(Dialog):
    """Shows what would be erased, and erases it when it is asked to.

    Signals:
        erased: it is done.
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    erased = Signal()
    message_raised = TypedSignal[BarMessage]()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = Ui_Retention()
        self.form.setupUi(self)
        self._workplace = workplace
        self.model = RowsModel(_HEADERS, self._cells, self)
        RowTable(workplace, self.form.table, self.model, _LAYOUT)
        # Until the numbers are known: nobody agrees to a number not seen.
        self.form.erase.setEnabled(False)
        self.form.erase.clicked.connect(self._on_erase)
        self.form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        desk = workplace.desk
        workplace.tasks.read(self, lambda _: due(desk), self._on_read)

    def _on_read(self, found: list[Due]) -> None:
        self.model.show(found)
        total = sum(one.total for one in found)
        if not total:
            self.form.about.setText(f"Rien à effacer{NBSP}: tout ce qui est gardé peut l’être.")
        self.form.erase.setEnabled(total > 0)
        self.form.rule.setText(_rule(found))

    def _on_erase(self) -> None:
        found = self.model.records
        ask(
            self,
            f"Effacer définitivement{NBSP}?",
            # Diners stay: the next import would create them again, with other ids.
            f"{_in_words(found)} Rien ne les rendra, pas même « Annuler ». Les hôtes eux-mêmes restent au fichier.",
            "Effacer définitivement",
            self._erase,
        )

    def _erase(self) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.write(
            self, lambda report: erase(desk, report=report), self._on_erased, label="Effacement"
        )

    def _on_erased(self, done: list[Due]) -> None:
        self.message_raised.emit(BarMessage(f"Effacé{NBSP}: {_in_words(done)}"))
        self.erased.emit()
        self.accept()

    def _cells(self, one: Due) -> tuple[TableCell, ...]:
        numbers = (one.requests + one.answered, one.accounts, one.sheets, one.diners, one.secrets)
        return (
            TableCell(one.school, font=semibold(self.form.table.font())),
            *(TableCell(str(number) if number else "—") for number in numbers),
        )


def _in_words(found: Sequence[Due]) -> str:
    parts = [
        count(sum(one.requests + one.answered for one in found), "demande"),
        count(sum(one.accounts for one in found), "compte"),
        count(sum(one.sheets for one in found), "fiche"),
        f"les adresses de {count(sum(one.diners for one in found), 'hôte sorti', 'hôtes sortis')}",
        count(sum(one.secrets for one in found), "mot de passe provisoire", "mots de passe provisoires"),
    ]
    return f"{', '.join(parts[:-1])} et {parts[-1]}."


def _rule(found: list[Due]) -> str:
    spans = sorted({one.months for one in found}) or [12]
    months = " ou ".join(str(span) for span in spans)
    return (
        f"Gardés {months}{NBSP}mois{NBSP}: les demandes refusées ou restées sans réponse, les comptes fermés ou dont "
        "tous les hôtes sont sortis (avec leurs fiches et leurs demandes), les adresses des responsables d’un hôte "
        "sorti. Un mot de passe provisoire s’efface dès qu’il a servi ou expiré. La durée se règle dans "
        "Configuration › Espace numérique › Mentions. Le portail applique sa propre règle, chez l’hébergeur."
    )
