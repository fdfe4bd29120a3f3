"""The host's commands, each in a process that is forked from one that has the portal loaded.

Starting Python and loading the portal takes most of a second, and tests give some forty commands.
"""

import atexit
import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Self

from tests.commands import Commands, run_alone, serve
from tests.sources import ROOT
from turbo_admin.portal import commands


class _PortalCommands(Commands):
    """Runs commands in forks of this module's own program."""

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.portal.forked_commands"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self


def portal_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `turbo-admin portal` with arguments, and with more in its environment."""
    words, whole = ["portal", *arguments], os.environ | environment
    ended = _loaded().run(words, whole) if os.name == "posix" else run_alone(words, whole)
    return subprocess.CompletedProcess(words, ended.code, ended.out, ended.err)


@cache
def _loaded() -> Commands:
    running = _PortalCommands()
    atexit.register(running.__exit__, None, None, None)
    return running.__enter__()


if __name__ == "__main__":
    for found in iter_modules(commands.__path__, f"{commands.__name__}."):
        import_module(found.name)
    serve()
