"""Answers of a clerk who has read every question about who else has or wants an account."""

from collections.abc import Mapping, Sequence

from turbo_admin.office.credentials.issue_questions import IssueAnswer, Way, issue_questions
from turbo_admin.office.desk.context import Desk


def all_seen(desk: Desk, request_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Agree to issue requests, whoever else has or wants the account."""
    return {one.id: one.seen for one in issue_questions(desk, request_ids)}


def answers(desk: Desk, chosen: Mapping[str, Way]) -> dict[str, IssueAnswer]:
    """IssueAnswer as chosen, having seen everybody who is named."""
    return {one.id: one.answered(chosen[one.id]) for one in issue_questions(desk, list(chosen))}
