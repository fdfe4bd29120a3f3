"""The proof at the end of a run: the digests of what was told are compared with those of what the portal holds."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Outdated
from turbo_admin.core.french import count
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.desk.context import BY_ITSELF
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.proof_result import Proof
from turbo_admin.office.sync.school_exchange import SchoolExchange, hold_run
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.protocol.agreement import HeldState
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.kinds import STATES
from turbo_admin.store import outbox, refused_changes, schools, told
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import AcknowledgedState


@needs(Right.SYNC)
def prove(run: SchoolExchange) -> None:
    """Compare both sides, once all events are here and every change was answered; otherwise nothing is said.

    Kinds that only one side's version knows are not compared. Where sums differ, the states that do are found: what the
    portal holds otherwise is enqueued again, and noted as a fault of ours.

    Raises:
        Outdated: `unknown_states`: the portal holds states that this base has never sent: it is an older copy.
    """
    uai = run.school.uai
    with run.desk.database.read() as session:
        if schools.cursor(session, uai) != run.last_seq or outbox.is_unanswered(session, uai):
            return
        here = told.sums(session, uai)
        refused, waiting = refused_changes.count_refused(session, uai), outbox.count_waiting(session, uai)
    kinds = [kind for kind in sorted(STATES) if here.get(kind, KindSum()) != run.sums.get(kind, KindSum())]
    differing = {kind: number for kind in kinds if (number := _mend(run, kind))}
    outcome = (
        ProofOutcome.DIFFERS
        if differing
        else ProofOutcome.PENDING
        if refused or waiting
        else ProofOutcome.AGREED
    )
    run.proof = Proof(outcome, refused, waiting, differing)


def _mend(run: SchoolExchange, kind: str) -> int:
    """Enqueue the states of a kind that the portal holds otherwise, or not; return how many."""
    uai = run.school.uai
    held = {one.key: one for one in list_digests(run.client, kind)}
    with run.desk.database.write() as session:
        hold_run(session, run)
        known = told.all_told(session, uai, kind)
        unknown = [
            key
            for key, one in held.items()
            if one.rev and not one.erased and _is_unknown(session, run, kind, key, known)
        ]
        if unknown:
            raise Outdated("unknown_states", message="", number=count(len(unknown), "enregistrement"))
        differing = [key for key, one in known.items() if not _is_same(one, held.get(key))]
        outbox.mark_changed(session, uai, kind, differing)
        run.desk.note(session, JournalCode.SIDES_DIFFERED, [(key, "") for key in differing], who=BY_ITSELF)
    return len(differing)


def list_digests(client: PortalClient, kind: str) -> Iterator[HeldState]:
    """Yield the digests of what the portal holds of a kind, page by page."""
    after, more = "", True
    while more:
        page = client.held(kind, after, only_digests=True)
        yield from page.states
        more = page.more and bool(page.states)
        after = page.states[-1].key if page.states else ""


def _is_unknown(
    session: Session, run: SchoolExchange, kind: str, key: str, known: Mapping[str, AcknowledgedState]
) -> bool:
    """Whether this base has neither told a state, nor erased it, nor has it waiting."""
    return key not in known and not outbox.pending(session, run.school.uai, kind, [key])


def _is_same(here: AcknowledgedState, there: HeldState | None) -> bool:
    if there is None or there.erased:
        return here.erased
    return not here.erased and here.digest == there.digest
