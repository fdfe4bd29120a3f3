"""Garbage is looked for on Qt's own thread, and not while much is being made."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from tests.ui.conftest import settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.gc_pause import uncollected
from turbo_admin.ui.kit.collector import Collector


class _Ring:
    """Holds itself, and what is Qt's."""

    def __init__(self) -> None:
        self.me = self
        self.own = QObject()


@pytest.fixture
def collector(qapp: QObject):  # type: ignore[no-untyped-def]
    made = Collector(qapp)
    made.begin()
    yield made
    made.end()
    made.deleteLater()


def _make_much() -> list[list[None]]:
    return [[] for _ in range(200_000)]


def test_what_is_qts_is_not_destroyed_on_another_thread(collector: Collector) -> None:
    lost = weakref.ref(_Ring())
    making = threading.Thread(target=_make_much)
    making.start()
    making.join()
    assert lost() is not None
    kept = _make_much()
    collector.look()
    assert lost() is None, len(kept)


def test_nobody_looks_while_much_is_being_made(collector: Collector) -> None:
    lost = weakref.ref(_Ring())
    with uncollected(set_aside=False):
        kept = _make_much()
        collector.look()
        assert lost() is not None
    collector.look()
    assert lost() is None, len(kept)


def test_python_looks_by_itself_again_once_the_desktop_is_closed(desktop: Desktop, qtbot) -> None:  # type: ignore[no-untyped-def]
    settle(qtbot, desktop)
    assert not gc.isenabled()
    desktop.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
