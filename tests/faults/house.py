"""The portal as it runs at a host's: supervised processes of its own on an embedded PostgreSQL, all of which may be killed.

The children are forked from a process that has imported everything, so that three hundred may die within minutes;
what they run, and who starts them again, is the product's own.
"""

import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, suppress
from pathlib import Path
from typing import Any

import psutil
import requests

from tests.faults import variants
from tests.faults.proxy import Tap
from tests.faults.world import Ground
from tests.portal.conftest import Portal
from turbo_admin.core.errors import Unreachable
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import parse_url
from turbo_admin.portal.base.roles import PORTAL, WORKER
from turbo_admin.portal.host import mail_process, supervisor, web_process
from turbo_admin.portal.host.embedded_postgres import Cluster, open_cluster
from turbo_admin.portal.host.mail_process import WorkerConfig
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.host.supervisor import Supervisor

_PUBLIC_URL = "https://cantine.exemple.fr"
_WEB_PROCESSES = 2
_PATIENCE_S = 60.0
_PRELOADED = [
    "turbo_admin.portal.web.app",
    "turbo_admin.portal.host.worker",
    "turbo_admin.portal.host.supervisor",
    "psycopg",
]


class OnCluster(Portal):
    """The portal's database on an embedded cluster, where each role has a password of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        super().__init__(cluster.url("postgres"))

    def url(self, role: str) -> str:
        return self.cluster.url(role)


class House:
    """A portal that is served.

    Attributes:
        taps: where bytes may be counted: `office` (to the portal), `database` (the portal's), `mail` (its worker's).
    """

    def __init__(self, cluster: Cluster, portal: Portal, taps: dict[str, Tap], served: "Served") -> None:
        self.cluster, self.portal, self.taps, self._served = cluster, portal, taps, served
        self._killed: set[int] = set()
        self._headless = False

    @property
    def base(self) -> str:
        """Where the portal is reached, past all taps."""
        return self._served.url

    def kill(self, victim: str) -> int:
        """Kill at once, as a host that runs out of memory does: `kill -9`.

        Args:
            victim: `web` (all web processes), `one web`, `mail`, `backend` (those of one role), `postmaster`
                (PostgreSQL loses its head, and its backends follow), `all` (everything).

        Returns:
            How many were alive.
        """
        # Of this time only: a system that is busy gives a number out again within minutes.
        self._killed, self._headless = set(), victim in {"postmaster", "all"}
        for pid in self._pids(victim):
            with suppress(ProcessLookupError):  # it was between two lives
                os.kill(pid, signal.SIGKILL)
                self._killed.add(pid)
        return len(self._killed)

    def mend(self) -> None:
        """Have everything run again, as whoever watches over it does: the supervisor its children, the host PostgreSQL."""
        until = time.monotonic() + _PATIENCE_S
        while self._headless:
            try:
                self.cluster.start()
                self._headless = False
            except Unreachable:
                # Its orphans have not all noticed yet.
                if time.monotonic() > until:
                    raise
        while self._killed & set(self._served.pids()) or not (
            all(self._served.pids()) and self._is_healthy()
        ):
            if time.monotonic() > until:
                raise TimeoutError("the portal did not come back")
            threading.Event().wait(0.02)

    def _pids(self, victim: str) -> Sequence[int]:
        *web, mail = self._served.pids()
        postmaster = int((self.cluster.folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        match victim:
            case "one web":
                found = web[:1]
            case "web":
                found = web
            case "mail":
                found = [mail]
            case "backend":
                found = _backends(postmaster)
            case "postmaster":
                found = [postmaster]
            case _:
                found = [*web, mail, postmaster]
        return [pid for pid in found if pid]

    def _is_healthy(self) -> bool:
        try:
            with requests.get(f"{self.base}/healthz", timeout=10) as answer:
                return answer.status_code == 200
        except requests.RequestException:
            return False


class Served:
    """The supervisor at work, in a thread."""

    def __init__(self, web: WebConfig, listening: socket.socket, mail: WorkerConfig) -> None:
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._supervisor, self._stop = Supervisor(web, listening, _WEB_PROCESSES, mail), Stopper()
        self._thread = threading.Thread(target=self._supervisor.watch, args=(self._stop,))

    def __enter__(self) -> "Served":
        self._supervisor.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.ask()
        self._thread.join()
        self._supervisor.stop()
        self._stop.close()

    def pids(self) -> list[int]:
        """Return the process ids of the web processes, then the mail worker's; 0 for one between two lives."""
        return [_pid(child) for child in self._supervisor._children]


def _pid(child: Any) -> int:
    try:
        return child.process.pid if child.process and child.process.is_alive() else 0
    except (ValueError, AttributeError):
        return 0  # it has just been put away


def run_web(*arguments: Any) -> None:
    """Be a web process that keeps its log to itself."""
    with _quiet():
        web_process.run_web(*arguments)


def run_worker(*arguments: Any) -> None:
    """Be a mail worker that keeps its log to itself."""
    with _quiet():
        mail_process.run_worker(*arguments)


@contextmanager
def _quiet() -> Iterator[None]:
    # For whoever looks for a cause: the environment may name a file.
    with (
        Path(os.environ.get("TURBO_FAULTS_LOG", os.devnull)).open("a", encoding="utf-8") as log,
        redirect_stderr(log),
    ):
        yield


@contextmanager
def served_house(
    smtp: Catcher,
    run_web: Callable[..., None] = run_web,
    run_worker: Callable[..., None] = run_worker,
) -> Iterator[tuple[House, Ground]]:
    """Serve a portal, and prepare a ground on it.

    Args:
        run_web, run_worker: what the children do; a wrong one for the controls.
    """
    with ExitStack() as house:
        folder = Path(
            tempfile.mkdtemp(prefix="turbo-house-", dir="/tmp")
        )  # fresh, and where PostgreSQL’s own user can reach it
        house.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        cluster = open_cluster(folder)
        house.callback(cluster.stop)
        cluster.start()
        portal = OnCluster(cluster)
        house.callback(portal.close)
        portal.rows("UPDATE meta SET public_url = :url", url=_PUBLIC_URL)
        listening = house.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
        (folder / "tap").mkdir()
        socket_name = ".s.PGSQL.5432"
        taps = {
            "office": Tap(listening.getsockname()[1]),
            "database": Tap(str(cluster.folder / socket_name), at=str(folder / "tap" / socket_name)),
            "mail": Tap(smtp.port),
        }
        for tap in taps.values():
            house.callback(tap.close)
        web, mail = _configs(cluster, portal, folder, taps)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([*_PRELOADED, run_web.__module__])
        for name, right in (("_SPAWN", context), ("run_web", run_web), ("run_worker", run_worker)):
            house.enter_context(variants.planted(supervisor, name, right))
        served = house.enter_context(Served(web, listening, mail))
        found = House(cluster, portal, taps, served)
        found.mend()
        offices = house.enter_context(tempfile.TemporaryDirectory(prefix="turbo-offices-"))
        ground = Ground(portal, found, Path(offices))
        house.callback(ground.close)
        yield found, ground


def _configs(
    cluster: Cluster, portal: Portal, folder: Path, taps: dict[str, Tap]
) -> tuple[WebConfig, WorkerConfig]:
    def tapped(role: str) -> str:
        url = parse_url(cluster.url(role)).update_query_dict({"host": str(folder / "tap")})
        return url.set(drivername="postgresql").render_as_string(hide_password=False)

    web = WebConfig(tapped(PORTAL), _PUBLIC_URL, True, "5" * 64, workers=_WEB_PROCESSES)
    mail = f"smtp://127.0.0.1:{taps['mail'].url.rpartition(':')[2]}"
    return web, WorkerConfig(tapped(WORKER), mail, "", portal.mail_key, "", None)


def _backends(postmaster: int) -> list[int]:
    """Return one of the backends that serve the portal."""
    for process in psutil.Process(postmaster).children():
        title: Any = " ".join(process.cmdline())
        if f"{PORTAL} " in title or f"{WORKER} " in title:
            return [process.pid]
    return []
