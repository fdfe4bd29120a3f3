"""Starts and stops the parts of a demo: a portal, a mail server that keeps everything, an invented roster, an empty office."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from turbo_admin.core.credentials.sealing import new_sheet_key
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.school import (
    SCHOOLS,
    InventedDiner,
    InventedSchool,
    make_roster,
    of_school,
    write_roster_xlsx,
)
from turbo_admin.office.desk.context import Desk, open_desk

_STOP_SECONDS = 20
# What an earlier demo left in its folder, and nothing else, is cleared away.
_OURS = (
    *(
        "screens",
        "sheets",
        "mail",
        "paper",
        "roster",
        "bureau.db",
        "bureau.db-wal",
        "bureau.db-shm",
        "day.json",
    ),
    "portail.log",
)
_LOG_LINES_SHOWN = 15


class MemoryVault:
    """A vault in memory: an invented school's keys must not reach a real keyring."""

    def __init__(self) -> None:
        self._portal_keys: dict[tuple[str, str], str] = {}
        self._sheet_key = new_sheet_key()
        self._proxy_password = ""

    def portal_key(self, epoch: str, uai: str) -> str:
        """Return the workstation's key to a school's portal."""
        if (epoch, uai) not in self._portal_keys:
            raise Refused("key_missing", uai=uai)
        return self._portal_keys[epoch, uai]

    def keep_portal_key(self, epoch: str, uai: str, key: str) -> None:
        """Keep the workstation's key to a school's portal."""
        self._portal_keys[epoch, uai] = key

    def sheet_key(self, epoch: str) -> bytes:  # noqa: ARG002 (a demo has one database)
        """Return the key of the waiting sheets."""
        return self._sheet_key

    def proxy_password(self) -> str:
        """Return the password of the proxy's account, empty for none."""
        return self._proxy_password

    def keep_proxy_password(self, password: str) -> None:
        """Keep the password of the proxy's account."""
        self._proxy_password = password


class Stage:
    """Everything that a demo starts, stopped again at the end of `with`.

    Args:
        folder: where the demo leaves what it made; what an earlier one left there is cleared away.
        diners: how many are invented.

    Attributes:
        portal_url: the running portal's address.
        log: what the portal logs, JSON lines; its end is written to the standard error when the demo fails.
        catcher: the mail server.
        desk: the office's, on an empty database.
    """

    portal_url: str
    catcher: Catcher
    desk: Desk
    _portal: "subprocess.Popen[str]"
    _log_stream: BinaryIO

    def __init__(self, folder: Path, diners: int) -> None:
        self.folder = folder
        self.log = folder / "portail.log"
        self.roster: list[InventedDiner] = make_roster(diners)
        self._portal_data = Path()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException as error:
            self._close(type(error))
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(kind)

    def _close(self, error: type[BaseException] | None) -> None:
        self._stack.close()
        if error is not None and issubclass(error, Exception):
            _show_end(self.log)

    def _begin(self) -> None:
        _clear(self.folder)
        for school in SCHOOLS:
            write_roster_xlsx(self.roster_file(school), of_school(self.roster, school.uai))
        self.catcher = self._stack.enter_context(Catcher(self.folder / "mail"))
        # PostgreSQL as root changes the rights of every folder above its data: it gets one of its own.
        self._portal_data = Path(tempfile.mkdtemp(prefix="turbo-demo-"))
        self._stack.callback(shutil.rmtree, self._portal_data, ignore_errors=True)
        self._log_stream = self._stack.enter_context(self.log.open("ab"))
        self._portal = _start_portal(
            ("--data", str(self._portal_data), "--port", "0", "--mail", self.catcher.url), self._log_stream
        )
        self._stack.callback(self.stop_portal)
        self.portal_url = _first_line(self._portal)
        self.desk = open_desk(str(self.folder / "bureau.db"), vault=MemoryVault(), who="démonstration")
        self._stack.callback(self.desk.close)

    def stop_portal(self) -> None:
        """Stop the portal before the end, to show what the office says of it."""
        _stop_portal(self._portal)

    def roster_file(self, school: InventedSchool) -> Path:
        """Return the workbook that holds the diners of an establishment."""
        return self.folder / "roster" / f"{school.uai}.xlsx"

    def pairing_code(self, school: InventedSchool) -> str:
        """Let the host add an establishment, and return its one-time code."""
        return _run_portal(
            ("add-school", school.uai, school.name, "--data", str(self._portal_data)), self._log_stream
        )

    def families_url(self, school: InventedSchool) -> str:
        """Return the address that families are given."""
        return f"{self.portal_url}/e/{school.uai}"


def _clear(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in _OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for name in ("screens", "sheets", "roster"):
        (folder / name).mkdir()


def _start_portal(options: Sequence[str], log: BinaryIO) -> "subprocess.Popen[str]":
    """Start `turbo-admin portal serve` as a program of its own, which logs to a file."""
    flags = 0
    if sys.platform == "win32":
        # Without a group of its own it could not be asked to stop alone.
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(  # noqa: S603 (our own program, with our own words)
        [sys.executable, "-m", "turbo_admin", "portal", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=log,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=_environment(),
        creationflags=flags,
    )


def _first_line(portal: "subprocess.Popen[str]") -> str:
    """Wait until a portal says that it is ready, and return its address.

    Raises:
        Unreachable: `portal_not_started`.
    """
    assert portal.stdout is not None  # noqa: S101 (_start_portal pipes it)
    url = portal.stdout.readline().strip()
    if not url:
        raise Unreachable("portal_not_started")
    return url


def _stop_portal(portal: "subprocess.Popen[str]") -> None:
    """Stop a portal and all that it started."""
    if portal.poll() is None:
        if sys.platform == "win32":
            portal.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            portal.terminate()
    try:
        portal.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        portal.kill()
        portal.wait()
    if portal.stdout:
        portal.stdout.close()


def _run_portal(arguments: Sequence[str], log: BinaryIO) -> str:
    """Run a `turbo-admin portal` command that logs to a file, and return what it prints.

    Raises:
        Unreachable: `portal_not_started`.
    """
    done = subprocess.run(  # noqa: S603 (likewise)
        [sys.executable, "-m", "turbo_admin", "portal", *arguments],
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        encoding="utf-8",
        env=_environment(),
        check=False,
    )
    if done.returncode:
        raise Unreachable("portal_not_started")
    return done.stdout.strip()


def _show_end(log: Path) -> None:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    if lines:
        end = "\n".join(lines[-_LOG_LINES_SHOWN:])
        sys.stderr.write(f"Journal du portail\u00a0: {log}. Ses dernières lignes\u00a0:\n{end}\n")


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONUTF8": "1"}
