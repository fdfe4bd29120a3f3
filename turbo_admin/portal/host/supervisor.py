"""The processes of a portal: web processes that share one listening socket, and the mail worker.

Each child holds one end of a pipe. When the other end is closed, by the supervisor or by its death, the child stops:
no orphan is left.
"""

import multiprocessing
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

import structlog

from turbo_admin.core.errors import TurboError
from turbo_admin.portal.base import logs
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.host.lifeline import Lifeline
from turbo_admin.portal.host.mail_process import WorkerConfig, run_worker
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.host.web_process import run_web

# A child that lived shorter than this is restarted after the pause only, so that it does not die in a loop.
_SHORTEST_LIFE_S, _PAUSE_S = 5.0, 2.0
_GRACE_S = 10.0
# PostgreSQL is no child process (it must outlive us, to shut down cleanly): it is polled.
_CHECK_EVERY_S = 3.0
# spawn: a forked child would inherit database connections and threads' locks.
_SPAWN: SpawnContext = multiprocessing.get_context("spawn")
_log = structlog.get_logger("portail")


@dataclass(slots=True)
class _Child:
    """A child process that is restarted when it dies."""

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
        # Only the child may hold this end, or its pipe would never close.
        end.close()

    def release(self, *, word: bool = True) -> None:
        """Ask it to stop; without the message it acts as if the supervisor had died."""
        if self.lifeline is not None:
            try:
                if word:
                    self.lifeline.send("stop")
            except OSError:
                pass  # it has ended already
            self.lifeline.close()
            self.lifeline = None

    def end(self, grace: float) -> None:
        """Wait for its end; kill it after `grace` seconds."""
        if self.process is not None:
            self.process.join(grace)
            if self.process.is_alive():
                _log.warning("killed", child=self.name)
                self.process.kill()
                self.process.join()
            self.process.close()
            self.process = None


class Supervisor:
    """Starts the child processes, and restarts those that die.

    Args:
        listening: the socket that all web processes share; stays the caller's.
        workers: web processes, 1 or more.
    """

    def __init__(
        self, web: WebConfig, listening: socket.socket, workers: int, mail: WorkerConfig | None
    ) -> None:
        self._cluster, self._checked_at = mail.cluster if mail else None, time.monotonic()
        # A web process may have to stop PostgreSQL, which needs no password: it gets none.
        shared_cluster = replace(self._cluster, passwords={}) if self._cluster else None
        self._children = [
            _Child(
                name,
                run_web,
                (replace(web, log_file=logs.file_of(web.log_file, name)), listening, shared_cluster),
            )
            for name in (f"web-{number}" for number in range(1, workers + 1))
        ]
        if mail is not None:
            mail = replace(mail, log_file=logs.file_of(mail.log_file, "mail"))
            # A single worker: the rate limits are counted in its memory.
            self._children.append(_Child("mail", run_worker, (mail,)))

    def start(self) -> None:
        """Start every child."""
        for child in self._children:
            child.start()

    def watch(self, stop: Stopper, seconds: float | None = None) -> int:
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
            # Without an embedded database there is nothing to poll, so it may wait for ever.
            patience = min(_CHECK_EVERY_S if left is None else left, _CHECK_EVERY_S)
            ready = wait([*sentinels, stop], patience if self._cluster else left)  # type: ignore[list-item]  # it has a fileno, as sockets have
            for sentinel in ready:
                if isinstance(sentinel, int) and not stop.asked:
                    died += 1
                    self._revive(sentinels[sentinel], stop)
            if not stop.asked:
                self._check_database()
        return died

    def stop(self) -> None:
        """Stop every child; one that does not end in time is killed."""
        for child in self._children:
            child.release()
        # One deadline for all: they stop at the same time.
        until = time.monotonic() + _GRACE_S
        for child in self._children:
            child.end(max(until - time.monotonic(), 0.1))

    def _check_database(self) -> None:
        """Restart the embedded PostgreSQL after a crash; the children reconnect by themselves."""
        if self._cluster is None or time.monotonic() - self._checked_at < _CHECK_EVERY_S:
            return
        try:
            if self._cluster.revive():
                _log.error("died", child="postgresql")
            self._cluster.trim_log()
        except TurboError as error:
            _log.error("database_refused", code=error.code)
        self._checked_at = time.monotonic()

    def _revive(self, child: _Child, stop: Stopper) -> None:
        _log.error("died", child=child.name, code=child.process.exitcode if child.process else None)
        if time.monotonic() - child.started < _SHORTEST_LIFE_S:
            wait([stop], _PAUSE_S)  # type: ignore[list-item]  # likewise
        child.release()
        child.end(0)
        if not stop.asked:
            child.start()
