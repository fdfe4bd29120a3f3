"""« Synchroniser maintenant »: exchanges with every paired school, one run at a time, a journal line each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import PARIS
from turbo_admin.core.errors import BadData, Cancelled, Outdated, Refused, TurboError, Unreachable
from turbo_admin.core.french import short_time
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.sync.binding import finish_binding
from turbo_admin.office.sync.events import apply_postponed
from turbo_admin.office.sync.exchange import exchange_all
from turbo_admin.office.sync.proof_by_record import prove_by_record
from turbo_admin.office.sync.proof_result import Proof
from turbo_admin.office.sync.school_exchange import SchoolExchange
from turbo_admin.office.sync.summary import SchoolRun, SyncSummary
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.store import schools, sync
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.run_lock import RunLock
from turbo_admin.store.engine.school_record import SchoolRecord
from turbo_admin.store.engine.sync_records import RunRecord


@dataclass(frozen=True, slots=True)
class _Run:
    """A run under way.

    Attributes:
        run_id: by which the lock is noted too.
        epoch: of the office database.
        by_record: as for `synchronise`.
    """

    desk: Desk
    run_id: str
    epoch: str
    lock: RunLock
    by_record: bool
    report: Progress


@needs(Right.SYNC)
def synchronise(desk: Desk, *, by_record: bool = False, report: Progress = silent) -> SyncSummary:
    """SchoolExchange with the portals of all paired schools; one failing does not stop the others.

    Args:
        by_record: compares the records of both sides one by one at the end, as every night, not only their sums.
        report: called with (step, done, total); raising `Cancelled` stops between two pages. What was exchanged
            before stays, the rest goes next time.

    Raises:
        Refused: `sync_running`, `nothing_paired`, `disk_full`.
        Cancelled: from `report`.
    """
    with hold_run_lock(desk) as lock:
        return _synchronise(desk, lock, by_record, report)


@needs(Right.SYNC)
@contextmanager
def hold_run_lock(desk: Desk) -> Iterator[RunLock]:
    """Hold the run lock: one synchronisation, or one reconciliation, at a time.

    Raises:
        Refused: `sync_running`.
    """
    lock = desk.database.take_run_lock()
    if lock is None:
        with desk.database.read() as session:
            noted = sync.holder(session)
        where, since = (noted[1], f", depuis {short_time(noted[2])}") if noted else ("un autre poste", "")
        raise Refused("sync_running", workstation=where, since=since)
    try:
        yield lock
    finally:
        lock.release()


def _synchronise(desk: Desk, lock: RunLock, by_record: bool, report: Progress) -> SyncSummary:
    started = desk.now()
    with desk.database.write() as session:
        paired = [school for school in schools.schools(session) if school.paired_at]
        if not paired:
            raise Refused("nothing_paired")
        run = _Run(desk, new_id(), schools.epoch(session), lock, by_record, report)
        sync.note_holder(session, run.run_id, workstation=desk.workstation, now=started)
        apply_postponed(session, desk)
        _erase_expired(session, paired, started)
        line = _begin(run, session, paired[0])
    done: list[SchoolRun] = []
    cancelled: Cancelled | None = None
    try:
        # What was postponed, and what a run that was killed had received without matching it.
        match_outdated(desk)
        for school, following in zip(paired, [*paired[1:], None], strict=True):
            one, failure = _school(run, school)
            done.append(one)
            cancelled = failure if isinstance(failure, Cancelled) else None
            line = _turn_over(run, line, one, None if cancelled else following)
            if cancelled:
                break
    except BaseException:
        with desk.database.write() as session:
            sync.forget_holder(session, run.run_id)
        raise
    if cancelled:
        raise cancelled
    return SyncSummary(started, desk.now(), tuple(done))


def _erase_expired(session: Session, paired: Sequence[SchoolRecord], now: datetime) -> None:
    """Erase expired passwords, once a day: they expire as a day ends, and finding them reads every sheet there is."""
    today = now.astimezone(PARIS).date()
    if not any(
        one.last_success_at and one.last_success_at.astimezone(PARIS).date() == today for one in paired
    ):
        stored_sheets.erase_expired_secrets(session, now)


def _school(run: _Run, school: SchoolRecord) -> tuple[SchoolRun, TurboError | None]:
    """SchoolExchange with one school; returns what that did, and what ended it too soon."""
    going: SchoolExchange | None = None
    failure: TurboError | None = None
    try:
        if school.epoch_next:
            # A binding was cut: it is repeated before anything is exchanged.
            finish_binding(run.desk, school.uai)
            with run.desk.database.read() as session:
                school = schools.school(session, school.uai)
        with _client(run, school) as client:
            going = SchoolExchange(run.desk, school, client, run.run_id, run.lock, run.report)
            exchange_all(going)
            if run.by_record:
                prove_by_record(going)
    except (Refused, BadData, Unreachable, Outdated, Cancelled) as error:
        failure = error
    return _told(school, going, failure), failure


def _client(run: _Run, school: SchoolRecord) -> PortalClient:
    key = run.desk.vault.portal_key(run.epoch, school.uai)
    return run.desk.connect(
        school.portal_url,
        key=key,
        office_epoch=school.office_epoch or run.epoch,
        portal_epoch=school.portal_epoch,
    )


def _begin(run: _Run, session: Session, school: SchoolRecord) -> int:
    line = RunRecord(
        run_id=run.run_id,
        uai=school.uai,
        who=run.desk.operator.who,
        workstation=run.desk.workstation,
        started_at=run.desk.now(),
        ended_at=None,
        received=0,
        sent=0,
        refused=0,
        kinds={},
        skew_minutes=0,
        proof="",
        proof_detail={},
        error_code="",
        error="",
    )
    return sync.begin_run(session, line)


def _turn_over(run: _Run, line: int, done: SchoolRun, following: SchoolRecord | None) -> int:
    """End a school's line of the journal and begin that of the next, in one transaction."""
    with run.desk.database.write() as session:
        _end(run, session, line, done)
        if following is None:
            sync.forget_holder(session, run.run_id)
            return 0
        return _begin(run, session, following)


def _told(school: SchoolRecord, run: SchoolExchange | None, failure: TurboError | None) -> SchoolRun:
    return SchoolRun(
        uai=school.uai,
        name=school.name,
        received=run.received.total() if run else 0,
        new_requests=run.received["request.received"] if run else 0,
        sent=run.sent.total() if run else 0,
        refused=run.refused.total() if run else 0,
        error=str(failure) if failure else "",
        error_code=failure.code if failure else "",
        error_kind=type(failure).__name__ if failure else "",
        kinds=_kinds(run) if run else {},
        skew_minutes=run.skew_minutes if run else 0,
        proof=run.proof if run else Proof(),
    )


def _kinds(run: SchoolExchange) -> dict[str, dict[str, int]]:
    counted = {"received": run.received, "sent": run.sent, "refused": run.refused}
    return {way: dict(numbers) for way, numbers in counted.items() if numbers}


def _end(run: _Run, session: Session, line: int, done: SchoolRun) -> None:
    at = run.desk.now()
    sync.end_run(
        session,
        line,
        ended_at=at,
        received=done.received,
        sent=done.sent,
        refused=done.refused,
        kinds=done.kinds,
        skew_minutes=done.skew_minutes,
        proof=done.proof.outcome.value,
        proof_detail=done.proof.detail(),
        error_code=done.error_code,
        error=done.error,
    )
    if not done.error:
        schools.mark_success(session, done.uai, at)


def running(session: Session, desk: Desk) -> str:
    """Return the run that is going on, on whatever PC; empty for none."""
    noted = sync.holder(session)
    return noted[0] if noted and desk.database.is_run_lock_held() else ""
