"""Settings commands: show and change a school's settings."""

import argparse

import msgspec

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.errors import BadData
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.school_settings import SchoolSettings, save_settings, settings_of

_SWITCH = {"oui": True, "true": True, "non": False, "false": False}


@at_desk
def show(desk: Desk, options: argparse.Namespace) -> int:
    """Show the settings of a school."""
    return _print(desk, options, parse_uai(options.school))


@at_desk
def change(desk: Desk, options: argparse.Namespace) -> int:
    """Change settings of a school, all of them or none."""
    uai = parse_uai(options.school)
    values: dict[str, object] = msgspec.to_builtins(settings_of(desk, uai))
    # Read over what is stored, so that one command may set several values and validation sees them together.
    for name, typed in options.values:
        values[name] = _read(name, typed, values)
    try:
        changed = msgspec.convert(values, SchoolSettings)
    except msgspec.ValidationError as error:
        raise BadData("settings_value", detail=str(error)) from error
    save_settings(desk, uai, changed)
    return _print(desk, options, uai)


def _read(name: str, typed: str, present: dict[str, object]) -> object:
    """Return the value of a setting as it was typed.

    Args:
        present: the current settings; the type of a value decides how the text is parsed.

    Raises:
        BadData: `settings_value`.
    """
    if name not in present:
        raise BadData("settings_value", detail=name)
    # Text is taken literally: a school called « null » needs no quotes.
    if isinstance(present[name], str):
        return typed
    if isinstance(present[name], bool) and typed.strip().casefold() in _SWITCH:
        return _SWITCH[typed.strip().casefold()]
    try:
        value: object = msgspec.json.decode(typed)
    except msgspec.DecodeError as error:
        raise BadData("settings_value", detail=f"{name}={typed}") from error
    return value


def _print(desk: Desk, options: argparse.Namespace, uai: str) -> int:
    settings = settings_of(desk, uai)
    if options.json:
        print_json(settings)
        return 0
    for name, value in msgspec.to_builtins(settings).items():
        print(f"{name}={value if isinstance(value, str) else msgspec.json.encode(value).decode()}")
    return 0
