"""Parsers of `test-connection` and `change-key`."""

import argparse

from turbo_admin.cli.office import add_command


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    test = add_command(
        commands,
        "test-connection",
        "dit à quelle étape la connexion au portail échoue, et que faire",
        "network:test_connection",
    )
    test.add_argument(
        "url", metavar="ADRESSE", nargs="?", default="", help="une adresse qui n’est pas encore reliée"
    )
    test.add_argument("--school", metavar="UAI", default="", help="un seul établissement (tous)")
    test.add_argument("--json", action="store_true", help="une ligne JSON par étape")
    change = add_command(
        commands,
        "change-key",
        "échange la clé de ce poste contre une nouvelle, et retire l’ancienne",
        "network:change_key",
    )
    change.add_argument("--school", metavar="UAI", required=True, help="établissement")
