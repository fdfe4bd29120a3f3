"""`portal erase`: counts what would be erased, and erases it with --yes."""

import argparse
import sys

from turbo_admin.core.uai import parse_uai
from turbo_admin.portal.commands.options import owner
from turbo_admin.portal.commands.printing import counts_line
from turbo_admin.portal.host import erasing


def erase_old(options: argparse.Namespace) -> int:
    """Erase, or count, what retention no longer allows."""
    with owner(options) as database:
        found = erasing.erase_old(database, options.school, year=options.year, really=options.yes)
    for uai, counts in found.items():
        print(f"{uai}  {counts_line(counts)}")
    return _remind(options)


def erase_family(options: argparse.Namespace) -> int:
    """Erase, or count, what is kept of a family."""
    with owner(options) as database:
        uai = parse_uai(options.uai)
        found = erasing.erase_family(
            database, uai, options.who, even_open=options.even_open, really=options.yes
        )
        print(counts_line(found))
    return _remind(options)


def erase_school(options: argparse.Namespace) -> int:
    """Erase, or count, a school."""
    with owner(options) as database:
        print(counts_line(erasing.erase_school(database, parse_uai(options.uai), really=options.yes)))
    return _remind(options)


def _remind(options: argparse.Namespace) -> int:
    if not options.yes:
        # On stderr: a script reads the counts from stdout either way.
        print("Rien n’a été effacé : ajoutez --yes pour effacer.", file=sys.stderr)
    return 0
