"""Retention command: counts or erases old data."""

import argparse

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import NBSP, count
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.overview.retention import Due, due, erase


@at_desk
def erase_or_count(desk: Desk, options: argparse.Namespace) -> int:
    """Erase data beyond its retention, or count it."""
    found = due(desk) if options.dry_run else erase(desk)
    for one in found:
        if options.json:
            print_json(one)
        else:
            print(_sentence(one, "à effacer" if options.dry_run else "effacé"))
    return 0


def _sentence(one: Due, what: str) -> str:
    numbers = [
        count(one.requests + one.answered, "demande"),
        count(one.accounts, "compte"),
        count(one.sheets, "fiche"),
        count(one.diners, "hôte sorti sans adresse", "hôtes sortis sans adresse"),
        count(one.secrets, "mot de passe provisoire", "mots de passe provisoires"),
    ]
    return f"{one.school} ({one.uai}), {one.months}{NBSP}mois, {what}{NBSP}: {', '.join(numbers)}."
