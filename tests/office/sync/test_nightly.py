"""How a scheduled run ends."""

from datetime import UTC, datetime

from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.sync.nightly import _first_error
from turbo_admin.office.sync.proof_result import Proof
from turbo_admin.office.sync.summary import SchoolRun, SyncSummary

_AT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def summary(outcome: ProofOutcome) -> SyncSummary:
    school = SchoolRun("0990001N", "Collège", 0, 0, 0, 0, proof=Proof(outcome=outcome))
    return SyncSummary(_AT, _AT, (school,))


def test_two_sides_that_still_differ_are_no_run_that_ended_well() -> None:
    assert _first_error(summary(ProofOutcome.AGREED)) == ("", "")
    assert _first_error(summary(ProofOutcome.PENDING)) == ("", "")
    assert _first_error(summary(ProofOutcome.DIFFERS)) == ("Outdated", "sides_differ")
