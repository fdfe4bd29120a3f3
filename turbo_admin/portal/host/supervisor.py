"""The processes of a portal: web processes that share one listening socket, and the mail worker.

Each child holds one end of a lifeline (a pipe). When the supervisor lets go of the other end, on purpose or by
dying, the child stops by itself: no orphan, whatever happens.
"""

import gc
import multiprocessing
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any, Protocol

import structlog
import uvicorn
from sqlalchemy import text

from turbo_admin.core.errors import TurboError
from turbo_admin.portal.base import logs
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.languages import read_languages
from turbo_admin.portal.base.outgoing import forbid_outgoing_connections
from turbo_admin.portal.base.roles import PORTAL, WORKER
from turbo_admin.portal.host import worker
from turbo_admin.portal.host.embedded_postgres import Cluster
from turbo_admin.portal.mail.rate_limit import PER_DOMAIN, MailRateLimit
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport

# A child that dies sooner than this after its start is started again only after the pause.
_HASTY_S, _PAUSE_S = 5.0, 2.0
_GRACE_S = 10.0
# PostgreSQL is not our child (it outlives us, to end in good order): it is looked at, not waited for.
_LOOK_EVERY_S = 3.0
# Any constant of ours: processes that leave ask one after the other whether they are the last.
_LAST_OUT = 7_318_229_042
_ASK_IN_TURN = text("SELECT pg_advisory_xact_lock(:lock)")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY(:roles)"
    " AND pid <> pg_backend_pid()"
)
_SPAWN: SpawnContext = multiprocessing.get_context("spawn")
_log = structlog.get_logger("portail")


class Lifeline(Protocol):
    """One end of a pipe, whatever the system calls it."""

    def send(self, word: str) -> None:
        """Say something to the other end."""

    def recv(self) -> str:
        """Wait for a word; EOFError when the other end is closed."""

    def close(self) -> None:
        """Let go."""


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """What the worker process is given; picklable.

    Attributes:
        cluster: the embedded PostgreSQL, which this process stops when the supervisor has died; None for a
            server that is not ours.
        bounces, per_domain: see `serve.MailOptions`.
        log_file: see `logs.configure`; the supervisor's, who gives each child its own.
    """

    database_url: str = field(repr=False)
    mail_url: str = field(repr=False)
    mail_password: str = field(repr=False)
    mail_key: bytes = field(repr=False)
    sender: str
    cluster: Cluster | None
    bounces: str = ""
    per_domain: int = PER_DOMAIN
    log_file: Path | None = None


@dataclass(slots=True)
class _Child:
    """One process that should always be there."""

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...]
    process: SpawnProcess | None = None
    lifeline: Lifeline | None = None
    started: float = 0.0

    def start(self) -> None:
        """Start it, with a lifeline of its own."""
        end, self.lifeline = _SPAWN.Pipe(duplex=False)
        self.process = _SPAWN.Process(target=self.target, args=(*self.arguments, end), name=self.name)
        self.started = time.monotonic()
        self.process.start()
        end.close()

    def let_go(self, *, word: bool = True) -> None:
        """Tell it to stop; without a word it believes that we have died."""
        if self.lifeline is not None:
            try:
                if word:
                    self.lifeline.send("stop")
            except OSError:
                pass  # it is gone already
            self.lifeline.close()
            self.lifeline = None

    def end(self, grace: float) -> None:
        """Wait for its end, and make it end if it does not."""
        if self.process is not None:
            self.process.join(grace)
            if self.process.is_alive():
                _log.warning("killed", child=self.name)
                self.process.kill()
                self.process.join()
            self.process.close()
            self.process = None


class Supervisor:
    """Keeps the children going until it is told to stop.

    Args:
        listening: the socket that all web processes share; stays the caller's.
        workers: web processes, 1 or more.
    """

    def __init__(
        self, web: WebConfig, listening: socket.socket, workers: int, mail: WorkerConfig | None
    ) -> None:
        self._cluster, self._looked = mail.cluster if mail else None, time.monotonic()
        # A web process may have to close the house; no password but its own is any business of it.
        house = replace(self._cluster, passwords={}) if self._cluster else None
        self._children = [
            _Child(name, run_web, (replace(web, log_file=logs.file_of(web.log_file, name)), listening, house))
            for name in (f"web-{number}" for number in range(1, workers + 1))
        ]
        if mail is not None:
            mail = replace(mail, log_file=logs.file_of(mail.log_file, "mail"))
            self._children.append(_Child("mail", run_worker, (mail,)))

    def start(self) -> None:
        """Start every child."""
        for child in self._children:
            child.start()

    def watch(self, stop: worker.Stopper, seconds: float | None = None) -> int:
        """Restart whatever dies, until asked to stop or until the time is over.

        Returns:
            How many children died meanwhile.
        """
        died, until = 0, None if seconds is None else time.monotonic() + seconds
        while not stop.asked:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return died
            sentinels = {child.process.sentinel: child for child in self._children if child.process}
            patience = min(_LOOK_EVERY_S if left is None else left, _LOOK_EVERY_S)
            ready = wait([*sentinels, stop], patience if self._cluster else left)  # type: ignore[list-item]  # it has a fileno, as sockets have
            for sentinel in ready:
                if isinstance(sentinel, int) and not stop.asked:
                    died += 1
                    self._revive(sentinels[sentinel], stop)
            if not stop.asked:
                self._look_at_database()
        return died

    def stop(self) -> None:
        """Stop every child, in good order if it will."""
        for child in self._children:
            child.let_go()
        until = time.monotonic() + _GRACE_S
        for child in self._children:
            child.end(max(until - time.monotonic(), 0.1))

    def _look_at_database(self) -> None:
        """Start the embedded PostgreSQL again when it has died; the children connect by themselves."""
        if self._cluster is None or time.monotonic() - self._looked < _LOOK_EVERY_S:
            return
        try:
            if self._cluster.revive():
                _log.error("died", child="postgresql")
            self._cluster.trim_log()
        except TurboError as error:
            _log.error("database_refused", code=error.code)
        self._looked = time.monotonic()

    def _revive(self, child: _Child, stop: worker.Stopper) -> None:
        _log.error("died", child=child.name, code=child.process.exitcode if child.process else None)
        if time.monotonic() - child.started < _HASTY_S:
            wait([stop], _PAUSE_S)  # type: ignore[list-item]  # likewise
        child.let_go()
        child.end(0)
        if not stop.asked:
            child.start()


def run_web(config: WebConfig, listening: socket.socket, cluster: Cluster | None, lifeline: Lifeline) -> None:
    """Be a web process; returns when the lifeline goes slack, after closing the house if we are the last.

    Args:
        cluster: the embedded PostgreSQL, without its passwords; None for a server that is not ours.
    """
    from turbo_admin.portal.web.app import create_app

    logs.configure(config.log_file)
    forbid_outgoing_connections()
    words: list[str] = []
    app = create_app(config)
    # What a process holds from its beginning stays: nothing is gained by looking through it again and again.
    gc.collect()
    gc.freeze()
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # a path may hold a token
            proxy_headers=False,  # the application decides which proxies it believes
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )

    def hear(word: str) -> None:
        words.append(word)
        server.should_exit = True

    _follow(lifeline, hear)
    server.run(sockets=[listening])
    if words == [""] and cluster is not None and _is_last(config.database_url):
        cluster.stop()


def run_worker(config: WorkerConfig, lifeline: Lifeline) -> None:
    """Be the mail worker; returns when the lifeline goes slack, after closing the house if we are the last."""
    logs.configure(config.log_file)
    stop, words = worker.Stopper(), []

    def hear(word: str) -> None:
        words.append(word)
        stop.ask()

    _follow(lifeline, hear)
    database = PortalDatabase(config.database_url, pool_size=2)
    try:
        transport = open_transport(config.mail_url, config.mail_password)
        pace = MailRateLimit(config.per_domain)
        postman = MailSender(
            database, transport, config.mail_key, config.sender, config.bounces, pace, read_languages()
        )
        worker.run(postman, stop)
    except TurboError as error:
        _log.error("worker_refused", code=error.code)
        raise SystemExit(1) from error
    finally:
        database.dispose()
    if words == [""] and config.cluster is not None:
        config.cluster.stop()


def _is_last(url: str) -> bool:
    """Whether none of the portal's processes is connected any more.

    The mail worker closes the house; but it may have died just before the supervisor did, and then nobody would.
    Those who ask wait for each other and are counted while they wait, so that of several the last one knows.
    """
    database = PortalDatabase(url, pool_size=1)
    try:
        with database.host() as connection:
            connection.execute(_ASK_IN_TURN, {"lock": _LAST_OUT})
            return bool(connection.scalar(_OTHERS, {"roles": [PORTAL, WORKER]}) == 0)
    except TurboError:
        return False  # it does not answer: there is nothing to stop, or somebody else stops it
    finally:
        database.dispose()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the lifeline alone says when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals as they are."""
        yield


def _follow(lifeline: Lifeline, stop: Callable[[str], object]) -> None:
    """Call `stop` once, with the supervisor's word, or with nothing when it has died. Ctrl+C is the supervisor's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def follow() -> None:
        try:
            word = str(lifeline.recv())
        except (EOFError, OSError):
            word = ""
        stop(word)

    threading.Thread(target=follow, name="lifeline", daemon=True).start()
