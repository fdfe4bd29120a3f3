"""Request commands: refuse, list second accounts, issue with a choice for each second account."""

import argparse

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import count
from turbo_admin.office.credentials.second_accounts import Way, second_lines, settle
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts


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
    """List the given requests whose diner already has an account."""
    for line in second_lines(desk, options.requests):
        if not options.json:
            print(f"{line.request_id}  {line.diner}  {line.asked_by}  [{line.asker}]  {', '.join(line.holders)}"
                  f"  {'|'.join(line.ways)}")  # fmt: skip
            continue
        told = {name: getattr(line, name) for name in ("uai", "diner", "asker", "holders", "login", "ways")}
        print_json({"id": line.request_id, "email": line.asked_by} | told)
    return 0


@at_desk
def issue_chosen(desk: Desk, options: argparse.Namespace) -> int:
    """Issue credentials for requests, with the given choice for each whose diner already has an account."""
    chosen = {request: Way(way) for request, way in options.way}
    settled = settle(desk, options.requests, chosen, options.reason)
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
