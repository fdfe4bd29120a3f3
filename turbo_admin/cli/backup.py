"""The commands of the office's backups described: backup, restore."""

import argparse
from pathlib import Path

from turbo_admin.cli.office import add_command


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    backup = add_command(commands, "backup", "sauvegarde la base dans un fichier", "backups:back_up")
    what = backup.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", metavar="FICHIER", type=Path, nargs="?", help="sauvegarde à écrire (.db, .dump)"
    )
    what.add_argument(
        "--daily", action="store_true", help="fait la copie automatique du jour, si elle manque"
    )
    what.add_argument(
        "--list", action="store_true", help="liste les copies automatiques, la plus récente d’abord"
    )
    what.add_argument(
        "--folder", metavar="DOSSIER", type=Path, help="choisit où ce poste range ses copies automatiques"
    )
    what.add_argument(
        "--usual-folder",
        action="store_true",
        help="les range de nouveau dans « sauvegardes », à côté de la base",
    )
    backup.add_argument("--replace", action="store_true", help="remplace le fichier s’il existe déjà")
    backup.add_argument("--json", action="store_true", help="résultat en JSON")
    restore = add_command(
        commands,
        "restore",
        "remplace la base par une sauvegarde, après avoir montré ce qu’elle contient",
        "backups:restore",
    )
    restore.add_argument("file", metavar="FICHIER", type=Path, help="sauvegarde à remettre en place")
    restore.add_argument(
        "--dry-run", action="store_true", help="montre ce qu’elle contient, sans rien écrire"
    )
    restore.add_argument("--yes", action="store_true", help="remplace la base présente, copiée auparavant")
    restore.add_argument("--json", action="store_true", help="résultat en JSON")
