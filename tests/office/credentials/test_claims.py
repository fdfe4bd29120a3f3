"""No two people get an account for one child unless the clerk has seen who they are, whichever way it is issued."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.office.credentials.answers import all_seen, answers
from tests.office.credentials.test_issue import receive
from tests.office.credentials.test_issue_questions import KNOWN, STRANGER, request_for
from tests.office.portal_in_memory import PortalInMemory
from tests.people import HUGO_MARTIN, LEA_MARTIN, MONDAY, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.issue_questions import Way, issue_questions
from turbo_admin.office.credentials.settling import settle
from turbo_admin.office.credentials.unasked import issue_unasked, unasked_questions
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake.lines import RequestStanding, request_line, request_lines
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import RequestConfirmed
from turbo_admin.store import diners


@pytest.fixture
def mother(desk: Desk, portal: PortalInMemory) -> str:
    """The known guardian's request for Léa."""
    return request_for(desk, portal, LEA_MARTIN, KNOWN)


@pytest.fixture
def stranger(desk: Desk, portal: PortalInMemory, mother: str) -> str:
    """A confirmed stranger's request for Léa."""
    request = request_for(desk, portal, LEA_MARTIN, STRANGER)
    portal.tell("request.confirmed", RequestConfirmed(request_id=request, confirmed_at=MONDAY))
    synchronise(desk)
    return request


def test_two_people_ticked_together_are_asked_about_and_named(desk: Desk, mother: str, stranger: str) -> None:
    one, other = issue_questions(desk, [mother, stranger])
    assert (one.diner, one.asked_by, one.others) == ("MARTIN Léa", KNOWN, (f"{STRANGER} (confirmé)",))
    assert (other.diner, other.asked_by, other.others) == ("MARTIN Léa", STRANGER, (f"{KNOWN} (connu)",))
    with pytest.raises(Refused, match=f"MARTIN Léa.*demandé par {STRANGER}"):
        from_requests.issue(desk, [mother, stranger])
    assert account_lines(desk) == []


def test_what_is_proposed_first_gives_a_stranger_nothing(desk: Desk, mother: str, stranger: str) -> None:
    asked = issue_questions(desk, [mother, stranger])
    assert [one.ways[0] for one in asked] == [Way.OPEN, Way.LEAVE]
    settle(desk, [mother, stranger], {one.id: one.answered(one.ways[0]) for one in asked}, "")
    assert [line.email for line in account_lines(desk)] == [KNOWN]
    assert request_line(desk, stranger).state is RequestStanding.OPEN


@pytest.mark.parametrize("which", ["mother", "stranger"])
def test_another_open_request_is_asked_about_though_it_is_not_ticked(
    desk: Desk, mother: str, stranger: str, which: str
) -> None:
    ticked = {"mother": mother, "stranger": stranger}[which]
    [asked] = issue_questions(desk, [ticked])
    assert len(asked.others) == 1
    with pytest.raises(Refused, match="aussi demandé par"):
        settle(desk, [ticked], {}, "")
    assert account_lines(desk) == []


def test_two_known_guardians_are_both_left_until_the_clerk_chooses(
    desk: Desk, portal: PortalInMemory, mother: str
) -> None:
    [lea] = [line for line in list_diners(desk) if line.external_id == LEA_MARTIN.id]
    with desk.database.write() as session:
        record = diners.diners_by_id(session, [lea.id])[lea.id]
        diners.change_diners(session, [replace(record, emails=(*record.emails, "pere@exemple.fr"))])
    father = request_for(desk, portal, LEA_MARTIN, "pere@exemple.fr")
    assert [one.ways[0] for one in issue_questions(desk, [mother, father])] == [Way.LEAVE] * 2


def test_one_person_who_asks_twice_is_no_second_person(
    desk: Desk, portal: PortalInMemory, mother: str
) -> None:
    again = request_for(desk, portal, LEA_MARTIN, KNOWN.upper())
    assert issue_questions(desk, [mother, again]) == []
    assert from_requests.issue(desk, [mother, again]).accounts == 1


def test_brothers_and_sisters_of_one_address_are_not_asked_about(
    desk: Desk, portal: PortalInMemory, mother: str
) -> None:
    hugo = request_for(desk, portal, HUGO_MARTIN, KNOWN)
    assert issue_questions(desk, [mother, hugo]) == []


def test_both_are_issued_once_the_clerk_has_seen_them(desk: Desk, mother: str, stranger: str) -> None:
    ids = [mother, stranger]
    done = settle(desk, ids, answers(desk, {mother: Way.OPEN, stranger: Way.OPEN}), "")
    assert (done.issued.accounts, done.left) == (2, 0)


def test_lines_ticked_in_bulk_are_asked_about_as_well(desk: Desk, portal: PortalInMemory) -> None:
    mother, stranger = receive(desk, portal), receive(desk, portal, email=STRANGER)
    portal.tell("request.confirmed", RequestConfirmed(request_id=stranger, confirmed_at=MONDAY))
    synchronise(desk)
    bulk = acts.bulk_ids(desk)
    assert mother in bulk
    assert [one.id for one in issue_questions(desk, bulk)] == bulk


def test_who_asks_after_the_answer_was_given_stops_the_act(
    desk: Desk, portal: PortalInMemory, mother: str
) -> None:
    assert issue_questions(desk, [mother]) == []
    request_for(desk, portal, LEA_MARTIN, STRANGER)
    with pytest.raises(Refused, match=STRANGER):
        settle(desk, [mother], {}, "")
    assert account_lines(desk) == []


def test_an_answer_holds_for_the_people_who_were_named_and_for_nobody_else(
    desk: Desk, portal: PortalInMemory, mother: str, stranger: str
) -> None:
    agreed = answers(desk, {mother: Way.OPEN})
    request_for(desk, portal, LEA_MARTIN, "autre@example.org")
    with pytest.raises(Refused, match=r"autre@example\.org"):
        settle(desk, [mother], agreed, "")
    assert account_lines(desk) == []


@pytest.mark.both_engines
def test_two_pcs_that_issue_at_once_do_not_give_one_child_to_two_people(
    desk: Desk, mother: str, stranger: str, open_pc: Callable[[str], Desk]
) -> None:
    other = open_pc("paul")
    # Paul has agreed while the mother was only asking; she gets her account as his passwords are hashed.
    agreed = all_seen(other, [stranger])

    def meanwhile(_step: str, done: int, _total: int) -> None:
        if not done and not account_lines(desk):
            from_requests.issue(desk, [mother], agreed=all_seen(desk, [mother]))

    with pytest.raises(Refused, match=f"a déjà un compte.*{KNOWN}"):
        from_requests.issue(other, [stranger], agreed=agreed, report=meanwhile)
    assert [line.email for line in account_lines(desk)] == [KNOWN]


def test_a_class_is_asked_about_when_somebody_else_asks_for_one_of_its_children(
    desk: Desk, mother: str, stranger: str
) -> None:
    [asked] = unasked_questions(desk, UAI, ["5 A", "3 C"])
    assert (asked.diner, asked.asked_by, asked.others) == (
        "MARTIN Léa",
        KNOWN,
        (f"{STRANGER} (confirmé)",),
    )
    assert asked.ways == (Way.LEAVE, Way.OPEN)
    with pytest.raises(Refused, match=STRANGER):
        issue_unasked(desk, UAI, ["5 A", "3 C"])
    assert account_lines(desk) == []
    issue_unasked(desk, UAI, ["5 A", "3 C"], answers={asked.id: asked.answered(Way.LEAVE)})
    assert [line.names for line in account_lines(desk)] == [("MARTIN Hugo",)]
    issue_unasked(desk, UAI, ["5 A"], answers={asked.id: asked.answered(Way.JOIN)})
    assert [line.names for line in account_lines(desk)] == [("MARTIN Hugo", "MARTIN Léa")]


def test_who_asks_while_a_class_is_hashed_stops_it(desk: Desk, portal: PortalInMemory) -> None:
    def meanwhile(_step: str, done: int, _total: int) -> None:
        if not done and not request_lines(desk):
            request_for(desk, portal, LEA_MARTIN, STRANGER)

    with pytest.raises(Refused, match=STRANGER):
        issue_unasked(desk, UAI, ["5 A"], report=meanwhile)
    assert account_lines(desk) == []


def test_one_bad_line_among_many_is_asked_about_and_the_others_are_issued(
    desk: Desk, portal: PortalInMemory, mother: str
) -> None:
    hugo = request_for(desk, portal, HUGO_MARTIN, "hugo@exemple.fr")
    acts.refuse(desk, [hugo], "")
    [asked] = issue_questions(desk, [mother, hugo])
    assert str(asked.problem).startswith("MARTIN Hugo")
    assert asked.ways == (Way.LEAVE,)
    done = settle(desk, [mother, hugo], {hugo: asked.answered(Way.LEAVE)}, "")
    assert (done.issued.requests, done.left) == (1, 1)


def test_a_line_that_is_other_than_the_clerk_saw_it_is_not_issued(
    desk: Desk, portal: PortalInMemory, mother: str
) -> None:
    shown = {mother: (request_line(desk, mother).diner_id, KNOWN)}
    [hugo] = [line.id for line in list_diners(desk) if line.external_id == HUGO_MARTIN.id]
    acts.choose_diner(desk, mother, hugo)
    [asked] = issue_questions(desk, [mother], shown)
    assert "rapprochée de nouveau" in str(asked.problem)
    with pytest.raises(Refused, match="rapprochée de nouveau"):
        from_requests.issue(desk, [mother], shown=shown)
