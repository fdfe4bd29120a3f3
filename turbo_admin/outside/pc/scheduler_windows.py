"""Nightly runs on Windows: a task of the user in the Task Scheduler, through `schtasks` and its documented XML."""

import codecs
import getpass
import locale
import os
import re
import subprocess
import tempfile
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import ParseError, fromstring

from turbo_admin.core.errors import Refused
from turbo_admin.outside.pc.scheduler import SPREAD, Installed, SchedulePlan, ask_system, earlier, later

_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
# Runs on battery too, ends within the hour, never twice at a time, as soon as possible when the PC was off.
_SETTINGS = (
    ("MultipleInstancesPolicy", "IgnoreNew"),
    ("DisallowStartIfOnBatteries", "false"),
    ("StopIfGoingOnBatteries", "false"),
    ("AllowHardTerminate", "true"),
    ("StartWhenAvailable", "true"),
    ("RunOnlyIfNetworkAvailable", "false"),
    ("AllowStartOnDemand", "true"),
    ("Enabled", "true"),
    ("Hidden", "false"),
    ("RunOnlyIfIdle", "false"),
    ("WakeToRun", "false"),
    ("ExecutionTimeLimit", "PT1H"),
    ("Priority", "7"),
)
# Exit code of `schtasks /Query` for a task that does not exist.
_ABSENT = 1


class WindowsTasks:
    """The Task Scheduler, for the signed-in user.

    Args:
        program: `schtasks`, or a stand-in for tests.
        user: whose task it is; the person signed in by default.
        today: first day of the task; today by default.
    """

    name = "Planificateur de tâches"

    def __init__(self, program: str = "schtasks", *, user: str = "", today: date | None = None) -> None:
        self._program = program
        self._user = user or _signed_in()
        self._today = today
        # All users of a PC share one folder of tasks, so the name holds the user's.
        account = self._user.rpartition("\\")[2]
        self._task = f"Turbo Admin ({account})"

    def install(self, plan: SchedulePlan) -> None:
        """Install the run, replacing an existing one.

        Raises:
            Refused: `schedule_refused`, `disk_full`.
        """
        today = self._today or datetime.now().astimezone().date()
        with tempfile.TemporaryDirectory(prefix="turbo-admin-") as folder:
            file = Path(folder) / "tache.xml"
            try:
                file.write_bytes(task_xml(plan, self._user, today))
            except OSError as error:
                raise Refused("schedule_refused", tool=self.name) from error
            self._ask("/Create", "/F", "/XML", str(file))

    def state(self) -> Installed | None:
        """Return what is installed, None for nothing."""
        done = ask_system([self._program, "/Query", "/XML", "/TN", self._task])
        if done.returncode == _ABSENT:
            return None
        if done.returncode != 0:
            raise Refused("schedule_refused", tool=self.name)
        return read_task(done.stdout)

    def run_now(self) -> None:
        """Start the run now, without waiting for its end."""
        if self.state() is None:
            raise Refused("schedule_missing")
        self._ask("/Run")

    def remove(self) -> None:
        """Remove the run."""
        if self.state() is not None:
            self._ask("/Delete", "/F")

    def written(self, plan: SchedulePlan) -> str:
        """Return the command of a plan as `state` would show it."""
        return f"{plan.command[0]} {subprocess.list2cmdline(plan.command[1:])}"

    def _ask(self, verb: str, *words: str) -> None:
        if ask_system([self._program, verb, "/TN", self._task, *words]).returncode != 0:
            raise Refused("schedule_refused", tool=self.name)


def task_xml(plan: SchedulePlan, user: str, first_day: date) -> bytes:
    """Return a task of schema version 1.2, in UTF-16 with a byte order mark, as `schtasks /Create /XML` expects.

    Args:
        user: whose task it is, as `DOMAIN\\user`; it runs only while that person is signed in, without a password
            kept anywhere.
        first_day: the first run is that night or the next.
    """
    start = datetime.combine(first_day, earlier(plan.at))
    task = Element("Task", version="1.2", xmlns=_SPACE)
    about = SubElement(task, "RegistrationInfo")
    _say(about, "Author", "Turbo Admin")
    _say(about, "Description", "Synchronisation de chaque nuit avec l’Espace Numérique des familles.")
    trigger = SubElement(SubElement(task, "Triggers"), "CalendarTrigger")
    _say(trigger, "Enabled", "true")
    _say(trigger, "StartBoundary", f"{start:%Y-%m-%dT%H:%M:%S}")
    # Windows only delays: the start is SPREAD early, the window twice as wide.
    _say(trigger, "RandomDelay", f"PT{2 * int(SPREAD.total_seconds()) // 60}M")
    _say(SubElement(trigger, "ScheduleByDay"), "DaysInterval", "1")
    principal = SubElement(SubElement(task, "Principals"), "Principal", id="Author")
    _say(principal, "UserId", user)
    # InteractiveToken: the task runs only while the user is signed in; no password is stored.
    _say(principal, "LogonType", "InteractiveToken")
    _say(principal, "RunLevel", "LeastPrivilege")
    settings = SubElement(task, "Settings")
    for name, value in _SETTINGS:
        _say(settings, name, value)
    run = SubElement(SubElement(task, "Actions", Context="Author"), "Exec")
    _say(run, "Command", plan.command[0])
    _say(run, "Arguments", subprocess.list2cmdline(plan.command[1:]))
    text = '<?xml version="1.0" encoding="UTF-16"?>\r\n' + tostring(task, encoding="unicode")
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")


def read_task(printed: bytes) -> Installed | None:
    """Parse a task as `schtasks /Query /XML` prints it; None when it is not one of ours.

    The XML declares UTF-16, but is printed in the console's encoding.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _text(printed).lstrip("\ufeff"))
    try:
        task = fromstring(text)
    except ParseError:
        return None
    found = {
        name: task.findtext(f".//{{{_SPACE}}}{name}", "")
        for name in ("StartBoundary", "Command", "Arguments")
    }
    start = re.search(r"T(\d\d):(\d\d)", found["StartBoundary"])
    if not start:
        return None
    settings = task.find(f"{{{_SPACE}}}Settings")
    enabled = settings is None or settings.findtext(f"{{{_SPACE}}}Enabled", "true") == "true"
    return Installed(
        later(time(int(start[1]), int(start[2]))), f"{found['Command']} {found['Arguments']}", enabled
    )


def _text(printed: bytes) -> str:
    # UTF-16, with or without its byte order mark: an ASCII letter has a zero byte in it.
    if b"\x00" in printed[:4] or printed.startswith(codecs.BOM_UTF16_LE):
        return printed.decode("utf-16", "replace")
    try:
        return printed.decode("oem", "replace")
    except LookupError:  # not on Windows
        return printed.decode(locale.getpreferredencoding(do_setlocale=False), "replace")


def _signed_in() -> str:
    user, domain = getpass.getuser(), os.environ.get("USERDOMAIN", "")
    return f"{domain}\\{user}" if domain else user


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
