"""Each night, for real: a line of the user's own crontab, run as cron runs it, against a portal."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT, Run, RunningPortal
from tests.journeys.test_command_line import set_up, typed
from tests.keyrings import FileKeyring
from tests.people import SCHOOL_NAME, SITE_CODE, UAI
from turbo_admin.demo.families import Family
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sync import planning
from turbo_admin.outside.pc.last_night import LastNight, last_night
from turbo_admin.outside.pc.scheduler_linux import Cron, cron_environment
from turbo_admin.outside.pc.vault import KeyringVault
from turbo_admin.store import schools as stored
from turbo_admin.store import sync

_OWN = b"# a line of the user's own\n7 7 * * * true\n"


@pytest.fixture
def crontab() -> Iterator[None]:
    """The real crontab of whoever runs the tests, given back as it was."""
    if not shutil.which("crontab"):
        pytest.skip("no cron on this machine")
    before = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    subprocess.run(["crontab", "-"], input=_OWN, check=True)
    yield
    if before.returncode == 0:
        subprocess.run(["crontab", "-"], input=before.stdout, check=True)
    else:
        subprocess.run(["crontab", "-r"], check=True)


@pytest.fixture
def own_world(program_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """This process in the folders of the programs that it starts; returns their environment."""
    for name, value in program_environment.items():
        if name.startswith(("XDG_", "PYTHON", "TURBO_")):
            monkeypatch.setenv(name, value)
    return program_environment


def cron_desk(database: str) -> Desk:
    """Open a desk whose PC has cron."""
    return open_desk(database, scheduler=Cron, who="claire")


def log_of(environment: dict[str, str]) -> str:
    """Return the log of synchronisations."""
    [file] = Path(environment["XDG_STATE_HOME"]).rglob("synchronisation.log")
    return file.read_text(encoding="utf-8")


def test_what_cron_runs_in_the_night_brings_the_requests(
    run: Run, portal: RunningPortal, tmp_path: Path, crontab: None, own_world: dict[str, str]
) -> None:
    database = set_up(run, portal, tmp_path)
    with Family(portal.url, UAI) as family:
        family.ask_account(typed())
    desk = cron_desk(database)
    plan = planning.plan_of(desk, time(4, 30))
    # The keyring of the tests is a file: cron has to be told which.
    keyring = ("TURBO_TEST_KEYRING", own_world["TURBO_TEST_KEYRING"])
    Cron().install(replace(plan, environment=(*plan.environment, keyring)))
    assert set(cron_environment()) == {"HOME", "LOGNAME", "SHELL", "PATH"}
    shown = planning.try_now(desk)
    assert shown.last_ok, log_of(own_world)
    assert shown.last.endswith("réussie")
    assert [line.last_name for line in request_lines(desk)] == ["MARTIN"]
    with desk.database.read() as session:
        [line] = sync.runs(session, 5)
    assert (line.who, line.error) == (planning.SCHEDULED, "")
    planning.remove(desk)
    desk.close()
    assert subprocess.run(["crontab", "-l"], capture_output=True, check=True).stdout == _OWN
    log = log_of(own_world)
    assert "received 1, " in log
    assert "error none" in log
    assert not [word for word in ("martin", "Léa", "exemple.fr", "claire") if word.lower() in log.lower()]


@pytest.fixture
def lonely_desk(tmp_path: Path, own_world: dict[str, str]) -> Iterator[Desk]:
    """A desk that was paired with a portal where nobody answers any more."""
    desk = replace(cron_desk(str(tmp_path / "bureau.db")), vault=KeyringVault(FileKeyring()))
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    with desk.database.write() as session:
        stored.update_school(
            session, UAI, portal_url="http://127.0.0.1:1", portal_epoch="p", paired_at=desk.now()
        )
        desk.vault.keep_portal_key(stored.epoch(session), UAI, "a key of no portal")
    yield desk
    desk.close()


def test_a_night_without_a_portal_is_told_the_next_morning(run: Run, lonely_desk: Desk) -> None:
    failed = run("sync", "--scheduled", "--database", lonely_desk.database_address)
    assert (failed.code, failed.out) == (5, "")
    night = last_night()
    assert isinstance(night, LastNight)
    assert (night.code, night.error_code) == (5, "portal_unreachable")
    assert "portail injoignable" in planning.planning(lonely_desk).last


def test_a_night_that_finds_another_run_going_on_has_not_run(
    run: Run, lonely_desk: Desk, own_world: dict[str, str]
) -> None:
    lock = lonely_desk.database.take_run_lock()
    assert lock is not None
    with lonely_desk.database.write() as session:
        sync.note_holder(session, "other", workstation="PC-2", now=lonely_desk.now())
    assert run("sync", "--scheduled", "--database", lonely_desk.database_address).code == 3
    assert "scheduled run ended by sync_running" in log_of(own_world)
    night = last_night()
    assert night is not None
    assert (night.code, night.error_code) == (3, "sync_running")
    with lonely_desk.database.read() as session:
        assert sync.runs(session, 5) == []
    # By hand, the clerk is told who, and since when.
    by_hand = run("sync", "--database", lonely_desk.database_address)
    assert by_hand.code == 3
    assert "PC-2, depuis" in by_hand.err
    lock.release()


def test_a_night_that_cannot_begin_leaves_its_reason(
    run: Run, tmp_path: Path, own_world: dict[str, str]
) -> None:
    assert run("sync", "--scheduled", "--database", str(tmp_path / "b.db")).code == 3
    own_world["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    assert run("sync", "--scheduled", "--database", str(tmp_path / "b.db")).code == 3
    night = last_night()
    assert night is not None
    assert night.error_code == "no_keyring"
    assert "scheduled run ended by nothing_paired" in log_of(own_world)


_LOCKED = """
import sys
from contextlib import closing
import secretstorage
from turbo_admin.cli import main
from turbo_admin.outside.pc.vault import KeyringVault

KeyringVault().keep_portal_key("epoch", "0990001N", "s3cret")
KeyringVault().check_unlocked()
with closing(secretstorage.dbus_init()) as bus:
    secretstorage.get_default_collection(bus).lock()
print(main(["sync", "--scheduled", "--database", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_a_locked_keyring_asks_nobody_in_the_night(tmp_path: Path, own_world: dict[str, str]) -> None:
    script = tmp_path / "locked.py"
    script.write_text(_LOCKED, encoding="utf-8")
    environment = {k: v for k, v in own_world.items() if k != "PYTHON_KEYRING_BACKEND"}
    command = (
        "printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;"
        f" exec '{sys.executable}' '{script}' '{tmp_path / 'b.db'}'"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["3"], done.stderr
    night = last_night()
    assert night is not None
    assert night.error_code == "keyring_locked"
