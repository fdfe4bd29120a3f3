"""The frame: menus to the letter, no dead click, and a close that loses nothing."""

import importlib
import pkgutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot

import turbo_admin.ui
from tests.office.portal_in_memory import PortalInMemory
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.overview.home import overview
from turbo_admin.ui.kit.list_page import ListPage
from turbo_admin.ui.kit.navigation import Command, PageKey, SearchPage
from turbo_admin.ui.kit.page import Page
from turbo_admin.ui.window import menus, pages
from turbo_admin.ui.window.bug_report import where

_MENUS = {
    "Fichier": [
        "Établissement…", "Hôtes", "Importer des hôtes…", "Exporter la liste… (Excel)", "Sauvegarder…", "Restaurer…", "Quitter",
    ],
    "Comptabilité": [
        {"Espace numérique": [
            "Demande de création de compte", "Synchroniser maintenant", "Comptes de l’espace numérique",
            "Journal de synchronisation", "Journal des actions", "Accord avec le portail",
        ]},
        "Encaissements", "Bordereau d’Encaissement (BE)", "Fiche Quotidienne d’Encaissement (FQE)",
        "Créances", "Avis détaillés",
    ],
    "Réservations": ["Calendrier", "Effectifs prévus", "Fermetures"],
    "Configuration": [
        "Espace numérique", "Moyens de paiement", "Mentions et signatures", "Planification", "Préférences",
    ],
    "?": ["Aide", "Raccourcis clavier", "Copier le rapport technique", "À propos"],
}  # fmt: skip


def _menu_of(action: QAction) -> QMenu | None:
    found = action.menu()
    return found if isinstance(found, QMenu) else None


def _tree(actions: list[QAction]) -> list[object]:
    found: list[object] = []
    for action in actions:
        menu = _menu_of(action)
        label = action.text().replace("&", "")
        if menu is not None:
            found.append({label: _tree(menu.actions())})
        elif not action.isSeparator():
            found.append(label)
    return found


def _leaves(actions: list[QAction]) -> list[QAction]:
    found: list[QAction] = []
    for action in actions:
        menu = _menu_of(action)
        found += _leaves(menu.actions()) if menu is not None else [] if action.isSeparator() else [action]
    return found


def test_the_menus_are_those_of_the_guide_to_the_letter(desktop: Desktop) -> None:
    shown = _tree(desktop.window.form.menus.actions())
    assert shown == [{label: entries} for label, entries in _MENUS.items()]


def test_an_entry_for_later_is_disabled_and_its_tooltip_says_so(desktop: Desktop) -> None:
    for action in _leaves(desktop.window.form.menus.actions()):
        if not action.isEnabled() and action.property("command") != "export":
            assert "prochaine version" in action.toolTip(), action.text()
    enabled = [
        action.text().replace("&", "")
        for action in _leaves(desktop.window.form.menus.actions())
        if action.isEnabled()
    ]
    assert enabled == [
        "Établissement…", "Hôtes", "Importer des hôtes…", "Sauvegarder…", "Restaurer…", "Quitter", "Demande de création de compte",
        "Synchroniser maintenant", "Comptes de l’espace numérique", "Journal de synchronisation",
        "Journal des actions", "Accord avec le portail", "Espace numérique", "Planification", "Aide", "Raccourcis clavier", "Copier le rapport technique", "À propos",
    ]  # fmt: skip


def test_the_menu_really_shows_the_tooltip_of_a_disabled_entry(desktop: Desktop, qtbot: QtBot) -> None:
    menu = _menu_of(desktop.window.form.menus.actions()[3])
    assert menu is not None
    menu.popup(QPoint(10, 30))
    entry = next(action for action in menu.actions() if "Préférences" in action.text().replace("&", ""))
    place = menu.actionGeometry(entry).center()
    QApplication.sendEvent(menu, QHelpEvent(QEvent.Type.ToolTip, place, menu.mapToGlobal(place)))
    qtbot.waitUntil(lambda: "prochaine version" in QToolTip.text())
    menu.close()


def test_every_enabled_entry_opens_a_page_or_runs_a_command(desktop: Desktop) -> None:
    assert desktop.window.commands is not None
    for entry in menus.entries():
        assert [bool(entry.opens), bool(entry.command), bool(entry.later)].count(True) == 1, entry.label
    assert desktop.window.commands.known == set(Command)
    assert pages.PAGES.keys() == set(PageKey)


def test_every_page_stands_in_the_registry_with_a_form_of_the_same_stem() -> None:
    found = {}
    for module in pkgutil.walk_packages(turbo_admin.ui.__path__, "turbo_admin.ui."):
        if module.ispkg:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if (
                isinstance(value, type)
                and issubclass(value, Page)
                and value not in {Page, ListPage}
                and value.__module__ == module.name
            ):
                found[value.key] = (module.name.removeprefix("turbo_admin.ui."), name)
    assert found == pages.PAGES
    root = Path(turbo_admin.ui.__path__[0]).parent.parent
    for module_name, _ in found.values():
        assert (root / "forms" / f"{module_name.replace('.', '/')}.ui").is_file()


def test_no_two_keys_are_the_same() -> None:
    keys = [entry.keys for entry in menus.entries() if entry.keys] + [keys for keys, _ in menus.OTHER_KEYS]
    assert len(keys) == len(set(keys))


def test_alt_left_goes_back_the_way_one_came(desktop: Desktop, qtbot: QtBot) -> None:
    go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    go(qtbot, desktop, PageKey.SCHOOLS)
    for expected in (PageKey.INTAKE, PageKey.HOME, PageKey.HOME):
        QTest.keyClick(desktop.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        settle(qtbot, desktop)
        assert desktop.window.navigator.current.key == expected


def test_a_page_shows_its_title_and_where_it_stands(desktop: Desktop, qtbot: QtBot) -> None:
    go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    assert desktop.window.form.title.text() == "Demande de création de compte"
    assert desktop.window.form.crumbs.text() == "Comptabilité › Espace numérique"


def test_the_status_bar_tells_school_last_exchange_and_next(desktop: Desktop) -> None:
    from PySide6.QtWidgets import QLabel

    words = [label.text() for label in desktop.window.form.status.findChildren(QLabel) if label.text()]
    assert "Collège des Tilleuls · 0990001N" in words
    assert any(word.startswith("Dernière synchronisation") and "réussie" in word for word in words)
    assert "Prochaine\u00a0: non planifiée" in words
    lamp = [
        label.accessibleName()
        for label in desktop.window.form.status.findChildren(QLabel)
        if not label.pixmap().isNull()
    ]
    assert lamp == ["Synchronisation réussie"]


@pytest.mark.parametrize("wanted", [PageKey.DINER_FILE, PageKey.INTAKE])
def test_ctrl_f_finds_a_diner_and_enter_goes_to_its_page(
    desktop: Desktop, qtbot: QtBot, wanted: PageKey
) -> None:
    QTest.keyClick(desktop.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    find = dialog(qtbot)
    QTest.keyClicks(find._form.search, "martin l")
    qtbot.waitUntil(lambda: find._list.current is not None)
    if wanted is PageKey.DINER_FILE:
        QTest.keyClick(find._form.search, Qt.Key.Key_Return)
    else:
        find._form.show_requests.click()
    settle(qtbot, desktop)
    page = desktop.window.navigator.current
    assert page.key == wanted
    if wanted is PageKey.INTAKE:
        assert page.model.requests.ids() == ["lea"]
    else:
        assert page.file.name == "MARTIN Léa"


def test_closing_while_a_synchronisation_runs_asks_and_then_stops_it_cleanly(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory, desk: Desk
) -> None:
    reached, gate = threading.Event(), threading.Event()

    def hold(_call: str) -> None:
        reached.set()
        gate.wait(20)

    portal.before = hold
    desktop.window.run(Command.SYNC)
    qtbot.waitUntil(reached.is_set)
    assert not desktop.window.close()
    answer(qtbot, "Continuer")
    assert desktop.window.isVisible()
    assert desktop.tasks.is_busy
    assert not desktop.window.close()
    with qtbot.waitSignal(desktop.window.closed, timeout=20_000):
        answer(qtbot, "Arrêter et quitter")
        gate.set()
    assert not desktop.tasks.is_busy
    # Nothing is lost: the next run goes through.
    portal.before = lambda _call: None
    from turbo_admin.office.sync.run import synchronise

    assert synchronise(desk).ok
    assert overview(desk).sync.changes_waiting == 0


def test_closing_when_nothing_runs_closes_at_once(desktop: Desktop) -> None:
    assert desktop.window.close()


def test_the_window_remembers_its_size(desktop: Desktop, tmp_path: Path) -> None:
    desktop.window.resize(1111, 700)
    assert desktop.window.close()
    assert "geometry" in (tmp_path / "ecran.ini").read_text(encoding="utf-8")


def test_a_bug_is_shown_as_one_and_its_report_holds_no_name(
    desktop: Desktop, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValueError, match="MARTIN") as caught:
        raise ValueError("MARTIN Léa, famille.martin@exemple.fr")
    assert "MARTIN" not in where(caught.value)
    desktop.window.report.take(caught.value)
    box = dialog(qtbot)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text() == "Copier le rapport technique").click()
    report = QGuiApplication.clipboard().text()
    assert "ValueError" in report
    assert "test_frame.py" in report
    for told in (report, caplog.text, box.text(), box.informativeText()):
        assert "MARTIN" not in told
        assert "famille.martin" not in told


def test_a_refusal_is_told_above_the_page(desktop: Desktop) -> None:
    desktop.tasks.refused.emit(Refused("nothing_paired"))
    assert desktop.window.messages.text == str(Refused("nothing_paired"))


def test_the_running_act_is_shown_with_a_way_to_stop_it(desktop: Desktop, qtbot: QtBot) -> None:
    from turbo_admin.ui.window.bars import BusyStrip

    strip = desktop.window.findChild(BusyStrip)
    gate, errors = threading.Event(), []

    def act(report) -> None:
        report("Calcul des mots de passe", 3, 10)
        gate.wait(20)
        report("Calcul des mots de passe", 4, 10)

    desktop.tasks.write(desktop.window, act, lambda _: None, errors.append, label="Génération")
    qtbot.waitUntil(strip.isVisible)
    assert strip._label.text() == "Calcul des mots de passe"
    assert strip._figures.text() == "3 sur 10"
    strip._cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: bool(errors))
    assert not strip.isVisible()
