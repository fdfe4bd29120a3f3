"""Nightly runs on Linux: a systemd user timer, or a block of the user's crontab."""

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
from datetime import time, timedelta
from pathlib import Path

from turbo_admin.core.errors import Refused
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.pc.scheduler import SPREAD, Installed, SchedulePlan, ask_system, earlier, later

_UNIT = "turbo-admin-sync"
_TITLE = "Turbo Admin, synchronisation de chaque nuit"
_BEGIN, _END = "# >>> turbo-admin", "# <<< turbo-admin"
_HEAD = re.compile(rf"{re.escape(_BEGIN)} (\d\d):(\d\d)")
_RUN_SECONDS = 3600


class SystemdTimer:
    """A timer of the user's own systemd.

    Args:
        folder: where the user's units are; systemd's own choice by default.
    """

    name = "systemd"

    def __init__(self, folder: Path | None = None) -> None:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        folder = folder or config / "systemd" / "user"
        self._service, self._timer = folder / f"{_UNIT}.service", folder / f"{_UNIT}.timer"

    @staticmethod
    def is_there() -> bool:
        """Whether the user's systemd answers."""
        if not shutil.which("systemctl"):
            return False
        return ask_system(["systemctl", "--user", "show-environment"]).returncode == 0

    def install(self, plan: SchedulePlan) -> None:
        """Install the run, replacing an existing one.

        Raises:
            Refused: `schedule_refused`, `disk_full`, `file_not_written`.
        """
        try:
            self._timer.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused("schedule_refused", tool=self.name) from error
        for file, text in ((self._service, service_text(plan)), (self._timer, timer_text(plan))):
            with whole_file(file) as stream:
                stream.write(text.encode())
        try:
            self._ask("daemon-reload")
            self._ask("enable", self._timer.name)
            # A running timer keeps its former hour until it is restarted.
            self._ask("restart", self._timer.name)
        except Refused:
            # Without its units, `state` reports nothing installed, as is the case.
            for file in (self._timer, self._service):
                file.unlink(missing_ok=True)
            raise

    def state(self) -> Installed | None:
        """Return what is installed, None for nothing."""
        try:
            service = self._service.read_text(encoding="utf-8")
            timer = self._timer.read_text(encoding="utf-8")
        except OSError:
            return None
        start = re.search(r"^OnCalendar=\*-\*-\* (\d\d):(\d\d)", timer, re.MULTILINE)
        command = re.search(r"^ExecStart=(.*)$", service, re.MULTILINE)
        if not start or not command:
            return None
        active = ask_system(["systemctl", "--user", "is-active", self._timer.name]).returncode == 0
        return Installed(later(time(int(start[1]), int(start[2]))), command[1], active)

    def run_now(self) -> None:
        """Start the run now; systemd reports at once whether it could."""
        if self.state() is None:
            raise Refused("schedule_missing")
        # `--no-block`: a oneshot service would otherwise be waited for until the run ends.
        self._ask("start", "--no-block", self._service.name)

    def remove(self) -> None:
        """Remove the run."""
        if not self._timer.exists() and not self._service.exists():
            return
        ask_system(["systemctl", "--user", "disable", "--now", self._timer.name])
        for file in (self._timer, self._service):
            file.unlink(missing_ok=True)
        self._ask("daemon-reload")

    def written(self, plan: SchedulePlan) -> str:
        """Return the command of a plan as `state` would show it."""
        return " ".join(_systemd_word(word) for word in plan.command)

    def _ask(self, *words: str) -> None:
        if ask_system(["systemctl", "--user", *words]).returncode != 0:
            raise Refused("schedule_refused", tool=self.name)


def service_text(plan: SchedulePlan) -> str:
    """Return the service unit of a plan."""
    given = "".join(f"Environment={_systemd_word(f'{name}={value}')}\n" for name, value in plan.environment)
    command = " ".join(_systemd_word(word) for word in plan.command)
    return (
        f"[Unit]\nDescription={_TITLE}\n\n[Service]\nType=oneshot\n{given}ExecStart={command}\n"
        # Nice: someone may be working at the PC at that hour.
        f"Nice=10\nTimeoutStartSec={_RUN_SECONDS}\n"
    )


def timer_text(plan: SchedulePlan) -> str:
    """Return the timer unit: up to 20 minutes early or late, run later if missed."""
    # systemd only delays: the window starts SPREAD early and is twice as wide.
    minutes = 2 * int(SPREAD.total_seconds()) // 60
    return (
        f"[Unit]\nDescription={_TITLE}\n\n[Timer]\nOnCalendar=*-*-* {earlier(plan.at):%H:%M}:00\n"
        f"RandomizedDelaySec={minutes}min\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )


def _systemd_word(word: str) -> str:
    """Quote a word of a unit: percent and dollar signs are special to systemd, so they are doubled."""
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{safe}"' if re.search(r"[\s\"'\\;]", word) or not word else safe


class Cron:
    """A block of the user's crontab; all other lines stay as they are.

    cron has neither random delays nor catching up: the minute is drawn at installation, and a missed night is made up for
    when the program opens.

    Args:
        program: `crontab`, or a stand-in for tests.
    """

    name = "cron"

    def __init__(self, program: str = "crontab") -> None:
        self._program = program

    def install(self, plan: SchedulePlan) -> None:
        """Install the run, replacing an existing one.

        Raises:
            Refused: `schedule_refused`.
        """
        shift = random.randint(-20, 20)  # noqa: S311 (spreads the load, guards nothing)
        start = later(plan.at, timedelta(minutes=shift))
        given = [shlex.quote(f"{name}={value}") for name, value in plan.environment]
        # `env` and not a line of variables: those would apply to the user's own lines below too.
        before = " ".join(["env", *given, ""]).replace("%", "\\%") if given else ""
        line = f"{start.minute} {start.hour} * * * {before}{self.written(plan)}"
        block = [f"{_BEGIN} {plan.at:%H:%M} ({_TITLE})", line, _END]
        self._write([*without_block(self._lines()), *block])

    def state(self) -> Installed | None:
        """Return what is installed, None for nothing."""
        at: time | None = None
        for line in self._lines():
            head = _HEAD.match(line)
            if head:
                at = time(int(head[1]), int(head[2]))
            elif line.startswith(_END):
                at = None
            # Five fields of time, then the command: a line with fewer blanks is not one of cron's.
            elif at is not None and not line.startswith("#") and line.count(" ") > 4:
                return Installed(at, line.split(" ", 5)[5])
        return None

    def run_now(self) -> None:
        """Run the installed line as cron would: with `sh`, in the home folder, with a minimal environment."""
        installed = self.state()
        if installed is None:
            raise Refused("schedule_missing")
        try:
            subprocess.Popen(  # noqa: S603 (the line that cron runs, as it runs it)
                ["/bin/sh", "-c", cron_command(installed.command)],
                env=cron_environment(),
                cwd=Path.home(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ).wait(_RUN_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Refused("schedule_refused", tool=self.name) from error

    def remove(self) -> None:
        """Remove the run."""
        before = self._lines()
        after = without_block(before)
        if after != before:
            self._write(after)

    def written(self, plan: SchedulePlan) -> str:
        """Return the command of a plan as `state` would show it."""
        words = " ".join(shlex.quote(word) for word in plan.command)
        # A bare percent sign ends the command in a crontab. Output is dropped, or cron would mail it.
        return words.replace("%", "\\%") + " >/dev/null 2>&1"

    def _lines(self) -> list[str]:
        done = ask_system([self._program, "-l"])
        if done.returncode != 0:
            # `crontab -l` fails both when there is no crontab and when it may not be read.
            if b"no crontab" in done.stderr.lower():
                return []
            raise Refused("schedule_refused", tool=self.name)
        # surrogateescape: the user's own lines are written back byte for byte.
        return done.stdout.decode("utf-8", "surrogateescape").splitlines()

    def _write(self, lines: list[str]) -> None:
        text = "".join(f"{line}\n" for line in lines)
        asked = [self._program, "-"] if lines else [self._program, "-r"]
        given = text.encode("utf-8", "surrogateescape")
        if ask_system(asked, given=given).returncode != 0:
            raise Refused("schedule_refused", tool=self.name)


def without_block(lines: list[str]) -> list[str]:
    """Return the lines of a crontab that are not ours; a block without its end marker ends after its command."""
    kept, left = [], 0
    for line in lines:
        if line.startswith(_BEGIN):
            left = 2
        elif left and line.startswith(_END):
            left = 0
        elif left == 2:
            left = 1
        else:
            left = 0
            kept.append(line)
    return kept


def cron_command(written: str) -> str:
    """Return what cron passes to the shell for a command in a crontab."""
    return written.replace("\\%", "%")


def cron_environment() -> dict[str, str]:
    """Return the environment that cron gives: no session bus, no display, a short PATH."""
    user = os.environ.get("LOGNAME") or os.environ.get("USER") or "root"
    return {"HOME": str(Path.home()), "LOGNAME": user, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}


def join_session() -> None:
    """Set the address of the user's session bus, which cron does not pass on and the keyring needs."""
    if sys.platform == "win32" or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    if (folder / "bus").exists():
        os.environ["XDG_RUNTIME_DIR"] = str(folder)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={folder / 'bus'}"
