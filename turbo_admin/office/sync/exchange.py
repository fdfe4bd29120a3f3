"""One school's exchange with its portal: down, up, and down again if anything changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec import Raw
from sqlalchemy.orm import Session

from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.core.sync.words import refusal
from turbo_admin.office.desk.context import Desk, Report
from turbo_admin.office.desk.rights import Operator, Right, needs
from turbo_admin.office.outbox.queue import enqueue_accounts
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sync.events import FROM_PORTAL, apply_events
from turbo_admin.office.sync.network import change_key
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.protocol.messages import Change, ChangeAnswer, ChangeAnswers, EventPage
from turbo_admin.protocol.version import MAX_CHANGES, MAX_CHANGES_UNTOLD
from turbo_admin.store import accounts, outbox, schools, sync
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.school_record import SchoolRecord
from turbo_admin.store.engine.sync_records import PendingRecord
from turbo_admin.store.run_lock import LEASE

# A run renews its lease at each page; a PC that died holding it blocks the others no longer than this.
LEASE_LASTS = timedelta(minutes=5)
_SKEW_MINUTES = 5
RECEIVING = "Réception des demandes"
# What the screen calls the sending of each kind.
_SENDING = {
    "settings": "Envoi de la configuration",
    "diner": "Envoi des hôtes",
    "account": "Envoi des comptes",
    "issue.revoke": "Envoi des révocations",
    "account.issue": "Envoi des identifiants",
    "mail.credentials": "Envoi des courriels",
    "request.refuse": "Envoi des refus",
    "guardian.notify": "Envoi des avis aux responsables",
}


@dataclass(slots=True)
class Exchange:
    """An exchange under way with one school's portal.

    Attributes:
        holder: of the lease.
        received, sent, refused: how many, by kind.
        skew_minutes: how far this PC's clock is from the portal's, 0 when it does not matter.
        settings_read: what the portal reads of settings, as it says.
        batch: how many changes the portal takes at once.
        last_seq: the portal's last event as of the last answer to changes, None when it does not say.
    """

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
    settings_read: str = ""
    batch: int = MAX_CHANGES_UNTOLD
    last_seq: int | None = None

    @property
    def operator(self) -> Operator:
        """On whose behalf it runs."""
        return self.desk.operator


@needs(Right.SYNC)
def exchange_all(run: Exchange) -> None:
    """Hear and tell everything; what was exchanged before an error stays.

    Raises:
        Refused, BadData, Unreachable, Outdated: it ends here.
        Cancelled: from the report, between two pages.
    """
    heard = _down(run)
    told = _up(run)
    # What was heard is acknowledged by asking again; after changes, what came meanwhile may be known already.
    if heard or (told and run.last_seq != _cursor(run)):
        _down(run)
    if run.renewal_due:
        change_key(run.desk, run.school.uai)


def _down(run: Exchange) -> int:
    """Hear all events; returns how many were new."""
    new, more = 0, True
    while more:
        run.report(RECEIVING, new, 0)
        after = _cursor(run)
        page = run.client.events(after)
        new += _keep(run, after, page) if page.events else _keep_nothing(run, after, page)
        run.renewal_due, run.batch = page.renewal_due, min(MAX_CHANGES, page.max_changes)
        run.settings_read = page.settings_read
        more = page.more and bool(page.events)
    run.report(RECEIVING, new, new)
    return new


def _cursor(run: Exchange) -> int:
    with run.desk.database.read() as session:
        return schools.cursor(session, run.school.uai)


def _keep(run: Exchange, after: int, page: EventPage) -> int:
    """Apply a page and move the position, in one transaction."""
    desk, uai = run.desk, run.school.uai
    expected = page.events[0].seq - 1
    if [event.seq for event in page.events] != list(range(expected + 1, expected + 1 + len(page.events))):
        raise BadData("protocol_bad_message", detail="positions manquantes")
    with desk.database.write() as session:
        _hold_lease(run, session)
        known = schools.school(session, uai)
        _check_history(known, after, page)
        _follow(session, known, page)
        new = apply_events(session, desk, uai, page.events)
        if not schools.move_cursor(session, uai, expected, page.events[-1].seq, page.events[-1].id):
            raise Refused("sync_overtaken")
    run.received.update(event.kind for event in new)
    return len(new)


def _keep_nothing(run: Exchange, after: int, page: EventPage) -> int:
    """See what an empty page says of the portal; the disk is not waited for when that is known already."""
    with run.desk.database.read() as session:
        known = schools.school(session, run.school.uai)
    _check_history(known, after, page)
    if not _is_followed(known, page):
        with run.desk.database.write() as session:
            _hold_lease(run, session)
            _follow(session, known, page)
    run.skew_minutes = _skew(run.desk.now(), page.server_time)
    return 0


def _is_followed(known: SchoolRecord, page: EventPage) -> bool:
    return known.mail_public_key == page.mail_public_key and known.public_url == page.public_url


def _follow(session: Session, known: SchoolRecord, page: EventPage) -> None:
    """Keep the portal's key for mails and its address up to date."""
    if not _is_followed(known, page):
        schools.update_school(
            session, known.uai, mail_public_key=page.mail_public_key, public_url=page.public_url
        )


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


def _hold_lease(run: Exchange, session: Session) -> None:
    if not sync.keep_lease(session, LEASE, run.holder, run.desk.now() + LEASE_LASTS):
        raise Refused("sync_overtaken")


def _skew(here: datetime, there: datetime) -> int:
    minutes = round(abs((here - there).total_seconds()) / 60)
    return minutes if minutes >= _SKEW_MINUTES else 0


def _up(run: Exchange) -> int:
    """Tell all that waits, a batch at a time; returns how much was told."""
    uai = run.school.uai
    with run.desk.database.read() as session:
        is_told = school_settings.is_told(schools.school(session, uai), run.settings_read)
        total = sum(outbox.count_waiting(session, uai).values())
    if is_told and not total:
        return 0
    with run.desk.database.write() as session:
        _hold_lease(run, session)
        if not is_told:
            # After an update of this program, or of the portal, that makes the settings others.
            school_settings.tell_anew(session, schools.school(session, uai), run.settings_read)
        batch = _set_out(run, session)
    told = 0
    while batch:
        run.report(_SENDING[batch[0].kind], told, max(total, len(batch)))
        answers = run.client.change([_change(pending) for pending in batch])
        told, last_kind, run.last_seq = told + len(batch), batch[-1].kind, answers.last_seq
        # What is settled and what sets out next wait for the disk once, together.
        with run.desk.database.write() as session:
            _hold_lease(run, session)
            _settle(run, session, batch, answers)
            following = _set_out(run, session)
        _count(run, batch, answers)
        batch = following
        run.report(_SENDING[last_kind], told, max(total, told))
    return told


def _change(pending: PendingRecord) -> Change:
    return Change(id=pending.id, rev=pending.rev, kind=pending.kind, key=pending.key, body=Raw(pending.body))


def _set_out(run: Exchange, session: Session) -> list[PendingRecord]:
    """Take the next batch, and note what is about to be sent, whatever becomes of it."""
    batch = outbox.waiting(session, run.school.uai, run.batch)
    if batch:
        schools.raise_sent_rev(session, run.school.uai, max(pending.rev for pending in batch))
    return batch


def _settle(run: Exchange, session: Session, batch: Sequence[PendingRecord], told: ChangeAnswers) -> None:
    """Strike out what the portal has, keep what it refused visible."""
    answers, uai = told.answers, run.school.uai
    taken = [answer.id for answer in answers if answer.outcome != "refused"]
    turned_down = {answer.id: answer for answer in answers if answer.outcome == "refused"}
    done = {answer.id for answer in answers if answer.outcome == "done"}
    if told.former_rev is not None:
        _check_revs(schools.school(session, uai), told.former_rev)
    schools.raise_told_rev(session, uai, max((one.rev for one in batch if one.id in done), default=0))
    outbox.strike_out(session, taken)
    for pending in batch:
        answer = turned_down.get(pending.id)
        if answer is not None:
            _refused(session, run.desk, pending, answer)


def _count(run: Exchange, batch: Sequence[PendingRecord], told: ChangeAnswers) -> None:
    for pending, answer in zip(batch, told.answers, strict=True):
        (run.refused if answer.outcome == "refused" else run.sent)[pending.kind] += 1


def _refused(session: Session, desk: Desk, pending: PendingRecord, answer: ChangeAnswer) -> None:
    """Note what a refusal means to the thing it was about; the change itself stays visible until dealt with."""
    if pending.kind == "mail.credentials":
        # The worker cannot read it any more, or the password has been replaced: back to « à remettre ».
        sheet = stored_sheets.sheet_of_mail(session, pending.key)
        if sheet:
            stored_sheets.update_sheets(
                session, [sheet.id], mail_state="failed", mail_reason=answer.message, mail_at=desk.now()
            )
    elif pending.kind == "account.issue":
        _issue_refused(session, pending, answer)
    outbox.mark_refused(session, pending.id, answer.reason, answer.message)
    desk.note(session, JournalCode.CHANGE_REFUSED, [(pending.key, "")], who=FROM_PORTAL)


def _issue_refused(session: Session, pending: PendingRecord, answer: ChangeAnswer) -> None:
    """Stop the sheet. Its password is erased only when it never will pass; the account stands either way."""
    final = {} if refusal(answer.reason, answer.message).may_pass else {"secret": None}
    stored_sheets.update_sheets(session, [pending.key], refused=answer.message or answer.reason, **final)
    if answer.reason == "superseded":
        # The family keeps the password that it has chosen, and still gets the diner it has asked for.
        [sheet] = stored_sheets.sheets_by_id(session, [pending.key])
        enqueue_accounts(
            session, pending.uai, [accounts.accounts_by_id(session, [sheet.account_id])[sheet.account_id]]
        )
