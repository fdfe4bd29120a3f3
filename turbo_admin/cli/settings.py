"""Parser of `turbo-admin settings`: shows and changes *Configuration › Espace numérique*."""

import argparse

from turbo_admin.cli.office import add_command

_HELP = """La configuration de l’Espace numérique d’un établissement. Le portail suit à la prochaine synchronisation.

« show --json » écrit un objet, une valeur par NOM. « set » lit le texte tel quel pour un NOM dont la valeur est un texte,
oui ou non pour les interrupteurs, et du JSON pour les autres : delay_hours=24, opening_weekdays=[0,1,3,4] (0 : lundi),
closures=[{"first": "2026-12-21", "last": "2027-01-01"}]."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "settings", help="configuration de l’Espace numérique : la montrer, la changer", description=_HELP
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    show = add_command(acts, "show", "montre la configuration", "settings:show")
    show.add_argument("--school", required=True, metavar="UAI", help="établissement")
    show.add_argument("--json", action="store_true", help="un objet JSON")
    change = add_command(
        acts, "set", "change la configuration, toutes les valeurs ensemble ou aucune", "settings:change"
    )
    change.add_argument("--school", required=True, metavar="UAI", help="établissement")
    change.add_argument(
        "values", metavar="NOM=VALEUR", nargs="+", type=_value, help="un NOM de « settings show »"
    )
    change.add_argument("--json", action="store_true", help="la configuration qui en résulte, un objet JSON")


def _value(typed: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{typed} : NOM=VALEUR est attendu")
    return name.strip(), value
