"""The command line: a module for each family of commands describes them, and names the functions that do them.

A family has `register(commands)`, which adds its sub-parsers and sets `run` on each: a function of the parsed
arguments that returns an exit code (`exit_codes`). What a command does is loaded when it runs.
"""

import argparse
import os
import select
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from turbo_admin import __version__
from turbo_admin.cli import (
    accounts,
    backup,
    demo,
    desktop,
    diners,
    match,
    money,
    network,
    office,
    portal,
    refused,
    requests,
    retention,
    roster,
    settings,
    sheets,
)
from turbo_admin.cli.exit_codes import EXIT_CODES, INTERRUPTED, UNREAD
from turbo_admin.cli.option_order import in_order
from turbo_admin.cli.parser import FrenchParser
from turbo_admin.core.errors import TurboError

_HELP = """Une option se place où l’on veut, avant la commande aussi ; « -- » devant un argument qui commence par un tiret.

Codes de retour : 0 fait · 1 anomalie du programme · 2 commande mal écrite · 3 refusé par une règle ·
4 données illisibles · 5 portail injoignable (rien n’est perdu) · 6 versions ou historiques différents ·
130 arrêté par Ctrl+C · 141 plus personne ne lit ce qui est écrit (« | head »)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; without one, open the desktop."""
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            # Here, not when Python ends: there nobody could answer for it any more.
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread():
            raise
        return UNREAD


def _run(arguments: Sequence[str]) -> int:
    options = described(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except TurboError as error:
        print(error, file=sys.stderr)
        return EXIT_CODES.get(type(error), 1)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        # Ctrl+C in the middle of an import or of a tidying up comes out as the error that it led to.
        if not _is_from_interrupt(error):
            raise
        return INTERRUPTED


def _is_from_interrupt(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _is_unread() -> bool:
    """Whether the reader of our output has gone; what is left is discarded, so that Python ends without a message."""
    gone = [stream for stream in (sys.stdout, sys.stderr) if _has_no_reader(stream)]
    for stream in gone:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    return bool(gone)


def _has_no_reader(stream: TextIO) -> bool:
    try:
        stream.flush()
    except BrokenPipeError:
        return True
    if sys.platform == "win32":
        return False
    # A stream without a buffer has nothing left to flush.
    asked = select.poll()
    asked.register(stream, 0)
    return bool(asked.poll(0))


def described(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what a command asks for; one that is not understood ends the program."""
    if _only_opens(arguments):
        return _opening().parse_args(arguments)
    parser = _parser()
    return parser.parse_args(in_order(parser, arguments))


def _only_opens(given: Sequence[str]) -> bool:
    """Whether the desktop is wanted and nothing else: the window does not wait for the commands' descriptions."""
    return not given or (given[0] == "--database" and len(given) == 2 and not given[1].startswith("-"))


def _opening() -> argparse.ArgumentParser:
    parser = FrenchParser(prog="turbo-admin")
    desktop.register_default(parser)
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="turbo-admin",
        description="Turbo Admin : le bureau de la restauration scolaire et son Espace Numérique.\n"
        "Sans commande, ouvre le logiciel.",
        epilog=_HELP,
    )
    parser.add_argument(
        "--version", action="version", version=f"Turbo Admin {__version__}", help="affiche la version"
    )
    commands = parser.add_subparsers(title="Commandes", metavar="COMMANDE", prog="turbo-admin")
    desktop.register_default(parser)
    families = (
        *(office, requests, accounts, sheets, refused, roster, diners, settings, retention, backup),
        *(money, network, match, portal, demo),
    )
    for family in families:
        family.register(commands)
    return parser
