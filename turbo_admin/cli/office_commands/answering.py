"""Request commands: refuse, list second accounts, issue with a choice for each second account."""

import argparse

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import count
from turbo_admin.office.credentials.issue_questions import IssueAnswer, Way, issue_questions
from turbo_admin.office.credentials.settling import settle
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts

_LISTED = ("id", "uai", "diner", "asker", "holders", "others", "login", "ways")


@at_desk
def refuse(desk: Desk, options: argparse.Namespace) -> int:
    """Refuse requests."""
    refused = acts.refuse(desk, options.requests, options.reason)
    if options.json:
        print_json({"refused": refused})
    else:
        print(f"{count(refused, 'demande refusée', 'demandes refusées')}.")
    return 0


@at_desk
def list_second(desk: Desk, options: argparse.Namespace) -> int:
    """List the given requests that are not issued without an answer: others have or want the account."""
    for line in issue_questions(desk, options.requests):
        if not options.json:
            why = str(line.problem) if line.problem else ", ".join((*line.holders, *line.others))
            print(f"{line.id}  {line.diner}  {line.asked_by}  [{line.asker}]  {why}  {'|'.join(line.ways)}")
            continue
        told = {name: getattr(line, name) for name in _LISTED}
        print_json(told | {"email": line.asked_by, "problem": str(line.problem or "")})
    return 0


@at_desk
def issue_chosen(desk: Desk, options: argparse.Namespace) -> int:
    """Issue credentials for requests, with the given choice for each that is not issued without an answer."""
    asked = {one.id: one for one in issue_questions(desk, options.requests)}
    answers = {
        request: asked[request].answered(Way(way)) if request in asked else IssueAnswer(Way(way))
        for request, way in options.way
    }
    settled = settle(desk, options.requests, answers, options.reason)
    issued = settled.issued
    if options.json:
        print_json(
            {
                "batch": issued.batch_id,
                "accounts": issued.accounts,
                "requests": issued.requests,
                "sheets": issued.sheets,
                "refused": settled.refused,
                "left": settled.left,
            }
        )
        return 0
    print(
        f"{count(issued.requests, 'demande traitée', 'demandes traitées')}, {count(issued.accounts, 'compte')},"
        f" {count(settled.refused, 'refusée')}, {count(settled.left, 'laissée')} pour plus tard."
    )
    return 0
