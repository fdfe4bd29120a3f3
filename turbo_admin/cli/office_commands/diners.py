"""Corrects a diner from the command line."""

import argparse
from dataclasses import asdict

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.search import RosterEntry, roster_entries


@at_desk
def edit(desk: Desk, options: argparse.Namespace) -> int:
    """Correct a diner; what is not given stays as it is."""
    now = _entry(desk, options.diner)
    corrected = DinerEdit(
        last_name=_given(options.last_name, now.last_name),
        first_name=_given(options.first_name, now.first_name),
        class_name=_given(options.class_name, now.class_name),
        kind=now.kind,
        # An option that is absent keeps the value; an empty one clears it.
        emails=now.emails if options.emails is None else tuple(options.emails),
        left=now.left if options.left is None else options.left == "oui",
        card=_given(options.card, now.cards[0] if now.cards else ""),
        used_name=options.used_name,
    )
    save_diner(desk, now.id, corrected)
    # Read again: the act normalises names, classes and cards.
    after = _entry(desk, now.id)
    if options.json:
        print_json(asdict(after))
    else:
        print(f"{full_name(after.last_name, after.first_name, after.used_name)}  {after.class_name}")
    return 0


def _given(typed: str | None, present: str) -> str:
    return present if typed is None else typed


def _entry(desk: Desk, diner_id: str) -> RosterEntry:
    found = [one for one in roster_entries(desk) if one.id == diner_id]
    if not found:
        raise Refused("diner_unknown")
    return found[0]
