"""What is known of the agreement without asking the portal: the last proof, the numbers, the status bar."""

import pytest

from tests.office.portal_in_memory import PortalInMemory
from tests.people import CAST
from turbo_admin.core.errors import Unreachable
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.overview.home import overview
from turbo_admin.office.sync.agreements import school_agreements
from turbo_admin.office.sync.journal import run_lines
from turbo_admin.office.sync.run import synchronise


def test_before_the_first_run_nothing_was_verified(desk: Desk) -> None:
    [one] = school_agreements(desk)
    assert (one.text, one.proof.outcome) == ("Jamais vérifié", ProofOutcome.NONE)
    assert [(kind.here, kind.there) for kind in one.kinds] == [(1, 0), (len(CAST), 0), (0, 0), (0, 0)]


@pytest.mark.both_engines
def test_a_good_run_is_verified_on_the_page_on_the_status_bar_and_in_the_journal(desk: Desk) -> None:
    synchronise(desk)
    [one] = school_agreements(desk)
    assert one.text == "Accord vérifié\u00a0: aujourd’hui à 09:00"
    assert [(kind.here, kind.there) for kind in one.kinds] == [(1, 1), (len(CAST), len(CAST)), (0, 0), (0, 0)]
    assert overview(desk).sync.full_text.endswith("réussie, accord vérifié")
    [line] = run_lines(desk)
    assert (line.proof.outcome, line.sides_differ) == (ProofOutcome.AGREED, False)


@pytest.mark.both_engines
def test_what_was_refused_is_counted_as_an_exception(desk: Desk, portal: PortalInMemory) -> None:
    portal.refusals["settings"] = ("bad_body", "Non.")
    synchronise(desk)
    [one] = school_agreements(desk)
    assert one.text == "Accord vérifié, sauf 1 refusé\u00a0: aujourd’hui à 09:00"
    assert overview(desk).sync.proof.text == "vérifié, sauf 1 refusé"


def test_a_run_that_came_to_no_proof_leaves_the_last_one(desk: Desk, portal: PortalInMemory) -> None:
    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    synchronise(desk)
    portal.before = cut
    synchronise(desk)
    [one] = school_agreements(desk)
    assert (one.proof.outcome, one.error) == (ProofOutcome.AGREED, "")
    assert overview(desk).sync.proof.text == ""


def test_a_run_that_stopped_because_both_sides_differ_says_why(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    portal.epoch = "un autre"
    summary = synchronise(desk)
    [one] = school_agreements(desk)
    assert one.proof.outcome is ProofOutcome.DIFFERS
    assert "Mettre d’accord" in one.error
    assert summary.to_reconcile == one.uai
    assert overview(desk).sync.proof.outcome is ProofOutcome.DIFFERS
    assert run_lines(desk)[0].sides_differ
