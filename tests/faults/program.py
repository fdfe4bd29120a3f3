"""The office's program, ready to run at once: everything is imported, and each run is a fork of its own.

`python -m tests.faults.program [VARIANT]` reads orders from its standard input, one JSON a line: arguments of
`turbo-admin`, environment, file for what it says. It answers with the pid of a process that has stopped itself, so that
strace can be attached before it goes on, and then with how that process ended. VARIANT names what is made wrong.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.strace import CHANGING, Strike, Tracer, calls_of, most_of_a_thread, struck

_ROOT = Path(__file__).resolve().parents[2]
_LONGEST_S = 120
_LATE = (
    "turbo_admin.cli.office_commands.requests",
    "turbo_admin.cli.office_commands.importing",
    "turbo_admin.office.credentials.from_requests",
    "turbo_admin.office.intake.acts",
    "turbo_admin.office.sheets.mail",
    "turbo_admin.office.sync.nightly",
    "turbo_admin.office.roster.search",
    "turbo_admin.office.roster.apply",
    "turbo_admin.office.roster.importing",
    "turbo_admin.office.settings.schools",
    "turbo_admin.office.sheets.printing",
    "turbo_admin.outside.pc.logs",
    "turbo_admin.outside.paper.credential_sheet",
    "turbo_admin.store.engine.migrate",
    "turbo_admin.ui.kit.proxy",
    "sqlalchemy.dialects.sqlite",
    "keyring.backends.chainer",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run came out.

    Attributes:
        code: its exit code; minus the signal that ended it.
        said: what it printed.
        trace: what strace wrote down.
    """

    code: int
    said: str
    trace: Sequence[str]

    @property
    def struck(self) -> int:
        """How many calls were tampered with."""
        return struck(self.trace)

    def was_killed_at(self, strike: Strike) -> bool:
        """Whether it was killed where it was to be: that call is the last that its thread began."""
        reached = most_of_a_thread(calls_of(self.trace)).get(strike.kind)
        return self.code == -signal.SIGKILL and reached == strike.number


class OfficeProgram:
    """`turbo-admin`, run as often as wanted, as a real process each time.

    Args:
        folder: of its own.
        variant: the name of something wrong in `variants`.
    """

    def __init__(self, folder: Path, variant: str = "") -> None:
        self._folder = folder
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program", *([variant] if variant else [])],
            cwd=_ROOT,
            env=os.environ
            | {
                "PYTHONPATH": str(_ROOT),
                "PYTHONUTF8": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHON_KEYRING_BACKEND": "tests.keyrings.FileKeyring",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.close()
        self._program.stdout.close()
        self._program.wait(30)

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        kinds: Sequence[str] = CHANGING,
        strikes: Sequence[Strike] = (),
        options: Sequence[str] = (),
    ) -> Ran:
        """Run it under strace.

        Raises:
            NoStraceError: nothing can be traced here.
        """
        said, log = self._folder / "said.txt", self._folder / "strace.txt"
        self._tell({"arguments": list(arguments), "environment": dict(environment), "said": str(said)})
        pid = int(self._hear())
        try:
            tracer = Tracer(pid, log, kinds, strikes, options)
        except BaseException:
            os.kill(pid, signal.SIGKILL)
            os.kill(pid, signal.SIGCONT)
            self._hear()
            raise
        os.kill(pid, signal.SIGCONT)
        with _no_longer_than(_LONGEST_S, pid):
            code = int(self._hear())
        return Ran(code, said.read_text(encoding="utf-8", errors="replace"), tracer.end())

    def _tell(self, order: Mapping[str, Any]) -> None:
        assert self._program.stdin
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()

    def _hear(self) -> str:
        assert self._program.stdout
        line = self._program.stdout.readline()
        assert line, "the office's program broke"
        return line.strip()


@contextmanager
def _no_longer_than(seconds: float, pid: int) -> Iterator[None]:
    """Kill a program that does not come to an end: it then counts as not having done what it was to do."""
    timer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def main(arguments: Sequence[str]) -> int:
    """Fork and run at each order, until there are no more."""
    from tests.faults import variants
    from turbo_admin import cli

    for name in _LATE:
        importlib.import_module(name)
    with getattr(variants, arguments[0])() if arguments else nullcontext():
        for line in sys.stdin:
            order = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _be_the_office(cli.main, order)
            os.waitpid(pid, os.WUNTRACED)
            _answer(pid)
            _answer(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    return 0


def _be_the_office(run: Callable[[Sequence[str]], int], order: Mapping[str, Any]) -> None:
    code = 1
    try:
        os.environ.update(order["environment"])
        said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.close(said)
        os.kill(os.getpid(), signal.SIGSTOP)
        code = run(order["arguments"])
        sys.stdout.flush()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # what a bug prints is what the campaign looks for
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _answer(value: int) -> None:
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
