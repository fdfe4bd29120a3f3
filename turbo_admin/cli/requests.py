"""Parser of `turbo-admin request`: choose a diner, correct an address, refuse, issue, revoke."""

import argparse

from turbo_admin.cli.office import add_command, add_requests_list

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


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "request", help="demandes : lister, choisir l’hôte, refuser, répondre, révoquer…", description=_HELP
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    add_requests_list(acts, "list")
    choose = add_command(acts, "choose", "choisit l’hôte d’une demande", "requests:choose")
    choose.add_argument("request", metavar="DEMANDE", help=_REQUEST_HELP)
    which = choose.add_mutually_exclusive_group(required=True)
    which.add_argument("diner", metavar="HÔTE", nargs="?", help="l’« id » de « diners --json »")
    which.add_argument("--none", action="store_true", help="reprend le choix")
    email = add_command(
        acts,
        "email",
        "corrige l’adresse d’une demande ; celle de la famille reste à côté",
        "requests:correct_email",
    )
    email.add_argument("request", metavar="DEMANDE", help=_REQUEST_HELP)
    email.add_argument("email", metavar="ADRESSE", help="la bonne adresse")
    for parser in (choose, email):
        parser.add_argument("--json", action="store_true", help="la demande en JSON")
    _register_answers(acts)


def _register_answers(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    refuse = add_command(acts, "refuse", "refuse des demandes", "answering:refuse")
    refuse.add_argument(
        "--reason", default="", metavar="MOTIF", help="envoyé à la famille ; sans motif, aucun courriel"
    )
    refuse.add_argument("--json", action="store_true", help='écrit {"refused"}')
    revoke = add_command(
        acts,
        "revoke",
        "révoque la réponse : les demandes sont de nouveau à traiter, ou refusées",
        "revoking:revoke_of_requests",
    )
    revoke.add_argument("--refuse", metavar="MOTIF", help="les refuse, avec ce motif (vide : sans courriel)")
    revoke.add_argument("--dry-run", action="store_true", help="le dit en nombres, sans rien écrire")
    revoke.add_argument("--json", action="store_true", help=(
        'écrit {"accounts", "closed", "detached", "requests", "active"}'
    ))  # fmt: skip
    second = add_command(
        acts,
        "second",
        "dit lesquelles ont un hôte qui a déjà un compte, ou est demandé par une autre personne",
        "answering:list_second",
    )
    second.add_argument("--json", action="store_true", help=(
        'une ligne par demande : {"id", "uai", "diner", "email", "asker", "holders", "others", "login", "ways", "problem"}'
    ))  # fmt: skip
    issue = add_command(acts, "issue", "génère les identifiants de demandes", "answering:issue_chosen")
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
    # rpartition: a request's id might contain « = », a way does not.
    request, _, way = typed.rpartition("=")
    if not request or way not in _WAYS:
        raise argparse.ArgumentTypeError(
            f"{typed} : DEMANDE=CHOIX est attendu, CHOIX parmi {', '.join(_WAYS)}"
        )
    return request, way
