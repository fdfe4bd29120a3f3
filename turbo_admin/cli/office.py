"""Parsers of the office's main commands (pair, sync, requests, issue), and how all of them are added."""

import argparse
from pathlib import Path
from pkgutil import resolve_name


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the office's commands."""
    pair = add_command(commands, "pair", "relie ce poste à un portail", "syncing:pair")
    pair.add_argument("url", metavar="ADRESSE", help="adresse du portail, https://…")
    pair.add_argument("code", metavar="CODE", help="code de liaison donné par l’hébergeur")
    pair.add_argument(
        "--replace",
        action="store_true",
        help="« Remplacer ce poste » : reprend l’établissement d’une autre base",
    )
    sync = add_command(commands, "sync", "synchronise maintenant avec le portail", "syncing:sync")
    sync.add_argument("--json", action="store_true", help="résultat en JSON")
    sync.add_argument(
        "--scheduled",
        action="store_true",
        help="lancée par le planificateur : ne demande rien à personne, et sort avec 0 seulement si elle a bien fini",
    )
    _register_agreement(commands)
    add_requests_list(commands, "requests")
    _register_issue(commands)


def _register_agreement(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = add_command(
        commands, "verify", "vérifie que le bureau et le portail tiennent la même chose", "agreement:verify"
    )
    reconcile = add_command(
        commands,
        "reconcile",
        "« Mettre d’accord… » : après une sauvegarde remise au bureau ou au portail, ou sur un poste neuf",
        "agreement:reconcile",
    )
    reconcile.add_argument("--yes", action="store_true", help="fait ce que dit le plan, puis synchronise")
    reconcile.add_argument(
        "--dry-run", action="store_true", help="montre le plan et ne fait rien (par défaut)"
    )
    reconcile.add_argument("--choose", metavar="TYPE:CLE=portal|office", action="append", default=[], help=(
        "prend une fiche du portail, ou celle du bureau, autrement que le plan ne le propose ; plusieurs fois possible"
    ))  # fmt: skip
    reconcile.add_argument("--same", metavar="HOTE_DU_PORTAIL=HOTE_ICI", action="append", default=[], help=(
        "dit quel hôte d’ici est celui du portail ; sans rien après « = », c’est un autre ; plusieurs fois possible"
    ))  # fmt: skip
    for parser in (verify, reconcile):
        parser.add_argument("--school", metavar="UAI", help="un seul établissement (par défaut : tous)")
        parser.add_argument("--json", action="store_true", help="une ligne JSON par établissement")


def add_requests_list(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str) -> None:
    """Add the list of requests, under either of its names: `requests`, and `list` of the family `request`."""
    listed = add_command(
        commands, name, "liste les demandes, avec concordance et demandeur", "requests:list_requests"
    )
    listed.add_argument("--json", action="store_true", help="une ligne JSON par demande")
    listed.add_argument("--all", action="store_true", help="les demandes traitées et refusées aussi")


def _register_issue(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    issue = add_command(commands, "issue", "génère les identifiants de demandes", "requests:issue")
    which = issue.add_mutually_exclusive_group(required=True)
    which.add_argument("--ids", metavar="A,B", help="demandes, séparées par des virgules")
    which.add_argument(
        "--certain", action="store_true", help="celles que « Cocher les concordances certaines » coche"
    )
    issue.add_argument("--pdf", type=Path, metavar="F", help="écrit les fiches dans ce fichier PDF")
    issue.add_argument(
        "--mail",
        action="store_true",
        help="demande l’envoi par e-mail (demandeur connu ou confirmé), puis synchronise",
    )
    issue.add_argument(
        "--second-account",
        action="store_true",
        help="traite aussi les demandes dont l’hôte a déjà un compte, ou est demandé par une autre personne : un compte"
        " de plus, l’hôte rattaché au compte de l’adresse, ou un nouveau mot de passe provisoire ; sans cette option, « --certain »"
        " les laisse à traiter et le dit",
    )
    issue.add_argument("--json", action="store_true", help="résultat en JSON")


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, function: str
) -> argparse.ArgumentParser:
    """Add a command that works at a desk, with its option `--database`.

    Args:
        function: as for `set_command`.
    """
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.add_argument(
        "--database",
        metavar="BASE",
        help="base du bureau : chemin d’un fichier SQLite ou adresse postgresql:// (par défaut : celle de ce poste)",
    )
    set_command(parser, function)
    return parser


def set_command(parser: argparse.ArgumentParser, function: str) -> None:
    """Set the function of a command.

    Args:
        function: `module:function` in `turbo_admin.cli.office_commands`, such as `syncing:sync`.
    """
    parser.set_defaults(run=_run, office_command=function)


def _run(options: argparse.Namespace) -> int:
    # Resolved when the command runs: a portal is installed without the desktop's half.
    return int(resolve_name(f"turbo_admin.cli.office_commands.{options.office_command}")(options))
