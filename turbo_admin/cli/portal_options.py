"""Options shared by the portal's commands, and how a command finds its function."""

import argparse
from pathlib import Path
from pkgutil import resolve_name

_MAIL_HELP = (
    "serveur de courriel : smtp://serveur:port (hors de cette machine, STARTTLS avec un certificat reconnu ;"
    " ?starttls=optional s’en passe), smtps://compte@serveur, ou file:///dossier pour écrire des .eml ; mot de passe dans TURBO_MAIL_PASSWORD"
)


def set_command(parser: argparse.ArgumentParser, name: str) -> None:
    """Set the function of a command.

    Args:
        name: `module:function` in `turbo_admin.portal.commands`, such as `schools:list_schools`.
    """
    parser.set_defaults(run=_run, portal_command=name)


def _run(options: argparse.Namespace) -> int:
    # Resolved when the command runs: a desktop is installed without the portal's half.
    return int(resolve_name(f"turbo_admin.portal.commands.{options.portal_command}")(options))


def add_database(parser: argparse.ArgumentParser, whose: str) -> None:
    """Add --data and --database.

    Args:
        whose: French: which role's address is expected.
    """
    parser.add_argument(
        "--data", metavar="DOSSIER", type=Path, help="dossier de données (celui de l’utilisateur)"
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        default="",
        help=f"base PostgreSQL : {whose} (par défaut : celle du dossier de données)",
    )


def add_mail(parser: argparse.ArgumentParser) -> None:
    """Add --mail and its related options."""
    parser.add_argument("--mail", metavar="URL", default="", help=_MAIL_HELP)
    parser.add_argument("--mail-from", metavar="ADRESSE", default="", help="expéditeur des courriels")
    parser.add_argument(
        "--mail-password-file", metavar="FICHIER", type=Path, help="fichier du mot de passe du compte"
    )
    parser.add_argument("--mail-bounces", metavar="ADRESSE", default="", help=(
        "adresse des retours, par exemple retours@exemple.fr : chaque courriel part sous retours+…@exemple.fr,"
        " et « portal bounces » lit ce qui revient"
    ))  # fmt: skip
    parser.add_argument("--mail-pace", metavar="N", type=_pace, default=120, help=(
        "courriels par minute au plus pour un même domaine, 0 sans limite (120)"
    ))  # fmt: skip


def add_log(parser: argparse.ArgumentParser, others: str = "") -> None:
    """Add --log-file.

    Args:
        others: French: which files other processes write beside it.
    """
    parser.add_argument("--log-file", metavar="FICHIER", type=Path, help=(
        "écrit le journal technique dans ce fichier au lieu de la sortie d’erreur : dix fichiers de 5 Mo au plus, le"
        f" plus ancien s’efface{others}. Donnez à chaque commande le sien"
    ))  # fmt: skip


def _pace(typed: str) -> int:
    number = int(typed)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{typed} : un nombre de courriels est attendu")
    return number
