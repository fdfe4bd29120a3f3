"""« Textes des courriels… »: edits a school's own texts in each mail to families, with a preview."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QMenu, QPlainTextEdit, QWidget

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP
from turbo_admin.core.mails.blocks import Letter
from turbo_admin.core.mails.own import LONGEST_SUBJECT, OwnText, check
from turbo_admin.core.mails.words import (
    BLANKS,
    SUBJECT_BLANKS,
    WORDS,
    check_own,
    own_text,
    standard,
    with_own,
)
from turbo_admin.ui.forms.settings.mail_texts import Ui_MailTexts
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.typed_signals import TypedSignal

_KIND = Qt.ItemDataRole.UserRole
_OWN, _WRONG = "modifié", "à corriger"


class MailTextsDialog(Dialog):
    """Edits the texts of one kind of mail at a time, beside a preview.

    Signals:
        agreed: the clerk keeps the words.
            arg: tuple[OwnText, ...].

    Args:
        texts: the words to begin with.
        show: returns the mail of a kind as an invented family would get it, with these words.
    """

    agreed = TypedSignal[tuple[OwnText, ...]]()

    def __init__(
        self,
        texts: tuple[OwnText, ...],
        show: Callable[[tuple[OwnText, ...], str], Letter],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._texts, self._letter = texts, show
        self.form = Ui_MailTexts()
        self.form.setupUi(self)
        self._last: QLineEdit | QPlainTextEdit = self.form.opening
        self._mentions = QMenu(self)
        for kind in WORDS:
            QListWidgetItem(self.form.kinds).setData(_KIND, kind)
        self._mark()
        self._connect()
        self.form.kinds.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the field that had the focus last: mentions are inserted there."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit | QPlainTextEdit):
            self._last = watched
        return super().eventFilter(watched, event)

    @property
    def kind(self) -> str:
        """The mail that is shown."""
        return str(self.form.kinds.currentItem().data(_KIND))

    def _connect(self) -> None:
        form = self.form
        for field in (form.subject, form.opening, form.closing):
            field.installEventFilter(self)
            field.textChanged.connect(self._on_typed)
        form.kinds.currentItemChanged.connect(self._on_kind)
        form.plain.toggled.connect(self._show_letter)
        form.reset.clicked.connect(self._on_reset)
        form.insert.clicked.connect(self._on_insert)
        form.accept_button.clicked.connect(self._on_accepted)
        form.cancel.clicked.connect(self.reject)
        bind("Ctrl+M", self, self._on_insert)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(keys, self, form.accept_button.click)
        self.finished.connect(self.deleteLater)

    def _on_kind(self) -> None:
        form, words, ours = self.form, WORDS[self.kind], standard(self.kind)
        own = next((one for one in self._texts if one.kind == self.kind), ours)
        form.kind_name.setText(words.name)
        form.sent.setText(words.sent)
        form.blanks.setText(f"Mentions{NBSP}: {' '.join(f'{{{blank}}}' for blank in words.blanks)}")
        # Filling a field counts as typing, and would mark the mail as changed.
        with QSignalBlocker(form.subject), QSignalBlocker(form.opening), QSignalBlocker(form.closing):
            form.subject.setText(own.subject or ours.subject)
            form.opening.setPlainText(own.opening or ours.opening)
            form.closing.setPlainText(own.closing or ours.closing)
        self._show_state()

    def _on_typed(self) -> None:
        form = self.form
        typed = own_text(
            self.kind, form.subject.text(), form.opening.toPlainText(), form.closing.toPlainText()
        )
        # Texts equal to the standard ones are dropped, so that a later version may improve them.
        self._texts = with_own(self._texts, typed)
        self._mark()
        self._show_state()

    def _on_reset(self) -> None:
        self._texts = with_own(self._texts, OwnText(self.kind))
        self._mark()
        self._on_kind()
        self.form.opening.setFocus()

    def _on_insert(self) -> None:
        blanks = SUBJECT_BLANKS if self._last is self.form.subject else WORDS[self.kind].blanks
        self._mentions.clear()
        for blank in blanks:
            act = self._mentions.addAction(f"{{{blank}}}{NBSP}: {BLANKS[blank]}")
            act.triggered.connect(partial(self._insert, f"{{{blank}}}"))
        self._mentions.popup(self.form.insert.mapToGlobal(QPoint(0, self.form.insert.height())))
        # Chosen by keyboard at once: Ctrl+M, arrows, Enter.
        self._mentions.setActiveAction(self._mentions.actions()[0])

    def _insert(self, mention: str, _checked: bool = False) -> None:
        if isinstance(self._last, QLineEdit):
            self._last.insert(mention)
        else:
            self._last.insertPlainText(mention)
        self._last.setFocus()

    def _on_accepted(self) -> None:
        wrong = self._wrong()
        if not wrong:
            self.agreed.emit(self._texts)
            self.accept()
            return
        # The first kind that is wrong, unless the one shown is.
        if self.kind not in wrong:
            self.form.kinds.setCurrentRow(list(WORDS).index(next(kind for kind in WORDS if kind in wrong)))
        self._trouble()[0].setFocus()

    def _wrong(self) -> set[str]:
        return {own.kind for own in self._texts if _is_wrong(own)}

    def _mark(self) -> None:
        own, wrong = {one.kind for one in self._texts}, self._wrong()
        for row in range(self.form.kinds.count()):
            item = self.form.kinds.item(row)
            kind = item.data(_KIND)
            mark = _WRONG if kind in wrong else _OWN if kind in own else ""
            item.setText(f"{WORDS[kind].name}\n{mark}" if mark else WORDS[kind].name)

    def _show_state(self) -> None:
        _, sentence = self._trouble()
        self.form.trouble.setText(sentence)
        self.form.trouble.setVisible(bool(sentence))
        self.form.reset.setEnabled(any(one.kind == self.kind for one in self._texts))
        self._show_letter()

    def _trouble(self) -> tuple[QLineEdit | QPlainTextEdit, str]:
        """Return the first field with an error and its text; the field focused last and an empty text without one."""
        form, own = self.form, next((one for one in self._texts if one.kind == self.kind), OwnText(self.kind))
        blanks = WORDS[self.kind].blanks
        for field, name, text in (
            (form.subject, "Objet", own.subject),
            (form.opening, "Texte d’introduction", own.opening),
            (form.closing, "Formule de fin", own.closing),
        ):
            is_subject = field is form.subject
            try:
                if is_subject:
                    check(text, SUBJECT_BLANKS, longest=LONGEST_SUBJECT)
                else:
                    check(text, blanks)
            except Refused as error:
                return field, f"{name}{NBSP}: {error}"
        return self._last, ""

    def _show_letter(self) -> None:
        letter, preview = self._letter(self._texts, self.kind), self.form.preview
        self.form.preview_subject.setText(f"Objet{NBSP}: {letter.subject}")
        # setHtml scrolls to the top, at each keystroke.
        position = preview.verticalScrollBar().value()
        if self.form.plain.isChecked():
            preview.setPlainText(letter.text)
        else:
            preview.setHtml(letter.html)
        preview.verticalScrollBar().setValue(position)


def _is_wrong(own: OwnText) -> bool:
    try:
        check_own(own)
    except Refused:
        return True
    return False
