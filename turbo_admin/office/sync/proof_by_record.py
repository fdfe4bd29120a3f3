"""The proof of the night: records are compared one by one, for what the sums of what was told cannot show."""

from dataclasses import replace

from turbo_admin.core.errors import Refused
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.desk.context import BY_ITSELF
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.proof import prove
from turbo_admin.office.sync.school_exchange import SchoolExchange, hold_run
from turbo_admin.office.sync.sending import send
from turbo_admin.office.sync.verifying import Verified, compare_records
from turbo_admin.store import outbox, told
from turbo_admin.store.engine.journal_codes import JournalCode


@needs(Right.SYNC)
def prove_by_record(run: SchoolExchange) -> None:
    """Compare the records of both sides, once their sums agree; what differs is sent again, in this run.

    A record of which this base knows nothing is only told: « Mettre d'accord… » asks a person about it.

    Raises:
        Refused, BadData, Unreachable, Outdated, Cancelled: as `exchange_all`.
    """
    if run.proof.outcome not in (ProofOutcome.AGREED, ProofOutcome.PENDING):
        return
    try:
        found = _compare(run)
        if not found.agrees and _enqueue_again(run, found) and send(run):
            prove(run)
            found = _compare(run)
    except Refused as refusal:
        if refusal.code != "verify_sync_first":
            raise
        return  # a family acted meanwhile: the sums have agreed, the next night compares again
    differing = {kind: len(keys) for kind, keys in found.differing.items()}
    outcome = ProofOutcome.DIFFERS if differing else run.proof.outcome
    run.proof = replace(run.proof, outcome=outcome, differing=differing, compared=dict(found.compared))


def _compare(run: SchoolExchange) -> Verified:
    return compare_records(run.desk, run.school.uai, run.client, run.tell)


def _enqueue_again(run: SchoolExchange, found: Verified) -> int:
    """Enqueue the differing records that this base has told; return how many."""
    uai, number = run.school.uai, 0
    with run.desk.database.write() as session:
        hold_run(session, run)
        for kind, keys in found.differing.items():
            known = told.all_told(session, uai, kind)
            ours = [key for key in keys if key in known]
            outbox.mark_changed(session, uai, kind, ours)
            run.desk.note(session, JournalCode.SIDES_DIFFERED, [(key, "") for key in ours], who=BY_ITSELF)
            number += len(ours)
    return number
