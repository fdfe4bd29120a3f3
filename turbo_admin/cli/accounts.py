"""Parser of `turbo-admin account`: list, block, close, renew, revoke, correct."""

import argparse

from turbo_admin.cli.office import add_command

ACCOUNT_HELP = "comptes, par leur identifiant (lm482716) ou par l’« id » de « account list --json »"
_HELP = """Les comptes de l’espace numérique. Le portail suit à la prochaine synchronisation.

Avec --json, « list » écrit une ligne par compte :
{"id", "uai", "login", "email", "diners": [ids], "names": […], "class_name", "standing": "à activer|actif|bloqué|fermé",
 "created_at", "last_sign_in", "delivery_text", "mail_problem", "waiting": le portail ne sait pas encore}
Les autres commandes écrivent un objet, décrit dans leur aide. Aucun mot de passe n’y figure."""
_STATES = (
    ("block", "bloque des comptes : la famille n’entre plus, rien n’est perdu"),
    ("unblock", "débloque des comptes"),
    ("close", "ferme des comptes : leurs mots de passe provisoires ne servent plus"),
    ("reopen", "rouvre des comptes fermés"),
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
    listed = add_command(
        acts, "list", "liste les comptes, ceux qui sont fermés aussi", "accounts:list_accounts"
    )
    listed.add_argument("--school", default="", metavar="UAI", help="d’un seul établissement")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par compte")
    for act, text in _STATES:
        parser = add_command(acts, act, text, "accounts:change_state")
        # One function for four commands; the name of the command is the value of `AccountAct`.
        parser.set_defaults(act=act)
        _add_accounts(parser)
        parser.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
        parser.add_argument("--json", action="store_true", help=_STATE_JSON)
    _register_passwords(acts)
    _register_holders(acts)


def _register_passwords(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    issue = add_command(
        acts,
        "issue",
        "crée les comptes de tous ceux qui n’en ont pas, sans demande",
        "passwords:issue_unasked",
    )
    issue.add_argument("--school", required=True, metavar="UAI", help="établissement")
    which = issue.add_mutually_exclusive_group(required=True)
    which.add_argument("--class", dest="classes", action="append", metavar="CLASSE", help=(
        "une classe, telle que « diners » l’écrit ; peut être répété"
    ))  # fmt: skip
    which.add_argument("--all", action="store_true", help="toutes les classes")
    issue.add_argument("--second-account", action="store_true", help=(
        "aussi pour un hôte dont quelqu’un d’autre demande le compte ; sans cette option, il est laissé de côté et dit"
    ))  # fmt: skip
    renew = add_command(acts, "renew", "donne un nouveau mot de passe provisoire", "passwords:renew")
    _add_accounts(renew)
    renew.add_argument(
        "--mail", action="store_true", help="demande son envoi par e-mail, s’il y a une adresse"
    )
    again = add_command(
        acts,
        "send-again",
        "renvoie les identifiants par e-mail : la fiche qui sert encore, sinon une nouvelle",
        "passwords:send_again",
    )
    again.add_argument("account", metavar="COMPTE", help=ACCOUNT_HELP)
    for parser in (issue, renew, again):
        parser.add_argument("--json", action="store_true", help=_ISSUED_JSON)
    revoke = add_command(
        acts,
        "revoke",
        "révoque les identifiants remis : leur mot de passe provisoire n’ouvre plus rien",
        "revoking:revoke_of_accounts",
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
    detach = add_command(acts, "detach", "retire des hôtes d’un compte", "accounts:detach")
    detach.add_argument("account", metavar="COMPTE", help=ACCOUNT_HELP)
    detach.add_argument("diners", metavar="HÔTE", nargs="+", help="l’« id » de « diners --json »")
    detach.add_argument("--json", action="store_true", help='écrit {"detached"}')
    email = add_command(
        acts, "email", "corrige l’adresse d’un compte ; vide, il n’en a plus", "accounts:correct_email"
    )
    email.add_argument("account", metavar="COMPTE", help=ACCOUNT_HELP)
    email.add_argument("email", metavar="ADRESSE", help="la nouvelle adresse, ou une chaîne vide")
    email.add_argument("--json", action="store_true", help='écrit {"email"}')


def _add_accounts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("accounts", metavar="COMPTE", nargs="+", help=ACCOUNT_HELP)
