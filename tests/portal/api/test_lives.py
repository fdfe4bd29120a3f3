"""Records that are erased for good, on either side, and that return under a greater life."""

import pytest

from tests.portal.api.outcomes import ALREADY, DONE, GONE, ask, count, recomputed_sums, refused
from tests.portal.conftest import Portal
from tests.portal.office import SOON, Office
from turbo_admin.portal.base.told_states import erase_told_states, lock_school
from turbo_admin.protocol.states import AccountRequestState

REQUEST = AccountRequestState(
    card="04217", last_name="M", first_name="L", email="asker@exemple.fr", received_at=SOON
)


def erase_here(portal: Portal, **erased: list[str]) -> None:
    """What the portal's host does: the rows are another test's."""
    with portal.owner.school(portal.uai) as connection:
        lock_school(connection, portal.uai)
        erase_told_states(connection, portal.uai, erased, now=SOON)


def test_what_the_office_erases_is_gone_with_its_passwords(portal: Portal, office: Office) -> None:
    ask(portal)
    office.send(office.diner(), office.issue(), office.change("request", "r1", REQUEST))
    erasures = [
        office.change(kind, key, None)
        for kind, key in (("request", "r1"), ("account", "a1"), ("diner", "d1"))
    ]
    assert office.send(*erasures) == [DONE] * 3
    for table in ("account", "diner", "account_request", "provisional", "attachment"):
        assert count(portal, table) == 0
    assert office.events().sums == {}
    assert office.send(*erasures) == [GONE] * 3


@pytest.mark.parametrize("kind", ["diner", "account", "request"])
def test_an_erasure_of_what_is_not_there_is_remembered_all_the_same(
    portal: Portal, office: Office, kind: str
) -> None:
    assert office.send(office.change(kind, "x", None)) == [DONE]
    assert portal.rows("SELECT kind, key, life, erased, content_hash FROM change_state") == [
        (kind, "x", 1, True, "")
    ]


def test_the_settings_of_a_school_cannot_be_erased(office: Office) -> None:
    assert office.send(office.change("settings", "school", None)) == [refused("bad_body")]


def test_a_state_of_a_life_that_has_ended_is_gone_and_a_greater_one_returns(
    portal: Portal, office: Office
) -> None:
    late = office.diner()
    assert office.send(office.change("diner", "d1", None)) == [DONE]
    assert office.send(late, office.diner()) == [GONE] * 2
    assert count(portal, "diner") == 0
    returned = office.diner(life=2)
    assert office.send(returned) == [DONE]
    assert office.send(returned) == [ALREADY]
    assert count(portal, "diner") == 1
    # What was said of the former life comes late.
    assert office.send(office.diner(), office.change("diner", "d1", None)) == [GONE] * 2
    assert count(portal, "diner") == 1
    assert office.send(office.change("diner", "d1", None, life=2)) == [DONE]
    assert office.send(office.diner(life=2)) == [GONE]


def test_a_greater_life_makes_the_record_anew_where_the_former_still_stands(
    portal: Portal, office: Office
) -> None:
    ask(portal)
    office.send(office.diner(), office.issue(), office.change("request", "r1", REQUEST))
    portal.rows("UPDATE account SET password_hash = 'own'")
    assert office.send(office.account(life=2), office.change("request", "r1", REQUEST, life=2)) == [DONE] * 2
    assert portal.rows("SELECT password_hash, number FROM account") == [(None, 0)]
    assert count(portal, "provisional") == 0
    assert office.send(office.diner(life=2)) == [DONE]
    assert count(portal, "attachment") == 0


def test_another_life_that_is_refused_leaves_the_former(portal: Portal, office: Office) -> None:
    office.send(office.diner(), office.issue(), office.issue("a2"))
    assert office.send(office.account(life=2, login="lm482712")) == [refused("login_taken")]
    assert count(portal, "provisional") == 2


def test_what_the_portal_erases_is_told_leaves_the_sums_and_does_not_come_back(
    portal: Portal, office: Office
) -> None:
    office.send(office.diner(), office.diner("d2", life=3), office.issue())
    erase_here(portal, diner=["d1", "d2"], account=["a1"])
    page = office.events()
    assert [event.kind for event in page.events] == ["state.erased"] * 3
    told = portal.rows("SELECT body->>'kind', body->>'key', body->>'life' FROM event ORDER BY seq")
    assert told == [("diner", "d1", "1"), ("diner", "d2", "3"), ("account", "a1", "1")]
    assert page.sums == recomputed_sums(portal) == {}
    assert office.send(office.diner(), office.diner("d2", life=3), office.issue()) == [GONE] * 3
    # Erased once more, nothing is told twice.
    erase_here(portal, diner=["d1"])
    assert len(office.events().events) == 3


def test_a_record_that_was_never_told_is_erased_in_its_first_life(portal: Portal, office: Office) -> None:
    erase_here(portal, request=["r1"])
    assert [event.kind for event in office.events().events] == ["state.erased"]
    assert office.send(office.change("request", "r1", REQUEST)) == [GONE]
