"""Options in every position: before the command, between its words, among its arguments.

argparse reads an option only at the level that it belongs to, and a level below overwrites what one above has read. So a
command line is put in order first: the words that name the command, its options, its arguments.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# The program's own; it ends the program, and no command has it.
_VERSION = "--version"
_NEGATIVE_NUMBER = re.compile(r"-\d+(\.\d*)?|-\.\d+")


@dataclass(frozen=True, slots=True)
class _Option:
    """An option as typed.

    Attributes:
        value: None where none was given, or none is taken.
    """

    name: str
    value: str | None = None

    @property
    def typed(self) -> str:
        return self.name if self.value is None else f"{self.name}={self.value}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a command line, as far as it has been read."""

    command: argparse.ArgumentParser
    path: tuple[str, ...] = ()
    options: tuple[_Option, ...] = ()
    arguments: tuple[str, ...] = ()

    def with_option(self, option: _Option) -> "_Reading":
        return replace(self, options=(*self.options, option))


def in_order(program: argparse.ArgumentParser, typed: Sequence[str]) -> list[str]:
    """Return the same command line with all options between the command and its arguments.

    Ends the program when an option that takes one value was given two.

    Args:
        typed: returned as it is when it names no command: the parser then says so.
    """
    read = next(_readings(_Reading(program), tuple(typed)), None)
    if read is None or not read.path:
        return list(typed)
    _refuse_two_values(read)
    given = [option for option in read.options if option.name != _VERSION]
    lacking = [option.typed for option in given if _lacks_value(read.command, option)]
    options = [option.typed for option in given if not _lacks_value(read.command, option)]
    version = [_VERSION] * (len(given) < len(read.options))
    # Last, where no argument can be taken for its value.
    return [*version, *read.path, *options, *read.arguments, *lacking]


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands below a parser by their word; empty for a command that has none."""
    families = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    return {word: child for family in families for word, child in family.choices.items()}


def _readings(read: _Reading, left: tuple[str, ...]) -> Iterator[_Reading]:
    """Yield every way to read what is left: ahead of the command, `--mail` may or may not take the next word."""
    below = subcommands(read.command)
    if not below:
        yield from _read_command(read, left)
    elif left and _is_option(left[0]):
        for option, rest in _option_readings(read.command, left):
            yield from _readings(read.with_option(option), rest)
    elif left and left[0] in below:
        yield from _readings(replace(read, command=below[left[0]], path=(*read.path, left[0])), left[1:])


def _read_command(read: _Reading, left: tuple[str, ...]) -> Iterator[_Reading]:
    """Read the words behind a command; nothing if the options ahead of it were read otherwise than it has them."""
    takes_value = _own_options(read.command)
    for option in read.options:
        if takes_value.get(option.name, option.value is not None) != (option.value is not None):
            return
    while left:
        if left[0] == "--":
            # Behind it nothing is an option; argparse wants it there too.
            read, left = replace(read, arguments=(*read.arguments, *left)), ()
        elif _is_option(left[0]):
            option, left = next(_option_readings(read.command, left))
            read = read.with_option(option)
        else:
            read, left = replace(read, arguments=(*read.arguments, left[0])), left[1:]
    yield read


def _option_readings(
    parser: argparse.ArgumentParser, left: tuple[str, ...]
) -> Iterator[tuple[_Option, tuple[str, ...]]]:
    """Yield an option with and without the next word, as some command below takes it, and what is left behind it."""
    name, equals, value = left[0].partition("=")
    if equals:
        yield _Option(name, value), left[1:]
        return
    ways = {known[name] for known in map(_own_options, _commands_below(parser)) if name in known}
    if True in ways and len(left) > 1 and not _is_option(left[1]):
        yield _Option(name, left[1]), left[2:]
    if False in ways or ways == set() or len(left) == 1 or _is_option(left[1]):
        yield _Option(name), left[1:]


def _commands_below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    below = subcommands(parser)
    for child in below.values():
        yield from _commands_below(child)
    if not below:
        yield parser


def _own_options(parser: argparse.ArgumentParser) -> dict[str, bool]:
    """Return each option of a parser, and whether it takes a value."""
    return {name: action.nargs != 0 for action in parser._actions for name in action.option_strings}


def _lacks_value(command: argparse.ArgumentParser, option: _Option) -> bool:
    return option.value is None and _own_options(command).get(option.name, False)


def _refuse_two_values(read: _Reading) -> None:
    for action in read.command._actions:
        given = {option.value for option in read.options if option.name in action.option_strings}
        if len(given) > 1 and isinstance(action, argparse._StoreAction):
            read.command.error(f"{action.option_strings[0]} est donné deux fois, avec deux valeurs")


def _is_option(word: str) -> bool:
    """Whether argparse takes a word for an option."""
    name = word.partition("=")[0]
    return name[:1] == "-" and name != "-" and " " not in name and not _NEGATIVE_NUMBER.fullmatch(name)
