"""The help of the commands that act on records: French, and it says what JSON they write."""

import pytest

from turbo_admin.cli import main

COMMANDS = (
    ("account", *("list", "issue", "renew", "send-again", "revoke", "block", "unblock", "close", "reopen")),
    ("account", *("detach", "email")),
    ("request", *("list", "choose", "email", "refuse", "revoke", "second", "issue")),
    ("sheet", *("list", "batches", "print", "hand", "mail", "revoke", "undo")),
    ("settings", *("show", "set")),
    ("refused", *("list", "retry", "give-up")),
    ("diner", "edit"),
    ("backup",),
    ("restore",),
)
ALL = [(family, *name) for family, *names in COMMANDS for name in [(), *((one,) for one in names)]]


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_the_help_is_french(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "Utilisation\u00a0:" in said.replace(" :", "\u00a0:")
    assert "usage:" not in said


def test_a_command_that_is_not_finished_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("account",), ("account", "block"), ("settings", "set", "--school", "0990001N", "name")):
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        assert ended.value.code == 2
        assert "usage:" not in capsys.readouterr().err
