"""The office's commands: what the parser names is there."""

import argparse
from collections.abc import Iterator
from pkgutil import resolve_name

import pytest

from turbo_admin.cli import match, network, office, retention, roster


def described() -> Iterator[tuple[str, str]]:
    """Every command of the office, with the function that it names."""
    commands = argparse.ArgumentParser().add_subparsers()
    for family in (office, roster, retention, network, match):
        family.register(commands)
    for name, parser in commands.choices.items():
        yield name, parser.get_default("office_command")


@pytest.mark.parametrize(("name", "function"), [*described()])
def test_every_command_of_the_office_is_done_by_a_function_that_exists(name: str, function: str) -> None:
    assert callable(resolve_name(f"turbo_admin.cli.office_commands.{function}")), name
