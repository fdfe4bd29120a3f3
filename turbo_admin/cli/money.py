"""Parsers of `turbo-admin receipt`, `report` and `books`: the books."""

import argparse
from pathlib import Path

from turbo_admin.cli.office import add_command

_RECEIPT_HELP = """Les encaissements. Un reçu garde son numéro : on ne le modifie pas, on l’annule par une écriture inverse.

Avec --json, « list » écrit une ligne par reçu ou annulation :
{"receipt_id", "number", "booked_on", "paid_on", "means", "payer", "reference", "total_cents", "is_reversal",
 "is_taken_back", "slip_number", "operator", "lines": […]}
Une ligne de « lines » : {"diner_id", "name", "class_name", "wallet", "amount_cents"}. « slip_number » est 0 tant qu’aucun
bordereau ne tient le reçu. « add » écrit {"receipt_id", "number", "booked_on", "total_cents"}, « reverse »
{"receipt_id", "entries"}."""
_REPORT_HELP = """Fiche quotidienne d’encaissement (FQE) et bordereau d’encaissement (BE).

Sans --close, la fiche ou le bordereau est provisoire et rien n’est écrit dans la base. Une fiche ou un bordereau arrêté
est conservé, et réimprimé à l’identique."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    _register_receipts(commands)
    _register_reports(commands)
    books = commands.add_parser("books", help="les livres : contrôle")
    acts = books.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    check = add_command(
        acts, "check", "contrôle soldes, numéros, clôtures et empreintes des fiches conservées", "money:check"
    )
    check.add_argument(
        "--json", action="store_true", help='écrit {"entries", "receipts", "wallets", "faults"}'
    )
    told = add_command(
        acts,
        "numbers",
        "dit les derniers numéros sur papier, après une copie remise",
        "money:confirm_numbers",
    )
    told.add_argument("--year", type=int, metavar="ANNÉE", help="année civile (par défaut : celle-ci)")
    for name, text in (("receipt", "dernier reçu"), ("fqe", "dernière FQE"), ("be", "dernier BE")):
        told.add_argument(
            f"--{name}", default="0", metavar="N", help=f"{text}, 0 s’il n’y en a pas, ? si personne ne sait"
        )
    told.add_argument("--regie", default="", metavar="CODE", help="code de la régie (par défaut : la seule)")


def _register_receipts(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = commands.add_parser(
        "receipt", help="encaissements : enregistrer, annuler, lister", description=_RECEIPT_HELP
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    add = add_command(acts, "add", "enregistre un encaissement", "money:add_receipt")
    add.add_argument("--means", required=True, metavar="MOYEN", help="especes, cheque, carte, virement…")
    add.add_argument("--line", action="append", required=True, metavar="HÔTE[:COMPTE]=MONTANT", help=(
        "l’« id » de « diners --json », le compte crédité (self, cafeteria ou forfait ; par défaut self), le montant ;"
        " plusieurs fois possible"
    ))  # fmt: skip
    add.add_argument("--payer", default="", metavar="NOM", help="qui a payé")
    for name, text in (("bank", "banque"), ("number", "numéro"), ("drawer", "tireur du chèque")):
        add.add_argument(f"--{name}", default="", help=text)
    add.add_argument("--paid-on", metavar="JOUR", help="jour du paiement, 2026-11-23")
    add.add_argument("--booked-on", metavar="JOUR", help="jour des livres (par défaut : le premier ouvert)")
    add.add_argument("--regie", default="", metavar="CODE", help="code de la régie (par défaut : la seule)")
    add.add_argument("--json", action="store_true", help="résultat en JSON")
    reverse = add_command(acts, "reverse", "annule un reçu par une écriture inverse", "money:reverse")
    reverse.add_argument("receipt", metavar="NUMÉRO", help="comme R2026-000123")
    reverse.add_argument("--reason", required=True, metavar="MOTIF", help="figure dans les livres")
    reverse.add_argument("--json", action="store_true", help="résultat en JSON")
    listed = add_command(
        acts, "list", "liste les reçus et les annulations, les derniers d’abord", "money:list_all"
    )
    _add_period(listed)
    listed.add_argument("--operator", default="", metavar="NOM", help="de cet opérateur")
    listed.add_argument("--school", default="", metavar="UAI", help="d’un seul établissement")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par pièce")


def _register_reports(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = commands.add_parser("report", help="FQE, BE, clôture du mois", description=_REPORT_HELP)
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    day = add_command(acts, "fqe", "fiche quotidienne d’encaissement", "money:day_sheet")
    day.add_argument("--day", metavar="JOUR", help="2026-11-23 (par défaut : aujourd’hui)")
    _add_means(day)
    day.add_argument("--close", action="store_true", help="arrête la journée, tous moyens compris")
    day.add_argument("--paid-over", metavar="MONTANT", help="espèces versées ce jour à l’agent comptable")
    slip = add_command(acts, "be", "bordereau d’encaissement", "money:slip")
    _add_period(slip)
    slip.add_argument("--close", action="store_true", help="arrête le bordereau")
    for parser in (day, slip):
        parser.add_argument("--pdf", type=Path, metavar="F", help="écrit la fiche dans ce fichier PDF")
        parser.add_argument("--json", action="store_true", help="résultat en JSON, montants en centimes")
    month = add_command(acts, "month", "clôt un mois terminé", "money:lock_month")
    month.add_argument("month", metavar="MOIS", help="2026-11")
    month.add_argument("--regie", default="", metavar="CODE", help="code de la régie (par défaut : la seule)")


def _add_period(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", metavar="JOUR", help="ce jour des livres seulement")
    parser.add_argument(
        "--period",
        metavar="DU..AU",
        help="ces jours des livres, bornes comprises : 2026-11-01..2026-11-30",
    )
    _add_means(parser)


def _add_means(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--means", default="", metavar="A,B", help="ces moyens seulement, en_ligne par exemple"
    )
    parser.add_argument(
        "--regie", default="", metavar="CODE", help="code de la régie (par défaut : la seule)"
    )
