"""A command of the host that is given another role's address: refused in words, before anything is read or written."""

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_option_positions import ALL, Command
from tests.portal.conftest import Portal
from tests.portal.forked_commands import portal_command
from turbo_admin.cli import _parser, main
from turbo_admin.cli.option_order import subcommands
from turbo_admin.portal.base.roles import OWNER, PORTAL, ROLES, WORKER

_WITH_DATABASE = [
    one for one in ALL if one.path[0] == "portal" and any(option[0] == "--database" for option in one.options)
]
# What each wants besides the role, so that nothing but the role is wrong.
_BESIDES = {
    "serve": ("--port", "0", "--mail", "smtp://127.0.0.1:9"),
    "work": ("--once", "--mail", "smtp://127.0.0.1:9"),
    "add-school": ("0990001N", "École"),
    "erase family": ("--yes", "0990001N", "lm482716"),
    "erase school": ("--yes", "0990001N"),
    "erase old": ("--yes",),
    "restored": (),
}


def _wanted(command: Command) -> set[str]:
    """The roles whose address the help of a command asks for."""
    parser: argparse.ArgumentParser = _parser()
    for word in command.path:
        parser = subcommands(parser)[word]
    [help_text] = [str(one.help) for one in parser._actions if "--database" in one.option_strings]
    found = {role for role in ROLES if role in help_text}
    return found | ({"postgres"} if "superutilisateur" in help_text else set())


def _rows(portal: Portal) -> list[Any]:
    tables = portal.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [
        portal.rows(f"SELECT * FROM {table} ORDER BY 1, 2")
        for (table,) in tables
        if table != "alembic_version"
    ]


class _Unread(io.RawIOBase):
    """A message on the standard input that nobody may take."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        del buffer
        raise AssertionError("the message was read")


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Unread()))
    yield
    monkeypatch.undo()


def _run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command that is to write nothing but errors; return its exit code and them."""
    if words[1] in {"serve", "work"}:
        # In a process of their own: they set up the log, of this process otherwise.
        ended = portal_command(*words[1:])
        assert ended.stdout == ""
        return ended.returncode, ended.stderr
    code, said = main(words), capsys.readouterr()
    assert said.out == ""
    return code, said.err


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("command", _WITH_DATABASE, ids=lambda one: one.name)
def test_another_roles_address_is_refused_in_words_and_nothing_is_touched(
    command: Command, portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, before = _wanted(command), _rows(portal)
    assert wanted
    name = command.name.removeprefix("portal ")
    besides = _BESIDES.get(name) or command.needs
    if name == "backup":
        besides = (str(tmp_path / "espace.dump"),)
    for role in {*ROLES, "postgres"} - wanted:
        url = portal.superuser_url.replace("+psycopg", "") if role == "postgres" else portal.url(role)
        words = [*command.path, *besides, "--database", url, "--data", str(tmp_path)]
        code, said = _run(words, capsys)
        # A mail server keeps the message for later on 75 (EX_TEMPFAIL), and on nothing else.
        assert code == (75 if name == "bounces" else 3), (role, said)
        assert "Rien n’a été lu ni écrit." in said
        assert f"rôle {role}" in said or name == "backup"
    assert _rows(portal) == before
    assert not (tmp_path / "espace.dump").exists()


def test_the_roles_that_commands_want_are_all_three() -> None:
    assert len(_WITH_DATABASE) > 15
    assert {OWNER, PORTAL, WORKER, "postgres"} == {role for one in _WITH_DATABASE for role in _wanted(one)}


def test_the_doctor_says_of_tables_of_another_version_what_to_do(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.rows("UPDATE meta SET public_url = ''")  # whose certificate would be looked at
    for version, words in (("9999", "plus récente"), ("0001", "portal migrate")):
        portal.rows("UPDATE alembic_version SET version_num = :version", version=version)
        assert main(["portal", "doctor", "--database", portal.url(OWNER), "--data", str(tmp_path)]) == 3
        [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("base de données")]
        assert words in line
