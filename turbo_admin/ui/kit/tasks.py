"""The one way by which acts leave the screen, and come back to it."""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from turbo_admin.core.errors import Cancelled, TurboError

T = TypeVar("T")
Report = Callable[[str, int, int], None]
Act = Callable[[Report], T]

# Reports come by the thousand; the eye wants some thirty a second.
_REPORT_EVERY_SECONDS = 0.03
_FOR_EVER = -1


class Job(Generic[T]):
    """An act on its way.

    Attributes:
        label: what it does, in French; empty for what the clerk need not see.
        panel: whether it is shown by a panel of its own.
    """

    def __init__(
        self,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[TurboError], None] | None,
        label: str,
    ) -> None:
        self.label = label
        self.panel = False
        self.owner = owner
        self.done = done
        self.failed = failed
        self.on_report: Report | None = None
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask it to stop at its next report; one that has not begun never does."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it has been asked to stop."""
        return self._stop.is_set()


class _Outcome(NamedTuple):
    """What came of an act: a value, or the error instead."""

    value: Any = None
    error: Exception | None = None


class _Errand(QRunnable):
    """Runs one act on a pool's thread.

    It holds the bound signals only: an object of its own that emits would be destroyed on the pool's thread.
    """

    def __init__(self, job: Job[Any], act: Act[Any], tasks: "Tasks") -> None:
        super().__init__()
        self._job = job
        self._act = act
        self._landed = tasks.landed
        self._reported = tasks.reported
        self._step, self._last = "", 0.0

    def run(self) -> None:
        try:
            if self._job.is_cancelled:
                raise Cancelled
            outcome = _Outcome(value=self._act(self._report))
        except (
            Exception
        ) as error:  # the thread's boundary: whatever it is goes to the screen, and a bug is shown as one
            outcome = _Outcome(error=error)
        self._landed.emit(self._job, outcome)

    def _report(self, step: str, done: int, total: int) -> None:
        if self._job.is_cancelled:
            raise Cancelled
        now = time.monotonic()
        if step != self._step or done == total or now - self._last >= _REPORT_EVERY_SECONDS:
            self._step, self._last = step, now
            self._reported.emit(self._job, step, done, total)


class Tasks(QObject):
    """Runs acts away from the screen and brings their results back.

    Acts that change something run one after the other on one thread; what only reads has a thread of its own, so
    that a list opens while a synchronisation runs. Lives as long as the application.

    Signals:
        busy_changed: whether any act that changes something is running or waiting.
            arg: bool.
        begun: an act that changes something has been asked for.
            arg: Job.
        progressed: an act that changes something reports.
            args: Job, step, done, total.
        ended: an act that changes something has ended, well or not.
            arg: Job.
        refused: an act failed and its page left the telling to the window.
            arg: TurboError.
        broke: a bug of ours.
            arg: Exception.
        landed, reported: between threads, for this module only.
    """

    busy_changed = Signal(bool)
    begun = Signal(object)
    progressed = Signal(object, str, int, int)
    ended = Signal(object)
    refused = Signal(object)
    broke = Signal(object)
    landed = Signal(object, object)
    reported = Signal(object, str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = _one_thread(self)
        self._reader = _one_thread(self)
        self._writing: list[Job[Any]] = []
        self._reading: list[Job[Any]] = []
        self._is_closed = False
        self.landed.connect(self._on_landed)
        self.reported.connect(self._on_reported)

    def read(
        self,
        owner: QObject,
        act: Act[T],
        done: Callable[[T], None],
        failed: Callable[[TurboError], None] | None = None,
    ) -> Job[T]:
        """Run an act that changes nothing.

        Args:
            owner: who asks; nothing is called back once it is gone.
            act: called with a report, on another thread; it touches no widget.
            done: called here with what it returned.
            failed: called here with a `TurboError`; by default the window tells it.
        """
        job = Job(owner, done, failed, "")
        if self._is_closed:
            job.cancel()
            return job
        self._reading.append(job)
        self._reader.start(_Errand(job, act, self))
        return job

    def write(
        self,
        owner: QObject,
        act: Act[T],
        done: Callable[[T], None],
        failed: Callable[[TurboError], None] | None = None,
        *,
        label: str,
        on_report: Report | None = None,
        panel: bool = False,
    ) -> Job[T]:
        """Run an act that changes something, after those asked for before it.

        Args:
            owner, act, done, failed: as for `read`.
            label: what it does, in French, shown while it lasts.
            on_report: called here as it advances, besides `progressed`.
            panel: whether the caller shows its progress itself.
        """
        job = Job(owner, done, failed, label)
        job.on_report, job.panel = on_report, panel
        if self._is_closed:
            job.cancel()
            return job
        self._writing.append(job)
        self.begun.emit(job)
        if len(self._writing) == 1:
            self.busy_changed.emit(True)
        self._writer.start(_Errand(job, act, self))
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

    def _on_reported(self, job: Job[Any], step: str, done: int, total: int) -> None:
        if job.on_report is not None and not self._is_closed and shiboken6.isValid(job.owner):
            job.on_report(step, done, total)
        if job in self._writing:
            self.progressed.emit(job, step, done, total)

    def _on_landed(self, job: Job[Any], outcome: _Outcome) -> None:
        wrote = job in self._writing
        (self._writing if wrote else self._reading).remove(job)
        if wrote:
            self.ended.emit(job)
        if wrote and not self._writing:
            self.busy_changed.emit(False)
        self._hand_over(job, outcome)

    def _hand_over(self, job: Job[Any], outcome: _Outcome) -> None:
        if self._is_closed or not shiboken6.isValid(job.owner):
            return
        if outcome.error is None:
            job.done(outcome.value)
        elif not isinstance(outcome.error, TurboError):
            self.broke.emit(outcome.error)
        elif job.failed is not None:
            job.failed(outcome.error)
        elif job.label or not isinstance(outcome.error, Cancelled):
            # A reading that was stopped concerns nobody.
            self.refused.emit(outcome.error)


def _one_thread(parent: QObject) -> QThreadPool:
    pool = QThreadPool(parent)
    pool.setMaxThreadCount(1)
    pool.setExpiryTimeout(_FOR_EVER)
    return pool
