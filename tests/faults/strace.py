"""Stopping a program at one of its system calls, with strace.

`when=k` counts per thread and per system call: so one kind of call is tried at a time, each k of it, and the number
of those that struck is held against a trace without a fault. A campaign that struck less often than the program
wrote says so as an error: it must never look green.
"""

import re
import shutil
import signal
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What changes a file or leaves by a socket; a trace without a fault says which of them a program uses.
CHANGING = (
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "msync",
    "ftruncate",
    "truncate",
    "fallocate",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "copy_file_range",
    "sendfile",
    "sendto",
    "sendmsg",
    "sendmmsg",
)
_LINE = re.compile(r"(?P<thread>\d+) +(?P<kind>\w+)\((?P<rest>.*)", re.S)
_PLACE = re.compile(r'^\d+<(?P<fd>.*?)>[,)]|^(?:\w+<.*?>, )?"(?P<path>[^"]*)"')


class NoStraceError(Exception):
    """strace is not there, or may not trace here."""


@dataclass(frozen=True, slots=True)
class Call:
    """A system call of a traced program.

    Attributes:
        number: the how-manieth of its kind in its thread, from 1.
        place: path, or what the socket is.
    """

    thread: str
    kind: str
    number: int
    place: str


@dataclass(frozen=True, slots=True)
class Strike:
    """What is done at a call, in strace's words: `signal=KILL`, `error=ENOSPC`.

    Attributes:
        on: whether at all later ones too.
    """

    kind: str
    number: int
    what: str
    on: bool = False

    def __str__(self) -> str:
        return f"{self.what} at {self.kind} {self.number}{' and on' if self.on else ''}"


class Tracer:
    """strace, attached to a process.

    Args:
        pid: the process, with all it starts from now on. A stopped one goes on when it is told to (SIGCONT).
        kinds: system calls to write down.
        strikes: what to do at which.
        options: more of strace's own.

    Raises:
        NoStraceError: it cannot be attached.
    """

    def __init__(
        self,
        pid: int,
        log: Path,
        kinds: Sequence[str],
        strikes: Sequence[Strike] = (),
        options: Sequence[str] = (),
    ) -> None:
        program = shutil.which("strace")
        if program is None:
            raise NoStraceError("strace is not installed (make setup brings it)")
        faults = [f"inject={one.kind}:{one.what}:when={one.number}{'+' if one.on else ''}" for one in strikes]
        injected = [word for fault in faults for word in ("-e", fault)]
        command = [program, "-f", "-y", "-o", str(log), "-e", f"trace={','.join(kinds)}", *injected, *options]
        self._log = log
        self._program = subprocess.Popen(
            [*command, "-p", str(pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        assert self._program.stderr
        said = self._program.stderr.readline()
        if "attached" not in said:
            said += self._program.communicate()[1]
            raise NoStraceError(f"strace cannot trace here: {said.strip()}")

    def end(self) -> list[str]:
        """Wait until the traced process is gone, and return the lines written down."""
        return self._lines()

    def leave(self) -> list[str]:
        """Let the traced process go on alone, and return the lines written down."""
        self._program.send_signal(signal.SIGINT)
        return self._lines()

    def _lines(self) -> list[str]:
        self._program.communicate(timeout=120)
        return self._log.read_text(encoding="utf-8", errors="replace").splitlines()


def calls_of(lines: Sequence[str]) -> list[Call]:
    """Return the calls that a trace tells of, in order."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    calls = []
    for line in lines:
        found = _LINE.match(line)
        if not found:
            continue
        thread, kind, rest = found["thread"], found["kind"], found["rest"]
        counted[thread, kind] += 1
        calls.append(Call(thread, kind, counted[thread, kind], _place(rest)))
    return calls


def _place(rest: str) -> str:
    found = _PLACE.match(rest)
    return (found["fd"] or found["path"] or "") if found else ""


def most_of_a_thread(calls: Sequence[Call]) -> dict[str, int]:
    """Return, for each kind of call, how many the busiest thread made: as far as `when=k` can strike."""
    most: dict[str, int] = {}
    for call in calls:
        most[call.kind] = max(most.get(call.kind, 0), call.number)
    return most


def struck(lines: Sequence[str]) -> int:
    """Return how many calls of a trace were tampered with."""
    return sum("(INJECTED)" in line for line in lines)
