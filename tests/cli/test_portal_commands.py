"""The portal's commands: what the parser names is there."""

import argparse
from collections.abc import Iterator
from pkgutil import resolve_name

import pytest

from turbo_admin.cli import portal


def described() -> Iterator[tuple[str, str]]:
    """Every command of the portal, with the function that it names."""
    parser = argparse.ArgumentParser()
    portal.register(parser.add_subparsers())
    yield from _commands(parser, "")


def _commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, str]]:
    families = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for family in families:
        for word, child in family.choices.items():
            yield from _commands(child, f"{name} {word}".strip())
    if not families:
        yield name, parser.get_default("portal_command")


@pytest.mark.parametrize(("name", "function"), [*described()])
def test_every_command_of_the_portal_is_done_by_a_function_that_exists(name: str, function: str) -> None:
    assert callable(resolve_name(f"turbo_admin.portal.commands.{function}")), name
