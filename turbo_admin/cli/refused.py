"""Parser of `turbo-admin refused`: list what the portal refused, retry, give up."""

import argparse

from turbo_admin.cli.office import add_command

_ITEM_HELP = "par l’« id » de « refused list --json »"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "refused", help="ce que le portail a refusé : le lister, réessayer, abandonner", description=(
            "Ce que le portail a refusé, comme sous le journal de synchronisation."
        )
    )  # fmt: skip
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = add_command(acts, "list", "liste ce que le portail a refusé", "refused:list_refused")
    listed.add_argument("--json", action="store_true", help=(
        'une ligne par refus : {"id", "uai", "school", "kind", "what", "why", "todo", "may_pass", "may_be_given_up"}'
    ))  # fmt: skip
    retry = add_command(
        acts, "retry", "réessaie à la prochaine synchronisation ce qui peut passer", "refused:retry"
    )
    give_up = add_command(acts, "give-up", "abandonne des envois refusés", "refused:give_up")
    for parser in (retry, give_up):
        parser.add_argument("items", metavar="ENVOI", nargs="+", help=_ITEM_HELP)
        parser.add_argument("--json", action="store_true", help='écrit {"done"}')
