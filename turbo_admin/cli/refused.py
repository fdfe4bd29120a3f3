"""`turbo-admin refused`: what the portal refused, with what to do; tried again or given up."""

import argparse
from typing import TYPE_CHECKING

from turbo_admin.cli.office import add_command, print_json

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk

_ITEM_HELP = "par l’« id » de « refused list --json »"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "refused", help="ce que le portail a refusé : le lister, réessayer, abandonner", description=(
            "Ce que le portail a refusé, comme sous le journal de synchronisation."
        )
    )  # fmt: skip
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = add_command(acts, "list", "liste ce que le portail a refusé", _list)
    listed.add_argument("--json", action="store_true", help=(
        'une ligne par refus : {"id", "uai", "school", "kind", "what", "why", "todo", "may_pass"}'
    ))  # fmt: skip
    retry = add_command(acts, "retry", "réessaie à la prochaine synchronisation ce qui peut passer", _retry)
    give_up = add_command(acts, "give-up", "abandonne des envois refusés", _give_up)
    for parser in (retry, give_up):
        parser.add_argument("items", metavar="ENVOI", nargs="+", help=_ITEM_HELP)
        parser.add_argument("--json", action="store_true", help='écrit {"done"}')
    resend = add_command(
        acts, "resend", "« Tout renvoyer » : redit tout d’un établissement au portail", _resend
    )
    resend.add_argument("--school", required=True, metavar="UAI", help="établissement")
    resend.add_argument("--json", action="store_true", help='écrit {"done"}')


def _list(desk: "Desk", options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from turbo_admin.office.sync.refused_changes import refused_items

    for one in refused_items(desk):
        if options.json:
            print_json(asdict(one))
        else:
            print(f"{one.id}  {one.what}  {one.why}  {one.todo}")
    return 0


def _retry(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.sync.refused_changes import retry

    return _print(options, retry(desk, options.items), "à renvoyer")


def _give_up(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.sync.refused_changes import give_up

    return _print(options, give_up(desk, options.items), "abandonné")


def _resend(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.sync.refused_changes import send_everything

    return _print(options, send_everything(desk, parse_uai(options.school)), "à renvoyer")


def _print(options: argparse.Namespace, done: int, what: str) -> int:
    from turbo_admin.core.french import count

    if options.json:
        print_json({"done": done})
    else:
        print(f"{count(done, 'envoi')} {what}.")
    return 0
