"""Commands on changes that the portal refused: list, retry, give up."""

import argparse
from dataclasses import asdict

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import count
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sync import refused_acts
from turbo_admin.office.sync.refused_listing import refused_items


@at_desk
def list_refused(desk: Desk, options: argparse.Namespace) -> int:
    """List what the portal refused, one a line."""
    for one in refused_items(desk):
        if options.json:
            print_json(asdict(one))
        else:
            print(f"{one.id}  {one.what}  {one.why}  {one.todo}")
    return 0


@at_desk
def retry(desk: Desk, options: argparse.Namespace) -> int:
    """Retry refused changes at the next synchronisation."""
    return _print(options, refused_acts.retry(desk, options.items), "à renvoyer")


@at_desk
def give_up(desk: Desk, options: argparse.Namespace) -> int:
    """Give refused changes up."""
    return _print(options, refused_acts.give_up(desk, options.items), "abandonné")


def _print(options: argparse.Namespace, done: int, what: str) -> int:
    if options.json:
        print_json({"done": done})
    else:
        print(f"{count(done, 'envoi')} {what}.")
    return 0
