"""Runs acts on worker threads and delivers their results on the GUI thread."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from turbo_admin.core.errors import Cancelled, TurboError
from turbo_admin.ui.kit.typed_signals import TypedSignal

T = TypeVar("T")
# Called with (step in French, done, total); raises `Cancelled` when the clerk has stopped the act.
TaskProgress = Callable[[str, int, int], None]
Act = Callable[[TaskProgress], T]

# Progress is reported by the thousand; some thirty times a second are enough to see it move.
_REPORT_EVERY_SECONDS = 0.03
_FOR_EVER = -1


class Job:
    """An act that is waiting or running.

    Attributes:
        label: what it does, in French; empty for what the clerk need not see.
        panel: whether its progress is shown by a panel of its own.
        owner: who asked for it; nothing is delivered once it is deleted.
    """

    def __init__(
        self,
        owner: QObject,
        act: Act[T],
        done: Callable[[T], None],
        failed: Callable[[TurboError], None] | None,
        label: str = "",
    ) -> None:
        self.label = label
        self.panel = False
        self.owner = owner
        self.failed = failed
        self.on_progress: TaskProgress | None = None
        self._stop = threading.Event()
        # At most one item: appended on the worker thread, popped on the GUI thread.
        results: list[T] = []
        self.run: Callable[[TaskProgress], None] = lambda progress: results.append(act(progress))
        self.deliver: Callable[[], None] = lambda: done(results.pop())

    def cancel(self) -> None:
        """Have it raise `Cancelled` at its next report; one that has not begun is never run."""
        self._stop.set()

    @property
    # Read on the worker thread, set on the GUI thread.
    def is_cancelled(self) -> bool:
        """Whether it has been asked to stop."""
        return self._stop.is_set()


class _Runnable(QRunnable):
    """Runs one act on a pool's thread.

    It holds the bound signals only: an object of its own that emits would be destroyed on the pool's thread.
    """

    def __init__(self, job: Job, tasks: "Tasks") -> None:
        super().__init__()
        self._job = job
        self._finished = tasks.finished
        self._reported = tasks.reported
        self._step, self._last = "", 0.0

    def run(self) -> None:
        error: Exception | None = None
        try:
            if self._job.is_cancelled:
                raise Cancelled
            self._job.run(self._report)
        except (
            Exception
        ) as raised:  # the thread's boundary: whatever it is goes to the screen, and a bug is shown as one
            error = raised
        self._finished.emit(self._job, error)

    def _report(self, step: str, done: int, total: int) -> None:
        if self._job.is_cancelled:
            raise Cancelled
        now = time.monotonic()
        if step != self._step or done == total or now - self._last >= _REPORT_EVERY_SECONDS:
            self._step, self._last = step, now
            self._reported.emit(self._job, step, done, total)


class Tasks(QObject):
    """Runs acts on worker threads and delivers their results on the GUI thread.

    Acts that change something run one after the other on one thread; what only reads has a thread of its own, so
    that a list opens while a synchronisation runs. Lives as long as the application.

    Signals:
        busy_changed: whether any act that changes something is running or waiting.
            arg: bool.
        started: an act that changes something has been asked for.
            arg: Job.
        progressed: an act that changes something reports.
            args: Job, step, done, total.
        ended: an act that changes something has ended, well or not.
            arg: Job.
        succeeded: an act that changes something has ended well; its own message comes after this.
            arg: Job.
        refused: an act failed and its page leaves the message to the window.
            arg: TurboError.
        crashed: an act raised something else than a `TurboError`: a bug.
            arg: Exception.
        finished, reported: from the worker threads, for this module only.
    """

    busy_changed = Signal(bool)
    started = TypedSignal[Job]()
    progressed = TypedSignal[Job, str, int, int]()
    ended = TypedSignal[Job]()
    succeeded = TypedSignal[Job]()
    refused = TypedSignal[TurboError]()
    crashed = TypedSignal[Exception]()
    finished = TypedSignal[Job, Exception | None]()
    reported = TypedSignal[Job, str, int, int]()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # One thread writes to the office's database: SQLite has a single writer, and acts keep the order of the
        # clicks.
        self._writer = _one_thread(self)
        self._reader = _one_thread(self)
        self._writing: list[Job] = []
        self._reading: list[Job] = []
        self._is_closed = False
        # Worker threads emit these; Qt queues them to the thread that this object lives on.
        self.finished.connect(self._on_finished)
        self.reported.connect(self._on_reported)

    def read(
        self,
        owner: QObject,
        act: Act[T],
        done: Callable[[T], None],
        failed: Callable[[TurboError], None] | None = None,
    ) -> Job:
        """Run an act that changes nothing.

        Args:
            owner: who asks; nothing is called back once it is deleted.
            act: called with a report, on another thread; it touches no widget.
            done: called here with what it returned.
            failed: called here with a `TurboError`; by default the window shows it.
        """
        job = Job(owner, act, done, failed)
        if self._is_closed:
            job.cancel()
            return job
        # The list keeps the job alive until its result has been delivered.
        self._reading.append(job)
        self._reader.start(_Runnable(job, self))
        return job

    def write(
        self,
        owner: QObject,
        act: Act[T],
        done: Callable[[T], None],
        failed: Callable[[TurboError], None] | None = None,
        *,
        label: str,
        on_progress: TaskProgress | None = None,
        panel: bool = False,
    ) -> Job:
        """Run an act that changes something, after those asked for before it.

        Args:
            owner, act, done, failed: as for `read`.
            label: what it does, in French, shown while it lasts.
            on_progress: called here as it advances, besides `progressed`.
            panel: whether the caller shows its progress itself.
        """
        job = Job(owner, act, done, failed, label)
        job.on_progress, job.panel = on_progress, panel
        if self._is_closed:
            job.cancel()
            return job
        self._writing.append(job)
        self.started.emit(job)
        if len(self._writing) == 1:
            self.busy_changed.emit(True)
        self._writer.start(_Runnable(job, self))
        return job

    @property
    def is_busy(self) -> bool:
        """Whether an act that changes something is running or waiting."""
        return bool(self._writing)

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all is running or waiting."""
        return not self._writing and not self._reading

    def running(self) -> str:
        """Return the label of the act that changes something and came first; empty when there is none."""
        return self._writing[0].label if self._writing else ""

    def cancel_all(self) -> None:
        """Ask everything to stop at its next report."""
        for job in (*self._writing, *self._reading):
            job.cancel()

    def close(self) -> None:
        """Stop everything and wait for the threads to be done with it; nothing is started or called back any more.

        What a result calls back could ask for another act, whose thread would emit a signal of this object while it
        is being destroyed.
        """
        self._is_closed = True
        self.cancel_all()
        self._writer.waitForDone(_FOR_EVER)
        self._reader.waitForDone(_FOR_EVER)

    def _on_reported(self, job: Job, step: str, done: int, total: int) -> None:
        # The Python object may outlive the C++ one: a dialog that was closed meanwhile.
        if job.on_progress is not None and not self._is_closed and shiboken6.isValid(job.owner):
            job.on_progress(step, done, total)
        if job in self._writing:
            self.progressed.emit(job, step, done, total)

    def _on_finished(self, job: Job, error: Exception | None) -> None:
        wrote = job in self._writing
        (self._writing if wrote else self._reading).remove(job)
        if wrote:
            self.ended.emit(job)
        if wrote and not self._writing:
            self.busy_changed.emit(False)
        if wrote and error is None:
            self.succeeded.emit(job)
        # Last: a callback may start the next task, which must find this one gone.
        self._deliver(job, error)

    def _deliver(self, job: Job, error: Exception | None) -> None:
        if self._is_closed or not shiboken6.isValid(job.owner):
            return
        if error is None:
            job.deliver()
        elif not isinstance(error, TurboError):
            self.crashed.emit(error)
        elif job.failed is not None:
            job.failed(error)
        elif job.label or not isinstance(error, Cancelled):
            # A reading is stopped by the program, not by the clerk: there is nothing to say.
            self.refused.emit(error)


def _one_thread(parent: QObject) -> QThreadPool:
    pool = QThreadPool(parent)
    pool.setMaxThreadCount(1)
    # Threads never expire: a SQLite connection belongs to the thread that opened it.
    pool.setExpiryTimeout(_FOR_EVER)
    return pool
