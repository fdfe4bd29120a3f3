"""« Synchroniser maintenant »: down, up, and down again if anything changed; one run at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec import Raw
from sqlalchemy.orm import Session

from turbo_admin.core.errors import BadData, Cancelled, Outdated, Refused, TurboError, Unreachable
from turbo_admin.core.exchange import refusal
from turbo_admin.core.french import count, when
from turbo_admin.office.desk import Desk, Report, silent
from turbo_admin.office.events import apply_events, apply_kept
from turbo_admin.office.network import change_key
from turbo_admin.office.pairing import tell_accounts
from turbo_admin.outside.portal_client import PortalClient
from turbo_admin.protocol.messages import Change, ChangeAnswer, ChangeAnswers, EventPage
from turbo_admin.protocol.version import MAX_CHANGES
from turbo_admin.store import accounts, changes, exchange, schools
from turbo_admin.store.ids import new_id
from turbo_admin.store.records import PendingRecord, RunRecord, SchoolRecord

_LEASE = "sync"
# A run renews its lease at each page; a PC that died holding it blocks the others no longer than this.
_LEASE_MINUTES = 5
_SKEW_MINUTES = 5
RECEIVING = "Réception des demandes"
# What the screen calls the sending of each kind.
_SENDING = {
    "settings": "Envoi de la configuration",
    "diner": "Envoi des hôtes",
    "account": "Envoi des comptes",
    "account.issue": "Envoi des identifiants",
    "mail.credentials": "Envoi des courriels",
    "request.refuse": "Envoi des refus",
}


@dataclass(frozen=True, slots=True)
class SchoolRun:
    """What a run did for one school.

    Attributes:
        error: in French, empty for a run that came to its end.
        error_kind: the class of the error, by name: what the clerk can do about it.
        kinds: "received", "sent", "refused" -> kind -> number, for the journal.
        skew_minutes: how far this PC's clock is from the portal's, 0 when it does not matter.
    """

    uai: str
    name: str
    received: int
    new_requests: int
    sent: int
    refused: int
    error: str = ""
    error_code: str = ""
    error_kind: str = ""
    kinds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    skew_minutes: int = 0


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """What a run did."""

    started: datetime
    ended: datetime
    schools: tuple[SchoolRun, ...]

    @property
    def ok(self) -> bool:
        """Whether every school came to its end."""
        return not any(run.error for run in self.schools)

    @property
    def new_requests(self) -> int:
        """How many requests came in."""
        return sum(run.new_requests for run in self.schools)

    @property
    def sentence(self) -> str:
        """The run in one or two sentences."""
        received, sent = self.new_requests, sum(run.sent for run in self.schools)
        refused = sum(run.refused for run in self.schools)
        parts = [count(received, "nouvelle demande", "nouvelles demandes"), count(sent, "envoi")]
        if refused:
            parts.append(count(refused, "refus du portail", "refus du portail"))
        text = (
            ("Synchronisation réussie : " if self.ok else "Synchronisation incomplète : ")
            + ", ".join(parts)
            + "."
        )
        for run in self.schools:
            if run.error:
                text += f" {run.name} : {run.error}"
            elif run.skew_minutes:
                text += f" {run.name} : l’horloge de ce poste s’écarte de {run.skew_minutes}\u00a0min de celle du portail."
        return text


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the status bar says.

    Attributes:
        refused: what the portal refused and nobody has dealt with.
    """

    last: datetime | None
    ok: bool
    text: str
    mails_waiting: int
    changes_waiting: int
    refused: int


@dataclass(slots=True)
class _Run:
    """A run under way for one school."""

    desk: Desk
    school: SchoolRecord
    client: PortalClient
    holder: str
    report: Report
    received: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    skew_minutes: int = 0
    renewal_due: bool = False


def synchronise(desk: Desk, *, report: Report = silent) -> SyncSummary:
    """Exchange with the portals of all paired schools; one failing does not stop the others.

    Args:
        report: called with (step, done, total); raising `Cancelled` stops between two pages. What was exchanged
            before stays, the rest goes next time.

    Raises:
        Refused: `sync_running`, `nothing_paired`, `disk_full`.
        Cancelled: from `report`.
    """
    holder, started = new_id(), desk.now()
    with desk.database.write() as session:
        paired = [school for school in schools.schools(session) if school.paired_at]
        if not paired:
            raise Refused("nothing_paired")
        until = started + timedelta(minutes=_LEASE_MINUTES)
        if not exchange.take_lease(
            session, _LEASE, holder, workstation=desk.workstation, now=started, until=until
        ):
            raise Refused("sync_running", workstation=exchange.lease_holder(session, _LEASE))
        apply_kept(desk, session)
        accounts.erase_expired_secrets(session, started)
    try:
        runs = tuple(_school(desk, school, holder, report) for school in paired)
    finally:
        with desk.database.write() as session:
            exchange.give_lease_back(session, _LEASE, holder)
    return SyncSummary(started, desk.now(), runs)


def _school(desk: Desk, school: SchoolRecord, holder: str, report: Report) -> SchoolRun:
    line = _begin(desk, school, holder)
    run: _Run | None = None
    failure: TurboError | None = None
    try:
        with _client(desk, school) as client:
            run = _Run(desk, school, client, holder, report)
            _exchange(run)
    except (Refused, BadData, Unreachable, Outdated, Cancelled) as error:
        failure = error
    done = _told(school, run, failure)
    _end(desk, line, done)
    if isinstance(failure, Cancelled):
        raise failure
    return done


def _begin(desk: Desk, school: SchoolRecord, holder: str) -> int:
    run = RunRecord(
        run_id=holder,
        uai=school.uai,
        who=desk.who,
        workstation=desk.workstation,
        started_at=desk.now(),
        ended_at=None,
        received=0,
        sent=0,
        refused=0,
        kinds={},
        skew_minutes=0,
        error_code="",
        error="",
    )
    with desk.database.write() as session:
        return exchange.begin_run(session, run)


def _told(school: SchoolRecord, run: _Run | None, failure: TurboError | None) -> SchoolRun:
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
    )


def _kinds(run: _Run) -> dict[str, dict[str, int]]:
    counted = {"received": run.received, "sent": run.sent, "refused": run.refused}
    return {way: dict(numbers) for way, numbers in counted.items() if numbers}


def _end(desk: Desk, line: int, done: SchoolRun) -> None:
    at = desk.now()
    with desk.database.write() as session:
        exchange.end_run(
            session,
            line,
            ended_at=at,
            received=done.received,
            sent=done.sent,
            refused=done.refused,
            kinds=done.kinds,
            skew_minutes=done.skew_minutes,
            error_code=done.error_code,
            error=done.error,
        )
        if not done.error:
            schools.mark_success(session, done.uai, at)


def _client(desk: Desk, school: SchoolRecord) -> PortalClient:
    with desk.database.read() as session:
        epoch = schools.epoch(session)
    key = desk.vault.portal_key(epoch, school.uai)
    return desk.connect(school.portal_url, key=key, office_epoch=epoch, portal_epoch=school.portal_epoch)


def _exchange(run: _Run) -> None:
    heard = _down(run)
    told = _up(run)
    if heard or told:
        _down(run)
    if run.renewal_due:
        change_key(run.desk, run.school.uai)


def _down(run: _Run) -> int:
    """Hear all events; returns how many were new."""
    new, more = 0, True
    while more:
        run.report(RECEIVING, new, 0)
        after = _cursor(run)
        page = run.client.events(after)
        new += _keep(run, after, page)
        run.renewal_due = page.renewal_due
        more = page.more and bool(page.events)
    run.report(RECEIVING, new, new)
    return new


def _cursor(run: _Run) -> int:
    with run.desk.database.read() as session:
        return schools.school(session, run.school.uai).cursor_seq


def _keep(run: _Run, after: int, page: EventPage) -> int:
    """Apply a page and move the position, in one transaction."""
    desk, uai = run.desk, run.school.uai
    with desk.database.write() as session:
        _hold_lease(run, session)
        known = schools.school(session, uai)
        _check_history(known, after, page)
        if known.mail_public_key != page.mail_public_key or known.public_url != page.public_url:
            schools.update_school(
                session, uai, mail_public_key=page.mail_public_key, public_url=page.public_url
            )
        if not page.events:
            run.skew_minutes = _skew(desk.now(), page.server_time)
            return 0
        expected = page.events[0].seq - 1
        if [event.seq for event in page.events] != list(range(expected + 1, expected + 1 + len(page.events))):
            raise BadData("protocol_bad_message", detail="positions manquantes")
        new = apply_events(desk, session, uai, page.events)
        if not schools.move_cursor(session, uai, expected, page.events[-1].seq, page.events[-1].id):
            raise Refused("sync_overtaken")
    run.received.update(event.kind for event in new)
    return len(new)


def _check_history(known: SchoolRecord, after: int, page: EventPage) -> None:
    """Stop when either side is an older copy of itself, restored from a backup."""
    _check_revs(known, page.last_rev)
    same_place = known.cursor_seq == after and known.cursor_event and page.after_id
    if same_place and known.cursor_event != page.after_id:
        # It has told as many events as before, but not the same.
        raise Outdated("ahead", message="")


def _check_revs(known: SchoolRecord, last_rev: int) -> None:
    if last_rev > known.sent_rev:
        # The portal has taken changes that this database does not remember sending.
        raise Outdated("behind", message="")
    if last_rev < known.told_rev:
        # The portal has forgotten changes that it had taken.
        raise Outdated("ahead", message="")


def _hold_lease(run: _Run, session: Session) -> None:
    until = run.desk.now() + timedelta(minutes=_LEASE_MINUTES)
    if not exchange.keep_lease(session, _LEASE, run.holder, until):
        raise Refused("sync_overtaken")


def _skew(here: datetime, there: datetime) -> int:
    minutes = round(abs((here - there).total_seconds()) / 60)
    return minutes if minutes >= _SKEW_MINUTES else 0


def _up(run: _Run) -> int:
    """Tell all that waits; returns how much was told."""
    uai, told = run.school.uai, 0
    with run.desk.database.read() as session:
        total = sum(changes.count_waiting(session, uai).values())
    while True:
        with run.desk.database.read() as session:
            batch = changes.waiting(session, uai, MAX_CHANGES)
        if not batch:
            return told
        run.report(_SENDING[batch[0].kind], told, total)
        _set_out(run, batch)
        _settle(run, batch, run.client.change([_change(pending) for pending in batch]))
        told += len(batch)
        run.report(_SENDING[batch[-1].kind], told, max(total, told))


def _change(pending: PendingRecord) -> Change:
    return Change(id=pending.id, rev=pending.rev, kind=pending.kind, key=pending.key, body=Raw(pending.body))


def _set_out(run: _Run, batch: Sequence[PendingRecord]) -> None:
    """Note what is about to be sent, whatever becomes of it."""
    with run.desk.database.write() as session:
        _hold_lease(run, session)
        schools.raise_sent_rev(session, run.school.uai, max(pending.rev for pending in batch))


def _settle(run: _Run, batch: Sequence[PendingRecord], told: ChangeAnswers) -> None:
    """Strike out what the portal has, keep what it refused visible, in one transaction."""
    answers, uai = told.answers, run.school.uai
    taken = [answer.id for answer in answers if answer.outcome != "refused"]
    turned_down = {answer.id: answer for answer in answers if answer.outcome == "refused"}
    done = {answer.id for answer in answers if answer.outcome == "done"}
    with run.desk.database.write() as session:
        _hold_lease(run, session)
        if told.former_rev is not None:
            _check_revs(schools.school(session, uai), told.former_rev)
        schools.raise_told_rev(session, uai, max((one.rev for one in batch if one.id in done), default=0))
        changes.strike_out(session, taken)
        for pending in batch:
            answer = turned_down.get(pending.id)
            if answer is not None:
                _refused(run.desk, session, pending, answer)
    run.sent.update(pending.kind for pending in batch if pending.id not in turned_down)
    run.refused.update(pending.kind for pending in batch if pending.id in turned_down)


def _refused(desk: Desk, session: Session, pending: PendingRecord, answer: ChangeAnswer) -> None:
    """Note what a refusal means to the thing it was about; the change itself stays visible until dealt with."""
    if pending.kind == "mail.credentials":
        # The worker cannot read it any more, or the password has been replaced: back to « à remettre ».
        sheet = accounts.sheet_of_mail(session, pending.key)
        if sheet:
            accounts.update_sheets(
                session, [sheet.id], mail_state="failed", mail_reason=answer.message, mail_at=desk.now()
            )
    elif pending.kind == "account.issue":
        _issue_refused(session, pending, answer)
    changes.mark_refused(session, pending.id, answer.reason, answer.message)
    desk.note(session, "change_refused", [(pending.key, "")])


def _issue_refused(session: Session, pending: PendingRecord, answer: ChangeAnswer) -> None:
    """Stop the sheet. Its password is erased only when it never will pass; the account stands either way."""
    final = {} if refusal(answer.reason, answer.message).may_pass else {"secret": None}
    accounts.update_sheets(session, [pending.key], refused=answer.message or answer.reason, **final)
    if answer.reason == "superseded":
        # The family keeps the password that it has chosen, and still gets the diner it has asked for.
        [sheet] = accounts.sheets_by_id(session, [pending.key])
        tell_accounts(
            session, pending.uai, [accounts.accounts_by_id(session, [sheet.account_id])[sheet.account_id]]
        )


def sync_status(desk: Desk) -> SyncStatus:
    """Return what the status bar says."""
    with desk.database.read() as session:
        paired = any(school.paired_at for school in schools.schools(session))
        going_on = running(session, desk.now())
        latest = _latest_run([line for line in exchange.runs(session, 50) if line.run_id != going_on])
        refused = changes.count_refused(session)
        waiting = changes.count_waiting(session)
        mails = accounts.mail_counts(session)
    mails_waiting = mails.get("queued", 0) + mails.get("retry", 0)
    last, ok, text = _sentence(desk, paired, latest)
    return SyncStatus(last, ok, text, mails_waiting, sum(waiting.values()), refused)


def running(session: Session, now: datetime) -> str:
    """Return the run that is going on, on whatever PC; empty for none."""
    return exchange.held_by(session, _LEASE, now)


def _latest_run(lines: Sequence[RunRecord]) -> list[RunRecord]:
    return [line for line in lines if line.run_id == lines[0].run_id] if lines else []


def _sentence(desk: Desk, paired: bool, latest: Sequence[RunRecord]) -> tuple[datetime | None, bool, str]:
    if not latest:
        return None, not paired, "Jamais synchronisé" if paired else "Aucun établissement relié au portail"
    at = max(line.ended_at or line.started_at for line in latest)
    ok = all(line.ended_at and not line.error for line in latest)
    cut = any(line.ended_at is None for line in latest)
    outcome = "réussie" if ok else "interrompue" if cut else "échouée"
    return at, ok, f"Dernière synchronisation\u00a0: {when(at, desk.now())}, {outcome}"
