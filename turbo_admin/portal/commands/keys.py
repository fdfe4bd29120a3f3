"""`portal keys`: list, revoke, ask for renewal."""

import argparse
import sys

import msgspec

from turbo_admin.core.uai import parse_uai
from turbo_admin.portal.commands.options import owner, paris
from turbo_admin.portal.schools import keys


def list_keys(options: argparse.Namespace) -> int:
    """Print the keys, one a line."""
    with owner(options) as database:
        lines = keys.list_keys(database, parse_uai(options.school) if options.school else "")
    for line in lines:
        # A line at a time, so that the output can be piped; msgspec writes times as ISO 8601.
        if options.json:
            sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
        else:
            state = "retirée" if line.revoked else "à renouveler" if line.renewal_asked else "en service"
            print(
                f"{line.key_id}  {line.uai}  {line.name:20}  créée {paris(line.created)}"
                f"  vue {paris(line.seen) if line.seen else 'jamais':16}  {state}"
            )
    return 0


def revoke_key(options: argparse.Namespace) -> int:
    """Revoke a key."""
    with owner(options) as database:
        keys.revoke_key(database, options.key_id)
    return 0


def rotate_key(options: argparse.Namespace) -> int:
    """Ask a workstation to replace its key at its next synchronisation."""
    with owner(options) as database:
        keys.ask_renewal(database, options.key_id)
    return 0
