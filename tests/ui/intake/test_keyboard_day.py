"""A hundred mixed requests by the keyboard alone, each key counted."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.keyboard_day import REQUESTS, Hands, Morning, deal_with_all, morning
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.intake.lines import RequestStanding, request_lines


def test_a_hundred_mixed_requests_take_at_most_150_keys_and_no_mouse(tmp_path: Path, qtbot: QtBot) -> None:
    with morning(tmp_path) as scene:
        hands = Hands(scene.desktop)
        deal_with_all(hands, scene.typed)
        lines = {line.id: line for line in request_lines(scene.desk)}

        assert len(lines) == REQUESTS
        states = Counter(line.state for line in lines.values())
        assert states[RequestStanding.OPEN] == 0, [
            line for line in lines.values() if line.state is RequestStanding.OPEN
        ]
        assert states[RequestStanding.REFUSED] > 5
        for one, line in lines.items():
            if line.state is RequestStanding.ISSUED:
                assert line.diner_id == scene.typed[one].meant, (scene.typed[one], line)
        assert len(scene.portal.of_kind("mail.credentials")) > 60
        assert hands.total <= 150, hands.pressed


def test_keys_pressed_faster_than_details_are_read_each_decide_a_line_of_their_own(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with morning(tmp_path) as scene:
        hands = Hands(scene.desktop)
        hands.settle()
        hands.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        page = scene.desktop.window.navigator.current
        first = page.model.requests.ids()[:10]
        # None waits for what the one before it does.
        for _ in range(10):
            QTest.keyClick(page.form.table, Qt.Key.Key_1)
        hands.settle()
        ticked = set(page.model.requests.ticked())
        assert set(first) - ticked == _without_candidates(scene, first)
        candidates = {one: request_detail(scene.desk, one).candidates for one in ticked}
        for line in request_lines(scene.desk):
            if line.id in ticked:
                assert line.diner_id == candidates[line.id][0].diner.id
        QTest.keyClick(page.form.table, Qt.Key.Key_S)
        QTest.keyClick(page.form.table, Qt.Key.Key_S)
        hands.settle()
        assert page.form.table.currentIndex().row() == 12


def _without_candidates(scene: Morning, ids: list[str]) -> set[str]:
    """Those of the requests that « 1 » cannot decide."""
    return {one for one in ids if not request_detail(scene.desk, one).candidates}
