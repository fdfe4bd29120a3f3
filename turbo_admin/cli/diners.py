"""`turbo-admin diner`: a diner corrected by hand, as *Fichier › Hôtes* does."""

import argparse
from typing import TYPE_CHECKING

from turbo_admin.cli.office import add_command, print_json

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.office.roster.search import RosterEntry


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "diner", help="un hôte : le corriger", description="Un hôte. « diners » les liste."
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    edit = add_command(acts, "edit", "corrige un hôte ; ce qui n’est pas dit reste tel quel", _edit)
    edit.add_argument("diner", metavar="HÔTE", help="l’« id » de « diners --json »")
    edit.add_argument("--last-name", metavar="NOM", help="nom")
    edit.add_argument("--first-name", metavar="PRÉNOM", help="prénom")
    edit.add_argument("--used-name", metavar="NOM", help="nom d’usage")
    edit.add_argument("--class", dest="class_name", metavar="CLASSE", help="classe")
    edit.add_argument("--card", metavar="CARTE", help="carte qui remplace la première")
    edit.add_argument("--email", dest="emails", action="append", metavar="ADRESSE", help=(
        "une adresse ; peut être répété, et remplace toutes celles qu’il a"
    ))  # fmt: skip
    edit.add_argument("--left", choices=("oui", "non"), help="sorti, ou présent")
    edit.add_argument("--json", action="store_true", help="l’hôte qui en résulte, comme « diners --json »")


def _edit(desk: "Desk", options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from turbo_admin.core.french import full_name
    from turbo_admin.office.roster.diners import HostEdit, save_host

    now = _entry(desk, options.diner)
    edit = HostEdit(
        last_name=_given(options.last_name, now.last_name),
        first_name=_given(options.first_name, now.first_name),
        class_name=_given(options.class_name, now.class_name),
        kind=now.kind,
        emails=now.emails if options.emails is None else tuple(options.emails),
        left=now.left if options.left is None else options.left == "oui",
        card=_given(options.card, now.cards[0] if now.cards else ""),
        used_name=options.used_name,
    )
    save_host(desk, now.id, edit)
    after = _entry(desk, now.id)
    if options.json:
        print_json(asdict(after))
    else:
        print(f"{full_name(after.last_name, after.first_name, after.used_name)}  {after.class_name}")
    return 0


def _given(typed: str | None, present: str) -> str:
    return present if typed is None else typed


def _entry(desk: "Desk", diner_id: str) -> "RosterEntry":
    from turbo_admin.core.errors import Refused
    from turbo_admin.office.roster.search import roster_entries

    found = [one for one in roster_entries(desk) if one.id == diner_id]
    if not found:
        raise Refused("diner_unknown")
    return found[0]
