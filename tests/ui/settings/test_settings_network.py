"""Configuration › Espace numérique › Portail: this PC's proxy, the test of the connection, the change of key."""

from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import UAI
from tests.ui.conftest import answer, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.portal_route import NetworkSettings
from turbo_admin.office.sync.network import network_settings
from turbo_admin.ui.kit.navigation import Command, ConfigureSchool


def choose(form: object, mode: str) -> None:
    box = form.proxy_mode  # type: ignore[attr-defined]
    box.setCurrentIndex(box.findData(mode))


def test_a_proxy_is_typed_once_and_is_there_again(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    form = go(qtbot, desktop, ConfigureSchool(UAI)).form
    assert form.proxy_mode.currentText() == "Celui du système"
    assert not form.proxy_address.isVisible()
    choose(form, "manual")
    assert form.proxy_address.isVisible()
    form.proxy_address.setText("proxy.exemple.fr:8080")
    form.proxy_user.setText("moi")
    form.proxy_password.setText("s3cret")
    form.save_network.click()
    settle(qtbot, desktop)
    assert "enregistré" in desktop.window.messages.text
    assert network_settings(desk) == NetworkSettings("manual", "http://proxy.exemple.fr:8080", "moi")
    assert desk.vault.proxy_password() == "s3cret"
    assert form.proxy_password.text() == ""
    form.save_network.click()
    settle(qtbot, desktop)
    assert desk.vault.proxy_password() == "s3cret"
    form = go(qtbot, desktop, ConfigureSchool(UAI)).form
    assert (form.proxy_mode.currentData(), form.proxy_address.text()) == (
        "manual",
        "http://proxy.exemple.fr:8080",
    )


def test_a_proxy_that_is_none_is_told(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    form = go(qtbot, desktop, ConfigureSchool(UAI)).form
    choose(form, "manual")
    form.save_network.click()
    settle(qtbot, desktop)
    assert "adresse du proxy" in desktop.window.messages.text
    assert network_settings(desk) == NetworkSettings()


def test_the_test_tells_the_step_that_fails_and_what_to_do(
    desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    form = go(qtbot, desktop, ConfigureSchool(UAI)).form
    choose(form, "manual")
    form.proxy_address.setText("127.0.0.1:1")
    form.test_connection.click()
    settle(qtbot, desktop)
    lines = form.connection_result.text().splitlines()
    assert [line[0] for line in lines] == ["✓", "✗", "–", "–", "–", "–"]
    assert lines[1].startswith("✗  Proxy\u00a0: Le proxy 127.0.0.1:1 ne répond pas.")
    assert form.test_connection.isEnabled()
    # What was typed is what was tried, so it is kept.
    assert network_settings(desk).mode == "manual"
    form.portal_url.setText("http://espace.exemple.fr")
    form.test_connection.click()
    settle(qtbot, desktop)
    assert "https://" in desktop.window.messages.text
    assert form.connection_result.text() == ""


def test_the_key_is_changed_after_a_question(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    form = go(qtbot, desktop, ConfigureSchool(UAI)).form
    assert form.change_key.isVisible()
    before = set(portal.keys)
    form.change_key.click()
    answer(qtbot, "Annuler")
    settle(qtbot, desktop)
    assert set(portal.keys) == before
    form.change_key.click()
    answer(qtbot, "Changer la clé")
    settle(qtbot, desktop)
    assert "clé de ce poste est changée" in desktop.window.messages.text
    assert set(portal.keys) != before
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)


def test_a_pc_that_is_not_paired_has_no_key_to_change(new_desktop: Desktop, qtbot: QtBot) -> None:
    form = go(qtbot, new_desktop, ConfigureSchool()).form
    assert not form.change_key.isVisible()


def test_the_hours_of_silence_are_kept(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    form = go(qtbot, desktop, ConfigureSchool(UAI)).form
    assert form.silence_hours.value() == 36
    form.silence_hours.setValue(0)
    assert form.silence_hours.text() == "jamais"
    form.save.click()
    settle(qtbot, desktop)
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    assert portal.told["settings", "school"].silence_hours == 0
