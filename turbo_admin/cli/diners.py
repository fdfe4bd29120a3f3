"""Parser of `turbo-admin diner`: corrects a diner by hand, as *Fichier › Hôtes* does."""

import argparse

from turbo_admin.cli.office import add_command


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "diner", help="un hôte : le corriger", description="Un hôte. « diners » les liste."
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    edit = add_command(acts, "edit", "corrige un hôte ; ce qui n’est pas dit reste tel quel", "diners:edit")
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
