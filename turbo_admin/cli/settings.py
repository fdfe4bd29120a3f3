"""`turbo-admin settings`: *Configuration › Espace numérique*, shown and changed."""

import argparse
from typing import TYPE_CHECKING, Any

from turbo_admin.cli.office import add_command, print_json

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk

_HELP = """La configuration de l’Espace numérique d’un établissement. Le portail suit à la prochaine synchronisation.

« show --json » écrit un objet, une valeur par NOM. « set » lit le texte tel quel pour un NOM dont la valeur est un texte,
oui ou non pour les interrupteurs, et du JSON pour les autres : delay_hours=24, opening_weekdays=[0,1,3,4] (0 : lundi),
closures=[{"first": "2026-12-21", "last": "2027-01-01"}]."""
_SWITCH = {"oui": True, "true": True, "non": False, "false": False}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "settings", help="configuration de l’Espace numérique : la montrer, la changer", description=_HELP
    )
    acts = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    show = add_command(acts, "show", "montre la configuration", _show)
    show.add_argument("--school", required=True, metavar="UAI", help="établissement")
    show.add_argument("--json", action="store_true", help="un objet JSON")
    change = add_command(acts, "set", "change la configuration, toutes les valeurs ensemble ou aucune", _set)
    change.add_argument("--school", required=True, metavar="UAI", help="établissement")
    change.add_argument(
        "values", metavar="NOM=VALEUR", nargs="+", type=_value, help="un NOM de « settings show »"
    )
    change.add_argument("--json", action="store_true", help="la configuration qui en résulte, un objet JSON")


def _value(typed: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{typed} : NOM=VALEUR est attendu")
    return name.strip(), value


def _show(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai

    return _print(desk, options, parse_uai(options.school))


def _set(desk: "Desk", options: argparse.Namespace) -> int:
    import msgspec

    from turbo_admin.core.errors import BadData
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.settings.school_settings import SchoolSettings, save_settings, settings_of

    uai = parse_uai(options.school)
    values: dict[str, Any] = msgspec.to_builtins(settings_of(desk, uai))
    for name, typed in options.values:
        values[name] = _read(name, typed, values)
    try:
        changed = msgspec.convert(values, SchoolSettings)
    except msgspec.ValidationError as error:
        raise BadData("settings_value", detail=str(error)) from error
    save_settings(desk, uai, changed)
    return _print(desk, options, uai)


def _read(name: str, typed: str, present: dict[str, Any]) -> Any:
    """Return the value of a setting as it was typed.

    Args:
        present: the settings as they are: what a value is says how it is read.

    Raises:
        BadData: `settings_value`.
    """
    import msgspec

    from turbo_admin.core.errors import BadData

    if name not in present:
        raise BadData("settings_value", detail=name)
    if isinstance(present[name], str):
        return typed
    if isinstance(present[name], bool) and typed.strip().casefold() in _SWITCH:
        return _SWITCH[typed.strip().casefold()]
    try:
        return msgspec.json.decode(typed)
    except msgspec.DecodeError as error:
        raise BadData("settings_value", detail=f"{name}={typed}") from error


def _print(desk: "Desk", options: argparse.Namespace, uai: str) -> int:
    import msgspec

    from turbo_admin.office.settings.school_settings import settings_of

    settings = settings_of(desk, uai)
    if options.json:
        print_json(settings)
        return 0
    for name, value in msgspec.to_builtins(settings).items():
        print(f"{name}={value if isinstance(value, str) else msgspec.json.encode(value).decode()}")
    return 0
