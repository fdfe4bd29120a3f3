"""Parsers of `import`, `diners` and `undo-import`."""

import argparse
from pathlib import Path

from turbo_admin.cli.office import add_command


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    imported = add_command(
        commands,
        "import",
        "importe des hôtes de fichiers SIECLE, ONDE, Excel ou CSV",
        "importing:import_diners",
    )
    imported.add_argument(
        "files",
        metavar="FICHIER",
        type=Path,
        nargs="+",
        help="un fichier, ou ceux d’un même export (SIECLE : élèves, responsables, structures, .xml ou .zip)",
    )
    imported.add_argument("--school", required=True, metavar="UAI", help="établissement des hôtes")
    imported.add_argument("--name", default="", metavar="NOM", help="nom de l’établissement s’il est nouveau")
    imported.add_argument(
        "--site-code", default="", metavar="CODE", help="code de la carte (4 chiffres) s’il est nouveau"
    )
    imported.add_argument(
        "--absent",
        choices=("sortis", "gardes"),
        help="élèves absents du fichier : marqués sortis (par défaut pour SIECLE et ONDE), ou gardés tels quels",
    )
    imported.add_argument(
        "--dry-run", action="store_true", help="montre ce qui serait fait, sans rien écrire"
    )
    imported.add_argument(
        "--yes",
        action="store_true",
        help="répond oui à ce qui demande confirmation (autre établissement, autre année, trop de sorties)\u00a0; "
        "les hôtes douteux ne sont pas repris",
    )
    imported.add_argument(
        "--identities",
        choices=("autres", "memes"),
        help="hôtes douteux (même numéro sous un autre nom…)\u00a0: d’autres personnes, ou les mêmes\u00a0; "
        "sans réponse, rien n’est écrit pour eux",
    )
    imported.add_argument("--json", action="store_true", help="résultat en JSON")
    listed = add_command(commands, "diners", "liste les hôtes connus", "importing:list_diners")
    listed.add_argument("--school", default=None, metavar="UAI", help="d’un seul établissement")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par hôte")
    undo = add_command(commands, "undo-import", "annule un import d’hôtes d’un coup", "importing:undo_import")
    undo.add_argument("id", metavar="IMPORT", help="tel que « import --json » le donne")
