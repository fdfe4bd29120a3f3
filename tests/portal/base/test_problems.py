"""Refusals of calls: one status for each code, whose one French text stands with the office's errors."""

from string import Formatter
from typing import get_args

from turbo_admin.core.wording.sync import SYNC_ERRORS
from turbo_admin.portal.base.problems import STATUSES, make_problem, problem_of_status
from turbo_admin.protocol.messages import ProblemCode


def test_every_code_has_a_status_and_a_text_without_anything_to_fill_in() -> None:
    assert set(STATUSES) == set(get_args(ProblemCode))
    for code in STATUSES:
        assert make_problem(code).message == SYNC_ERRORS[code]
        assert [name for _, name, *_ in Formatter().parse(SYNC_ERRORS[code]) if name] == []


def test_what_the_framework_refuses_by_itself_has_a_code_too() -> None:
    assert [problem_of_status(status).code for status in (404, 405, 413, 429, 500, 503)] == [
        "bad_message",
        "bad_message",
        "too_large",
        "slow_down",
        "unavailable",
        "unavailable",
    ]
