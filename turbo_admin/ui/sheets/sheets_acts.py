"""Acts on sheets: print, save, mail, note as handed over, undo, revoke."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials.undoing import Undone, undo_batch
from turbo_admin.office.sheets.listing import SheetLine
from turbo_admin.office.sheets.mail import Mailed, mail_sheets
from turbo_admin.office.sheets.printing import mark_handed, mark_printed, save_pdf, sheets_pdf
from turbo_admin.ui.kit.act_scope import names_text
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.files import ask_save
from turbo_admin.ui.kit.page import Tone
from turbo_admin.ui.kit.page_acts import PageActs
from turbo_admin.ui.kit.tasks import TaskProgress
from turbo_admin.ui.sheets.printing import a4_printer, print_pdf


class SheetsActs(PageActs):
    """Runs the acts of the page.

    Signals:
        undone: a batch is no more.
        mailed: mails wait for a synchronisation.
    """

    undone = Signal()
    mailed = Signal()

    def ask_printer(self, lines: Sequence[SheetLine], *, separators: bool = False) -> None:
        """Ask for a printer, then print.

        Args:
            separators: whether a page of its own lies before each class.
        """
        printer = a4_printer()
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(f"Imprimer {count(len(lines), 'fiche')}")
        # Pages are sheets of the ticked persons: a range would print half of them, and note all as printed.
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
        dialog.finished.connect(partial(self._on_printer, [line.id for line in lines], printer, separators))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own `open` wants a slot by name

    def print_on(self, printer: QPrinter, sheet_ids: Sequence[str], *, separators: bool = False) -> None:
        """Print sheets, and note them as printed."""
        desk = self._workplace.desk

        def act(report: TaskProgress) -> int:
            print_pdf(sheets_pdf(desk, sheet_ids, separators=separators, report=report), printer, report)
            # Noted after printing: a cancelled print leaves the sheets to print.
            mark_printed(desk, sheet_ids)
            return len(sheet_ids)

        self._workplace.tasks.write(self, act, self._on_printed, label="Impression des fiches")

    def ask_file(self, lines: Sequence[SheetLine], *, separators: bool = False) -> None:
        """Ask for a file, then save the sheets.

        Args:
            separators: whether a page of its own lies before each class.
        """
        ids = [line.id for line in lines]
        ask_save(
            self._window,
            f"Enregistrer {count(len(lines), 'fiche')}",
            "identifiants.pdf",
            lambda path: self.save(path, ids, separators=separators),
        )

    def save(self, path: Path, sheet_ids: Sequence[str], *, separators: bool = False) -> None:
        # A saved PDF holds passwords as paper does.
        """Save sheets as a PDF; they count as printed."""
        desk = self._workplace.desk
        self._workplace.tasks.write(
            self,
            lambda report: save_pdf(desk, sheet_ids, path, separators=separators, report=report),
            partial(self._on_saved, path),
            label="Enregistrement des fiches",
        )

    def ask_mail(self, lines: Sequence[SheetLine], *, left_for_paper: int) -> None:
        """Ask before mailing, in numbers.

        Args:
            lines: to whom.
            left_for_paper: how many of the list are proposed for paper instead.
        """
        unsure = sum(1 for line in lines if line.email and not line.mail_proposed)
        detail = f"{sheet_names(lines)}\nUne synchronisation démarre aussitôt pour les faire partir."
        if unsure:
            detail += f"\n{count(unsure, 'adresse n’est pas sûre', 'adresses ne sont pas sûres')}{NBSP}: ni connue, ni confirmée."
        if left_for_paper:
            detail += f"\n{count(left_for_paper, 'personne reste proposée', 'personnes restent proposées')} à l’impression."
        ask(
            self._window,
            f"Envoyer {count(len(lines), 'courriel')} d’identifiants{NBSP}?",
            detail,
            "Envoyer par E-Mail",
            partial(self.mail, [line.id for line in lines]),
        )

    def mail(self, sheet_ids: Sequence[str]) -> None:
        """Have sheets mailed by the portal."""
        act = partial(mail_sheets, self._workplace.desk, sheet_ids)
        self._workplace.tasks.write(self, lambda _: act(), self._on_mailed, label="Préparation des courriels")

    def ask_handed(self, lines: Sequence[SheetLine]) -> None:
        """Ask before the passwords are erased, in numbers."""
        ask(
            self._window,
            f"{count(len(lines), 'feuille a été remise', 'feuilles ont été remises')}{NBSP}?",
            # The only erasing act: nothing can bring a provisional password back.
            f"{sheet_names(lines)}\nLeurs mots de passe s’effacent de ce poste et ne pourront plus être imprimés ni "
            "envoyés.",
            "Feuilles remises",
            partial(self.hand, [line.id for line in lines]),
        )

    def hand(self, sheet_ids: Sequence[str]) -> None:
        """Note sheets as handed over."""
        act = partial(mark_handed, self._workplace.desk, sheet_ids)
        done = count(len(sheet_ids), "feuille notée comme remise", "feuilles notées comme remises")
        self._workplace.tasks.write(
            self, lambda _: act(), lambda _: self._end(f"{done}."), label="Feuilles remises"
        )

    def ask_undo(self, batch_id: str, sheets: int) -> None:
        """Ask before a batch is taken back, in numbers."""
        accounts = count(sheets, "compte disparaît", "comptes disparaissent")
        ask(
            self._window,
            f"Annuler {count(sheets, 'fiche')}{NBSP}?",
            f"{accounts} ou perd{'ent' if sheets > 1 else ''} l’hôte ajouté, et les mots de passe préparés n’ouvriront "
            "rien. Aucune feuille n’est partie ; les demandes auxquelles elles répondaient redeviennent à traiter.",
            "Annuler ces identifiants",
            partial(self.undo, batch_id),
            no="Les garder",
        )

    def undo(self, batch_id: str) -> None:
        """Take back a batch."""
        act = partial(undo_batch, self._workplace.desk, batch_id)
        self._workplace.tasks.write(self, lambda _: act(), self._on_undone, label="Annulation")

    def _on_undone(self, undone: Undone) -> None:
        number = undone.forgotten + undone.closed + undone.detached
        text = f"{count(number, 'fiche annulée', 'fiches annulées')}."
        if undone.closed:
            closed = count(undone.closed, "compte sera fermé", "comptes seront fermés")
            text += f" {closed} au portail à la prochaine synchronisation."
        if undone.reopened:
            again = count(undone.reopened, "demande est de nouveau", "demandes sont de nouveau")
            text += f" {again} à traiter."
        self._show(text)
        self.undone.emit()

    def _on_printer(self, sheet_ids: Sequence[str], printer: QPrinter, separators: bool, answer: int) -> None:
        if answer == QDialog.DialogCode.Accepted:
            self.print_on(printer, sheet_ids, separators=separators)

    def _on_printed(self, pages: int) -> None:
        self._end(f"{count(pages, 'fiche imprimée', 'fiches imprimées')}.")

    def _on_saved(self, path: Path, pages: int) -> None:
        self._end(f"{count(pages, 'fiche enregistrée', 'fiches enregistrées')} dans {path.name}.")

    def _on_mailed(self, mailed: Mailed) -> None:
        text = f"{count(mailed.queued, 'courriel préparé', 'courriels préparés')}."
        if mailed.skipped:
            reasons = ", ".join(sorted({why for _, why in mailed.skipped}))
            skipped = count(len(mailed.skipped), "personne laissée", "personnes laissées")
            text += f" {skipped} de côté{NBSP}: {reasons}."
        self._end(text, Tone.WARNING if mailed.skipped else Tone.GOOD)
        if mailed.queued:
            self.mailed.emit()


def sheet_names(lines: Sequence[SheetLine]) -> str:
    """Name the persons of sheets, up to five."""
    return f"{names_text([' et '.join(line.names) or line.login for line in lines])}."
