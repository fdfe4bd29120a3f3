"""Each night: what is handed to Windows, systemd and cron, what is read back, and what stays of others'."""

import os
import shutil
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from lxml import etree

from tests.outside.pc import stand_ins
from turbo_admin.core.errors import Refused
from turbo_admin.outside.pc import scheduler_linux
from turbo_admin.outside.pc.scheduler import (
    SchedulePlan,
    Scheduler,
    carried_environment,
    command_line,
    earlier,
)
from turbo_admin.outside.pc.scheduler_linux import Cron, service_text, timer_text, without_block
from turbo_admin.outside.pc.scheduler_windows import WindowsTasks, read_task, task_xml

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = ROOT / "tests" / "golden" / "task_scheduler.xsd"
SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
AWKWARD = ("/opt/a b/python", "-m", "turbo_admin", "--database", '/tmp/50% d\'été & "l’été"/bureau.db')  # noqa: S108
PLAN = SchedulePlan(time(4, 30), AWKWARD)
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are scripts")


# Windows


def test_the_task_is_what_windows_documents() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    task = etree.fromstring(task_xml(PLAN, "ECOLE\\claire", date(2026, 11, 23)))
    schema.assertValid(task)
    trigger = task.find("t:Triggers/t:CalendarTrigger", SPACE)
    trigger.append(trigger[0])
    # The schema can tell: the same elements in another order are no task.
    assert not schema.validate(task)


def test_the_task_runs_around_half_past_four_for_whoever_is_signed_in() -> None:
    task = etree.fromstring(task_xml(PLAN, "ECOLE\\claire", date(2026, 11, 23)))

    def said(path: str) -> str | None:
        return task.findtext("/".join(f"t:{step}" for step in path.split("/")), namespaces=SPACE)

    assert said("Triggers/CalendarTrigger/StartBoundary") == "2026-11-23T04:10:00"
    assert said("Triggers/CalendarTrigger/RandomDelay") == "PT40M"
    assert said("Principals/Principal/LogonType") == "InteractiveToken"
    assert said("Principals/Principal/UserId") == "ECOLE\\claire"
    assert said("Settings/StartWhenAvailable") == "true"
    assert said("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert said("Settings/ExecutionTimeLimit") == "PT1H"
    assert said("Settings/DisallowStartIfOnBatteries") == "false"
    assert said("Actions/Exec/Command") == AWKWARD[0]


def test_the_task_is_written_as_schtasks_reads_it() -> None:
    written = task_xml(PLAN, "claire", date(2026, 11, 23))
    assert written.startswith(b"\xff\xfe")
    assert written.decode("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>')


def test_a_task_that_was_switched_off_is_seen() -> None:
    text = task_xml(PLAN, "claire", date(2026, 11, 23)).decode("utf-16")
    switched_off = text.replace("<Enabled>true</Enabled><Hidden>", "<Enabled>false</Enabled><Hidden>")
    assert switched_off != text
    read = read_task(switched_off.encode("utf-16"))
    assert read is not None
    assert not read.is_active
    assert read_task(b"ERROR: something else") is None


@posix
def test_a_windows_task_is_installed_read_back_run_and_taken_out(tmp_path: Path) -> None:
    tasks = WindowsTasks(stand_ins.schtasks(tmp_path), user="ECOLE\\claire")
    assert (tmp_path / "Turbo Admin (claire).xml").exists() is False
    in_and_out(tasks)
    assert set((tmp_path / "asked").read_text().split()) == {"/Query", "/Create", "/Run", "/Delete"}
    assert not list(tmp_path.glob("*.xml"))


def in_and_out(scheduler: Scheduler) -> None:
    """Install, change the hour, read back and take out."""
    assert scheduler.state() is None
    with pytest.raises(Refused, match="Installer"):
        scheduler.run_now()
    scheduler.remove()
    for at in (time(4, 30), time(0, 5), time(23, 55)):
        scheduler.install(SchedulePlan(at, AWKWARD))
        installed = scheduler.state()
        assert installed is not None
        assert (installed.at, installed.is_active) == (at, True)
        assert installed.command == scheduler.written(SchedulePlan(at, AWKWARD))
        assert installed.command != scheduler.written(SchedulePlan(at, (*AWKWARD, "--json")))
    scheduler.run_now()
    scheduler.remove()
    assert scheduler.state() is None


# cron


@posix
def test_a_cron_line_is_installed_read_back_run_and_taken_out(tmp_path: Path) -> None:
    in_and_out(Cron(stand_ins.crontab(tmp_path)))
    assert not (tmp_path / "crontab").exists()


@posix
def test_the_users_own_lines_stay_byte_for_byte(tmp_path: Path) -> None:
    cron = Cron(stand_ins.crontab(tmp_path))
    own = b"# les miennes, en latin-1 : \xe9t\xe9\nMAILTO=moi\n\n5 5 * * * true\n"
    (tmp_path / "crontab").write_bytes(own)
    cron.install(PLAN)
    cron.install(PLAN)
    table = (tmp_path / "crontab").read_bytes()
    assert table.startswith(own)
    assert table.count(b"turbo_admin") == 1
    cron.remove()
    assert (tmp_path / "crontab").read_bytes() == own


def test_a_block_that_somebody_cut_takes_no_other_line_with_it() -> None:
    begin, line, end = "# >>> turbo-admin 04:30", "1 4 * * * x", "# <<< turbo-admin"
    assert without_block(["a", begin, line, end, "b"]) == ["a", "b"]
    assert without_block(["a", begin, line, "b", "c"]) == ["a", "b", "c"]
    assert without_block(["a", begin, end, "b"]) == ["a", "b"]
    assert without_block(["a", "b"]) == ["a", "b"]


@posix
def test_cron_hands_over_every_word_as_it_is(tmp_path: Path) -> None:
    cron = Cron(stand_ins.crontab(tmp_path))
    words, told = ("50 %", "d'été", "$HOME", '"', "a\\b"), tmp_path / "told"
    script = "import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(repr((sys.argv[2:], os.environ['GIVEN'])))"
    command = (sys.executable, "-c", script, str(told), *words)
    cron.install(SchedulePlan(time(4, 30), command, (("GIVEN", "a b%"),)))
    installed = cron.state()
    assert installed is not None
    # Another morning's environment does not make it another program's.
    assert installed.command.endswith(cron.written(SchedulePlan(time(4, 30), command)))
    cron.run_now()
    assert told.read_text() == repr((list(words), "a b%"))


@posix
def test_the_minute_is_drawn_within_twenty(tmp_path: Path) -> None:
    cron = Cron(stand_ins.crontab(tmp_path))
    drawn = set()
    for _ in range(6):
        cron.install(PLAN)
        minute, hour = (tmp_path / "crontab").read_text().splitlines()[1].split()[:2]
        drawn.add(int(hour) * 60 + int(minute))
    assert len(drawn) > 1
    assert min(drawn) >= 4 * 60 + 10
    assert max(drawn) <= 4 * 60 + 50


# systemd


def test_the_units_say_when_and_what() -> None:
    timer, service = timer_text(PLAN), service_text(SchedulePlan(time(4, 30), AWKWARD, (("A", "b c"),)))
    assert "OnCalendar=*-*-* 04:10:00\nRandomizedDelaySec=40min\nPersistent=true\n" in timer
    assert 'ExecStart="/opt/a b/python" -m turbo_admin --database "/tmp/50%% d' in service
    assert 'Environment="A=b c"' in service
    assert "Type=oneshot" in service


_IN_A_SESSION = """
import subprocess, sys
from datetime import time
from pathlib import Path
from turbo_admin.outside.pc.scheduler import SchedulePlan
from turbo_admin.outside.pc.system_scheduler import scheduler_for_this_pc
from turbo_admin.outside.pc.scheduler_linux import SystemdTimer

for _ in range(400):
    if SystemdTimer.is_there():
        break
timer = scheduler_for_this_pc()
assert timer.name == "systemd", timer.name
assert timer.state() is None
told = Path(sys.argv[1])
script = "import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(repr((sys.argv[2:], os.environ['GIVEN'])))"
words = ("50 %", "d'été", "$HOME", '"', "a b", "", ";")
for at in (time(5, 0), time(4, 30)):
    plan = SchedulePlan(at, (sys.executable, "-c", script, str(told), *words), (("GIVEN", "a b%"),))
    timer.install(plan)
state = timer.state()
assert (state.at, state.is_active, state.command) == (time(4, 30), True, timer.written(plan)), state

def ask(*words):
    return subprocess.run(["systemctl", "--user", *words], capture_output=True, text=True).stdout

shown = ask("show", "turbo-admin-sync.timer", "-p", "TimersCalendar", "-p", "Persistent", "-p", "RandomizedDelayUSec")
assert "04:10:00" in shown and "Persistent=yes" in shown and "40min" in shown, shown
timer.run_now()
for _ in range(400):
    if "inactive" in ask("is-active", "turbo-admin-sync.service") and told.exists():
        break
assert told.read_text() == repr((list(words), "a b%")), told.read_text()
subprocess.run(["systemctl", "--user", "stop", "turbo-admin-sync.timer"], check=True)
assert not timer.state().is_active
timer.remove()
timer.remove()
assert timer.state() is None
print("all of it")
"""


def _may_start_a_session() -> bool:
    tools = all(shutil.which(tool) for tool in ("unshare", "systemctl", "mount"))
    booted = Path("/run/systemd/system").exists()
    return tools and Path("/lib/systemd/systemd").exists() and not booted and os.geteuid() == 0


@posix
@pytest.mark.skipif(os.name != "posix" or not _may_start_a_session(), reason="needs a systemd of its own")
def test_a_systemd_timer_is_installed_started_and_taken_out(tmp_path: Path) -> None:
    program = tmp_path / "session.py"
    program.write_text(_IN_A_SESSION, encoding="utf-8")
    # A systemd for a user, in a view of the disk of its own: the machine's /run stays as it is.
    session = (
        "mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user/0 && "
        "export XDG_RUNTIME_DIR=/run/user/0 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/0/bus && "
        "{ /lib/systemd/systemd --user >/dev/null 2>&1 </dev/null & } && child=$! && "
        '"$@"; code=$?; kill -9 $child 2>/dev/null; exit $code'
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", session, "sh", sys.executable, str(program), str(tmp_path / "told")],
        env=os.environ
        | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "all of it", done.stderr[-3000:]


# Both


@posix
@pytest.mark.parametrize("make", [Cron, WindowsTasks])
def test_a_scheduler_that_refuses_is_told_with_what_to_do(tmp_path: Path, make: type[Cron]) -> None:
    program = stand_ins.refusing(tmp_path)
    with pytest.raises(Refused, match="votre compte peut planifier"):
        make(program).install(PLAN)
    with pytest.raises(Refused, match="votre compte peut planifier"):
        make(str(tmp_path / "absent")).state()


def test_the_hour_before_midnight_is_the_day_before() -> None:
    assert earlier(time(0, 10)) == time(23, 50)


def test_the_command_is_this_very_program() -> None:
    assert command_line("sync") == (sys.executable, "-m", "turbo_admin", "sync")


@posix
def test_the_night_knows_the_days_proxy_but_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://mandataire.exemple.fr:3128")
    monkeypatch.setenv("http_proxy", "http://claire:secret@mandataire.exemple.fr:3128")
    carried = dict(carried_environment())
    assert carried["HTTPS_PROXY"] == "http://mandataire.exemple.fr:3128"
    assert "secret" not in str(carried)


def test_the_session_bus_is_found_where_cron_forgets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    scheduler_linux.join_session()
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == ""
    (tmp_path / "bus").touch()
    scheduler_linux.join_session()
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == f"unix:path={tmp_path / 'bus'}"
