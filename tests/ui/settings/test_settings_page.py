"""Configuration › Espace numérique: the list, the pairing, the sections, and nothing typed is lost."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import SITE_CODE, UAI
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.school_settings import SchoolSettings, settings_of
from turbo_admin.office.settings.schools import schools
from turbo_admin.ui.kit.navigation import Command, ConfigureSchool, PageKey


def test_the_list_leads_to_the_settings_by_the_guides_button(desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, desktop, PageKey.SCHOOLS)
    assert page.form.configure.text() == "Configurer l’espace numérique TURBO-Self"
    row = [page.model.index(0, column).data() for column in range(5)]
    assert row == ["Collège des Tilleuls", UAI, "0683", "8", "relié"]
    page.form.configure.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SETTINGS
    sections = desktop.window.navigator.current.form.sections
    assert [sections.item(row).text() for row in range(sections.count())] == [
        "Portail", "Établissement", "Demandes de compte", "Paiement", "Réservation", "Courriels", "Mentions",
    ]  # fmt: skip


def test_what_is_saved_leaves_at_the_next_synchronisation(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    form = page.form
    assert not form.save.isEnabled()
    form.payment_blocked.click()
    form.booking_blocked.click()
    form.phone.setText("01 00 00 00 00")
    form.welcome.setPlainText("Bienvenue.")
    form.delay_hours.setValue(72)
    form.wednesday.click()
    form.save.click()
    settle(qtbot, desktop)
    assert "prochaine synchronisation" in desktop.window.messages.text
    assert form.hint.text() == "Changements envoyés à la prochaine synchronisation"
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    told = portal.told["settings", "school"]
    assert (told.payment_blocked, told.booking_blocked, told.delay_hours) == (True, True, 72)
    assert told.opening_weekdays == (0, 1, 3, 4)
    assert (told.phone, told.welcome) == ("01 00 00 00 00", "Bienvenue.")
    assert form.hint.text() == ""


def test_closures_are_added_and_taken_out(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.sections.setCurrentRow(2)
    page.form.add_closure.click()
    row = page._closures._rows[0]
    row.first.setDate(row.first.date().fromString("2026-12-19", Qt.DateFormat.ISODate))
    row.last.setDate(row.first.date().fromString("2027-01-04", Qt.DateFormat.ISODate))
    QTest.keyClicks(row.label, "Noel")
    row.payment.click()
    page.form.save.click()
    settle(qtbot, desktop)
    (kept,) = settings_of(desk, UAI).closures
    assert (kept.first, kept.last, kept.label) == (date(2026, 12, 19), date(2027, 1, 4), "Noel")
    assert kept.blocks_payment
    assert not kept.blocks_booking
    page.form.remove_closure.click()
    page.form.save.click()
    settle(qtbot, desktop)
    assert settings_of(desk, UAI).closures == ()


def test_the_holidays_of_a_zone_are_added_once(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    zones = page.form.add_holidays.menu().actions()
    assert [zone.text() for zone in zones] == ["Zone A", "Zone B", "Zone C"]
    zones[1].trigger()
    page.form.save.click()
    settle(qtbot, desktop)
    kept = settings_of(desk, UAI).closures
    christmas = next(one for one in kept if one.first == date(2026, 12, 19))
    assert (christmas.last, christmas.label) == (date(2027, 1, 3), "Vacances de Noël")
    assert not christmas.blocks_payment
    zones[1].trigger()
    assert "y sont déjà" in desktop.window.messages.text
    assert not page.is_edited()


def test_a_value_that_cannot_be_is_refused_in_words_and_stays_typed(desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.email.setText("pas une adresse")
    page.form.save.click()
    settle(qtbot, desktop)
    assert "n’est pas valable" in desktop.window.messages.text
    assert page.form.email.text() == "pas une adresse"
    assert page.form.save.isEnabled()
    page.form.back.click()
    assert page.form.email.text() == ""


def test_leaving_with_something_typed_asks_and_then_goes_where_it_was_asked(
    desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.phone.setText("01")
    desktop.window.open_page(PageKey.HOME)
    answer(qtbot, "Rester")
    assert desktop.window.navigator.current is page
    desktop.window.open_page(PageKey.HOME)
    answer(qtbot, "Abandonner")
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.HOME
    assert settings_of(desk, UAI).phone == ""
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.phone.setText("01 02 03 04 05")
    desktop.window.open_page(PageKey.ACCOUNTS)
    answer(qtbot, "Enregistrer")
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.ACCOUNTS
    assert settings_of(desk, UAI).phone == "01 02 03 04 05"
    assert desktop.window.messages.text.startswith("Réglages enregistrés")


def test_the_card_code_of_a_paired_school_is_set_in_its_settings(
    desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    assert page.form.site_code.text() == SITE_CODE
    page.form.site_code.setText("68A")
    page.form.save.click()
    settle(qtbot, desktop)
    assert desktop.window.messages.text != ""
    assert settings_of(desk, UAI).site_code == SITE_CODE
    page.form.site_code.setText("684")
    page.form.save.click()
    settle(qtbot, desktop)
    assert settings_of(desk, UAI).site_code == "0684"
    assert page.form.site_code.text() == "0684"


def test_what_cannot_be_saved_keeps_the_page(desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.email.setText("pas une adresse")
    assert not desktop.window.close()
    answer(qtbot, "Enregistrer")
    settle(qtbot, desktop)
    assert desktop.window.navigator.current is page
    assert desktop.window.isVisible()
    page.form.back.click()


def test_a_synchronisation_does_not_wipe_what_is_being_typed(desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.phone.setText("01 02")
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    assert page.form.phone.text() == "01 02"
    page.form.back.click()


def test_a_new_installation_is_paired_and_shown_the_next_step(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk
) -> None:
    page = go(qtbot, new_desktop, ConfigureSchool())
    sections = page.form.sections
    assert [sections.item(row).isHidden() for row in range(sections.count())] == [False] + [True] * 6
    page.form.portal_url.setText("https://espace.exemple.fr")
    QTest.keyClicks(page.form.pairing_code, "CODE")
    QTest.keyClick(page.form.pairing_code, Qt.Key.Key_Return)
    settle(qtbot, new_desktop)
    assert [school.paired for school in schools(bare_desk)] == [True]
    assert "est relié au portail" in new_desktop.window.messages.text
    assert page.form.pairing_code.text() == ""
    assert not sections.item(1).isHidden()
    new_desktop.window.messages._link.click()
    settle(qtbot, new_desktop)
    assert new_desktop.window.navigator.current.key is PageKey.ROSTER_IMPORT


def test_a_wrong_code_is_told_and_can_be_typed_again(new_desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, new_desktop, ConfigureSchool())
    page.form.portal_url.setText("https://espace.exemple.fr")
    page.form.pairing_code.setText("FAUX")
    page.form.pair_button.click()
    settle(qtbot, new_desktop)
    assert "code de liaison n’est pas valable" in new_desktop.window.messages.text
    assert page.form.pair_button.isEnabled()


def test_a_school_bound_elsewhere_is_taken_over_only_on_demand(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk, portal: PortalInMemory
) -> None:
    portal.office_epoch = "another office"
    page = go(qtbot, new_desktop, ConfigureSchool())
    page.form.portal_url.setText("https://espace.exemple.fr")
    page.form.pairing_code.setText("CODE")
    page.form.pair_button.click()
    box = dialog(qtbot)
    assert box.text() == "Remplacer ce poste\u00a0?"
    answer(qtbot, "Annuler")
    settle(qtbot, new_desktop)
    assert schools(bare_desk) == []
    page.form.pair_button.click()
    answer(qtbot, "Remplacer ce poste")
    settle(qtbot, new_desktop)
    assert [school.uai for school in schools(bare_desk)] == [UAI]


def test_the_families_link_is_copied(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    page = go(qtbot, desktop, ConfigureSchool(UAI))
    page.form.copy_link.click()
    assert QGuiApplication.clipboard().text() == schools(desk)[0].family_url


def test_an_establishment_is_added_and_a_mistyped_uai_is_told(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk
) -> None:
    new_desktop.window.run(Command.ADD_SCHOOL)
    box = dialog(qtbot)
    box._form.uai.setText("0990001A")
    box._form.name.setText("Collège")
    box._form.buttons.accepted.emit()
    qtbot.waitUntil(box._form.trouble.isVisible)
    assert "faute de frappe" in box._form.trouble.text()
    box._form.uai.setText(UAI)
    box._form.buttons.accepted.emit()
    settle(qtbot, new_desktop)
    assert [school.name for school in schools(bare_desk)] == ["Collège"]
    assert "Collège est ajouté" in new_desktop.window.messages.text


# What edits these is no plain field: a table, a row of boxes, a dialog, another page.
_EDITED_OTHERWISE = {"closures", "opening_weekdays", "mail_texts", "refusal_reasons"}


def test_every_setting_has_its_field_by_its_name(desktop: Desktop, qtbot: QtBot) -> None:
    fields = go(qtbot, desktop, ConfigureSchool(UAI)).fields
    assert set(SchoolSettings.__struct_fields__) - set(fields.by_name) == _EDITED_OTHERWISE
