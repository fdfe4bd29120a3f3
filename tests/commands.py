"""`turbo-admin` commands, each in a process of its own that is forked from one that has everything loaded.

Starting Python and loading the office takes a second, a fork some milliseconds: a test can play a day of commands.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import TracebackType
from typing import IO, Any, Self

from tests.sources import ROOT
from turbo_admin.cli import main, office_commands


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it wrote."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Each line of the output, as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


class Commands:
    """Runs commands one at a time, within `with`.

    Args:
        variant: the name of something wrong in `tests.faults.variants`, empty for the program as it is.
    """

    def __init__(self, variant: str = "") -> None:
        self._variant = variant

    def __enter__(self) -> Self:
        program = (
            ["tests.faults.processes.wrong_commands", self._variant] if self._variant else ["tests.commands"]
        )
        self._server = subprocess.Popen(
            [sys.executable, "-m", *program],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.close()
        self._server.wait(30)
        self._server.stdout.close()

    def run(self, words: Sequence[str], environment: Mapping[str, str]) -> Ended:
        """Run a command and wait for its end.

        Args:
            environment: all of it; what is not there is not set.
        """
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps([list(words), dict(environment)]) + "\n")
        self._server.stdin.flush()
        code, out, err = json.loads(self._server.stdout.readline())
        return Ended(tuple(words), code, out, err)


def run_alone(words: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """Run a command in a Python of its own: with what is read only as a process starts, such as LD_PRELOAD."""
    done = subprocess.run(
        [sys.executable, "-m", "turbo_admin", *words],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Ended(tuple(words), done.returncode, done.stdout, done.stderr)


def serve() -> None:
    """Read commands from the standard input, one a line of JSON, and answer each when it has ended."""
    for module in iter_modules(office_commands.__path__, f"{office_commands.__name__}."):
        import_module(module.name)
    for line in sys.stdin:
        words, environment = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if not child:
                _become(words, environment, out, err)
            _, status = os.waitpid(child, 0)
            told = [os.waitstatus_to_exitcode(status), *map(_read, (out, err))]
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")


def _become(words: Sequence[str], environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]) -> None:
    """Be the command from now on; does not return."""
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in ((1, out), (2, err)):
        os.dup2(stream.fileno(), number)
    code = 1
    try:
        code = main(words)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # as Python itself would end: the trace on the error stream, code 1
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
