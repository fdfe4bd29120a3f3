"""A base put back from a copy, and a portal put back: both are brought to agree, and nothing is lost that either knew."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.office.reconcile.bases import (
    OpenFile,
    accounts_here,
    bring_to_agree,
    copy_base,
    issue_to,
    opening,
    stop_code,
)
from tests.people import LEA_MARTIN, LUKASZ, SCHOOL_NAME, STAFF, UAI, make_received
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.accounts.acts import AccountAct, change_state, correct_address
from turbo_admin.office.credentials import renewal
from turbo_admin.office.credentials.from_requests import issue
from turbo_admin.office.credentials.unasked import issue_unasked
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.reconcile.choices import PlanSide, with_choices
from turbo_admin.office.reconcile.lines import lines_of
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import accounts, outbox, requests, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord


@pytest.fixture
def open_file(desk: Desk, clock: Clock, portal: PortalInMemory) -> Iterator[OpenFile]:
    """Opens further bases."""
    with opening(desk, clock, portal) as open_one:
        yield open_one


@pytest.fixture
def put_back(office_base: str, open_file: OpenFile, tmp_path: Path) -> "PutBack":
    """Copies the base, and opens the copy later."""
    return PutBack(office_base, open_file, tmp_path / "copie.sqlite")


class PutBack:
    """A copy of a base that is put back."""

    def __init__(self, base: str, open_file: OpenFile, path: Path) -> None:
        self._base, self._open, self._path = base, open_file, path

    def copy(self) -> None:
        """Copy the base as it is now."""
        copy_base(self._base, self._path)

    def dump(self) -> list[str]:
        """Return all that the copy holds."""
        with sqlite3.connect(self._path) as base:
            found = list(base.iterdump())
        base.close()
        return found

    def open(self) -> Desk:
        """Open the copy."""
        return self._open(self._path)


def account(desk: Desk, key: str) -> AccountRecord:
    """Return an account of the office."""
    with desk.database.read() as session:
        return accounts.accounts_by_id(session, [key])[key]


def live_sheets(desk: Desk, key: str) -> list[SheetRecord]:
    """Return the sheets of an account that could open something."""
    with desk.database.read() as session:
        return stored_sheets.live_sheets(session, [key])


def test_what_was_done_since_the_copy_comes_back_from_the_portal(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    known = issue_to(desk, portal, LEA_MARTIN)
    put_back.copy()
    new = issue_to(desk, portal, LUKASZ)
    change_state(desk, AccountAct.BLOCK, [known])
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name=SCHOOL_NAME, delay_hours=24))
    synchronise(desk)
    old = put_back.open()
    assert stop_code(old) == "behind"
    plan, _ = bring_to_agree(old)
    assert plan.kinds["account"].adopt == {known, new}
    assert accounts_here(old) == accounts_here(desk)
    assert account(old, new).salt == account(desk, new).salt
    assert [one.link_hash for one in live_sheets(old, new)] == [
        one.link_hash for one in live_sheets(desk, new)
    ]
    assert school_settings.settings_of(old, UAI).delay_hours == 24


def test_twice_in_a_row_changes_nothing(desk: Desk, portal: PortalInMemory, put_back: PutBack) -> None:
    put_back.copy()
    issue_to(desk, portal, LEA_MARTIN)
    old = put_back.open()
    bring_to_agree(old)
    batches = len(portal.batches)
    plan, done = bring_to_agree(old)
    assert plan.is_empty
    assert (done.adopted, done.told, done.reprint, done.resend) == (0, 0, (), ())
    assert len(portal.batches) == batches


def test_planning_writes_nothing_on_either_side(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    issue_to(desk, portal, LEA_MARTIN)
    old = put_back.open()
    before, there = put_back.dump(), vars(portal.copied())
    lines_of(old, plan_reconciliation(old, UAI))
    assert put_back.dump() == before
    assert vars(portal.copied()) == there


def issued_apart(old: Desk, portal: PortalInMemory) -> str:
    """Give Léa's family an account at a base that does not know of the one it has; return it."""
    issue_unasked(old, UAI, [LEA_MARTIN.class_name])
    [key] = accounts_here(old)
    assert ("account", key) not in portal.told
    return key


def test_an_account_issued_here_since_gives_way_to_the_portals_of_the_same_address(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    there = issue_to(desk, portal, LEA_MARTIN)
    old = put_back.open()
    here = issued_apart(old, portal)
    plan = plan_reconciliation(old, UAI)
    assert plan.collisions == {there: (here,)}
    [line] = [one for one in lines_of(old, plan) if one.is_question]
    assert (line.what, line.name) == ("deux comptes, une adresse", LEA_MARTIN.emails[0])
    _, done = bring_to_agree(old)
    assert {key: state for key, (state, _) in accounts_here(old).items()} == {there: "open", here: "closed"}
    assert portal.account(here).state == "closed"
    assert done.reprint == (here,)
    assert live_sheets(old, here) == []


def test_the_portals_account_gives_way_when_it_is_chosen_so(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    there = issue_to(desk, portal, LEA_MARTIN)
    [asked] = portal.asked
    old = put_back.open()
    here = issued_apart(old, portal)
    bring_to_agree(old, {("account", there): PlanSide.OFFICE})
    assert {key: state for key, (state, _) in accounts_here(old).items()} == {there: "closed", here: "open"}
    assert (portal.account(there).state, portal.account(there).credential) == ("closed", None)
    assert portal.account(here).email == LEA_MARTIN.emails[0]
    assert len(live_sheets(old, here)) == 1
    with old.database.read() as session:
        [request] = requests.requests_by_id(session, [asked])
    assert (request.state, request.account_id) == (requests.OPEN, None)


def test_a_paper_made_on_both_sides_under_one_number_takes_the_next(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    put_back.copy()
    renewal.renew(desk, [key])
    synchronise(desk)
    old = put_back.open()
    renewal.renew(old, [key])
    [mine] = live_sheets(old, key)
    theirs = portal.account(key).credential
    assert theirs is not None
    assert mine.number == theirs.number == 2
    bring_to_agree(old)
    [stands] = live_sheets(old, key)
    told = portal.account(key).credential
    assert told is not None
    assert (stands.link_hash, stands.number) == (mine.link_hash, 3)
    assert (told.link_hash, told.number) == (mine.link_hash, 3)


def test_the_portals_paper_stands_when_it_is_chosen_so_and_that_of_here_is_to_be_printed_anew(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    put_back.copy()
    renewal.renew(desk, [key])
    synchronise(desk)
    theirs = portal.account(key).credential
    old = put_back.open()
    renewal.renew(old, [key])
    [line] = lines_of(old, plan_reconciliation(old, UAI))
    assert (line.chosen, line.is_question) == (PlanSide.OFFICE, True)
    _, done = bring_to_agree(old, {("account", key): PlanSide.PORTAL})
    assert theirs is not None
    assert [one.link_hash for one in live_sheets(old, key)] == [theirs.link_hash]
    assert portal.account(key).credential == theirs
    assert done.reprint == (key,)


def test_accounts_that_exchanged_their_addresses_since_are_all_kept(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    first, second = issue_to(desk, portal, LEA_MARTIN), issue_to(desk, portal, LUKASZ)
    put_back.copy()
    for key, email in (
        (first, "autre@exemple.fr"),
        (second, LEA_MARTIN.emails[0]),
        (first, LUKASZ.emails[0]),
    ):
        correct_address(desk, key, email)
        synchronise(desk)
    old = put_back.open()
    plan, done = bring_to_agree(old)
    assert plan.collisions == {}
    assert accounts_here(old) == {first: ("open", LUKASZ.emails[0]), second: ("open", LEA_MARTIN.emails[0])}
    assert done.reprint == ()


def test_an_expired_paper_of_which_the_portal_keeps_the_number_alone_is_no_other_paper(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    put_back.copy()
    correct_address(desk, issue_to(desk, portal, LUKASZ), "autre@exemple.fr")
    change_state(desk, AccountAct.BLOCK, [key])
    synchronise(desk)
    state = portal.account(key)
    assert state.credential is not None
    portal.told["account", key] = replace(state, credential=replace(state.credential, link_hash="0" * 64))
    old = put_back.open()
    bring_to_agree(old)
    assert account(old, key).last_number == 1


def test_requests_decided_on_either_side_stay_decided(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    asked = [make_received(one) for one in (LEA_MARTIN, LUKASZ, STAFF)]
    for one in asked:
        portal.tell("request.received", one)
    synchronise(desk)
    lea, lukasz, staff = (one.request_id for one in asked)
    put_back.copy()
    acts.refuse(desk, [lea], "Carte perdue")
    issue(desk, [lukasz])
    synchronise(desk)
    old = put_back.open()
    acts.refuse(old, [staff], "Trop tard")
    bring_to_agree(old)
    with old.database.read() as session:
        states = {one.id: one.state for one in requests.requests_by_id(session, [lea, lukasz, staff])}
    assert states == {lea: requests.REFUSED, lukasz: requests.ISSUED, staff: requests.REFUSED}
    answers = {key: getattr(portal.told["request", key], "answer") for key in (lea, lukasz, staff)}  # noqa: B009
    assert answers == {lea: "refused", lukasz: "answered", staff: "refused"}


def test_a_record_changed_on_both_sides_is_a_question_and_either_may_be_taken(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    _save_delay(desk, 24)
    synchronise(desk)
    old = put_back.open()
    _save_delay(old, 72)
    [line] = lines_of(old, plan_reconciliation(old, UAI))
    assert line.is_question
    assert (line.here, line.there) == ("délai annoncé\u00a0: 72", "délai annoncé\u00a0: 24")
    assert [one.value for one in line.choices] == [PlanSide.OFFICE, PlanSide.PORTAL]
    assert line.chosen == PlanSide.OFFICE
    bring_to_agree(old, {("settings", "school"): PlanSide.PORTAL})
    assert school_settings.settings_of(old, UAI).delay_hours == 24


def test_settings_later_there_may_be_told_by_the_office_all_the_same(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    _save_delay(desk, 72)
    synchronise(desk)
    put_back.copy()
    _save_delay(desk, 24)
    synchronise(desk)
    old = put_back.open()
    bring_to_agree(old, {("settings", "school"): PlanSide.OFFICE})
    [told] = portal.of_kind("settings")
    assert told.delay_hours == school_settings.settings_of(old, UAI).delay_hours == 72


def _save_delay(desk: Desk, hours: int) -> None:
    settings = school_settings.SchoolSettings(name=SCHOOL_NAME, delay_hours=hours)
    school_settings.save_settings(desk, UAI, settings)


def test_a_portal_put_back_is_told_again_and_own_passwords_that_it_lost_are_ended(
    desk: Desk, portal: PortalInMemory
) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    night = portal.copied()
    portal.choose_password(key)
    later = issue_to(desk, portal, LUKASZ)
    portal.put_back(night)
    assert stop_code(desk) == "unknown_epoch"
    _, done = bring_to_agree(desk)
    assert portal.account(later).login == account(desk, later).login
    assert done.reprint == (key,)
    assert portal.account(key).credential is None
    assert portal.account(key).own_ended == account(desk, key).generation > 0


def test_killed_between_adopting_and_binding_the_next_run_repeats_the_bind(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    key = issue_to(desk, portal, LEA_MARTIN)
    old = put_back.open()

    def cut(call: str) -> None:
        if call == "bind":
            raise Unreachable("portal_unreachable")

    portal.before = cut
    with pytest.raises(Unreachable):
        carry_out(old, plan_reconciliation(old, UAI))
    portal.before = lambda _call: None
    run = synchronise(old).schools[0]
    assert (run.error, run.proof.outcome) == ("", ProofOutcome.AGREED)
    assert accounts_here(old)[key][0] == "open"


def test_a_portal_that_moved_in_between_keeps_what_was_adopted_and_is_planned_anew(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    key = issue_to(desk, portal, LEA_MARTIN)
    old = put_back.open()
    plan = plan_reconciliation(old, UAI)
    change_state(desk, AccountAct.BLOCK, [key])
    synchronise(desk)
    with pytest.raises(Refused) as refusal:
        carry_out(old, plan)
    assert refusal.value.code == "moved"
    assert accounts_here(old)[key][0] == "open"
    with old.database.read() as session:
        assert schools.school(session, UAI).epoch_next == ""
    bring_to_agree(old)
    assert accounts_here(old)[key][0] == "blocked"


def test_while_another_pc_synchronises_nothing_is_carried_out(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    issue_to(desk, portal, LEA_MARTIN)
    old = put_back.open()
    plan, lock = plan_reconciliation(old, UAI), old.database.take_run_lock()
    assert lock is not None
    with pytest.raises(Refused) as refusal:
        carry_out(old, plan)
    lock.release()
    assert refusal.value.code == "sync_running"
    assert accounts_here(old) == {}


@pytest.mark.parametrize(
    "choice", [("account", "personne", "portal"), ("diner", "personne", ""), ("autre", "x", "office")]
)
def test_a_choice_that_the_plan_does_not_have_is_refused(desk: Desk, choice: tuple[str, str, str]) -> None:
    synchronise(desk)
    plan = plan_reconciliation(desk, UAI)
    with pytest.raises(Refused) as refusal:
        with_choices(plan, {choice[:2]: choice[2]})
    assert refusal.value.code == "choice_unknown"


def test_what_is_enqueued_by_adopting_is_later_than_all_that_the_portal_has_taken(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    put_back.copy()
    for hours in (24, 25, 26):
        _save_delay(desk, hours)
        synchronise(desk)
    old = put_back.open()
    carry_out(old, with_choices(plan_reconciliation(old, UAI), {("settings", "school"): PlanSide.OFFICE}))
    with old.database.read() as session:
        [waiting] = outbox.pending(session, UAI, "settings", ["school"])
    assert waiting.rev > portal.last_rev


def test_an_account_that_the_portal_has_erased_since_the_copy_is_closed_with_all_its_papers(
    desk: Desk, portal: PortalInMemory, put_back: PutBack
) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    put_back.copy()
    renewal.renew(desk, [key])
    synchronise(desk)
    portal.erase("account", key)
    older = put_back.open()
    assert stop_code(older)
    plan = plan_reconciliation(older, UAI)
    assert not plan.is_empty
    assert "fermer ici\u00a0: le portail l’a effacé" in [line.proposed for line in lines_of(older, plan)]
    bring_to_agree(older)
    assert (account(older, key).state, live_sheets(older, key)) == ("closed", [])
    again = synchronise(older)
    assert again.ok
    assert ("account", key) not in portal.told
