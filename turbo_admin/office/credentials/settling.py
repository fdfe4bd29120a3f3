"""Issues, refuses or leaves the ticked requests as the clerk has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.from_requests import issue
from turbo_admin.office.credentials.issue_questions import (
    ISSUES,
    IssueAnswer,
    Shown,
    Way,
    issue_questions,
    shown_now,
)
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.acts import checked_reason, still_open, turn_down


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the ticked lines."""

    issued: Issued
    refused: int
    left: int


@needs(Right.CREDENTIALS)
def settle(
    desk: Desk,
    request_ids: Sequence[str],
    answers: Mapping[str, IssueAnswer],
    reason: str,
    *,
    shown: Shown | None = None,
    report: Progress = silent,
) -> Settled:
    """Issue what is to be issued of the ticked requests, then refuse what is to be refused.

    Args:
        request_ids: all that were ticked, in the order of the sheets.
        answers: one for each that is asked about.
        reason: for the refused ones, mailed to the askers; empty sends no mail.
        shown: the requests as the clerk saw them; by default as they are stored now.

    Raises:
        Refused: as `issue` and `refuse`; an answer is missing, is no longer one of those that there are, or somebody else
            has or wants the account since it was given. Nothing was done.
    """
    ids = list(dict.fromkeys(request_ids))
    seen = shown if shown is not None else shown_now(desk, ids)
    for one in issue_questions(desk, ids, seen):
        answer = answers.get(one.id)
        if answer is None or answer.way not in one.ways or not one.seen <= answer.seen:
            raise one.refusal()
    wanted = [one for one in ids if one not in answers or answers[one].way in ISSUES]
    turned_down = [one for one in ids if one in answers and answers[one].way is Way.REFUSE]
    reason = checked_reason(reason)
    agreed = {one: answer.seen for one, answer in answers.items()}
    issued = issue(desk, wanted, agreed=agreed, shown=seen, report=report)
    if turned_down:
        with desk.database.write() as session:
            turn_down(session, desk, still_open(session, turned_down), reason)
    refused = len(turned_down)
    return Settled(issued, refused, len(ids) - len(wanted) - refused)
