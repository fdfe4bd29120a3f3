"""The proof at the end of a run: the digests of what was told are compared with those of what the portal holds."""

from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.proof_result import Proof, ProofOutcome
from turbo_admin.office.sync.school_exchange import SchoolExchange
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.kinds import STATES
from turbo_admin.store import outbox, schools, told


@needs(Right.SYNC)
def prove(run: SchoolExchange) -> None:
    """Compare both sides, once all events are here and every change was answered; otherwise nothing is said.

    Kinds that only one side's version knows are not compared.
    """
    uai = run.school.uai
    with run.desk.database.read() as session:
        if schools.cursor(session, uai) != run.last_seq or outbox.is_unanswered(session, uai):
            return
        here = told.sums(session, uai)
        refused, waiting = outbox.count_refused(session, uai), outbox.count_waiting(session, uai)
    differing = {
        kind: abs(here.get(kind, KindSum()).count - run.sums.get(kind, KindSum()).count) or 1
        for kind in sorted(STATES)
        if here.get(kind, KindSum()) != run.sums.get(kind, KindSum())
    }
    outcome = (
        ProofOutcome.DIFFERS
        if differing
        else ProofOutcome.PENDING
        if refused or waiting
        else ProofOutcome.AGREED
    )
    run.proof = Proof(outcome, refused, waiting, differing)
