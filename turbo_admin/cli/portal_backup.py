"""The host's commands for backups described: backup, restore."""

import argparse
from pathlib import Path

from turbo_admin.cli.portal_options import add_database, set_command

_BACKUP_HELP = """Copie la base du portail dans un fichier, sans l’arrêter : établissements et leurs réglages, comptes, demandes,
courriels. Le fichier est relu, et seul son propriétaire peut le lire.

Les clés du dossier de données (mail.key, csrf.key) n’y sont pas : --keys les écrit dans un autre fichier, à garder
ailleurs. Qui a les deux peut lire les mots de passe qui attendent de partir par courriel.

Avec --database, il faut un superutilisateur, ou un rôle qui a BYPASSRLS."""
_RESTORE_HELP = """Dit ce que contient une sauvegarde de « portal backup ». Avec --yes, la met à la place de la base intégrée, le portail
étant arrêté ; ce qui était là reste sur le serveur, dans la base turbo_avant, jusqu’à la fois suivante. Fait ensuite ce que
fait « portal restored » : une ligne par établissement, avec un nouveau code de liaison.

Une base par --database se remet par pg_restore dans une base vide, puis « portal migrate » et « portal restored »."""


def register(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to « portal »."""
    backup = portal.add_parser(
        "backup", help="sauvegarde la base du portail dans un fichier", description=_BACKUP_HELP
    )
    backup.add_argument("file", metavar="FICHIER", type=Path, help="sauvegarde à écrire")
    backup.add_argument(
        "--keys", metavar="FICHIER", type=Path, help="écrit aussi les clés, dans ce fichier à part"
    )
    backup.add_argument("--replace", action="store_true", help="remplace les fichiers qui existent déjà")
    add_database(backup, "adresse d’un superutilisateur")
    set_command(backup, "backups:back_up")
    restore = portal.add_parser(
        "restore", help="remet une sauvegarde à la place de la base intégrée", description=_RESTORE_HELP
    )
    restore.add_argument("file", metavar="FICHIER", type=Path, help="sauvegarde à remettre en place")
    restore.add_argument("--keys", metavar="FICHIER", type=Path, help="remet aussi ces clés")
    restore.add_argument("--yes", action="store_true", help="remplace vraiment")
    restore.add_argument(
        "--data", metavar="DOSSIER", type=Path, help="dossier de données (celui de l’utilisateur)"
    )
    set_command(restore, "backups:restore")
    for one in (backup, restore):
        one.add_argument("--json", action="store_true", help="résultat en JSON")
