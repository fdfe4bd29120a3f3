"""Whether office and portal hold the same, and making them agree, from the command line."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from turbo_admin.cli.office_commands.desk import at_desk, code_of, print_json
from turbo_admin.cli.office_commands.syncing import exit_code
from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.reconcile.choices import PlanChoices, PlanSide, with_choices
from turbo_admin.office.reconcile.lines import PlanLine, lines_of
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.reconcile.summary import plan_lines, summarise
from turbo_admin.office.settings.schools import schools
from turbo_admin.office.sync import nightly
from turbo_admin.office.sync.verifying import verify as verify_school
from turbo_admin.outside.pc.logs import logging_to

# What was typed is wrong, whatever the school.
_MISTAKES = {"choice_shape", "choice_unknown", "choice_twice"}


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
    choices, code = _choices(options), 0
    with logging_to("synchronisation.log"):
        for uai in _chosen(desk, options):
            try:
                proposed = plan_reconciliation(desk, uai)
                plan = with_choices(proposed, choices)
            except TurboError as error:
                if len(_linked(desk)) == 1 or options.school or error.code in _MISTAKES:
                    raise
                print(f"{uai}  {error}")
                code = code_of(type(error).__name__)
                continue
            summary = summarise(desk, plan)
            lines = [line for line in lines_of(desk, proposed) if line.choices]
            if options.json:
                print_json(asdict(summary) | {"choices": [asdict(line) for line in lines]})
            else:
                print("\n".join([*plan_lines(summary), *(_choice_line(line, choices) for line in lines)]))
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


def _choices(options: argparse.Namespace) -> dict[tuple[str, str], str]:
    """Return what `--choose` and `--same` say.

    Raises:
        Refused: `choice_shape`: one is not written as it should be.
    """
    found = {}
    for typed in options.choose:
        record, is_set, side = typed.rpartition("=")
        kind, is_named, key = record.partition(":")
        if not (is_set and is_named and side in set(PlanSide)):
            raise Refused("choice_shape", typed=typed)
        found[kind, key] = side
    for typed in options.same:
        there, is_set, here = typed.partition("=")
        if not is_set:
            raise Refused("choice_shape", typed=typed)
        found["diner", there] = here
    return found


def _choice_line(line: PlanLine, choices: PlanChoices) -> str:
    """Return what may be chosen of a record, and how: `choix : account:4f2a… (MARTIN Léa) …`."""
    what = f"{line.what} {line.name}".strip()
    sides = f"ici {line.here}, au portail {line.there}"
    return (
        f"  choix{NBSP}: {line.kind}:{line.key} ({what}){NBSP}: {sides}, "
        f"proposé{NBSP}: {line.proposed_for(choices.get(line.id, line.chosen))}"
    )
