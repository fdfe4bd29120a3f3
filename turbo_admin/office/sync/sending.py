"""Sends changes to the portal in batches, and stores its answers."""

from collections.abc import Sequence

from msgspec import Raw
from sqlalchemy.orm import Session

from turbo_admin.core.sync.words import refusal
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.queue import enqueue_accounts
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sync.events import FROM_PORTAL
from turbo_admin.office.sync.school_exchange import SchoolExchange, check_revs, hold_lease
from turbo_admin.protocol.messages import Change, ChangeAnswer, ChangeAnswers
from turbo_admin.store import accounts, outbox, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import PendingRecord

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


@needs(Right.SYNC)
def send(run: SchoolExchange) -> int:
    """Send all that waits, in batches; returns how many changes were sent."""
    uai = run.school.uai
    with run.desk.database.read() as session:
        is_up_to_date = school_settings.is_up_to_date(schools.school(session, uai), run.settings_read)
        total = sum(outbox.count_waiting(session, uai).values())
    if is_up_to_date and not total:
        return 0
    with run.desk.database.write() as session:
        hold_lease(session, run)
        if not is_up_to_date:
            # After an update of this program, or of the portal, that makes the settings others.
            school_settings.enqueue_settings(session, schools.school(session, uai), run.settings_read)
        batch = _set_out(run, session)
    sent = 0
    while batch:
        run.report(_SENDING[batch[0].kind], sent, max(total, len(batch)))
        answers = run.client.change([_change(pending) for pending in batch])
        sent, last_kind, run.last_seq = sent + len(batch), batch[-1].kind, answers.last_seq
        # One transaction for the answers and the next batch: one wait for the disk instead of two.
        with run.desk.database.write() as session:
            hold_lease(session, run)
            _settle(run, session, batch, answers)
            following = _set_out(run, session)
        _count(run, batch, answers)
        batch = following
        run.report(_SENDING[last_kind], sent, max(total, sent))
    return sent


def _change(pending: PendingRecord) -> Change:
    return Change(id=pending.id, rev=pending.rev, kind=pending.kind, key=pending.key, body=Raw(pending.body))


def _set_out(run: SchoolExchange, session: Session) -> list[PendingRecord]:
    """Return the next batch, and store its greatest rev as sent before it leaves."""
    batch = outbox.waiting(session, run.school.uai, run.batch)
    if batch:
        schools.raise_sent_rev(session, run.school.uai, max(pending.rev for pending in batch))
    return batch


def _settle(
    run: SchoolExchange, session: Session, batch: Sequence[PendingRecord], given: ChangeAnswers
) -> None:
    """Delete the changes that the portal has; keep those that it refused, marked."""
    answers, uai = given.answers, run.school.uai
    taken = [answer.id for answer in answers if answer.outcome != "refused"]
    turned_down = {answer.id: answer for answer in answers if answer.outcome == "refused"}
    done = {answer.id for answer in answers if answer.outcome == "done"}
    if given.former_rev is not None:
        check_revs(schools.school(session, uai), given.former_rev)
    schools.raise_told_rev(session, uai, max((one.rev for one in batch if one.id in done), default=0))
    outbox.strike_out(session, taken)
    for pending in batch:
        answer = turned_down.get(pending.id)
        if answer is not None:
            _refused(session, run.desk, pending, answer)


def _count(run: SchoolExchange, batch: Sequence[PendingRecord], given: ChangeAnswers) -> None:
    for pending, answer in zip(batch, given.answers, strict=True):
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
    """Mark the sheet as refused. Its password is erased only when a retry is useless; the account stays."""
    final = {} if refusal(answer.reason, answer.message).may_pass else {"secret": None}
    stored_sheets.update_sheets(session, [pending.key], refused=answer.message or answer.reason, **final)
    if answer.reason == "superseded":
        # The family keeps the password that it has chosen, and still gets the diner it has asked for.
        [sheet] = stored_sheets.sheets_by_id(session, [pending.key])
        enqueue_accounts(
            session, pending.uai, [accounts.accounts_by_id(session, [sheet.account_id])[sheet.account_id]]
        )
