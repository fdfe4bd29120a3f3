"""Cycles are collected on the GUI thread."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import settle
from turbo_admin.app import Desktop
from turbo_admin.ui.kit.collector import Collector


class _Cycle:
    """Refers to itself, and to a QObject."""

    def __init__(self) -> None:
        self.me = self
        self.own = QObject()


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    made = Collector(qapp)
    yield made
    made.end()
    made.deleteLater()


def _allocate_much() -> list[list[None]]:
    return [[] for _ in range(200_000)]


def test_a_cycle_with_a_qobject_is_not_destroyed_on_another_thread(collector: Collector) -> None:
    lost = weakref.ref(_Cycle())
    allocating = threading.Thread(target=_allocate_much)
    allocating.start()
    allocating.join()
    assert lost() is not None
    kept = _allocate_much()
    collector.collect()
    assert lost() is None, len(kept)


def test_python_collects_by_itself_again_once_the_desktop_is_closed(desktop: Desktop, qtbot: QtBot) -> None:
    settle(qtbot, desktop)
    assert not gc.isenabled()
    desktop.close()
    assert gc.isenabled()
