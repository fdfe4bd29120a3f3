"""« Données anciennes »: what need not be kept any more, in numbers per kind, before it is erased."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.overview.retention import Due, due, erase
from turbo_admin.ui.forms.journal.retention import Ui_Retention
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.columns import dress_table
from turbo_admin.ui.kit.page import Notice, Workplace
from turbo_admin.ui.kit.rows_model import Cell, RowsModel
from turbo_admin.ui.kit.theme import semibold

_HEADERS = ("Établissement", "Demandes", "Comptes", "Fiches", "Hôtes sans adresse", "Mots de passe")
_WIDTHS = {1: 90, 2: 90, 3: 80, 4: 140, 5: 120}
_SCHOOL = 0


class RetentionDialog(QDialog):
    """Shows what would be erased, and erases it when it is asked to.

    Signals:
        erased: it is done.
        tell: a sentence for the message bar.
            arg: Notice.
    """

    erased = Signal()
    tell = Signal(object)

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = Ui_Retention()
        self.form.setupUi(self)
        self._place = place
        self.model = RowsModel(_HEADERS, self._cells, self)
        self.form.table.setModel(self.model)
        dress_table(self.form.table, _WIDTHS, stretch=_SCHOOL, moves=False)
        self.form.erase.setEnabled(False)
        self.form.erase.clicked.connect(self._on_erase)
        self.form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        desk = place.desk
        place.tasks.read(self, lambda _: due(desk), self._on_read)

    def _on_read(self, found: list[Due]) -> None:
        self.model.show(found)
        total = sum(one.total for one in found)
        if not total:
            self.form.about.setText(f"Rien à effacer{NBSP}: tout ce qui est gardé peut l’être.")
        self.form.erase.setEnabled(total > 0)
        self.form.rule.setText(_rule(found))

    def _on_erase(self) -> None:
        found: list[Due] = list(self.model.records)
        ask(
            self,
            f"Effacer définitivement{NBSP}?",
            f"{_in_words(found)} Rien ne les rendra, pas même « Annuler ». Les hôtes eux-mêmes restent au fichier.",
            "Effacer définitivement",
            self._erase,
        )

    def _erase(self) -> None:
        desk = self._place.desk
        self._place.tasks.write(
            self, lambda report: erase(desk, report=report), self._on_erased, label="Effacement"
        )

    def _on_erased(self, done: list[Due]) -> None:
        self.tell.emit(Notice(f"Effacé{NBSP}: {_in_words(done)}"))
        self.erased.emit()
        self.accept()

    def _cells(self, one: Due) -> tuple[Cell, ...]:
        numbers = (one.requests + one.answered, one.accounts, one.sheets, one.diners, one.secrets)
        return (
            Cell(one.school, font=semibold(self.form.table.font())),
            *(Cell(str(number) if number else "—") for number in numbers),
        )


def _in_words(found: list[Due]) -> str:
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
