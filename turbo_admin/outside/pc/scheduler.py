"""Interface to the operating system's scheduler, for runs at night while the program is closed.

Windows has its Task Scheduler; Linux a systemd user timer where there is one, else cron. All of them belong to
the user, never to the machine.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from turbo_admin.core.errors import Refused

# Random shift, so that the schools of a host do not all call in the same minute.
SPREAD = timedelta(minutes=20)
_SECONDS = 60
# Environment variables that a scheduled run needs and does not inherit; never a secret.
_CARRIED = (
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "PYTHONPATH",
    "PYTHON_KEYRING_BACKEND",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    *(
        name
        for upper in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
        for name in (upper, upper.lower())
    ),
)


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """A nightly run.

    Attributes:
        at: around when, by the clock of this PC; the run begins up to 20 minutes earlier or later.
        command: the program, by its whole path, and its arguments.
        environment: (name, value) that the program needs and the scheduler would not give.
    """

    at: time
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """The installed run, as the scheduler reports it.

    Attributes:
        at: as in `SchedulePlan`.
        command: the command as the scheduler stores it; it ends as `Scheduler.written` returns it, perhaps after
            environment variables.
        is_active: False when it was disabled in the system's own tools.
    """

    at: time
    command: str
    is_active: bool = True


class Scheduler(Protocol):
    """A scheduler that runs a program each night.

    Attributes:
        name: the name that a technician knows it by.
    """

    name: str

    def install(self, plan: SchedulePlan) -> None:
        """Install the run, replacing an existing one.

        Raises:
            Refused: `schedule_refused`.
        """

    def state(self) -> Installed | None:
        """Return what is installed, None for nothing.

        Raises:
            Refused: `schedule_refused`.
        """

    def run_now(self) -> None:
        """Start the installed run now, as the scheduler would, without waiting for its end.

        Raises:
            Refused: `schedule_refused`, `schedule_missing`.
        """

    def remove(self) -> None:
        """Remove the run; do nothing when there is none.

        Raises:
            Refused: `schedule_refused`.
        """

    def written(self, plan: SchedulePlan) -> str:
        """Return the command of a plan as `state` would show it, without its environment."""


def command_line(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs this very program with arguments, without a console window on Windows."""
    program = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return (str(program), *arguments)
    silent = program.with_name("pythonw.exe")
    if sys.platform == "win32" and silent.exists():
        program = silent
    return (str(program), "-m", "turbo_admin", *arguments)


def carried_environment() -> tuple[tuple[str, str], ...]:
    """Return the environment variables that a scheduled run needs to find the same folders and keyring."""
    if sys.platform == "win32":
        return ()  # a task has all the variables of its user
    known = ((name, os.environ.get(name, "")) for name in _CARRIED)
    # A proxy's address may hold a password, and tasks can be read by others.
    return tuple((name, value) for name, value in known if value and "@" not in value)


def earlier(at: time, span: timedelta = SPREAD) -> time:
    """Return the time of day that much earlier, wrapping at midnight."""
    return (datetime.combine(date(2000, 1, 2), at) - span).time()


def later(at: time, span: timedelta = SPREAD) -> time:
    """Return the time of day that much later, wrapping at midnight."""
    return earlier(at, -span)


def ask_system(command: list[str], *, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run one of the system's own programs, in English, and return its output.

    Raises:
        Refused: `schedule_refused`: it is not there, or does not answer.
    """
    try:
        return subprocess.run(  # noqa: S603 (the system's own program, no shell)
            command,
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
            # Suppresses the console window on Windows; the flag does not exist elsewhere.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused("schedule_refused", tool=Path(command[0]).stem) from error
