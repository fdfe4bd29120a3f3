"""« Textes des courriels… »: written by the keyboard, shown as families will read it, kept with the settings."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import UAI
from tests.ui.conftest import dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.mails.own import OwnText
from turbo_admin.core.mails.words import WORDS
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.mail_texts import preview_mail
from turbo_admin.office.settings.school_settings import settings_of
from turbo_admin.ui.kit.navigation import Command, ConfigureSchool

_MAILS = 5
_NEXT, _DOWN, _ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Return
_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desktop: Desktop, qtbot: QtBot) -> Any:
    """The section of the mails."""
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.sections.setCurrentRow(_MAILS)
    return page


@pytest.fixture
def box(page: Any, qtbot: QtBot) -> Any:
    """The dialog, opened by the keyboard, active."""
    page.form.mail_texts.setFocus()
    press(Qt.Key.Key_Space)
    box = dialog(qtbot)
    qtbot.waitActive(box)
    return box


def press(*keys: Qt.Key, holding: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys wherever the keyboard is."""
    for key in keys:
        # What closes the window is not let go there: the window is gone by then.
        closes = key is Qt.Key.Key_Escape or (key is _ENTER and holding)
        act = QTest.keyPress if closes else QTest.keyClick
        act(QApplication.activePopupWidget() or QApplication.focusWidget(), key, holding)


def write(text: str) -> None:
    """Write in place of what the field with the keyboard holds."""
    press(Qt.Key.Key_A, holding=_CONTROL)
    press(Qt.Key.Key_Delete)
    QTest.keyClicks(QApplication.focusWidget(), text)


def shown(html: str) -> str:
    """HTML as Qt's documents have it as text."""
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText()


def test_words_are_written_looked_at_saved_and_sent_by_the_keyboard_alone(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory, page: Any, box: Any
) -> None:
    desk = page.workplace.desk
    assert QApplication.focusWidget() is box.form.kinds
    press(_DOWN, _NEXT)
    write("Vos codes de cantine")
    press(_NEXT)
    write("Voici pour ")
    press(Qt.Key.Key_M, holding=_CONTROL)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press(_DOWN, _DOWN, _ENTER)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert QApplication.focusWidget() is box.form.opening
    assert box.form.opening.toPlainText() == "Voici pour {prenom_nom}"
    press(_NEXT)
    write("La cantine")
    assert box.form.kinds.item(1).text() == "Identifiants\nmodifié"
    assert "Voici pour Camille MARTIN" in box.form.preview.toPlainText()
    press(_ENTER, holding=_CONTROL)
    settle(qtbot, desktop)
    own = OwnText("identifiants", "Vos codes de cantine", "Voici pour {prenom_nom}", "La cantine")
    assert page.form.mail_texts_state.text() == "1\u00a0courriel modifié"
    assert page.is_edited()
    assert settings_of(desk, UAI).mail_texts == ()
    # Offscreen nobody gives the keyboard back to the window below.
    QTest.keyClick(page.form.save, Qt.Key.Key_Space)
    settle(qtbot, desktop)
    assert settings_of(desk, UAI).mail_texts == (own,)
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)

    assert portal.told["settings", "school"].mail_texts == (own,)


def test_the_preview_is_the_mail_itself(desktop: Desktop, desk: Desk, page: Any, box: Any) -> None:
    address = page._school.public_url
    for row, kind in enumerate(WORDS):
        box.form.kinds.setCurrentRow(row)
        letter = preview_mail(desk, settings_of(desk, UAI), UAI, address, kind)
        assert box.form.preview.toPlainText() == shown(letter.html)
        assert box.form.preview_subject.text() == f"Objet\u00a0: {letter.subject}"
        box.form.plain.setChecked(True)
        assert box.form.preview.toPlainText() == letter.text.replace("\u00a0", " ")
        box.form.plain.setChecked(False)


def test_the_preview_knows_what_is_typed_in_the_page_and_not_saved_yet(
    desktop: Desktop, qtbot: QtBot, page: Any
) -> None:
    page.form.phone.setText("01 23 45 67 89")
    page.form.mail_texts.click()
    box = dialog(qtbot)
    assert "01 23 45 67 89" in box.form.preview.toPlainText()
    box.form.cancel.click()
    page._on_reset()


def test_a_mention_that_there_is_not_is_told_and_keeps_the_dialog_open(box: Any) -> None:
    box.form.opening.setPlainText("Bonjour {prenom}")
    assert "{prenom} n’est pas une mention connue" in box.form.trouble.text()
    assert box.form.kinds.item(0).text() == "Demande reçue\nà corriger"
    # Families would read ours meanwhile.
    assert "Votre demande de compte est bien arrivée" in box.form.preview.toPlainText()
    box.form.kinds.setCurrentRow(3)
    assert box.form.trouble.isHidden()
    box.form.accept_button.click()
    assert box.isVisible()
    assert box.form.kinds.currentRow() == 0
    assert QApplication.focusWidget() is box.form.opening
    box.form.opening.setPlainText("Bonjour {")
    assert "accolade" in box.form.trouble.text()
    box.form.subject.setText("Pour {prenom_nom}")
    assert box.form.trouble.text().startswith("Objet\u00a0:")
    press(Qt.Key.Key_Escape)


def test_our_words_come_back(box: Any) -> None:
    ours = box.form.subject.text(), box.form.opening.toPlainText(), box.form.closing.toPlainText()
    assert not box.form.reset.isEnabled()
    box.form.subject.setText("Autre objet")
    box.form.closing.setPlainText("La cantine")
    assert box.form.reset.isEnabled()
    box.form.reset.setFocus()
    press(Qt.Key.Key_Space)
    assert (box.form.subject.text(), box.form.opening.toPlainText(), box.form.closing.toPlainText()) == ours
    assert box.form.kinds.item(0).text() == "Demande reçue"
    assert not box.form.reset.isEnabled()
    box.form.opening.setPlainText("x")
    box.form.opening.setPlainText(ours[1])
    assert box.form.kinds.item(0).text() == "Demande reçue"
    press(Qt.Key.Key_Escape)


def test_the_subject_offers_no_name(box: Any, qtbot: QtBot) -> None:
    box.form.subject.setFocus()
    box.form.insert.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    assert [act.text() for act in box._mentions.actions()] == [
        "{etablissement}\u00a0: le nom de l’établissement"
    ]
    press(_ENTER)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is box.form.subject)
    assert box.form.subject.text().endswith("{etablissement}")


def test_what_is_cancelled_changes_nothing(page: Any, box: Any) -> None:
    box.form.subject.setText("Autre objet")
    press(Qt.Key.Key_Escape)
    assert not page.is_edited()
    assert page.form.mail_texts_state.text() == "textes d’origine"


def test_a_text_that_cannot_be_is_refused_by_the_office_too(
    desktop: Desktop, qtbot: QtBot, page: Any
) -> None:
    page.fields.take_mail_texts((OwnText("refus", opening="Bonjour {prenom}"),))
    page.form.save.click()
    settle(qtbot, desktop)
    assert "n’est pas une mention connue" in desktop.window.messages.text
    page._on_reset()


def test_it_fits_the_smallest_screen(box: Any) -> None:
    assert box.width() <= 1366
    assert box.height() <= 700
    assert box.minimumSizeHint().width() <= 1300
