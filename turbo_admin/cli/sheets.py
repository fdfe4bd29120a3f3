"""`turbo-admin sheet`: the sheets of identifiants, listed, printed, handed over, mailed, revoked, taken back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turbo_admin.cli.account_ids import ACCOUNT_HELP, account_ids
from turbo_admin.cli.office import add_command, print_json

if TYPE_CHECKING:
    from turbo_admin.office.credentials.revoking import Revoked
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.outside.paper.credential_sheet import Sheet

_HELP = """Les fiches d’identifiants : ce que montre « Édition des identifiants ».

Avec --json, « list » écrit une ligne par fiche, sans mot de passe :
{"id", "batch_id", "account_id", "uai", "login", "names": […], "class_name", "email", "asker", "delivery", "delivery_text",
 "printed", "readable": ce poste peut encore l’imprimer, "mail_proposed", "created_at", "expires_on"}
« print --reveal » écrit une ligne JSON par fiche, telle qu’elle s’imprime, mot de passe compris :
{"id", "login", "password", "link", "names": […], "class_name", "reference", "expires"}
Il faut la clé du trousseau de ce poste, comme pour l’imprimer, et la fiche est notée imprimée."""
_SHEET_HELP = "fiches, par l’« id » de « sheet list --json »"
_LISTED = (
    *("id", "batch_id", "account_id", "uai", "login", "names", "class_name", "email", "asker", "delivery"),
    *("delivery_text", "printed", "readable", "mail_proposed", "created_at", "expires_on"),
)


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "sheet",
        help="fiches d’identifiants : lister, imprimer, remettre, envoyer, révoquer…",
        description=_HELP,
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = add_command(acts, "list", "liste les fiches qui restent à remettre", _list)
    which = listed.add_mutually_exclusive_group()
    which.add_argument("--batch", metavar="LOT", help="toutes celles d’un lot")
    which.add_argument(
        "--account",
        action="append",
        metavar="COMPTE",
        help=f"toutes celles de {ACCOUNT_HELP} ; peut être répété",
    )
    listed.add_argument("--json", action="store_true", help="une ligne JSON par fiche")
    batches = add_command(acts, "batches", "liste les lots, le dernier d’abord", _batches)
    batches.add_argument(
        "--json",
        action="store_true",
        help='une ligne JSON par lot : {"id", "created_at", "who", "sheets", "can_undo"}',
    )
    _register_paper(acts)
    _register_ends(acts)


def _register_paper(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    printed = add_command(acts, "print", "imprime des fiches dans un PDF, et les note imprimées", _print)
    _add_sheets(printed)
    where = printed.add_mutually_exclusive_group(required=True)
    where.add_argument("--pdf", type=Path, metavar="F", help="le fichier PDF")
    where.add_argument("--reveal", action="store_true", help=(
        "écrit au lieu du PDF ce que dit chaque fiche, mot de passe en clair, une ligne JSON par fiche"
    ))  # fmt: skip
    printed.add_argument("--separators", action="store_true", help="une page devant chaque classe du PDF")
    hand = add_command(acts, "hand", "note des fiches remises : leur mot de passe est effacé d’ici", _hand)
    _add_sheets(hand)
    mail = add_command(acts, "mail", "demande l’envoi de fiches par e-mail", _mail)
    _add_sheets(mail)
    mail.add_argument(
        "--json",
        action="store_true",
        help='écrit {"mailed", "not_mailed"} ; « not_mailed » est une liste de {"sheet", "why"}',
    )


def _register_ends(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    revoke = add_command(acts, "revoke", "révoque des fiches, même déjà remises", _revoke)
    _add_sheets(revoke)
    revoke.add_argument("--refuse", metavar="MOTIF", help=(
        "refuse les demandes auxquelles elles répondaient, avec ce motif (vide : sans courriel) ; sinon elles attendent de nouveau"
    ))  # fmt: skip
    revoke.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
    revoke.add_argument("--json", action="store_true", help=(
        'écrit {"accounts", "closed", "detached", "requests", "active"}'
    ))  # fmt: skip
    undo = add_command(acts, "undo", "annule un lot dont rien n’est encore parti", _undo)
    undo.add_argument("batch", metavar="LOT", help="tel que « issue --json » ou « sheet batches » le donne")
    undo.add_argument(
        "--json", action="store_true", help='écrit {"forgotten", "closed", "detached", "reopened"}'
    )


def _add_sheets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sheets", metavar="FICHE", nargs="+", help=_SHEET_HELP)


def _list(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.sheets.edition import sheet_lines

    accounts = account_ids(desk, options.account) if options.account else None
    for line in sheet_lines(desk, options.batch, account_ids=accounts):
        if options.json:
            print_json({name: getattr(line, name) for name in _LISTED})
        else:
            print(
                f"{line.id}  {line.login}  {', '.join(line.names)}  {line.class_name}  {line.delivery_text}"
            )
    return 0


def _batches(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count, short_time
    from turbo_admin.office.credentials.undoing import can_undo
    from turbo_admin.office.sheets.edition import batches

    for one in batches(desk):
        if options.json:
            line = {"id": one.id, "created_at": one.created_at, "who": one.who, "sheets": one.sheets}
            print_json(line | {"can_undo": can_undo(desk, one.id)})
        else:
            print(f"{one.id}  {short_time(one.created_at)}  {one.who}  {count(one.sheets, 'fiche')}")
    return 0


def _print(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.sheets.edition import mark_printed, save_pdf, sheet_pages

    if options.pdf:
        pages = save_pdf(desk, options.sheets, options.pdf, separators=options.separators)
        print(f"{count(pages, 'fiche')} en PDF.")
        return 0
    revealed = sheet_pages(desk, options.sheets)
    mark_printed(desk, options.sheets)
    for sheet_id, page in zip(options.sheets, revealed, strict=True):
        print_json(_as_printed(sheet_id, page))
    return 0


def _as_printed(sheet_id: str, page: "Sheet") -> dict[str, Any]:
    from turbo_admin.core.french import full_name

    return {
        "id": sheet_id,
        "login": page.login,
        "password": page.password,
        "link": page.link_url,
        "names": [full_name(last, first) for last, first in page.diner_names],
        "class_name": page.class_name,
        "reference": page.reference,
        "expires": page.expires,
    }


def _hand(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.sheets.edition import mark_handed

    mark_handed(desk, options.sheets)
    print(f"{count(len(options.sheets), 'fiche remise', 'fiches remises')}.")
    return 0


def _mail(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.sheets.mail import mail_sheets

    mailed = mail_sheets(desk, options.sheets)
    if options.json:
        skipped = [{"sheet": sheet, "why": why} for sheet, why in mailed.skipped]
        print_json({"mailed": mailed.queued, "not_mailed": skipped})
        return 0
    print(f"{count(mailed.queued, 'courriel')} à la prochaine synchronisation.")
    for sheet, why in mailed.skipped:
        print(f"{sheet} : {why}")
    return 0


def _revoke(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.credentials.revoking import foresee_sheets, revoke_sheets

    ids = options.sheets
    print_revoked(
        options,
        foresee_sheets(desk, ids) if options.dry_run else revoke_sheets(desk, ids, refused=options.refuse),
    )
    return 0


def print_revoked(options: argparse.Namespace, revoked: "Revoked") -> None:
    """Print what was revoked, or would be, in numbers."""
    from dataclasses import asdict

    from turbo_admin.core.french import count

    if options.json:
        print_json(asdict(revoked))
        return
    print(
        f"{'À révoquer' if options.dry_run else 'Révoqué'} : {count(revoked.accounts, 'compte')}, dont"
        f" {count(revoked.closed, 'fermé')} ; {count(revoked.detached, 'hôte retiré', 'hôtes retirés')},"
        f" {count(revoked.requests, 'demande')}."
    )


def _undo(desk: "Desk", options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from turbo_admin.core.french import count
    from turbo_admin.office.credentials.undoing import undo_batch

    undone = undo_batch(desk, options.batch)
    if options.json:
        print_json(asdict(undone))
        return 0
    print(
        f"Lot annulé : {count(undone.forgotten, 'compte oublié', 'comptes oubliés')}, {count(undone.closed, 'fermé')},"
        f" {count(undone.detached, 'hôte retiré', 'hôtes retirés')},"
        f" {count(undone.reopened, 'demande à traiter', 'demandes à traiter')}."
    )
    return 0
