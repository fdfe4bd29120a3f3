"""Sends what changed to the portal in batches, and stores its answers.

States are built from the records at the moment of sending, within the transaction that notes that they leave. What the
portal acknowledges is stored as it was sent, never as it is by then.
"""

from collections.abc import Collection, Sequence
from functools import partial

import msgspec
from msgspec import Raw
from sqlalchemy.orm import Session

from turbo_admin.core.errors import BadData
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.state_bodies import StateBody, state_bodies
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sync.answers import SentChange, note_refusal, settle
from turbo_admin.office.sync.refused_listing import meaning_of
from turbo_admin.office.sync.school_exchange import SchoolExchange, check_revs, hold_run
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.kinds import KINDS, STATES
from turbo_admin.protocol.messages import Change, ChangeAnswer, ChangeAnswers
from turbo_admin.store import outbox, refused_changes, schools
from turbo_admin.store.engine.sync_records import PendingRecord

_SENDING = "Envoi"


@needs(Right.SYNC)
def send(run: SchoolExchange) -> int:
    """Send all that waits, in batches, then once more together what was refused and may pass.

    Returns:
        How many changes were sent.
    """
    uai = run.school.uai
    with run.desk.database.read() as session:
        is_up_to_date = school_settings.is_up_to_date(schools.school(session, uai), run.settings_read)
        total = sum(outbox.count_waiting(session, uai).values())
        again = _may_pass(session, run) if not run.retried else []
    if is_up_to_date and not total and not again:
        return 0
    with run.desk.database.write() as session:
        hold_run(session, run)
        if not is_up_to_date:
            # After an update of this program, or of the portal, that makes the settings others.
            school_settings.enqueue_settings(session, schools.school(session, uai), run.settings_read)
        batch = _set_out(run, session)
    sent = 0
    while batch:
        run.tell(_step(batch[0]), sent, max(total, len(batch)))
        answers = run.call(partial(run.client.change, [_change(one) for one in batch]))
        sent, last, run.last_seq, run.sums = sent + len(batch), batch[-1], answers.last_seq, answers.sums
        # One transaction for the answers and the next batch: one wait for the disk instead of two.
        with run.desk.database.write() as session:
            hold_run(session, run)
            check_revs(schools.school(session, uai), answers.former_rev)
            settle(session, run, batch, answers.answers)
            following = _set_out(run, session)
        _count(run, batch, answers)
        batch = following
        run.tell(_step(last), sent, max(total, sent))
    return sent


def _step(sent: SentChange) -> str:
    kind = KINDS.get(sent.pending.kind)
    return kind.sending if kind else _SENDING


def _change(sent: SentChange) -> Change:
    one = sent.pending
    return Change(
        id=one.id,
        rev=one.rev,
        kind=one.kind,
        key=one.key,
        body=Raw(sent.body),
        life=one.life,
        password_hash=sent.password_hash,
    )


def _set_out(run: SchoolExchange, session: Session) -> list[SentChange]:
    """Return the next batch, and note before it leaves that it does."""
    uai = run.school.uai
    waiting = outbox.waiting(session, uai, run.batch)
    if not waiting and not run.retried:
        # Together, so that two accounts that exchange their addresses do not stop each other.
        run.retried = True
        again = _may_pass(session, run)
        run.former_reasons = {one.id: one.refused for one in again}
        refused_changes.let_wait_again(session, list(run.former_reasons))
        waiting = outbox.waiting(session, uai, run.batch)
    batch = _with_bodies(session, run, waiting)
    if batch:
        schools.raise_sent_rev(session, uai, max(one.pending.rev for one in batch))
        outbox.mark_sent(session, [one.pending.id for one in batch])
    elif waiting:  # all of it was about records that are gone
        return _set_out(run, session)
    return batch


def _may_pass(session: Session, run: SchoolExchange) -> list[PendingRecord]:
    """Return the refused changes that may pass by now.

    One that was refused in this run, as the only one and with nothing sent after it, would be refused again.
    """
    found = [
        one
        for one in refused_changes.refused(session, run.school.uai, run.batch)
        if meaning_of(session, one).may_pass
    ]
    is_alone = len(found) == 1 and found[0].id in run.refused_kinds and not run.sent.total()
    return [] if is_alone else found


def _with_bodies(session: Session, run: SchoolExchange, waiting: Sequence[PendingRecord]) -> list[SentChange]:
    """Return what is sent of each; rows about records that are gone are deleted, those that fit no message marked."""
    uai = run.school.uai
    states = [one for one in waiting if _is_built(one)]
    built: dict[tuple[str, str], StateBody] = {}
    for kind in {one.kind for one in states}:
        bodies = _bodies(session, run, kind, [one for one in states if one.kind == kind])
        built |= {(kind, key): body for key, body in bodies.items()}
    batch = []
    for one in waiting:
        if _is_built(one) and (one.kind, one.key) not in built:
            if not refused_changes.is_refused(session, one.id):
                outbox.forget(session, uai, one.kind, [one.key])
            continue
        body = built.get((one.kind, one.key), StateBody(one.body))
        digest = state_digest(one.kind, one.key, body.body) if one.kind in STATES else ""
        batch.append(SentChange(one, body.body, body.password_hash, digest))
    return batch


def _is_built(one: PendingRecord) -> bool:
    """Whether a row names a record, whose body is built as it leaves."""
    return one.kind in STATES and one.body != outbox.ERASURE


def _bodies(
    session: Session, run: SchoolExchange, kind: str, rows: Collection[PendingRecord]
) -> dict[str, StateBody]:
    """Return the bodies of a kind; a record that fits no message is marked as refused, and stops no other."""
    uai = run.school.uai
    try:
        return state_bodies(session, uai, kind, [one.key for one in rows])
    except (BadData, msgspec.ValidationError):
        found: dict[str, StateBody] = {}
        for one in rows:
            try:
                found |= state_bodies(session, uai, kind, [one.key])
            except (BadData, msgspec.ValidationError):
                answer = ChangeAnswer(id=one.id, outcome="refused", reason="bad_body")
                note_refusal(session, run, one, answer)
        return found


def _count(run: SchoolExchange, batch: Sequence[SentChange], given: ChangeAnswers) -> None:
    for sent, answer in zip(batch, given.answers, strict=True):
        if answer.outcome != "refused":
            run.sent[sent.pending.kind] += 1
