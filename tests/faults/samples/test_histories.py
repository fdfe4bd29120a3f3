"""A bounded sample of the histories, and what they found; `make faults` plays a hundred thousand."""

from collections.abc import Callable, Iterator

import pytest
from msgspec import structs
from sqlalchemy.orm import Session

from tests.faults import histories
from tests.faults.in_memory.history_oracle import disagreements
from tests.faults.in_memory.memory_office import PEOPLE, MemoryOffice, furnished
from tests.faults.tally import Plan
from tests.people import UAI
from turbo_admin.office.outbox import queue
from turbo_admin.office.overview import retention
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import diners
from turbo_admin.store.engine.diner_records import DinerRecord

(CAMPAIGN,) = histories.CAMPAIGNS


def test_random_histories_lose_nothing_and_double_nothing() -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=50))
    assert tally.faults >= 50
    assert not tally.failed, tally.examples


@pytest.mark.parametrize("control", sorted(CAMPAIGN.controls.keys() - histories.RARELY_MET))
def test_random_histories_see_each_way_of_being_wrong(control: str) -> None:
    # Ids are drawn anew each time, and with them which account a history picks: one seed may miss what the next sees.
    assert any(
        CAMPAIGN.controls[control](Plan(seed=seed, amount=100, until_failed=True)).failed
        for seed in range(1, 21)
    )


def test_what_a_family_does_before_a_portal_put_back_is_bound_reaches_the_office(
    office: MemoryOffice,
) -> None:
    backup = office.portal.backup()
    office.portal.restore(backup)
    office.portal.declare_restored()
    (closed, *_) = office.portal.accounts
    assert office.portal.close(closed)
    assert code_of(office) == "unknown_epoch"
    reconcile(office)
    assert synchronise(office.desk).ok
    assert office.rows(f"SELECT state FROM account WHERE id = '{closed}'") == [("closed",)]
    assert list(disagreements(office, UAI)) == []


def test_a_password_of_its_own_ends_with_the_account_that_the_portal_erases(office: MemoryOffice) -> None:
    (erased, *_) = office.portal.accounts
    assert office.portal.choose(erased)
    assert synchronise(office.desk).ok
    office.portal.erase("account", erased)
    assert synchronise(office.desk).ok
    assert office.portal.opening(erased) == set()
    assert list(disagreements(office, UAI)) == []


def test_a_request_that_retention_erases_is_erased_at_the_portal_though_nothing_was_decided_of_it(
    office: MemoryOffice,
) -> None:
    office.pass_by(days=800)
    retention.erase(office.desk)
    assert synchronise(office.desk).ok
    assert list(disagreements(office, UAI)) == []


def test_an_account_in_use_that_a_portal_put_back_erases_is_made_anew(office: MemoryOffice) -> None:
    office.portal.restore(office.portal.backup())
    office.portal.declare_restored()
    (erased, *_) = office.portal.accounts
    office.portal.erase("account", erased)
    assert code_of(office) == "unknown_epoch"
    reconcile(office)
    assert synchronise(office.desk).ok
    assert erased in office.portal.accounts
    assert list(disagreements(office, UAI)) == []


@pytest.fixture
def office() -> Iterator[MemoryOffice]:
    """An office that has exchanged once."""
    office, _, _ = furnished()
    yield office
    office.close()


def rename(office: MemoryOffice, name: str) -> None:
    kept = school_settings.settings_of(office.desk, UAI)
    school_settings.save_settings(office.desk, UAI, structs.replace(kept, name=name))


def code_of(office: MemoryOffice) -> str:
    return next(run.error_code for run in synchronise(office.desk).schools if run.uai == UAI)


def reconcile(office: MemoryOffice) -> None:
    carry_out(office.desk, plan_reconciliation(office.desk, UAI))


def test_an_office_restored_from_a_backup_is_seen_however_much_was_edited_since(office: MemoryOffice) -> None:
    backup = office.save()
    rename(office, "Oublié")
    assert synchronise(office.desk).ok
    office.restore(backup)
    # As many edits as were lost, and more: the counter of revs alone would look right.
    for who in PEOPLE:
        with office.database.write() as session:
            queue.enqueue_diners(session, UAI, [one for one in _diners(session) if one.id == who.id])
    assert code_of(office) == "behind"
    assert office.portal.settings.name == "Oublié"
    reconcile(office)
    assert synchronise(office.desk).ok
    assert office.portal.settings.name == "Oublié"
    assert ("Oublié",) in office.rows("SELECT name FROM school")


def _diners(session: Session) -> list[DinerRecord]:
    return diners.diners(session, UAI)


def test_a_portal_restored_from_a_backup_is_seen_though_it_has_told_as_many_events_since(
    office: MemoryOffice,
) -> None:
    backup = office.portal.backup()
    office.portal.ask(PEOPLE[0])
    assert synchronise(office.desk).ok
    office.portal.restore(backup)
    lost_otherwise = office.portal.ask(PEOPLE[1])
    assert code_of(office) == "ahead"
    reconcile(office)
    assert synchronise(office.desk).ok
    assert (lost_otherwise,) in office.rows("SELECT id FROM account_request")


def test_a_portal_that_has_forgotten_changes_is_told_them_again(office: MemoryOffice) -> None:
    backup = office.portal.backup()
    rename(office, "Nouveau")
    assert synchronise(office.desk).ok
    office.portal.restore(backup)
    assert code_of(office) == "ahead"
    reconcile(office)
    assert synchronise(office.desk).ok
    assert office.portal.settings.name == "Nouveau"


def test_a_portal_restored_in_the_middle_of_a_run_is_seen_by_that_run(office: MemoryOffice) -> None:
    backup = office.portal.backup()
    rename(office, "Premier")
    assert synchronise(office.desk).ok
    with office.database.write() as session:
        queue.enqueue_diners(session, UAI, _diners(session)[:1])

    def wire(call: str, do: Callable[[], object], _batch: object = None) -> object:
        if call == "changes":
            office.portal.restore(backup)
        return do()

    office.wire = wire
    assert code_of(office) == "ahead"
