"""Options that several of the portal's commands share, and how they are read."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from turbo_admin.portal.host.serve import MailOptions

_MAIL_HELP = (
    "serveur de courriel : smtp://serveur:port (hors de cette machine, STARTTLS avec un certificat reconnu ;"
    " ?starttls=optional s’en passe), smtps://compte@serveur, ou file:///dossier pour écrire des .eml ; mot de passe dans TURBO_MAIL_PASSWORD"
)


def add_database(parser: argparse.ArgumentParser, whose: str) -> None:
    """Add --data and --database.

    Args:
        whose: French, what address is wanted.
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
    """Add --mail and what goes with it."""
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
        others: French, what other processes write beside it.
    """
    parser.add_argument("--log-file", metavar="FICHIER", type=Path, help=(
        "écrit le journal technique dans ce fichier au lieu de la sortie d’erreur : dix fichiers de 5 Mo au plus, le"
        f" plus ancien s’efface{others}. Donnez à chaque commande le sien"
    ))  # fmt: skip


def paris(at: "datetime") -> str:
    """Return `24/11/2026 18:02`, in Paris."""
    from turbo_admin.core.credentials.rules import PARIS

    return f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}"


def mail_options(options: argparse.Namespace) -> "MailOptions":
    """Read what `add_mail` added; the password comes from the environment or a file.

    Raises:
        Refused: `portal_mail_password`, `email_shape`.
    """
    from turbo_admin.core.emails import parse_email
    from turbo_admin.core.errors import Refused
    from turbo_admin.portal.host.serve import MailOptions

    password = os.environ.get("TURBO_MAIL_PASSWORD", "")
    if options.mail_password_file is not None:
        try:
            password = options.mail_password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("portal_mail_password", file=options.mail_password_file) from error
    sender = parse_email(options.mail_from) if options.mail_from else ""
    bounces = parse_email(options.mail_bounces) if options.mail_bounces else ""
    return MailOptions(
        url=options.mail, password=password, sender=sender, bounces=bounces, per_domain=options.mail_pace
    )


def data_folder(options: argparse.Namespace) -> Path:
    """Return the folder given, or the user's own."""
    if options.data is not None:
        return Path(options.data)
    from platformdirs import user_data_path

    return user_data_path("turbo-admin", appauthor=False) / "portail"


def _pace(typed: str) -> int:
    number = int(typed)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{typed} : un nombre de courriels est attendu")
    return number
