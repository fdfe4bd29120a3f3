"""Parser of `turbo-admin match`: matches a file of requests with a file of diners."""

import argparse
from pathlib import Path

from turbo_admin.cli.office import set_command

ROSTER_COLUMNS = ("id", "card", "last", "first", "class", "left", "emails")
# Optional column: « nom d’usage ».
USED_NAME = "used"
REQUEST_COLUMNS = ("id", "card", "last", "first", "email")
_HELP = """Compare des demandes à un fichier d’hôtes, sans base de données.
Écrit une ligne JSON par demande, dans l’ordre du fichier :
{"request": …, "degree": "certaine|probable|ambiguë|aucune", "diner": … ou null, "candidates": […], "reasons": […]}"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `match`."""
    parser = commands.add_parser(
        "match", help="compare un fichier de demandes à un fichier d’hôtes", description=_HELP
    )
    parser.add_argument(
        "--roster",
        required=True,
        type=Path,
        metavar="R.csv",
        help=f"hôtes : colonnes {','.join(ROSTER_COLUMNS)} (et {USED_NAME}, le nom d’usage, s’il y en a)",
    )
    parser.add_argument(
        "--requests",
        required=True,
        type=Path,
        metavar="Q.csv",
        help="demandes : colonnes " + ",".join(REQUEST_COLUMNS),
    )
    parser.add_argument(
        "--site-code",
        default="",
        metavar="0683",
        help="les 4 premiers chiffres des cartes de l’établissement (par défaut : ceux du fichier des hôtes)",
    )
    set_command(parser, "matching:match")
