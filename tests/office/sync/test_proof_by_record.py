"""The proof of the night: what sums of what was told cannot show is found, sent again and said."""

from msgspec import structs
from sqlalchemy import text

from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.office.sync.test_told_states import diner_of
from tests.people import CAST, LEA_MARTIN
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.journal.lines import ActionFilter, action_lines
from turbo_admin.office.overview.home import overview
from turbo_admin.office.sync.agreements import school_agreements
from turbo_admin.office.sync.journal import run_lines
from turbo_admin.office.sync.proof_result import Proof
from turbo_admin.office.sync.run import synchronise


def night(desk: Desk) -> Proof:
    """Synchronise as the scheduler does, and return what that proved."""
    summary = synchronise(desk, by_record=True)
    assert summary.ok, summary.sentence
    return summary.schools[0].proof


def spoil(portal: PortalInMemory, key: str) -> None:
    """Change a diner at the portal behind its own sums, as a hand in its database would."""
    portal.told["diner", key] = structs.replace(portal.told["diner", key], last_name="AUTRE")


def sent_again(desk: Desk) -> list[str]:
    return [line.who for line in action_lines(desk, ActionFilter(text="pas d’accord"))]


def test_records_are_counted_at_night_alone(desk: Desk) -> None:
    assert synchronise(desk).schools[0].proof.compared == {}
    found = night(desk)
    assert found.outcome is ProofOutcome.AGREED
    assert found.compared == {"settings": 1, "diner": len(CAST), "account": 0, "request": 0}
    said = f"{len(CAST) + 1}\u00a0fiches comparées une à une"
    assert run_lines(desk)[0].text.endswith(f"Accord vérifié. {said}.")
    synchronise(desk)
    assert school_agreements(desk)[0].compared == f"{said}\u00a0: aujourd’hui à 09:00"
    assert sent_again(desk) == []


def test_what_the_portal_holds_otherwise_behind_its_sums_is_sent_again(
    desk: Desk, portal: PortalInMemory
) -> None:
    synchronise(desk)
    spoil(portal, diner_of(desk, LEA_MARTIN.id))
    assert synchronise(desk).schools[0].proof.outcome is ProofOutcome.AGREED  # sums do not show it
    found = night(desk)
    assert (found.outcome, found.differing) == (ProofOutcome.AGREED, {})
    assert sent_again(desk) == ["Turbo Admin"]
    assert night(desk).outcome is ProofOutcome.AGREED
    assert sent_again(desk) == ["Turbo Admin"]


def test_what_changed_here_without_being_enqueued_is_sent(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    lea = diner_of(desk, LEA_MARTIN.id)
    with desk.database.write() as session:
        session.execute(text("UPDATE diner SET last_name = 'CORRIGÉ' WHERE id = :id"), {"id": lea})
    assert night(desk).outcome is ProofOutcome.AGREED
    assert "CORRIGÉ" in str(portal.told["diner", lea])
    assert sent_again(desk) == ["Turbo Admin"]


def test_a_record_that_the_portal_refuses_to_correct_is_said_every_night(
    desk: Desk, portal: PortalInMemory
) -> None:
    synchronise(desk)
    spoil(portal, diner_of(desk, LEA_MARTIN.id))
    portal.refusals["diner"] = ("bad_address", "Non.")
    for _ in range(2):
        found = night(desk)
        assert (found.outcome, found.refused) == (ProofOutcome.PENDING, {"diner": 1})
        assert found.compared["diner"] == len(CAST) - 1
        assert overview(desk).sync.proof.text == "vérifié, sauf 1 refusé"


def test_a_record_of_which_this_base_knows_nothing_is_told_and_left(
    desk: Desk, portal: PortalInMemory
) -> None:
    synchronise(desk)
    lea = diner_of(desk, LEA_MARTIN.id)
    portal.told["diner", "f" * 32] = portal.told["diner", lea]
    portal.revs["diner", "f" * 32] = 1
    sent = portal.last_rev
    found = night(desk)
    assert (found.outcome, found.differing, portal.last_rev) == (ProofOutcome.DIFFERS, {"diner": 1}, sent)
    assert overview(desk).sync.proof.outcome is ProofOutcome.DIFFERS


def test_a_family_that_acts_during_the_comparison_is_no_difference(
    desk: Desk, portal: PortalInMemory
) -> None:
    synchronise(desk)
    spoil(portal, diner_of(desk, LEA_MARTIN.id))

    def act(call: str) -> None:
        if call == "held":
            portal.before = lambda _call: None
            ask(portal)

    portal.before = act
    found = night(desk)
    assert (found.outcome, found.compared) == (ProofOutcome.AGREED, {})
    assert sent_again(desk) == []
    assert night(desk).outcome is ProofOutcome.AGREED
    assert sent_again(desk) == ["Turbo Admin"]
