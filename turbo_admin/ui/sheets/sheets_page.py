"""« Édition des identifiants »: the persons on the left, the sheet as it will print on the right."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import PARIS, count, thousands
from turbo_admin.office.credentials.undoing import can_undo
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sheets.export import export_sheets
from turbo_admin.office.sheets.listing import Batch, SheetLine, batches, sheet_lines
from turbo_admin.ui.credentials.revoke import RevokingActs
from turbo_admin.ui.forms.sheets.sheets_page import Ui_Sheets
from turbo_admin.ui.kit.columns import choose_row, current_row, dress_table, restore_columns, selected_rows
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import dress_button
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.ticked_rows import TICK
from turbo_admin.ui.kit.ticks import TickDelegate
from turbo_admin.ui.sheets.sheet_preview import SheetPreview
from turbo_admin.ui.sheets.sheets_acts import SheetsActs
from turbo_admin.ui.sheets.sheets_model import CLASS, PERSON, STATE, SheetsModel, without_mail

_WIDTHS = {TICK: 38, PERSON: 230, CLASS: 72}
_ALL = "Toutes les fiches à remettre"
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
    return _Read(batches(desk), sheet_lines(desk, batch), batch is not None and can_undo(desk, batch))


class SheetsPage(Page):
    """Sheets of a batch, or all that are not handed over."""

    key = "sheets"
    title = "Édition des identifiants"
    crumbs = "Comptabilité › Espace numérique › Demande de création de compte"
    offers_sync = True
    offers_export = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Sheets()
        self.form.setupUi(self)
        self.model = SheetsModel(place.theme, self)
        self.acts = SheetsActs(place, self)
        self.revoking = RevokingActs(place, self)
        self._batch: str | None = None
        self._dress()
        self.preview = SheetPreview(place, self.form)
        self._connect()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: id of a batch; None shows what was shown last, at first all that are not handed over.
        """
        if isinstance(about, str):
            self._batch = about
            self.model.tick(())
        self.refresh()
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk, batch = self.place.desk, self._batch
        self.place.tasks.read(self, lambda _: _read(desk, batch), self._on_read)

    def exported(self) -> Exported | None:
        lines = tuple(self.model.lines)
        return (
            Exported(
                "Exporter l’édition",
                "edition-des-identifiants.xlsx",
                ("personne exportée", "personnes exportées"),
                lambda path, report: export_sheets(path, lines, report=report),
            )
            if lines
            else None
        )

    def remember(self) -> None:
        self.place.memory.remember_header(self.key, self.form.table.horizontalHeader())
        self.place.memory.remember_splitter(self.key, self.form.splitter)
        self.place.memory.remember(
            f"{self.key}/separators", "yes" if self.form.separators.isChecked() else "no"
        )

    def _dress(self) -> None:
        form, theme, memory = self.form, self.place.theme, self.place.memory
        form.table.setModel(self.model)
        form.table.setItemDelegateForColumn(TICK, TickDelegate(theme, form.table))
        dress_table(form.table, _WIDTHS, stretch=STATE, moves=False)
        restore_columns(memory, self.key, form.table)
        if not memory.restore_splitter(self.key, form.splitter):
            form.splitter.setSizes(_SHARES)
        form.undo_button.hide()
        form.separators.setChecked(memory.text(f"{self.key}/separators") == "yes")
        for button, name, colour in (
            (form.print_button, "printer", "on_accent"),
            (form.pdf_button, "file-pdf", "muted"),
            (form.mail_button, "paper-plane-tilt", "muted"),
            (form.handed_button, "hand", "muted"),
            (form.export_button, "export", "muted"),
        ):
            dress_button(button, theme, name, colour)

    def _connect(self) -> None:
        form, acts, model = self.form, self.acts, self.model
        form.batch.currentIndexChanged.connect(self._on_batch)
        form.tick_all.clicked.connect(lambda on: model.tick(line.id for line in model.lines if on))
        form.tick_unmailed.clicked.connect(lambda: model.tick(without_mail(model.lines)))
        form.to_requests.clicked.connect(lambda: self.wishes.page.emit("intake", ""))
        form.print_button.clicked.connect(
            lambda: acts.ask_printer(model.ticked(), separators=form.separators.isChecked())
        )
        form.pdf_button.clicked.connect(
            lambda: acts.ask_file(model.ticked(), separators=form.separators.isChecked())
        )
        form.undo_button.clicked.connect(lambda: acts.ask_undo(self._batch or "", len(model.lines)))
        form.handed_button.clicked.connect(lambda: acts.ask_handed(model.ticked()))
        form.revoke_button.clicked.connect(self._on_revoke)
        form.mail_button.clicked.connect(self._on_mail)
        form.export_button.clicked.connect(lambda: self.wishes.act.emit("export"))
        form.table.selectionModel().currentRowChanged.connect(self._on_moved)
        model.ticks_changed.connect(self._show_counts)
        acts.changed.connect(self.refresh)
        acts.changed.connect(self.wishes.changed)
        acts.undone.connect(self._on_undone)
        acts.mailed.connect(lambda: model.tick(()))
        acts.mailed.connect(self.wishes.sync)
        acts.tell.connect(self.wishes.tell)
        self.revoking.changed.connect(self.refresh)
        self.revoking.changed.connect(self.wishes.changed)
        self.revoking.sync_wanted.connect(self.wishes.sync)
        self.revoking.tell.connect(self.wishes.tell)
        bind("Space", form.table, self._on_space, Qt.ShortcutContext.WidgetShortcut)
        bind("Ctrl+P", self, form.print_button.click)
        bind("Ctrl+M", self, form.mail_button.click)

    def _on_read(self, read: _Read) -> None:
        lines = read.lines
        self._show_batches(read.batches)
        self.form.undo_button.setVisible(read.undoable)
        current = self.model.record(current_row(self.form.table))
        self.model.show(lines)
        ids = [line.id for line in lines]
        if lines:
            choose_row(self.form.table, ids.index(current.id) if current and current.id in ids else 0)
        self.form.views.setCurrentWidget(self.form.list_view if lines else self.form.empty_view)
        self._on_moved()
        self.filled.emit()

    def _show_batches(self, known: list[Batch]) -> None:
        box = self.form.batch
        box.blockSignals(True)
        box.clear()
        box.addItem(_ALL, None)
        for batch in known:
            at = batch.created_at.astimezone(PARIS)
            box.addItem(f"{at:%d/%m/%Y %H:%M} — {count(batch.sheets, 'fiche')} ({batch.who})", batch.id)
        box.setCurrentIndex(max(0, box.findData(self._batch) if self._batch else 0))
        box.blockSignals(False)

    def _show_counts(self) -> None:
        form, ticked = self.form, self.model.ticked()
        form.count.setText(
            f"{count(len(ticked), 'personne cochée', 'personnes cochées')} sur {thousands(len(self.model.lines))}"
        )
        form.tick_all.setChecked(bool(ticked) and len(ticked) == len(self.model.lines))
        printable = any(line.readable for line in ticked)
        for button in (form.print_button, form.pdf_button):
            button.setEnabled(printable)
        form.handed_button.setEnabled(bool(ticked))
        form.revoke_button.setEnabled(bool(ticked))
        form.export_button.setEnabled(bool(self.model.lines))
        form.mail_button.setEnabled(bool(ticked) or any(line.mail_proposed for line in self.model.lines))

    def _on_batch(self) -> None:
        self._batch = self.form.batch.currentData()
        self.model.tick(())
        self.refresh()

    def _on_undone(self) -> None:
        self._batch = None
        self.refresh()
        self.wishes.changed.emit()

    def _on_moved(self) -> None:
        self.preview.show(self.model.record(current_row(self.form.table)))

    def _on_space(self) -> None:
        self.model.toggle(selected_rows(self.form.table))

    def _on_revoke(self) -> None:
        ticked = self.model.ticked()
        self.revoking.ask_sheets(ticked[0].uai, [line.id for line in ticked])

    def _on_mail(self) -> None:
        if not self.model.ticked():
            self.model.tick(line.id for line in self.model.lines if line.mail_proposed)
        ticked = self.model.ticked()
        chosen = {line.id for line in ticked}
        paper = sum(1 for one in without_mail(self.model.lines) if one not in chosen)
        self.acts.ask_mail(ticked, left_for_paper=paper)
