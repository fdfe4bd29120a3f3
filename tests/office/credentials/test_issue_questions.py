"""A request whose diner has an account already: the clerk chooses, and nothing is issued twice."""

from collections.abc import Callable

import pytest

from tests.office.credentials.answers import all_seen, answers
from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.people import HUGO_MARTIN, LEA_MARTIN, UAI, Person
from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.acts import AccountAct, change_state
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.issue_questions import Way, already_reason, issue_questions
from turbo_admin.office.credentials.settling import settle
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake.lines import RequestStanding, request_line
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.sync.run import synchronise

STRANGER = "inconnu@example.org"
[KNOWN] = LEA_MARTIN.emails


def request_for(desk: Desk, portal: PortalInMemory, person: Person, email: str) -> str:
    request = receive(
        desk,
        portal,
        email=email,
        last_name=person.last_name,
        first_name=person.first_name,
        card=person.number,
    )
    [diner] = [one.id for one in list_diners(desk) if one.external_id == person.id]
    acts.choose_diner(desk, request, diner)
    return request


@pytest.fixture
def first(desk: Desk, portal: PortalInMemory) -> str:
    """Léa's account, of the known address; its id."""
    from_requests.issue(desk, [request_for(desk, portal, LEA_MARTIN, KNOWN)])
    synchronise(desk)
    [line] = account_lines(desk)
    return line.id


def test_ticking_such_a_line_issues_nothing_by_itself(desk: Desk, portal: PortalInMemory, first: str) -> None:
    again = request_for(desk, portal, LEA_MARTIN, STRANGER)
    alone = request_for(desk, portal, HUGO_MARTIN, STRANGER)
    with pytest.raises(Refused, match="MARTIN Léa a déjà un compte"):
        from_requests.issue(desk, [alone, again])
    assert again not in acts.bulk_ids(desk)
    assert [line.id for line in account_lines(desk)] == [first]
    assert {request_line(desk, one).state for one in (again, alone)} == {RequestStanding.OPEN}


@pytest.mark.parametrize(
    ("email", "ways"),
    [
        (KNOWN, (Way.RENEW, Way.REFUSE, Way.LEAVE)),
        (STRANGER, (Way.LEAVE, Way.OPEN, Way.REFUSE)),
    ],
)
def test_what_is_offered_follows_from_the_address(
    desk: Desk, portal: PortalInMemory, first: str, email: str, ways: tuple[Way, ...]
) -> None:
    [line] = issue_questions(desk, [request_for(desk, portal, LEA_MARTIN, email)])
    assert line.ways == ways
    [account] = account_lines(desk)
    assert line.holders == (f"{account.login} ({KNOWN}), à activer",)


def test_another_guardian_gets_an_account_of_its_own(desk: Desk, portal: PortalInMemory, first: str) -> None:
    again = request_for(desk, portal, LEA_MARTIN, STRANGER)
    done = settle(desk, [again], answers(desk, {again: Way.OPEN}), "")
    assert (done.issued.accounts, done.refused, done.left) == (1, 0, 0)
    assert {line.email for line in account_lines(desk)} == {KNOWN, STRANGER}
    assert len({line.diner_ids for line in account_lines(desk)}) == 1
    assert request_line(desk, again).state is RequestStanding.ISSUED


def test_the_account_that_the_address_has_gets_the_diner(
    desk: Desk, portal: PortalInMemory, first: str
) -> None:
    from_requests.issue(desk, [request_for(desk, portal, HUGO_MARTIN, STRANGER)])
    again = request_for(desk, portal, LEA_MARTIN, STRANGER)
    [line] = issue_questions(desk, [again])
    other = next(one for one in account_lines(desk) if one.email == STRANGER)
    assert (line.login, Way.JOIN in line.ways, Way.OPEN in line.ways) == (other.login, True, False)
    settle(desk, [again], answers(desk, {again: Way.JOIN}), "")
    joined = next(one for one in account_lines(desk) if one.email == STRANGER)
    assert joined.names == ("MARTIN Hugo", "MARTIN Léa")


def test_the_same_address_gets_a_new_provisional_password(
    desk: Desk, portal: PortalInMemory, first: str
) -> None:
    again = request_for(desk, portal, LEA_MARTIN, KNOWN)
    settle(desk, [again], answers(desk, {again: Way.RENEW}), "")
    synchronise(desk)
    assert [line.id for line in account_lines(desk)] == [first]
    [told] = portal.of_kind("account")
    assert told.credential.number == 2
    assert portal.told["request", again].account_id == first  # type: ignore[attr-defined]


def test_some_are_refused_some_are_left_and_the_others_are_issued(
    desk: Desk, portal: PortalInMemory, first: str
) -> None:
    refused = request_for(desk, portal, LEA_MARTIN, STRANGER)
    left = request_for(desk, portal, LEA_MARTIN, KNOWN)
    fresh = request_for(desk, portal, HUGO_MARTIN, "hugo@exemple.fr")
    reason = already_reason(desk, UAI)
    done = settle(desk, [refused, left, fresh], answers(desk, {refused: Way.REFUSE, left: Way.LEAVE}), reason)
    assert (done.issued.accounts, done.refused, done.left) == (1, 1, 1)
    states = [request_line(desk, one).state for one in (refused, left, fresh)]
    assert states == [RequestStanding.REFUSED, RequestStanding.OPEN, RequestStanding.ISSUED]
    synchronise(desk)
    [told] = [one for one in portal.of_kind("request") if one.answer == "refused"]
    assert told.reason.startswith("Un compte existe déjà pour cette adresse")


def test_a_blocked_account_of_the_address_leaves_no_way_to_issue(
    desk: Desk, portal: PortalInMemory, first: str
) -> None:
    again = request_for(desk, portal, LEA_MARTIN, KNOWN)
    change_state(desk, AccountAct.BLOCK, [first])
    [line] = issue_questions(desk, [again])
    assert line.ways == (Way.LEAVE, Way.REFUSE)


@pytest.mark.both_engines
def test_a_choice_that_has_been_overtaken_does_nothing(
    desk: Desk, portal: PortalInMemory, first: str, open_pc: Callable[[str], Desk]
) -> None:
    again = request_for(desk, portal, LEA_MARTIN, STRANGER)
    other = open_pc("paul")
    # Meanwhile that address gets an account on another PC.
    from_requests.issue(other, [request_for(desk, portal, HUGO_MARTIN, STRANGER)])
    with pytest.raises(Refused, match="choisissez"):
        settle(desk, [again], answers(desk, {again: Way.OPEN}), "")
    assert request_line(desk, again).state is RequestStanding.OPEN


@pytest.mark.both_engines
def test_a_diner_who_got_an_account_on_another_pc_is_not_given_a_second(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk]
) -> None:
    one = request_for(desk, portal, LEA_MARTIN, KNOWN)
    two = request_for(desk, portal, LEA_MARTIN, STRANGER)
    other, agreed = open_pc("paul"), answers(desk, {two: Way.OPEN})
    from_requests.issue(other, [one], agreed=all_seen(other, [one]))
    with pytest.raises(Refused, match="déjà un compte"):
        settle(desk, [two], agreed, "")
    assert len(account_lines(desk)) == 1
