"""`turbo-admin account`: the families' accounts, listed, blocked, closed, renewed, revoked, corrected."""

import argparse
from typing import TYPE_CHECKING

from turbo_admin.cli.account_ids import ACCOUNT_HELP, account_ids
from turbo_admin.cli.office import add_command, print_json

if TYPE_CHECKING:
    from turbo_admin.office.accounts.lines import AccountLine
    from turbo_admin.office.credentials.issuing import Issued
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.office.sheets.mail import Mailed

_HELP = """Les comptes de l’espace numérique. Le portail suit à la prochaine synchronisation.

Avec --json, « list » écrit une ligne par compte :
{"id", "uai", "login", "email", "diners": [ids], "names": […], "class_name", "standing": "à activer|actif|bloqué|fermé",
 "created_at", "last_sign_in", "delivery_text", "mail_problem", "waiting": le portail ne sait pas encore}
Les autres commandes écrivent un objet, décrit dans leur aide. Aucun mot de passe n’y figure."""
# (name, act, what it does)
_STATES = (
    ("block", "block", "bloque des comptes : la famille n’entre plus, rien n’est perdu"),
    ("unblock", "unblock", "débloque des comptes"),
    ("close", "close", "ferme des comptes : leurs mots de passe provisoires ne servent plus"),
    ("reopen", "reopen", "rouvre des comptes fermés"),
)
_STATE_JSON = 'écrit {"changed", "skipped", "diners", "active", "sheets"}'
_ISSUED_JSON = 'écrit {"batch", "accounts", "sheets": [ids], "mailed", "not_mailed"} ; « not_mailed » est une liste de {"sheet", "why"}'


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "account",
        help="comptes des familles : lister, bloquer, fermer, renouveler, révoquer…",
        description=_HELP,
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = add_command(acts, "list", "liste les comptes, ceux qui sont fermés aussi", _list)
    listed.add_argument("--school", default="", metavar="UAI", help="d’un seul établissement")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par compte")
    for name, act, text in _STATES:
        parser = add_command(acts, name, text, _change_state)
        parser.set_defaults(act=act)
        _add_accounts(parser)
        parser.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
        parser.add_argument("--json", action="store_true", help=_STATE_JSON)
    _register_passwords(acts)
    _register_holders(acts)


def _register_passwords(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    issue = add_command(acts, "issue", "crée les comptes de tous ceux qui n’en ont pas, sans demande", _issue)
    issue.add_argument("--school", required=True, metavar="UAI", help="établissement")
    which = issue.add_mutually_exclusive_group(required=True)
    which.add_argument("--class", dest="classes", action="append", metavar="CLASSE", help=(
        "une classe, telle que « diners » l’écrit ; peut être répété"
    ))  # fmt: skip
    which.add_argument("--all", action="store_true", help="toutes les classes")
    renew = add_command(acts, "renew", "donne un nouveau mot de passe provisoire", _renew)
    _add_accounts(renew)
    renew.add_argument(
        "--mail", action="store_true", help="demande son envoi par e-mail, s’il y a une adresse"
    )
    again = add_command(
        acts,
        "send-again",
        "renvoie les identifiants par e-mail : la fiche qui sert encore, sinon une nouvelle",
        _send,
    )
    again.add_argument("account", metavar="COMPTE", help=ACCOUNT_HELP)
    for parser in (issue, renew, again):
        parser.add_argument("--json", action="store_true", help=_ISSUED_JSON)
    revoke = add_command(
        acts,
        "revoke",
        "révoque les identifiants remis : leur mot de passe provisoire n’ouvre plus rien",
        _revoke,
    )
    _add_accounts(revoke)
    revoke.add_argument("--refuse", metavar="MOTIF", help=(
        "refuse les demandes auxquelles ils répondaient, avec ce motif (vide : sans courriel) ; sinon elles attendent de nouveau"
    ))  # fmt: skip
    revoke.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
    revoke.add_argument("--json", action="store_true", help=(
        'écrit {"accounts", "closed", "detached", "requests", "active"}'
    ))  # fmt: skip


def _register_holders(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    detach = add_command(acts, "detach", "retire des hôtes d’un compte", _detach)
    detach.add_argument("account", metavar="COMPTE", help=ACCOUNT_HELP)
    detach.add_argument("diners", metavar="HÔTE", nargs="+", help="l’« id » de « diners --json »")
    detach.add_argument("--json", action="store_true", help='écrit {"detached"}')
    email = add_command(acts, "email", "corrige l’adresse d’un compte ; vide, il n’en a plus", _email)
    email.add_argument("account", metavar="COMPTE", help=ACCOUNT_HELP)
    email.add_argument("email", metavar="ADRESSE", help="la nouvelle adresse, ou une chaîne vide")
    email.add_argument("--json", action="store_true", help='écrit {"email"}')


def _add_accounts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("accounts", metavar="COMPTE", nargs="+", help=ACCOUNT_HELP)


def _list(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.accounts.lines import account_lines

    uai = parse_uai(options.school) if options.school else ""
    for line in account_lines(desk):
        if uai and line.uai != uai:
            continue
        if options.json:
            print_json(_as_json(line))
        else:
            print(
                f"{line.id}  {line.login}  {line.standing:10} {', '.join(line.names)}  {line.class_name}  {line.email}"
                f"  {line.delivery_text}{'  (à synchroniser)' if line.waiting else ''}"
            )
    return 0


def _as_json(line: "AccountLine") -> dict[str, object]:
    names = ("id", "uai", "login", "email", "names", "class_name", "standing", "created_at", "last_sign_in")
    more = ("delivery_text", "mail_problem", "waiting")
    return {name: getattr(line, name) for name in (*names, *more)} | {"diners": sorted(line.diner_ids)}


def _change_state(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.accounts.acts import Act, change_state, foresee

    act = Act(options.act)
    seen = foresee(desk, act, account_ids(desk, options.accounts))
    changed = len(seen.ids) if options.dry_run else change_state(desk, act, seen.ids)
    if options.json:
        print_json(
            {
                "changed": changed,
                "skipped": seen.skipped,
                "diners": seen.diners,
                "active": seen.active,
                "sheets": seen.sheets,
            }
        )
        return 0
    what = "à modifier" if options.dry_run else "fait"
    print(
        f"{what.capitalize()} : {count(changed, 'compte')}, {count(seen.diners, 'hôte')},"
        f" {count(seen.sheets, 'fiche')} qui ne servira plus ; {count(seen.skipped, 'compte')} laissé tel quel."
    )
    return 0


def _issue(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.credentials.unasked import choice, issue_unasked

    uai = parse_uai(options.school)
    classes = [line.id for line in choice(desk, uai).classes] if options.all else options.classes
    _print_issued(options, issue_unasked(desk, uai, classes))
    return 0


def _renew(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.credentials.renewal import renew, renew_by_mail

    ids = account_ids(desk, options.accounts)
    if options.mail:
        renewed = renew_by_mail(desk, ids)
        _print_issued(options, renewed.issued, renewed.mailed)
    else:
        _print_issued(options, renew(desk, ids))
    return 0


def _send(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.credentials.renewal import send_again

    [account] = account_ids(desk, [options.account])
    renewed = send_again(desk, account)
    _print_issued(options, renewed.issued, renewed.mailed)
    return 0


def _print_issued(options: argparse.Namespace, issued: "Issued", mailed: "Mailed | None" = None) -> None:
    from turbo_admin.core.french import count

    queued, skipped = (mailed.queued, mailed.skipped) if mailed else (0, ())
    if options.json:
        print_json(
            {
                "batch": issued.batch_id,
                "accounts": issued.accounts,
                "sheets": issued.sheets,
                "mailed": queued,
                "not_mailed": [{"sheet": sheet, "why": why} for sheet, why in skipped],
            }
        )
        return
    print(f"{count(len(issued.sheets), 'fiche')} du lot {issued.batch_id}, {count(queued, 'courriel')}.")
    for sheet, why in skipped:
        print(f"{sheet} : {why}")


def _revoke(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.cli.sheets import print_revoked
    from turbo_admin.office.credentials.revoking import foresee_sheets, revoke_sheets
    from turbo_admin.office.sheets.edition import sheet_lines

    ids = [line.id for line in sheet_lines(desk, account_ids=account_ids(desk, options.accounts))]
    revoked = (
        foresee_sheets(desk, ids) if options.dry_run else revoke_sheets(desk, ids, refused=options.refuse)
    )
    print_revoked(options, revoked)
    return 0


def _detach(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.accounts.acts import detach

    [account] = account_ids(desk, [options.account])
    gone = detach(desk, account, options.diners)
    if options.json:
        print_json({"detached": gone})
    else:
        print(f"{count(gone, 'hôte retiré', 'hôtes retirés')} du compte.")
    return 0


def _email(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.accounts.acts import correct_address
    from turbo_admin.office.accounts.lines import account_lines

    [account] = account_ids(desk, [options.account])
    correct_address(desk, account, options.email)
    [line] = account_lines(desk, [account])
    if options.json:
        print_json({"email": line.email})
    else:
        print(f"Compte {line.login} : {line.email or 'sans adresse'}.")
    return 0
