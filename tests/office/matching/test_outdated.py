"""Matches that are out of date: marked within an act, and computed while everybody else may write."""

from collections.abc import Callable

import pytest

from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import LEA_MARTIN, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.alerts import Alert
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest
from turbo_admin.core.matching.match import Match
from turbo_admin.office.credentials.from_requests import issue
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.kept_roster import KeptRoster
from turbo_admin.office.intake.acts import choose_diner, correct_email, refuse
from turbo_admin.office.intake.lines import RequestLine, request_line, request_lines
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.roster.search import search_diners
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.states import NotifyGuardian
from turbo_admin.store import outbox, request_matches, requests
from turbo_admin.store.engine.request_records import RequestRecord

pytestmark = pytest.mark.both_engines
STRANGER, OTHER_STRANGER = "inconnu@example.org", "autre@example.org"


class Killed(Exception):
    """Stands for the end of the program."""


class Interrupted:
    """A roster in memory that lets something else happen before a request is matched against it.

    Args:
        roster: what matches.
        times: how often something else happens.
    """

    def __init__(self, roster: KeptRoster, meanwhile: Callable[[], object], times: int) -> None:
        self._roster, self._meanwhile, self._times = roster, meanwhile, times

    def __getattr__(self, name: str) -> object:
        return getattr(self._roster, name)

    def match(self, asked: MatchRequest) -> Match:
        if self._times:
            self._times -= 1
            self._meanwhile()
        return self._roster.match(asked)


def interrupt(desk: Desk, meanwhile: Callable[[], object], times: int = 1) -> None:
    """Let something else happen while this desk matches next."""
    with desk.database.read() as session:
        roster = desk.rosters.roster(session, UAI, keep=True)
    desk.rosters._kept[UAI] = Interrupted(roster, meanwhile, times)  # type: ignore[assignment]


def diner_id(desk: Desk, name: str) -> str:
    [line] = search_diners(desk, UAI, name)
    return line.id


def correct_lea(desk: Desk, *, left: bool) -> None:
    """Correct Léa, as the clerk does."""
    [line] = [one for one in list_diners(desk) if one.external_id == LEA_MARTIN.id]
    edit = DinerEdit(
        line.last_name, line.first_name, line.class_name, line.kind, LEA_MARTIN.emails, left, line.card
    )
    save_diner(desk, line.id, edit)


def mark(desk: Desk) -> None:
    """Leave what an act leaves when its program is killed before it matches."""
    with desk.database.write() as session:
        request_matches.outdate_school(session, UAI)


def stored(desk: Desk, request_id: str) -> RequestRecord:
    with desk.database.read() as session:
        [record] = requests.requests_by_id(session, [request_id])
    return record


def outdated(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return request_matches.schools_with_outdated(session)


def line(desk: Desk, request_id: str) -> RequestLine:
    return request_line(desk, request_id)


def notices(portal: PortalInMemory) -> list[NotifyGuardian]:
    return [one for one in portal.of_kind("guardian.notify") if one.occasion == "asked"]


@pytest.fixture
def request_id(desk: Desk, portal: PortalInMemory) -> str:
    """Somebody unknown asks for Léa, and is matched."""
    asked = ask(portal, email=STRANGER)
    synchronise(desk)
    return asked


@pytest.fixture
def other(desk: Desk, open_pc: Callable[[str], Desk]) -> Desk:
    """Another PC of the office."""
    return open_pc("paul")


def test_another_pc_writes_while_requests_are_matched(desk: Desk, other: Desk, request_id: str) -> None:
    chosen = diner_id(other, "martin hugo")
    interrupt(desk, lambda: choose_diner(other, request_id, chosen))
    mark(desk)
    match_outdated(desk)
    assert stored(desk, request_id).diner_id == chosen
    assert stored(desk, request_id).chosen_by == "paul"
    assert outdated(desk) == []


def test_a_match_computed_before_a_change_is_computed_again(desk: Desk, other: Desk, request_id: str) -> None:
    interrupt(desk, lambda: correct_lea(other, left=True))
    mark(desk)
    match_outdated(desk)
    assert line(desk, request_id).degree is Degree.PROBABLE
    assert outdated(desk) == []


def test_a_request_dealt_with_meanwhile_stays_as_it_is(desk: Desk, other: Desk, request_id: str) -> None:
    before = stored(desk, request_id)
    interrupt(desk, lambda: refuse(other, [request_id], ""))
    mark(desk)
    assert match_outdated(desk) == 0
    after = stored(desk, request_id)
    assert (after.state, after.degree, after.diner_id) == ("refused", before.degree, before.diner_id)


def test_what_changes_again_and_again_is_left_marked_for_the_next_act(
    desk: Desk, other: Desk, request_id: str
) -> None:
    interrupt(desk, lambda: mark(other), times=9)
    mark(desk)
    assert match_outdated(desk) == 0
    assert outdated(desk) == [UAI]
    correct_email(other, request_id, OTHER_STRANGER)
    assert outdated(desk) == []


def test_what_another_transaction_holds_is_awaited_and_not_overwritten(
    desk: Desk, other: Desk, request_id: str
) -> None:
    with other.database.write() as session:
        requests.update_request(session, request_id, corrected_email=OTHER_STRANGER)
        request_matches.outdate(session, [request_id])
        if desk.database.is_shared:
            with desk.database.write() as mine:
                assert request_matches.lock_outdated(mine, [request_id]) == {}
    assert match_outdated(desk) == 1
    assert outdated(desk) == []


def test_two_pcs_that_match_at_once_store_each_match_once(
    desk: Desk, other: Desk, portal: PortalInMemory
) -> None:
    asked = [ask(portal, email=f"{number}@example.org") for number in range(3)]
    done: list[int] = []
    interrupt(desk, lambda: done.append(match_outdated(other)))
    synchronise(desk)
    mark(desk)
    interrupt(desk, lambda: done.append(match_outdated(other)))
    done.append(match_outdated(desk))
    assert sum(done) == 2 * len(asked)
    assert outdated(desk) == []
    assert [line(desk, one).degree for one in asked] == [Degree.CERTAIN] * 3


@pytest.mark.parametrize("how", ["list", "synchronisation", "act"])
def test_what_a_killed_program_left_behind_is_matched_by_whatever_comes_next(
    desk: Desk, other: Desk, request_id: str, how: str
) -> None:
    lea = diner_id(desk, "martin lea")
    with desk.database.write() as session:
        requests.update_request(session, request_id, degree="aucune", diner_id=None)
        request_matches.outdate_school(session, UAI)
    if how == "list":
        assert [one.diner_id for one in request_lines(other)] == [lea]
    elif how == "synchronisation":
        synchronise(desk)
    else:
        correct_lea(other, left=False)
    assert (stored(desk, request_id).degree, stored(desk, request_id).diner_id) == ("certaine", lea)


def test_nothing_is_issued_by_a_match_that_has_gone_out_of_date(
    desk: Desk, other: Desk, request_id: str
) -> None:
    hugo = diner_id(desk, "martin hugo")
    with desk.database.write() as session:
        requests.update_request(session, request_id, diner_id=hugo)
        request_matches.outdate_school(session, UAI)
    with pytest.raises(Refused) as error:
        issue(desk, [request_id])
    assert error.value.code == "request_changed"
    assert stored(desk, request_id).diner_id == diner_id(desk, "martin lea")
    assert len(issue(desk, [request_id]).sheets) == 1


def test_a_diner_chosen_on_another_pc_while_passwords_are_hashed_stops_the_issue(
    desk: Desk, other: Desk, request_id: str
) -> None:
    hugo = diner_id(desk, "martin hugo")

    def choose(_step: str, done: int, total: int) -> None:
        if done == total:
            choose_diner(other, request_id, hugo)

    with pytest.raises(Refused) as error:
        issue(desk, [request_id], report=choose)
    assert error.value.code == "request_changed"
    assert stored(desk, request_id).state == requests.OPEN


def test_a_mark_made_while_passwords_are_hashed_is_settled_and_the_issue_goes_on(
    desk: Desk, other: Desk, request_id: str
) -> None:
    issued = issue(desk, [request_id], report=lambda _step, _done, _total: mark(other))
    assert len(issued.sheets) == 1


def test_guardians_are_notified_with_the_first_match_and_once(
    desk: Desk, other: Desk, portal: PortalInMemory
) -> None:
    def stop(_asked: object = None) -> None:
        raise Killed

    ask(portal, email=STRANGER)
    interrupt(desk, stop)
    with pytest.raises(Killed):
        synchronise(desk)
    assert outdated(other) == [UAI]
    match_outdated(other)
    mark(other)
    match_outdated(other)
    with other.database.read() as session:
        waiting = outbox.acts_waiting(session, UAI, "guardian.notify")
    assert len(waiting) == len(LEA_MARTIN.emails)
    synchronise(desk)
    synchronise(desk)
    assert [one.to for one in notices(portal)] == list(LEA_MARTIN.emails)


def test_a_duplicate_that_comes_in_meanwhile_is_told_of_in_both(
    desk: Desk, other: Desk, portal: PortalInMemory, request_id: str
) -> None:
    again = ask(portal, email=STRANGER)
    synchronise(desk)
    for one in (request_id, again):
        assert Alert.ASKED_TWICE.value in line(other, one).alerts
