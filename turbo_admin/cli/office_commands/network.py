"""Network commands: test the connection, change the key."""

import argparse

import msgspec

from turbo_admin.cli.office_commands.desk import at_desk, code_of, print_json
from turbo_admin.core.errors import Refused
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.schools import schools
from turbo_admin.office.sync import network
from turbo_admin.outside.portal.connection_test import Checked

_LABELS = {
    "name": "Nom",
    "proxy": "Proxy",
    "tls": "Chiffrement",
    "portal": "Portail",
    "key": "Clé",
    "version": "Version",
}
_MARKS = {"ok": "oui", "failed": "NON", "skipped": "–"}


@at_desk
def test_connection(desk: Desk, options: argparse.Namespace) -> int:
    """Test the connection to the portals, step by step."""
    if options.url:
        return _print_steps("", network.check_connection(desk, url=options.url), options)
    wanted = parse_uai(options.school) if options.school else ""
    paired = [one for one in schools(desk) if one.paired and wanted in {"", one.uai}]
    if not paired:
        raise Refused("nothing_paired")
    codes = [_print_steps(one.uai, network.check_connection(desk, uai=one.uai), options) for one in paired]
    # All schools are tested, even after a failure; the first failure gives the exit code.
    return next((code for code in codes if code), 0)


def _print_steps(uai: str, steps: tuple[Checked, ...], options: argparse.Namespace) -> int:
    """Print the steps; return the exit code of the one that failed, 0 for none."""
    if uai and not options.json:
        print(f"Établissement {uai}")
    for step in steps:
        if options.json:
            print_json({"uai": uai, **msgspec.to_builtins(step)})
        else:
            print(f"{_LABELS[step.step]:12} {_MARKS[step.state]:4} {step.text}")
    return next((code_of(step.error_kind) for step in steps if step.error_kind), 0)


@at_desk
def change_key(desk: Desk, options: argparse.Namespace) -> int:
    """Replace this PC's key to a portal."""
    network.change_key(desk, parse_uai(options.school))
    print("La clé de ce poste est changée. L’ancienne ne sert plus.")
    return 0
