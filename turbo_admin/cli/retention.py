"""What the office need not keep any more: counted, or erased."""

import argparse
from typing import TYPE_CHECKING

from turbo_admin.cli.office import add_command, print_json

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.office.overview.retention import Due


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    retention = add_command(
        commands, "retention", "efface ce qui n’a plus à être gardé, d’un coup ou pas du tout", _retention
    )
    retention.add_argument(
        "--dry-run", action="store_true", help="montre en nombres ce qui serait effacé, sans rien écrire"
    )
    retention.add_argument("--json", action="store_true", help="une ligne JSON par établissement")


def _retention(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.overview.retention import due, erase

    found = due(desk) if options.dry_run else erase(desk)
    for one in found:
        if options.json:
            print_json(one)
        else:
            print(_sentence(one, "à effacer" if options.dry_run else "effacé"))
    return 0


def _sentence(one: "Due", what: str) -> str:
    from turbo_admin.core.french import NBSP, count

    numbers = [
        count(one.requests + one.answered, "demande"),
        count(one.accounts, "compte"),
        count(one.sheets, "fiche"),
        count(one.diners, "hôte sorti sans adresse", "hôtes sortis sans adresse"),
        count(one.secrets, "mot de passe provisoire", "mots de passe provisoires"),
    ]
    return f"{one.school} ({one.uai}), {one.months}{NBSP}mois, {what}{NBSP}: {', '.join(numbers)}."
