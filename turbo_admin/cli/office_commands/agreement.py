"""Whether office and portal hold the same, and making them agree, from the command line."""

import argparse
from collections.abc import Iterator

from turbo_admin.cli.office_commands.desk import at_desk, code_of, print_json
from turbo_admin.cli.office_commands.syncing import exit_code
from turbo_admin.core.errors import TurboError
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.reconcile.summary import plan_lines, summarise
from turbo_admin.office.settings.schools import schools
from turbo_admin.office.sync import nightly
from turbo_admin.office.sync.verifying import verify as verify_school
from turbo_admin.outside.pc.logs import logging_to


@at_desk
def verify(desk: Desk, options: argparse.Namespace) -> int:
    """Compare real rows on both sides, and write what differs; ends with 1 when something does."""
    worst = 0
    for uai in _chosen(desk, options):
        found = verify_school(desk, uai)
        worst = max(worst, 0 if found.agrees else 1)
        if options.json:
            print_json(found)
        else:
            print(f"{uai}  {found.sentence}")
            for line in found.lines:
                print(f"  {line}")
    return worst


@at_desk
def reconcile(desk: Desk, options: argparse.Namespace) -> int:
    """Write the plan of each school and, with --yes, carry it out and synchronise."""
    code = 0
    with logging_to("synchronisation.log"):
        for uai in _chosen(desk, options):
            try:
                plan = plan_reconciliation(desk, uai)
            except TurboError as error:
                if len(_linked(desk)) == 1 or options.school:
                    raise
                print(f"{uai}  {error}")
                code = code_of(type(error).__name__)
                continue
            summary = summarise(desk, plan)
            if options.json:
                print_json(summary)
            else:
                print("\n".join(plan_lines(summary)))
            if options.yes and not options.dry_run:
                done = carry_out(desk, plan)
                if options.json:
                    print_json(done)
        if options.yes and not options.dry_run:
            ended = nightly.logged(desk)
            if not options.json:
                print(ended.sentence)
            code = code or exit_code(ended)
    return code


def _chosen(desk: Desk, options: argparse.Namespace) -> Iterator[str]:
    yield from [parse_uai(options.school)] if options.school else _linked(desk)


def _linked(desk: Desk) -> list[str]:
    return [one.uai for one in schools(desk) if one.paired]
