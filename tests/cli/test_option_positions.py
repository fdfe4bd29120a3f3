"""An option means the same wherever it stands: every option of every command, in every position."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import Office
from turbo_admin.cli import _parser, described, main

Option = argparse.Action
# One of these is read by the type of any option.
_VALUES = ("7", "400", "r-1=open", "deux mots")


@dataclass(frozen=True, slots=True)
class Command:
    """A command, with what it needs at least.

    Attributes:
        options: each as the words that are typed; those that exclude what `needs` has are left out.
    """

    path: tuple[str, ...]
    needs: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        return " ".join(self.path)


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[Command]:
    """Return every command below a parser."""
    families = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for family in families:
        for word, child in family.choices.items():
            yield from commands(child, (*path, word))
    if not families:
        yield _command(parser, path)


def _command(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Command:
    groups = parser._mutually_exclusive_groups
    chosen = [group._group_actions[0] for group in groups if group.required]
    needed = [one for one in parser._actions if one.required or one in chosen]
    excluded = [one for group in groups for one in group._group_actions if group.required]
    free = [one for one in parser._actions if one.option_strings and one not in [*needed, *excluded]]
    return Command(
        path,
        tuple(word for one in needed for word in _as_typed(one)),
        tuple(_words(one) for one in free if not isinstance(one, argparse._HelpAction)),
    )


def _as_typed(needed: Option) -> Sequence[str]:
    if not needed.option_strings:
        # Two where there may be more: the option stands between them, too.
        return [_value(needed)] * (2 if needed.nargs == "+" else 1)
    return ["=".join(_words(needed))]


def _words(option: Option) -> tuple[str, ...]:
    return (option.option_strings[0],) if option.nargs == 0 else (option.option_strings[0], _value(option))


def _value(action: Option) -> str:
    if action.choices:
        return str(next(iter(action.choices)))
    for typed in _VALUES:
        try:
            (action.type or str)(typed)  # type: ignore[operator]
        except (ValueError, argparse.ArgumentTypeError):
            continue
        return typed
    raise AssertionError(action)


ALL = [*commands(_parser())]


def test_every_command_is_here() -> None:
    assert len(ALL) > 60
    assert {"requests", "account block", "portal serve", "portal erase old", "match", "demo"} <= {
        one.name for one in ALL
    }


@pytest.mark.parametrize("command", ALL, ids=lambda one: one.name)
def test_an_option_means_the_same_in_every_position(command: Command) -> None:
    words = [*command.path, *command.needs]
    for option in command.options:
        expected = vars(described([*command.path, *option, *command.needs]))
        for place in range(len(words) + 1):
            typed = [*words[:place], *option, *words[place:]]
            assert vars(described(typed)) == expected, typed


@pytest.mark.parametrize("command", ALL, ids=lambda one: one.name)
def test_all_options_stand_ahead_of_the_command_together(command: Command) -> None:
    # Of those that exclude one another the first alone.
    words = [*command.path, *command.needs]
    options: list[str] = []
    for option in command.options:
        try:
            described([*words, *options, *option])
        except SystemExit:
            continue
        options += option
    assert vars(described([*options, *words])) == vars(described([*words, *options]))


@pytest.mark.parametrize("command", ALL, ids=lambda one: one.name)
def test_an_option_that_a_command_has_not_is_refused_in_every_position(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*command.path, *command.needs]
    unknown = ["--unheard-of=1"]
    if not any(option[0] == "--database" for option in command.options):
        # The desktop has it, and it must not be taken for this command's.
        unknown.append("--database=autre.sqlite")
    for option in unknown:
        for place in range(len(words) + 1):
            with pytest.raises(SystemExit) as ended:
                described([*words[:place], option, *words[place:]])
            assert ended.value.code == 2
            assert "argument inconnu" in capsys.readouterr().err


@pytest.mark.parametrize("command", ALL, ids=lambda one: one.name)
def test_two_values_for_an_option_that_takes_one_are_refused(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in command.options:
        if option[0] != "--database":
            continue
        for typed in (
            ["--database", "A", *command.path, "--database", "B", *command.needs],
            [*command.path, *command.needs, "--database=A", "--database=B"],
        ):
            with pytest.raises(SystemExit) as ended:
                described(typed)
            assert ended.value.code == 2
            assert "--database" in capsys.readouterr().err


def test_an_option_without_its_value_is_not_given_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        described(["account", "close", "lm482716", "--database"])
    assert "--database attend une valeur" in capsys.readouterr().err


def test_behind_two_hyphens_nothing_is_an_option() -> None:
    read = described(["--json", "request", "refuse", "--reason", "", "--", "--json"])
    assert read.requests == ["--json"]
    assert read.json is True


def test_the_same_word_is_a_value_here_and_an_option_without_one_there() -> None:
    assert described(["--mail", "smtp://a", "portal", "serve"]).mail == "smtp://a"
    assert described(["--mail", "issue", "--certain"]).mail is True


def test_the_base_named_ahead_of_the_command_is_the_one_that_is_read(
    office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where the base of this PC would be.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))
    capsys.readouterr()
    assert main(["--database", office.base, "requests", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert not (tmp_path / "other").exists()
