"""Parser of `turbo-admin sheet`: list, print, hand over, mail, revoke, undo a batch."""

import argparse
from pathlib import Path

from turbo_admin.cli.accounts import ACCOUNT_HELP
from turbo_admin.cli.office import add_command

_HELP = """Les fiches d’identifiants : ce que montre « Édition des identifiants ».

Avec --json, « list » écrit une ligne par fiche, sans mot de passe :
{"id", "batch_id", "account_id", "uai", "login", "names": […], "class_name", "email", "asker", "delivery", "delivery_text",
 "printed", "readable": ce poste peut encore l’imprimer, "mail_proposed", "created_at", "expires_on"}
« print --reveal » écrit une ligne JSON par fiche, telle qu’elle s’imprime, mot de passe compris :
{"id", "login", "password", "link", "names": […], "class_name", "reference", "expires"}
Il faut la clé du trousseau de ce poste, comme pour l’imprimer, et la fiche est notée imprimée."""
_SHEET_HELP = "fiches, par l’« id » de « sheet list --json »"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "sheet",
        help="fiches d’identifiants : lister, imprimer, remettre, envoyer, révoquer…",
        description=_HELP,
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = add_command(acts, "list", "liste les fiches qui restent à remettre", "sheets:list_sheets")
    which = listed.add_mutually_exclusive_group()
    which.add_argument("--batch", metavar="LOT", help="toutes celles d’un lot")
    which.add_argument(
        "--account",
        action="append",
        metavar="COMPTE",
        help=f"toutes celles de {ACCOUNT_HELP} ; peut être répété",
    )
    listed.add_argument("--json", action="store_true", help="une ligne JSON par fiche")
    batches = add_command(acts, "batches", "liste les lots, le dernier d’abord", "sheets:list_batches")
    batches.add_argument(
        "--json",
        action="store_true",
        help='une ligne JSON par lot : {"id", "created_at", "who", "sheets", "can_undo"}',
    )
    _register_paper(acts)
    _register_ends(acts)


def _register_paper(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    printed = add_command(
        acts, "print", "imprime des fiches dans un PDF, et les note imprimées", "sheets:print_sheets"
    )
    _add_sheets(printed)
    where = printed.add_mutually_exclusive_group(required=True)
    where.add_argument("--pdf", type=Path, metavar="F", help="le fichier PDF")
    where.add_argument("--reveal", action="store_true", help=(
        "écrit au lieu du PDF ce que dit chaque fiche, mot de passe en clair, une ligne JSON par fiche"
    ))  # fmt: skip
    printed.add_argument("--separators", action="store_true", help="une page devant chaque classe du PDF")
    hand = add_command(
        acts, "hand", "note des fiches remises : leur mot de passe est effacé d’ici", "sheets:hand_over"
    )
    _add_sheets(hand)
    mail = add_command(acts, "mail", "demande l’envoi de fiches par e-mail", "sheets:mail")
    _add_sheets(mail)
    mail.add_argument(
        "--json",
        action="store_true",
        help='écrit {"mailed", "not_mailed"} ; « not_mailed » est une liste de {"sheet", "why"}',
    )


def _register_ends(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    revoke = add_command(acts, "revoke", "révoque des fiches, même déjà remises", "revoking:revoke_sheets")
    _add_sheets(revoke)
    revoke.add_argument("--refuse", metavar="MOTIF", help=(
        "refuse les demandes auxquelles elles répondaient, avec ce motif (vide : sans courriel) ; sinon elles attendent de nouveau"
    ))  # fmt: skip
    revoke.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
    revoke.add_argument("--json", action="store_true", help=(
        'écrit {"accounts", "closed", "detached", "requests", "active"}'
    ))  # fmt: skip
    undo = add_command(acts, "undo", "annule un lot dont rien n’est encore parti", "sheets:undo_batch")
    undo.add_argument("batch", metavar="LOT", help="tel que « issue --json » ou « sheet batches » le donne")
    undo.add_argument(
        "--json", action="store_true", help='écrit {"forgotten", "closed", "detached", "reopened"}'
    )


def _add_sheets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sheets", metavar="FICHE", nargs="+", help=_SHEET_HELP)
