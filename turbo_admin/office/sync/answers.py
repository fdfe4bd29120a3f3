"""Stores the portal's answers to a batch: what it has, what it refused, what it has erased for good."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.office.desk.context import FROM_PORTAL
from turbo_admin.office.outbox.queue import enqueue_account_ids
from turbo_admin.office.sync.erased import send_anew
from turbo_admin.office.sync.school_exchange import SchoolExchange
from turbo_admin.protocol.kinds import STATES
from turbo_admin.protocol.messages import ChangeAnswer
from turbo_admin.store import accounts, outbox, refused_changes, schools, told
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import AcknowledgedState, PendingRecord


@dataclass(frozen=True, slots=True)
class SentChange:
    """A change as it was sent.

    Attributes:
        digest: of a state (`protocol.canonical`); empty for an act.
    """

    pending: PendingRecord
    body: bytes
    password_hash: str
    digest: str


def settle(
    session: Session, run: SchoolExchange, batch: Sequence[SentChange], answers: Sequence[ChangeAnswer]
) -> None:
    """Store the answers to a batch, within the caller's transaction.

    Args:
        answers: one a change, in the order sent.
    """
    uai = run.school.uai
    pairs = list(zip(batch, answers, strict=True))
    taken = [sent for sent, answer in pairs if answer.outcome in {"done", "already"}]
    gone = [sent for sent, answer in pairs if answer.outcome == "gone"]
    schools.raise_told_rev(
        session, uai, max((sent.pending.rev for sent, answer in pairs if answer.outcome == "done"), default=0)
    )
    outbox.acknowledge(session, [sent.pending for sent in (*taken, *gone)])
    told.store(
        session,
        uai,
        [_told(sent, erased=sent.body == outbox.ERASURE) for sent in taken if sent.pending.kind in STATES]
        + [_told(sent, erased=True) for sent in gone],
    )
    stored_sheets.clear_portal_refusals(
        session, [sent.pending.key for sent in taken if sent.pending.kind == "account"]
    )
    _wait_again(session, run, taken)
    for sent in (*taken, *gone):
        run.refused_kinds.pop(sent.pending.id, None)
    for sent in gone:
        send_anew(session, uai, sent.pending.kind, sent.pending.key)
    for sent, answer in pairs:
        if answer.outcome == "refused":
            note_refusal(session, run, sent.pending, answer)


def _wait_again(session: Session, run: SchoolExchange, taken: Sequence[SentChange]) -> None:
    """Show that mails which had been refused, and passed when they were sent again, are on their way."""
    for sent in taken:
        if sent.pending.kind == "mail.credentials" and sent.pending.id in run.former_reasons:
            sheet = stored_sheets.sheet_of_mail(session, sent.pending.key)
            if sheet:
                stored_sheets.update_sheets(
                    session, [sheet.id], mail_state="queued", mail_reason="", mail_at=run.desk.now()
                )


def _told(sent: SentChange, *, erased: bool) -> AcknowledgedState:
    one = sent.pending
    return AcknowledgedState(one.kind, one.key, one.life, one.rev, sent.digest, erased)


def note_refusal(session: Session, run: SchoolExchange, pending: PendingRecord, answer: ChangeAnswer) -> None:
    """Note what a refusal means to the record it was about; the change itself stays visible until dealt with.

    Args:
        answer: of the portal, or of this office for a record that fits no message.
    """
    if answer.reason == "other_content" and pending.kind in STATES:
        # It left before with another body under the same rev, since a record that it names has changed.
        outbox.mark_changed(session, pending.uai, pending.kind, [pending.key])
        return
    if pending.kind == "mail.credentials":
        # The worker cannot read it any more, or the password has been replaced: back to « à remettre ».
        sheet = stored_sheets.sheet_of_mail(session, pending.key)
        if sheet:
            stored_sheets.update_sheets(
                session, [sheet.id], mail_state="failed", mail_reason=answer.message, mail_at=run.desk.now()
            )
    elif pending.kind == "account":
        _account_refused(session, pending, answer)
    refused_changes.mark_refused(session, pending, answer.reason, answer.message)
    if run.former_reasons.get(pending.id) != answer.reason:
        run.desk.note(session, JournalCode.CHANGE_REFUSED, [(pending.key, "")], who=FROM_PORTAL)
    run.refused_kinds[pending.id] = pending.kind


def _account_refused(session: Session, pending: PendingRecord, answer: ChangeAnswer) -> None:
    """Show with the account's sheet that the portal has not taken it."""
    live = stored_sheets.live_sheets(session, [pending.key])
    if answer.reason == "unknown_credential":
        # Its password was issued by the version before, and the portal does not have it: it is to be printed anew.
        stored_sheets.update_sheets(
            session, [sheet.id for sheet in live], refused=answer.message, secret=None, password_hash=""
        )
        for sheet in live:
            accounts.raise_ended(session, pending.key, sheet.number)
        enqueue_account_ids(session, [pending.key])
        return
    stored_sheets.update_sheets(
        session, [sheet.id for sheet in live], portal_refusal=answer.message or answer.reason
    )
