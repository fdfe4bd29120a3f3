"""`turbo-admin request`: families' requests, with a diner chosen, an address corrected, refused, issued, revoked."""

import argparse
from typing import TYPE_CHECKING, Any

from turbo_admin.cli.office import add_command, add_requests_options, list_requests, print_json

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.office.intake.lines import RequestLine

_HELP = """Les demandes de création de compte. Le portail suit à la prochaine synchronisation.

« list --json » est « requests --json » : une ligne par demande. « choose » et « email » écrivent, avec --json :
{"id", "diner_id", "diner_name", "email", "typed_email", "asker", "degree", "alerts", "bulk"}"""
_ISSUE_HELP = """Génère les identifiants de demandes, comme « issue », en disant pour chacune dont l’hôte a déjà un compte ce
qu’elle devient :
  open    un compte de plus, à cette adresse        join    l’hôte rattaché au compte de l’adresse
  renew   un nouveau mot de passe provisoire        refuse  refusée        leave  laissée pour plus tard
« second --json » dit lesquelles, et ce qui peut être choisi pour chacune."""
_WAYS = ("open", "join", "renew", "refuse", "leave")
_REQUEST_HELP = "demandes, par l’« id » de « request list --json »"
_TOLD = ("id", "diner_id", "diner_name", "email", "typed_email", "asker", "degree", "alerts", "bulk")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "request", help="demandes : lister, choisir l’hôte, refuser, répondre, révoquer…", description=_HELP
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    add_requests_options(
        add_command(acts, "list", "liste les demandes, avec concordance et demandeur", list_requests)
    )
    choose = add_command(acts, "choose", "choisit l’hôte d’une demande", _choose)
    choose.add_argument("request", metavar="DEMANDE", help=_REQUEST_HELP)
    which = choose.add_mutually_exclusive_group(required=True)
    which.add_argument("diner", metavar="HÔTE", nargs="?", help="l’« id » de « diners --json »")
    which.add_argument("--none", action="store_true", help="reprend le choix")
    email = add_command(
        acts, "email", "corrige l’adresse d’une demande ; celle de la famille reste à côté", _email
    )
    email.add_argument("request", metavar="DEMANDE", help=_REQUEST_HELP)
    email.add_argument("email", metavar="ADRESSE", help="la bonne adresse")
    for parser in (choose, email):
        parser.add_argument("--json", action="store_true", help="la demande en JSON")
    _register_answers(acts)


def _register_answers(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    refuse = add_command(acts, "refuse", "refuse des demandes", _refuse)
    refuse.add_argument(
        "--reason", default="", metavar="MOTIF", help="envoyé à la famille ; sans motif, aucun courriel"
    )
    refuse.add_argument("--json", action="store_true", help='écrit {"refused"}')
    revoke = add_command(
        acts, "revoke", "révoque la réponse : les demandes sont de nouveau à traiter, ou refusées", _revoke
    )
    revoke.add_argument("--refuse", metavar="MOTIF", help="les refuse, avec ce motif (vide : sans courriel)")
    revoke.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
    revoke.add_argument("--json", action="store_true", help=(
        'écrit {"accounts", "closed", "detached", "requests", "active"}'
    ))  # fmt: skip
    second = add_command(acts, "second", "dit lesquelles ont un hôte qui a déjà un compte", _second)
    second.add_argument("--json", action="store_true", help=(
        'une ligne par demande : {"id", "uai", "diner", "email", "asker", "holders", "login", "ways"}'
    ))  # fmt: skip
    issue = add_command(acts, "issue", "génère les identifiants de demandes", _issue)
    issue.description = _ISSUE_HELP
    issue.add_argument("--way", action="append", default=[], type=_way, metavar="DEMANDE=CHOIX", help=(
        f"ce que devient une demande dont l’hôte a un compte : {', '.join(_WAYS)}"
    ))  # fmt: skip
    issue.add_argument("--reason", default="", metavar="MOTIF", help="pour celles qui sont refusées")
    issue.add_argument("--json", action="store_true", help=(
        'écrit {"batch", "accounts", "requests", "sheets": [ids], "refused", "left"}'
    ))  # fmt: skip
    for parser in (refuse, revoke, second, issue):
        parser.add_argument("requests", metavar="DEMANDE", nargs="+", help=_REQUEST_HELP)


def _way(typed: str) -> tuple[str, str]:
    request, _, way = typed.rpartition("=")
    if not request or way not in _WAYS:
        raise argparse.ArgumentTypeError(
            f"{typed} : DEMANDE=CHOIX est attendu, CHOIX parmi {', '.join(_WAYS)}"
        )
    return request, way


def _choose(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.intake.acts import choose_diner

    return _print_line(options, choose_diner(desk, options.request, options.diner))


def _email(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.intake.acts import correct_email

    return _print_line(options, correct_email(desk, options.request, options.email))


def _print_line(options: argparse.Namespace, line: "RequestLine") -> int:
    if options.json:
        print_json({name: getattr(line, name) for name in _TOLD})
    else:
        print(
            f"{line.last_name} {line.first_name}  {line.email}  {line.diner_name or '(choisir)'}  [{line.degree}]"
        )
    return 0


def _refuse(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.intake.acts import refuse

    refused = refuse(desk, options.requests, options.reason)
    if options.json:
        print_json({"refused": refused})
    else:
        print(f"{count(refused, 'demande refusée', 'demandes refusées')}.")
    return 0


def _revoke(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.cli.sheets import print_revoked
    from turbo_admin.office.credentials.revoking import foresee_requests, revoke_requests

    ids = options.requests
    print_revoked(
        options,
        foresee_requests(desk, ids)
        if options.dry_run
        else revoke_requests(desk, ids, refused=options.refuse),
    )
    return 0


def _second(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.credentials.second_accounts import second_lines

    for line in second_lines(desk, options.requests):
        if not options.json:
            print(f"{line.request_id}  {line.diner}  {line.asked_by}  [{line.asker}]  {', '.join(line.holders)}"
                  f"  {'|'.join(line.ways)}")  # fmt: skip
            continue
        told: dict[str, Any] = {
            name: getattr(line, name) for name in ("uai", "diner", "asker", "holders", "login", "ways")
        }
        print_json({"id": line.request_id, "email": line.asked_by} | told)
    return 0


def _issue(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.credentials.second_accounts import Way, settle

    chosen: dict[str, Way] = {request: Way(way) for request, way in options.way}
    settled = settle(desk, options.requests, chosen, options.reason)
    issued = settled.issued
    if options.json:
        print_json(
            {
                "batch": issued.batch_id,
                "accounts": issued.accounts,
                "requests": issued.requests,
                "sheets": issued.sheets,
                "refused": settled.refused,
                "left": settled.left,
            }
        )
        return 0
    print(
        f"{count(issued.requests, 'demande traitée', 'demandes traitées')}, {count(issued.accounts, 'compte')},"
        f" {count(settled.refused, 'refusée')}, {count(settled.left, 'laissée')} pour plus tard."
    )
    return 0
