"""Opens a desk for one command, and prints JSON."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import msgspec

from turbo_admin.cli.exit_codes import EXIT_CODES
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.ui.kit.proxy import system_proxy


@contextmanager
def opened_desk(database: str | None) -> Iterator[Desk]:
    """Open a desk, and close it after the command.

    Args:
        database: a SQLite path or a `postgresql://` address; None for this PC's own.
    """
    desk = open_desk(database, system_proxy=system_proxy)
    try:
        yield desk
    finally:
        desk.close()


def at_desk(command: Callable[[Desk, argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Decorator of commands that work at a desk: opens the one that `--database` names."""

    @wraps(command)
    def run(options: argparse.Namespace) -> int:
        with opened_desk(options.database) as desk:
            return command(desk, options)

    return run


def print_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    # Not print(): the console's encoding might not have all letters, and JSON must stay valid.
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def code_of(kind: str) -> int:
    """Return the exit code of an error, by the name of its class; 0 for none."""
    # By name: the results of a synchronisation store the class's name, not the error.
    return {one.__name__: code for one, code in EXIT_CODES.items()}.get(kind, 1) if kind else 0
