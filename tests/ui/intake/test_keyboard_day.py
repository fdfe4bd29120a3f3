"""A hundred mixed requests by the keyboard alone, each key counted."""

from collections import Counter
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.keyboard_day import REQUESTS, Hands, deal_with_all, morning
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
