"""A base that has never spoken to the portal, and a roster whose diners have other ids there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.office.reconcile.bases import (
    OpenFile,
    accounts_here,
    bring_to_agree,
    diner_ids,
    issue_to,
    new_base,
    opening,
    stop_code,
)
from tests.people import CAST, INES_GARCIA, LEA_MARTIN, LUKASZ, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.reconcile.adopting import FOUND_AT_PORTAL
from turbo_admin.office.reconcile.choices import APART, with_choices
from turbo_admin.office.reconcile.lines import lines_of
from turbo_admin.office.reconcile.reconciling import plan_reconciliation
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import accounts, diners


@pytest.fixture
def open_file(desk: Desk, clock: Clock, portal: PortalInMemory) -> Iterator[OpenFile]:
    """Opens further bases."""
    with opening(desk, clock, portal) as open_one:
        yield open_one


def test_an_empty_base_with_the_same_roster_takes_the_portals_ids_and_accounts(
    desk: Desk, portal: PortalInMemory, open_file: OpenFile, tmp_path: Path
) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    portal.choose_password(key)
    issue_to(desk, portal, LUKASZ)
    there = diner_ids(desk)
    fresh = new_base(open_file, portal, tmp_path, CAST)
    assert diner_ids(fresh) != there
    assert stop_code(fresh) == "unknown_epoch"
    plan, _ = bring_to_agree(fresh)
    alone = {name: ids for name, ids in there.items() if len(ids) == 1}
    assert set(plan.renamed.values()) == {ids[0] for ids in alone.values()}
    assert {name: ids for name, ids in diner_ids(fresh).items() if name in alone} == alone
    assert accounts_here(fresh) == accounts_here(desk)
    with fresh.database.read() as session:
        held = accounts.diners_of(session, [key])[key]
        adopted = accounts.accounts_by_id(session, [key])[key]
    assert held == alone["MARTIN Léa"]
    assert adopted.generation == portal.facts[key].generation > 0


def test_the_office_that_was_bound_hears_that_another_one_is(
    desk: Desk, portal: PortalInMemory, open_file: OpenFile, tmp_path: Path
) -> None:
    synchronise(desk)
    bring_to_agree(new_base(open_file, portal, tmp_path, CAST))
    assert stop_code(desk) == "unknown_epoch"


def test_homonyms_are_created_beside_those_of_here_unless_one_is_named(
    desk: Desk, portal: PortalInMemory, open_file: OpenFile, tmp_path: Path
) -> None:
    synchronise(desk)
    there = diner_ids(desk)["GARCIA Inès"]
    fresh = new_base(open_file, portal, tmp_path, CAST)
    here = diner_ids(fresh)["GARCIA Inès"]
    plan = plan_reconciliation(fresh, UAI)
    assert plan.ambiguous == set(there)
    questions = [line for line in lines_of(fresh, plan) if line.is_question]
    assert {line.key for line in questions} == set(there)
    assert {line.chosen for line in questions} == {APART}
    assert {one.value for one in questions[0].choices} == {*here, APART}
    with pytest.raises(Refused) as refusal:
        with_choices(plan, {("diner", one): here[0] for one in there})
    assert refusal.value.code == "choice_twice"
    bring_to_agree(fresh, {("diner", there[0]): here[0]})
    found = diner_ids(fresh)["GARCIA Inès"]
    assert sorted(found) == sorted([*there, here[1]])
    with fresh.database.read() as session:
        known = diners.diners_by_id(session, found)
    assert {key: one.external_kind for key, one in known.items()}[there[1]] == FOUND_AT_PORTAL
    assert known[there[0]].card in {INES_GARCIA.card, "0683-06342"}


def test_a_diner_recognised_by_name_may_be_said_to_be_another(
    desk: Desk, portal: PortalInMemory, open_file: OpenFile, tmp_path: Path
) -> None:
    synchronise(desk)
    [there] = diner_ids(desk)["MARTIN Léa"]
    fresh = new_base(open_file, portal, tmp_path, CAST)
    [here] = diner_ids(fresh)["MARTIN Léa"]
    [line] = [one for one in lines_of(fresh, plan_reconciliation(fresh, UAI)) if one.key == there]
    assert (line.is_question, line.chosen) == (False, here)
    bring_to_agree(fresh, {("diner", there): APART})
    assert sorted(diner_ids(fresh)["MARTIN Léa"]) == sorted([here, there])
    assert portal.of_kind("diner")


@pytest.mark.both_engines
def test_a_diner_under_another_id_there_is_renamed_in_every_table(desk: Desk, portal: PortalInMemory) -> None:
    key = issue_to(desk, portal, LEA_MARTIN)
    [here] = diner_ids(desk)["MARTIN Léa"]
    portal.rename_diner(here, "venu-du-portail")
    assert stop_code(desk) == "unknown_states"
    plan, _ = bring_to_agree(desk)
    assert plan.renamed == {here: "venu-du-portail"}
    with desk.database.read() as session:
        assert accounts.diners_of(session, [key])[key] == ["venu-du-portail"]
        assert here not in diners.diners_by_id(session, [here])
    assert portal.account(key).diner_ids == ["venu-du-portail"]
