"""« Édition des identifiants »: the persons on the left, a preview of the sheet on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, PARIS, count
from turbo_admin.office.credentials.undoing import can_undo
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sheets.export import export_sheets
from turbo_admin.office.sheets.listing import Batch, SheetLine, batches, lines_to_hand, sheet_lines
from turbo_admin.ui.credentials.revoke import RevokingActs
from turbo_admin.ui.forms.sheets.sheets_page import Ui_Sheets
from turbo_admin.ui.kit.act_scope import apply_to
from turbo_admin.ui.kit.combo_boxes import fill
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import set_button_icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.list_page import ListPage, ticked_text
from turbo_admin.ui.kit.navigation import Destination, PageKey, SearchPage, ShowBatch
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, bind_ticks
from turbo_admin.ui.kit.ticked_rows import TICK
from turbo_admin.ui.sheets.sheet_preview import SheetPreview
from turbo_admin.ui.sheets.sheets_acts import SheetsActs
from turbo_admin.ui.sheets.sheets_model import CLASS, PERSON, STATE, SheetsModel, without_mail

_LAYOUT = ColumnLayout({TICK: 38, PERSON: 230, CLASS: 72}, stretch=STATE, movable=False)
_ALL = "Toutes les feuilles à remettre"
_SHARES = [620, 680]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows.

    Attributes:
        undoable: whether the batch that is shown can be taken back.
    """

    batches: list[Batch]
    lines: list[SheetLine]
    undoable: bool


def _read(desk: Desk, batch: str | None) -> _Read:
    lines = lines_to_hand(desk) if batch is None else sheet_lines(desk, batch)
    return _Read(batches(desk), lines, batch is not None and can_undo(desk, batch))


class SheetsPage(ListPage):
    """Sheets of a batch, or all that are not handed over."""

    form: Ui_Sheets
    key = PageKey.SHEETS
    title = "Édition des identifiants"
    crumbs = "Comptabilité › Espace numérique › Demande de création de compte"
    offers_sync = True
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Sheets()
        self.form.setupUi(self)
        self.model = SheetsModel(workplace.theme, self)
        self.acts = SheetsActs(workplace, self)
        self.revoking = RevokingActs(workplace, self)
        self._batch: str | None = None
        self.table = self.bind_table(self.model, _LAYOUT, lambda line: line.id)
        self._set_up()
        self.preview = SheetPreview(workplace, self.form)
        self._connect()

    def arrive(self, destination: Destination) -> None:
        if isinstance(destination, ShowBatch):
            self._batch = destination.batch_id
            self.model.tick(())
            self.form.search.clear()
        super().arrive(destination)

    def refresh(self) -> None:
        desk, batch = self.workplace.desk, self._batch
        self.workplace.tasks.read(self, lambda _: _read(desk, batch), self._on_read)

    def export(self) -> Exported:
        lines, desk = tuple(self.model.records), self.workplace.desk
        return Exported(
            "Exporter l’édition",
            "edition-des-identifiants.xlsx",
            ("personne exportée", "personnes exportées"),
            lambda path, report: export_sheets(desk, path, lines, report=report),
        )

    def remember(self) -> None:
        memory = self.workplace.memory
        self.table.remember()
        memory.remember_splitter(self.memory_key, self.form.splitter)
        memory.remember(f"{self.memory_key}/separators", "yes" if self.form.separators.isChecked() else "no")

    def _set_up(self) -> None:
        form, theme, memory = self.form, self.workplace.theme, self.workplace.memory
        self.set_up_search(form.search)
        self.set_up_export(form.export_button)
        if not memory.restore_splitter(self.memory_key, form.splitter):
            form.splitter.setSizes(_SHARES)
        form.undo_button.hide()
        form.separators.setChecked(memory.text(f"{self.memory_key}/separators") == "yes")
        for button, name, colour in (
            (form.print_button, "printer", "on_accent"),
            (form.pdf_button, "file-pdf", "muted"),
            (form.mail_button, "paper-plane-tilt", "muted"),
            (form.handed_button, "hand", "muted"),
        ):
            set_button_icon(button, theme, name, colour)

    def _connect(self) -> None:
        form, acts, model = self.form, self.acts, self.model
        form.batch.currentIndexChanged.connect(self._on_batch)
        form.search.textChanged.connect(lambda text: model.narrow(text, lambda _: True))
        form.tick_all.clicked.connect(lambda on: model.tick(line.id for line in model.records if on))
        form.tick_unmailed.clicked.connect(lambda: model.tick(without_mail(model.records)))
        form.to_requests.clicked.connect(lambda: self.signals.open_page(SearchPage(PageKey.INTAKE)))
        form.print_button.clicked.connect(self._on_print)
        form.pdf_button.clicked.connect(
            lambda: acts.ask_file(model.ticked(), separators=form.separators.isChecked())
        )
        form.undo_button.clicked.connect(lambda: acts.ask_undo(self._batch or "", len(model.records)))
        form.handed_button.clicked.connect(lambda: self._apply(acts.ask_handed))
        form.revoke_button.clicked.connect(self._on_revoke)
        form.mail_button.clicked.connect(self._on_mail)
        form.table.selectionModel().currentRowChanged.connect(self._on_moved)
        model.ticks_changed.connect(self._show_counts)
        self.follow(acts)
        self.follow(self.revoking)
        acts.undone.connect(self._on_undone)
        # Unticked, so that nobody mails them a second time.
        acts.mailed.connect(lambda: model.tick(()))
        acts.mailed.connect(self.signals.synchronise)
        bind_ticks(form.table, model.toggle)
        bind("Ctrl+P", self, self._on_print)
        bind("Ctrl+M", self, self._on_mail)

    def _on_read(self, read: _Read) -> None:
        self._show_batches(read.batches)
        self.form.undo_button.setVisible(read.undoable)
        self.model.show(read.lines)
        # A batch is listed in printing order; the clerk cannot sort it.
        self.show_list_or_empty()
        self._on_moved()
        self.filled.emit()

    def _show_batches(self, known: list[Batch]) -> None:
        fill(
            self.form.batch,
            [(_ALL, ""), *((_batch_text(batch), batch.id) for batch in known)],
            self._batch or "",
        )

    def _show_counts(self) -> None:
        form, ticked = self.form, self.model.ticked()
        shown, hidden = len(self.model.records), len(self.model.hidden_ticks())
        form.count.setText(ticked_text(len(ticked), "personne cochée", "personnes cochées", shown, hidden))
        form.tick_all.setChecked(bool(ticked) and len(ticked) == shown)
        printable = any(line.readable for line in ticked)
        for button in (form.print_button, form.pdf_button):
            button.setEnabled(printable)
        form.handed_button.setEnabled(bool(self._chosen()))
        form.revoke_button.setEnabled(bool(self._chosen()))
        form.export_button.setEnabled(self.has_rows)
        # Without ticks the button proposes all whose address is sure.
        form.mail_button.setEnabled(bool(ticked) or any(line.mail_proposed for line in self.model.records))

    def _on_batch(self) -> None:
        self._batch = self.form.batch.currentData() or None
        self.model.tick(())
        self.refresh()

    def _on_undone(self) -> None:
        self._batch = None
        self.refresh()
        self.signals.records_changed.emit()

    def _on_moved(self) -> None:
        self.preview.show(self.table.current)
        self._show_counts()

    def _chosen(self) -> list[SheetLine]:
        """Return the sheets that acts are about: the ticked ones, else the current one."""
        return self.model.ticked() or self.table.selected

    def _apply(self, act: Callable[[Sequence[SheetLine]], object]) -> None:
        """Do an act to the sheets that it is about."""
        apply_to(
            self,
            act,
            ticked=self.model.ticked(),
            current=self.table.selected,
            hidden=[" et ".join(line.names) for line in self.model.hidden_ticks()],
            show_hidden=self.form.search.clear,
        )

    def _on_revoke(self) -> None:
        self._apply(
            lambda lines: self.revoking.ask_sheets(
                lines[0].uai, [line.id for line in lines], [" et ".join(line.names) for line in lines]
            )
        )

    def _on_print(self) -> None:
        if any(line.readable for line in self.model.ticked()):
            separators = self.form.separators.isChecked()
            self._apply(lambda lines: self.acts.ask_printer(lines, separators=separators))
        else:
            self._say_nothing_ticked("à imprimer")

    def _say_nothing_ticked(self, what: str) -> None:
        self.signals.show_message(
            BarMessage(f"Aucune feuille {what} n’est cochée{NBSP}: Espace coche la ligne.", Tone.WARNING)
        )

    def _on_mail(self) -> None:
        if not self.model.ticked():
            self.model.tick(line.id for line in self.model.records if line.mail_proposed)
        if not self.model.ticked():
            self._say_nothing_ticked("à envoyer")
            return
        self._apply(self._ask_mail)

    def _ask_mail(self, lines: Sequence[SheetLine]) -> None:
        # Counted before asking: those stay for the printer.
        chosen = {line.id for line in lines}
        paper = sum(1 for one in without_mail(self.model.records) if one not in chosen)
        self.acts.ask_mail(lines, left_for_paper=paper)


def _batch_text(batch: Batch) -> str:
    """Return `02/11/2026 09:30 — 12 fiches (claire)`."""
    at = batch.created_at.astimezone(PARIS)
    return f"{at:%d/%m/%Y %H:%M} — {count(batch.sheets, 'fiche')} ({batch.who})"
