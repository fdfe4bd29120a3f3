"""The network of the school: test-connection, change-key."""

import argparse
import sys
from typing import TYPE_CHECKING

from turbo_admin.cli.office import add_command

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk
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


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    test = add_command(
        commands, "test-connection", "dit à quelle étape la connexion au portail échoue, et que faire", _test
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
        _change,
    )
    change.add_argument("--school", metavar="UAI", required=True, help="établissement")


def _test(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.errors import Refused
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.settings.schools import schools
    from turbo_admin.office.sync.network import check_connection

    if options.url:
        return _tell("", check_connection(desk, url=options.url), options)
    wanted = parse_uai(options.school) if options.school else ""
    paired = [one for one in schools(desk) if one.paired and wanted in {"", one.uai}]
    if not paired:
        raise Refused("nothing_paired")
    codes = [_tell(one.uai, check_connection(desk, uai=one.uai), options) for one in paired]
    return next((code for code in codes if code), 0)


def _tell(uai: str, steps: "tuple[Checked, ...]", options: argparse.Namespace) -> int:
    """Write the steps; return the exit code of the one that failed, 0 for none."""
    from turbo_admin.cli import EXIT_CODES

    if uai and not options.json:
        print(f"Établissement {uai}")
    for step in steps:
        if options.json:
            import msgspec

            line = {"uai": uai, **msgspec.to_builtins(step)}
            sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
        else:
            print(f"{_LABELS[step.step]:12} {_MARKS[step.state]:4} {step.text}")
    codes = {kind.__name__: code for kind, code in EXIT_CODES.items()}
    return next((codes[step.error_kind] for step in steps if step.error_kind), 0)


def _change(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.sync.network import change_key

    change_key(desk, parse_uai(options.school))
    print("La clé de ce poste est changée. L’ancienne ne sert plus.")
    return 0
