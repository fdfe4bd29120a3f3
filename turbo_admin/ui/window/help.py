"""« Aide » (F1): a description of the office's day."""

from PySide6.QtWidgets import QWidget

from turbo_admin.ui.forms.window.help import Ui_Help
from turbo_admin.ui.kit.navigation import Destination, PageKey
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.resources import resource


class HelpPage(Page):
    """A short text, in French."""

    key = PageKey.HELP
    title = "Aide"
    crumbs = "?"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Help()
        self.form.setupUi(self)
        self._fill()
        workplace.theme.changed.connect(self._fill)

    def arrive(self, destination: Destination) -> None:
        self.form.text.setFocus()

    def _fill(self) -> None:
        colours = self.workplace.theme.colours
        text = resource("aide.html").read_text(encoding="utf-8")
        # Before setHtml: a style sheet applies to text that is set afterwards.
        self.form.text.document().setDefaultStyleSheet(
            f"h2 {{ color: {colours.accent}; font-size: 12pt }} p, li {{ line-height: 130% }}"
        )
        self.form.text.setHtml(text)
