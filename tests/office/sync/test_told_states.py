"""What the portal has acknowledged is what was sent: edits in between, lost answers, refusals, erasures, the proof."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text

from tests.office.accounts.test_accounts import family, one_line
from tests.office.credentials.test_numbers import agree, lose_answer
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import CAST, LEA_MARTIN, STAFF, UAI
from turbo_admin.office.accounts.acts import AccountAct, change_state, correct_address
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.undoing import undo_batch
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.journal.lines import ActionFilter, action_lines
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sheets import listing, mail
from turbo_admin.office.sync.proof_result import Proof, ProofOutcome
from turbo_admin.office.sync.refused_listing import refused_items
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.messages import Change
from turbo_admin.protocol.states import AccountState
from turbo_admin.store import outbox, told
from turbo_admin.store.engine.sync_records import AcknowledgedState

pytestmark = pytest.mark.both_engines


def name_school(desk: Desk, name: str) -> None:
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name=name))


def proof(desk: Desk, *, differed: bool = False) -> Proof:
    """Synchronise, and return what that proved.

    Args:
        differed: whether both sides are expected to have differed on the way, which a run mends.
    """
    summary = synchronise(desk)
    assert summary.ok, summary.sentence
    assert bool(action_lines(desk, ActionFilter(text="pas d’accord"))) is differed
    return summary.schools[0].proof


def told_of(desk: Desk, kind: str, key: str) -> AcknowledgedState:
    with desk.database.read() as session:
        return told.told_states(session, UAI, kind, [key])[key]


def diner_of(desk: Desk, person_id: str) -> str:
    [found] = [one.id for one in list_diners(desk) if one.external_id == person_id]
    return found


def leave(desk: Desk, person_id: str, *, left: bool) -> str:
    [line] = [one for one in list_diners(desk) if one.external_id == person_id]
    edit = DinerEdit(
        line.last_name, line.first_name, line.class_name, line.kind, line.emails, left, line.card
    )
    save_diner(desk, line.id, edit)
    return line.id


def test_what_is_told_is_what_was_sent_and_not_what_stands(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    name_school(desk, "Premier")
    edits = iter(["Second", "Troisième"])
    seen: list[AcknowledgedState] = []

    def edit(call: str) -> None:
        name = next(edits, "") if call == "changes" else ""
        if name:
            seen.append(told_of(desk, "settings", "school"))
            name_school(desk, name)

    portal.after = edit
    assert proof(desk).outcome is ProofOutcome.AGREED
    sent = [change for batch in portal.batches[1:] for change in batch]
    assert len(sent) == 3
    # Each answer stored the digest of its own body, as the next batch saw.
    digests = [state_digest("settings", "school", bytes(change.body)) for change in sent]
    assert [seen[1].digest, told_of(desk, "settings", "school").digest] == [digests[0], digests[2]]
    assert portal.of_kind("settings")[0].name == "Troisième"
    agree(desk, portal)


def test_what_is_edited_after_a_lost_answer_passes_and_leaves_no_refusal(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal, told=False)
    lose_answer(desk, portal)
    correct_address(desk, line.id, "nouvelle@exemple.fr")
    lose_answer(desk, portal)
    correct_address(desk, line.id, "encore@exemple.fr")
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert refused_items(desk) == []
    assert portal.of_kind("account")[0].email == "encore@exemple.fr"


def test_a_state_whose_body_changed_by_another_record_takes_a_new_rev(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal, told=False)
    lose_answer(desk, portal)
    with desk.database.write() as session:  # no edit of the account's own
        session.execute(text("UPDATE account SET email = 'autre@exemple.fr' WHERE id = :id"), {"id": line.id})
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert refused_items(desk) == []
    assert portal.of_kind("account")[0].email == "autre@exemple.fr"


def test_a_refused_edit_of_what_may_be_there_is_not_taken_for_unknown(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal, told=False)
    lose_answer(desk, portal)
    correct_address(desk, line.id, "prise@exemple.fr")
    portal.refusals["account"] = ("email_taken", "Prise.")
    # Nothing is proved as long as nobody knows which edit the portal holds.
    assert proof(desk).outcome is ProofOutcome.NONE
    portal.refusals.clear()
    [batch] = listing.batches(desk)
    assert undo_batch(desk, batch.id).closed == 1
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert [one.state for one in portal.of_kind("account")] == ["closed"]


@pytest.fixture
def two_accounts(desk: Desk, portal: PortalInMemory) -> tuple[str, str]:
    """Two accounts that the portal knows."""
    first = family(desk, portal).id
    request = ask(
        portal,
        card=STAFF.number,
        last_name=STAFF.last_name,
        first_name=STAFF.first_name,
        email=STAFF.emails[0],
    )
    synchronise(desk)
    from_requests.issue(desk, [request])
    synchronise(desk)
    [second] = [one.id for one in account_lines(desk) if one.id != first]
    return first, second


def test_two_accounts_that_exchange_their_addresses_pass_together_in_the_last_batch(
    desk: Desk, portal: PortalInMemory, two_accounts: tuple[str, str]
) -> None:
    first, second = two_accounts
    addresses = {one.id: one.email for one in account_lines(desk)}
    name_school(desk, "Autre")
    correct_address(desk, first, "")
    correct_address(desk, second, addresses[first])
    correct_address(desk, first, addresses[second])
    # The settings and one account fill the first batch: each account meets the address that the other still has.
    portal.batch, portal.rule = 2, one_account_an_address
    before = len(portal.batches)
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert [[change.kind for change in batch] for batch in portal.batches[before:]] == [
        ["settings", "account"],
        ["account"],
        ["account", "account"],
    ]
    states = {key: one for (_, key), one in portal.told.items() if isinstance(one, AccountState)}
    assert {key: one.email for key, one in states.items()} == {
        first: addresses[second],
        second: addresses[first],
    }
    assert refused_items(desk) == []
    agree(desk, portal)


def one_account_an_address(portal: PortalInMemory, batch: Sequence[Change]) -> dict[str, tuple[str, str]]:
    """Refuse the accounts of a batch that would share an address with another one."""
    states = {key: one for (_, key), one in portal.told.items() if isinstance(one, AccountState)}
    new = {one.key: codec.decode(one.body, AccountState) for one in batch if one.kind == "account"}
    after = {key: one.email for key, one in (states | new).items() if one.email}
    return {
        key: ("email_taken", "Prise.")
        for key in new
        if key in after and list(after.values()).count(after[key]) > 1
    }


def test_a_refusal_that_may_pass_is_sent_again_with_each_run_and_noted_once(
    desk: Desk, portal: PortalInMemory
) -> None:
    portal.refusals["diner"] = ("bad_body", "Non.")
    runs = [synchronise(desk).schools[0] for _ in range(3)]
    assert [one.refused for one in runs] == [len(CAST)] * 3
    sent = [change for batch in portal.batches for change in batch if change.kind == "diner"]
    assert len(sent) == 4 * len(CAST)  # twice in the first run: something else had passed
    assert len(action_lines(desk, ActionFilter(text="refusé par le portail"))) == len(CAST)
    portal.refusals.clear()
    assert proof(desk).outcome is ProofOutcome.AGREED


def test_a_refusal_that_never_passes_is_not_sent_again_before_an_edit(
    desk: Desk, portal: PortalInMemory
) -> None:
    portal.refusals["settings"] = ("bad_address", "Non.")
    synchronise(desk)
    batches = len(portal.batches)
    synchronise(desk)
    assert len(portal.batches) == batches
    name_school(desk, "Autre")
    synchronise(desk)
    assert len(portal.batches) == batches + 1


@pytest.mark.parametrize("way", ["told of it", "answered gone"])
def test_a_diner_that_the_portal_erased_and_that_returns_is_sent_in_its_next_life_with_its_accounts(
    desk: Desk, portal: PortalInMemory, way: str
) -> None:
    account = family(desk, portal).id
    lea = leave(desk, LEA_MARTIN.id, left=True)
    synchronise(desk)
    portal.erase("diner", lea)
    if way == "answered gone":
        # The edit arrives before the office hears of the erasure.
        portal.events_told.pop()
        leave(desk, LEA_MARTIN.id, left=False)
    assert proof(desk).outcome is ProofOutcome.AGREED
    agree(desk, portal)
    if way == "told of it":
        assert (told_of(desk, "diner", lea).erased, told_of(desk, "diner", lea).life) == (True, 1)
        assert lea not in portal.told["account", account].diner_ids  # type: ignore[attr-defined]
        leave(desk, LEA_MARTIN.id, left=False)
        assert proof(desk).outcome is ProofOutcome.AGREED
    assert (told_of(desk, "diner", lea).erased, told_of(desk, "diner", lea).life) == (False, 2)
    assert ("diner", lea) in portal.told
    assert lea in portal.told["account", account].diner_ids  # type: ignore[attr-defined]
    agree(desk, portal)


def test_what_the_portal_erased_and_the_office_does_not_use_stays_erased(
    desk: Desk, portal: PortalInMemory
) -> None:
    account = family(desk, portal).id
    change_state(desk, AccountAct.CLOSE, [account])
    synchronise(desk)
    portal.erase("account", account)
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert ("account", account) not in portal.told
    agree(desk, portal)
    # Opened again, it is sent in another life.
    change_state(desk, AccountAct.REOPEN, [account])
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert told_of(desk, "account", account).life == 2
    agree(desk, portal)


def test_what_the_office_erases_leaves_the_sums_of_both_sides(desk: Desk, portal: PortalInMemory) -> None:
    account = family(desk, portal).id
    with desk.database.write() as session:
        outbox.erase(session, UAI, "account", [account, "never told"])
    assert proof(desk).outcome is ProofOutcome.AGREED
    assert portal.erased == {("account", account): 1}
    agree(desk, portal)


def test_the_proof_names_what_was_refused_and_what_waits(desk: Desk, portal: PortalInMemory) -> None:
    portal.refusals["settings"] = ("bad_address", "Non.")
    found = proof(desk)
    assert (found.outcome, found.refused, found.waiting) == (ProofOutcome.PENDING, {"settings": 1}, {})
    portal.refusals.clear()
    name_school(desk, "Autre")
    assert proof(desk).outcome is ProofOutcome.AGREED
    line = family(desk, portal, told=False)
    portal.refusals["account"] = ("email_taken", "Prise.")
    sheet = listing.sheet_lines(desk)[0].id
    mail.mail_sheets(desk, [sheet])
    found = proof(desk)
    assert (found.outcome, found.refused, found.waiting) == (
        ProofOutcome.PENDING,
        {"account": 1},
        {"mail.credentials": 1},
    )
    assert one_line(desk).id == line.id


def test_the_proof_names_an_edit_made_after_the_last_batch(desk: Desk, portal: PortalInMemory) -> None:
    edits = iter(["Après"])

    def report(_step: str, done: int, total: int) -> None:
        name = next(edits, "") if done and done == total else ""
        if name:
            name_school(desk, name)

    found = synchronise(desk, report=report).schools[0].proof
    assert (found.outcome, found.refused, found.waiting) == (ProofOutcome.PENDING, {}, {"settings": 1})
    assert proof(desk).outcome is ProofOutcome.AGREED


def test_a_difference_is_found_said_and_mended(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    lea = diner_of(desk, LEA_MARTIN.id)
    portal.digests["diner", lea] = "0" * 32
    portal.refusals["diner"] = ("bad_address", "Non.")
    found = proof(desk, differed=True)
    assert (found.outcome, found.differing) == (ProofOutcome.DIFFERS, {"diner": 1})
    assert next(line.who for line in action_lines(desk, ActionFilter(text="pas d’accord"))) == "Turbo Admin"
    portal.refusals.clear()
    # It is sent again in the very run that finds it.
    assert proof(desk, differed=True).outcome is ProofOutcome.AGREED
    agree(desk, portal)


def test_a_record_that_fits_no_message_is_refused_alone(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal, told=False)
    with desk.database.write() as session:
        session.execute(text("UPDATE account SET login = 'x' WHERE id = :id"), {"id": line.id})
    name_school(desk, "Passe")
    for _ in range(2):
        run = synchronise(desk).schools[0]
        assert (run.error, run.refused, run.proof.outcome) == ("", 1, ProofOutcome.PENDING)
    assert [one.kind for one in refused_items(desk)] == ["account"]
    assert portal.of_kind("settings")[0].name == "Passe"
    assert len(action_lines(desk, ActionFilter(text="refusé par le portail"))) == 1
    with desk.database.write() as session:
        session.execute(text("UPDATE account SET login = 'abc123' WHERE id = :id"), {"id": line.id})
    assert proof(desk).outcome is ProofOutcome.AGREED
