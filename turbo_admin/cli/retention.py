"""Parser of `turbo-admin retention`: counts or erases old data."""

import argparse

from turbo_admin.cli.office import add_command


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    retention = add_command(
        commands,
        "retention",
        "efface ce qui n’a plus à être gardé, d’un coup ou pas du tout",
        "retention:erase_or_count",
    )
    retention.add_argument(
        "--dry-run", action="store_true", help="montre en nombres ce qui serait effacé, sans rien écrire"
    )
    retention.add_argument("--json", action="store_true", help="une ligne JSON par établissement")
