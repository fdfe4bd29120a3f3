"""Request commands: list, choose a diner, correct an address, issue credentials."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.cli.office_commands.syncing import exit_code
from turbo_admin.core.french import count, delay, short_time
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.issue_questions import IssueQuestion, issue_questions
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake.lines import RequestLine, RequestStanding, request_lines
from turbo_admin.office.sheets import listing, mail, printing
from turbo_admin.office.sync.run import synchronise

# Fields of a request in JSON: more may be added, none removed, since scripts read them.
_FIELDS = (
    *("id", "uai", "school_name", "received_at", "deadline", "hours_left", "card", "last_name", "first_name"),
    *(
        "email",
        "typed_email",
        "asker",
        "diner_id",
        "diner_name",
        "diner_card",
        "class_name",
        "degree",
        "alerts",
    ),
    *("candidates", "state", "bulk", "tickable", "chosen_by", "dealt_by", "dealt_at"),
)
_CORRECTED = ("id", "diner_id", "diner_name", "email", "typed_email", "asker", "degree", "alerts", "bulk")


@at_desk
def list_requests(desk: Desk, options: argparse.Namespace) -> int:
    """List the requests, one a line."""
    for line in request_lines(desk):
        if line.state is not RequestStanding.OPEN and not options.all:
            continue
        if options.json:
            print_json({name: getattr(line, name) for name in _FIELDS})
            continue
        due = delay(line.hours_left) if line.state is RequestStanding.OPEN else line.state.value
        print(
            f"{line.id}  {short_time(line.received_at)}  {due:12}  {line.card:12}  {line.last_name} {line.first_name}"
            f"  {line.email}  [{line.asker}]  {line.diner_name or '(choisir)'} {line.class_name}"
            f"  [{line.degree}]  {', '.join(line.alerts)}"
        )
    return 0


@at_desk
def choose(desk: Desk, options: argparse.Namespace) -> int:
    """Choose the diner of a request, or undo the choice."""
    return _print_line(options, acts.choose_diner(desk, options.request, options.diner))


@at_desk
def correct_email(desk: Desk, options: argparse.Namespace) -> int:
    """Correct the address of a request."""
    return _print_line(options, acts.correct_email(desk, options.request, options.email))


def _print_line(options: argparse.Namespace, line: RequestLine) -> int:
    if options.json:
        print_json({name: getattr(line, name) for name in _CORRECTED})
    else:
        print(
            f"{line.last_name} {line.first_name}  {line.email}  {line.diner_name or '(choisir)'}  [{line.degree}]"
        )
    return 0


@at_desk
def issue(desk: Desk, options: argparse.Namespace) -> int:
    """Create credentials for requests; print or mail their sheets as the options say."""
    ids = (
        acts.bulk_ids(desk)
        if options.certain
        else [one.strip() for one in options.ids.split(",") if one.strip()]
    )
    asked = issue_questions(desk, ids)
    agreed = {one.id: one.seen for one in asked} if options.second_account else {}
    # Requests named one by one are issued all or not at all; of « --certain » those that need an answer are left.
    left = [one for one in asked if one.problem or one.id not in agreed] if options.certain else []
    ids = [one for one in ids if one not in {question.id for question in left}]
    issued = from_requests.issue(desk, ids, agreed=agreed)
    print_left(left)
    # Read again: the sheets print by class and name, not in the order of the requests.
    ordered = [line.id for line in listing.sheet_lines(desk, issued.batch_id)] if issued.sheets else []
    result: dict[str, Any] = {
        "batch": issued.batch_id,
        "requests": issued.requests,
        "accounts": issued.accounts,
        "left": [one.id for one in left],
        "sheets": ordered,
        "pages": 0,
        "mailed": 0,
        "on_paper": [],
    }
    if options.pdf and ordered:
        result["pages"] = printing.save_pdf(desk, ordered, options.pdf)
    if options.mail and ordered:
        lines = listing.sheet_lines(desk, issued.batch_id)
        mailed = mail.mail_sheets(desk, [line.id for line in lines if line.mail_proposed])
        result["mailed"] = mailed.queued
        result["on_paper"] = [line.id for line in lines if not line.mail_proposed]
    if options.json:
        print_json(result)
    else:
        print(
            f"{count(issued.requests, 'demande traitée', 'demandes traitées')},"
            f" {count(issued.accounts, 'compte')}, {count(result['pages'], 'fiche')} en PDF,"
            f" {count(result['mailed'], 'courriel')}."
        )
    return _send_now(desk) if options.mail and ordered else 0


def print_left(left: Iterable[IssueQuestion]) -> None:
    """Say on the error output, one a line, why some were not issued."""
    for one in left:
        print(f"{one.id} : {one.refusal()}", file=sys.stderr)


def _send_now(desk: Desk) -> int:
    """Synchronise, so that the mails leave; when the portal does not answer, they stay queued."""
    summary = synchronise(desk)
    if not summary.ok:
        print(summary.sentence, file=sys.stderr)
    return exit_code(summary)
