"""The first three steps of a new installation, shown on the home page until they are done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.overview.home import Overview
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.forms.window.first_steps import Ui_FirstSteps
from turbo_admin.ui.kit.navigation import ConfigureSchool, PageKey
from turbo_admin.ui.kit.page import PageSignals


class FirstSteps(QWidget):
    """Lists the first steps, and marks those that are done.

    Args:
        signals: of the page it stands in.

    Signals:
        copy_wanted, poster_wanted: the link for the families, copied, or as a poster.
    """

    copy_wanted = Signal()
    poster_wanted = Signal()

    def __init__(self, signals: PageSignals, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = form = Ui_FirstSteps()
        form.setupUi(self)
        form.pair_button.clicked.connect(lambda: signals.open_page(ConfigureSchool()))
        form.import_button.clicked.connect(lambda: signals.open_page(PageKey.ROSTER_IMPORT))
        form.first_copy_link.clicked.connect(self.copy_wanted)
        form.first_poster.clicked.connect(self.poster_wanted)
        self._is_fresh = True

    def show_progress(self, seen: Overview, school: SchoolSummary | None) -> None:
        """Show what is done.

        Args:
            school: the first that is linked to a portal.
        """
        form, linked = self.form, school is not None
        _done(form.step1_number, form.step1_text, seen.paired, "Le portail est relié.")
        _done(
            form.step2_number,
            form.step2_text,
            seen.diners > 0,
            f"{count(seen.diners, 'hôte')} au fichier. Réimporter met à jour, sans jamais effacer.",
        )
        if school is not None:
            form.step3_text.setText(f"Le lien{NBSP}: {school.family_url}")
        form.import_button.setEnabled(seen.has_school)
        form.import_button.setToolTip(
            "" if seen.has_school else "Reliez d’abord le portail, ou ajoutez un établissement."
        )
        for button in (form.first_copy_link, form.first_poster):
            button.setEnabled(linked)
            button.setToolTip("" if linked else "Reliez d’abord le portail.")
        steps = (
            (seen.paired, form.pair_button),
            (seen.diners > 0, form.import_button),
            (False, form.first_copy_link),
        )
        # The step to do next is the highlighted button; sharing the link is never done for good.
        _one_primary(next(button for done, button in steps if not done), [button for _, button in steps])
        if self._is_fresh:
            self._is_fresh = False
            form.pair_button.setFocus()


def _done(number: QLabel, text: QLabel, done: bool, words_when_done: str) -> None:
    if done:
        number.setText("✓")
        text.setText(words_when_done)


def _one_primary(chosen: QPushButton, buttons: list[QPushButton]) -> None:
    for button in buttons:
        button.setProperty("part", "primary" if button is chosen else "")
        # A property used in a style sheet takes effect only when the style is polished again.
        button.style().unpolish(button)
        button.style().polish(button)
