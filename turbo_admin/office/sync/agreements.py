"""« Accord avec le portail »: what office and portal hold of each school, and what was last proved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.french import NBSP, count, when
from turbo_admin.core.sync.agreement import DISAGREEMENTS, ProofFigures, ProofOutcome, stored_proof
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.protocol.kinds import KINDS, STATES, place_of
from turbo_admin.store import outbox, schools, sync, told
from turbo_admin.store.engine.school_record import SchoolRecord
from turbo_admin.store.engine.sync_records import RunRecord

# The proof is that of the last run that came to one; far more than ever fail in a row.
_RUNS_READ = 200


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How many records of a kind each side holds.

    Attributes:
        one, many: what the screen calls one, several.
        here: of those that the portal is to hold.
        there: of those, how many it has acknowledged.
    """

    kind: str
    one: str
    many: str
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class SchoolAgreement:
    """What is known of one school without asking its portal.

    Attributes:
        proof: of the last run that came to one, or that stopped because both sides differ.
        text: the same as a sentence, with its time.
        error: why the last run stopped; empty when both sides are of one history.
        compared: when records were last compared one by one, as every night; empty for never.
    """

    uai: str
    name: str
    proof: ProofFigures
    text: str
    error: str
    compared: str
    kinds: tuple[KindFigures, ...]


@needs(Right.CONSULT)
def school_agreements(desk: Desk) -> list[SchoolAgreement]:
    """Return the agreement of each school that is linked to a portal, by name."""
    now = desk.now()
    with desk.database.read() as session:
        linked = [school for school in schools.schools(session) if school.paired_at]
        return [_of_school(session, school, now) for school in linked]


def _of_school(session: Session, school: SchoolRecord, now: datetime) -> SchoolAgreement:
    runs = [run for run in sync.runs(session, _RUNS_READ, uai=school.uai) if run.ended_at]
    proved = next((run for run in runs if _proof(run).outcome is not ProofOutcome.NONE), None)
    proof = _proof(proved) if proved else ProofFigures()
    compared = next((run for run in runs if run.proof_detail.get("compared")), None)
    stopped = proved is not None and proved.error_code in DISAGREEMENTS
    return SchoolAgreement(
        uai=school.uai,
        name=school.name,
        proof=proof,
        text=_text(proof, proved.ended_at, now) if proved and proved.ended_at else "Jamais vérifié",
        error=proved.error if proved and stopped else "",
        compared=_compared(compared, now) if compared else "",
        kinds=tuple(_figures(session, school.uai, kind) for kind in sorted(STATES, key=place_of)),
    )


def _proof(run: RunRecord) -> ProofFigures:
    return stored_proof(run.proof, run.proof_detail, run.error_code)


def _text(proof: ProofFigures, at: datetime, now: datetime) -> str:
    said: Mapping[ProofOutcome, str] = {
        ProofOutcome.AGREED: "Accord vérifié",
        ProofOutcome.PENDING: f"Accord {proof.text}",
        ProofOutcome.DIFFERS: "Désaccord avec le portail",
    }
    return f"{said[proof.outcome]}{NBSP}: {when(at, now)}"


def _compared(run: RunRecord, now: datetime) -> str:
    number = count(
        sum(run.proof_detail["compared"].values()), "fiche comparée une à une", "fiches comparées une à une"
    )
    return f"{number}{NBSP}: {when(run.ended_at or run.started_at, now)}"


def _figures(session: Session, uai: str, kind: str) -> KindFigures:
    acknowledged = {one.key for one in told.all_told(session, uai, kind).values() if not one.erased}
    waiting = {one.key for one in outbox.acts_waiting(session, uai, kind) if one.body != outbox.ERASURE}
    return KindFigures(
        kind, KINDS[kind].one, KINDS[kind].many, len(acknowledged | waiting), len(acknowledged)
    )
