"""Taking back what was issued: undone while it is here, revoked once it has left."""

from collections.abc import Callable

import pytest

from tests.office.conftest import Clock
from tests.office.credentials.answers import all_seen
from tests.office.credentials.test_issue import receive
from tests.office.credentials.test_issue_questions import request_for
from tests.office.portal_in_memory import PortalInMemory
from tests.people import HUGO_MARTIN, LEA_MARTIN, MONDAY, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.lines import AccountStanding, account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.renewal import renew
from turbo_admin.office.credentials.revocation_plan import Revoked
from turbo_admin.office.credentials.revoking import foresee_requests, revoke_requests, revoke_sheets
from turbo_admin.office.credentials.unasked import issue_unasked
from turbo_admin.office.credentials.undoing import Undone, can_undo, undo_batch
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.intake.lines import RequestStanding, request_line
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sheets import delivery, listing, mail, printing
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import AccountActivated, CredentialSpent

[KNOWN] = LEA_MARTIN.emails


@pytest.mark.both_engines
def test_an_ordinary_batch_is_undone_on_another_pc(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk]
) -> None:
    request = receive(desk, portal)
    issued = from_requests.issue(desk, [request])
    mail.mail_sheets(desk, issued.sheets)
    other = open_pc("paul")
    assert can_undo(other, issued.batch_id)
    assert undo_batch(other, issued.batch_id) == Undone(1, 0, 0, 1)
    assert account_lines(desk) == []
    line = request_line(desk, request)
    assert (line.state, line.dealt_by, line.bulk) == (RequestStanding.OPEN, "", True)
    synchronise(desk)
    assert portal.of_kind("account") == portal.of_kind("mail.credentials") == []
    assert from_requests.issue(desk, [request]).accounts == 1


def test_an_ordinary_batch_that_the_portal_knows_is_ended_there(desk: Desk, portal: PortalInMemory) -> None:
    request = receive(desk, portal)
    issued = from_requests.issue(desk, [request])
    synchronise(desk)
    assert undo_batch(desk, issued.batch_id) == Undone(0, 1, 0, 1)
    synchronise(desk)
    [told], [answer] = portal.of_kind("account"), portal.of_kind("request")
    assert (told.state, told.credential, told.ended) == ("closed", None, 1)
    assert (answer.answer, answer.decision, answer.account_id) == ("open", 2, "")
    assert not can_undo(desk, issued.batch_id)


def test_undoing_a_renewal_keeps_the_diner_that_the_account_held(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    clock.pass_by(minutes=5)
    again = receive(desk, portal, email=KNOWN)
    issued = from_requests.issue(desk, [again], agreed=all_seen(desk, [again]))
    assert undo_batch(desk, issued.batch_id) == Undone(0, 0, 1, 1)
    [line] = account_lines(desk)
    assert line.names == ("MARTIN Léa",)
    assert request_line(desk, again).state is RequestStanding.OPEN


def issue_and_print(desk: Desk, *requests: str) -> from_requests.Issued:
    issued = from_requests.issue(desk, requests)
    printing.mark_printed(desk, issued.sheets)
    synchronise(desk)
    return issued


def test_what_has_left_is_revoked_and_the_request_waits_again(desk: Desk, portal: PortalInMemory) -> None:
    request = receive(desk, portal)
    issued = issue_and_print(desk, request)
    assert not can_undo(desk, issued.batch_id)
    expected = Revoked(accounts=1, closed=1, detached=0, requests=1, active=0)
    assert foresee_requests(desk, [request]) == expected
    assert revoke_requests(desk, [request]) == expected
    [account] = account_lines(desk)
    assert (account.standing, account.names) == (AccountStanding.CLOSED, ())
    assert request_line(desk, request).state is RequestStanding.OPEN
    [sheet] = listing.sheet_lines(desk, issued.batch_id)
    assert (sheet.delivery, sheet.readable) == (delivery.Delivery.WITHDRAWN, False)
    synchronise(desk)
    assert [(one.answer, one.decision) for one in portal.of_kind("request")] == [("open", 2)]
    assert [(one.state, one.credential, one.ended) for one in portal.of_kind("account")] == [
        ("closed", None, 1)
    ]
    # It may be answered anew.
    assert from_requests.issue(desk, [request]).accounts == 1
    texts = [line.text for line in request_detail(desk, request).history]
    assert texts[-4:] == ["identifiants générés", "identifiants révoqués", "demande remise à traiter",
                          "identifiants générés"]  # fmt: skip


@pytest.mark.parametrize("reason", ["Erreur de notre part.", ""])
def test_a_revoked_request_is_refused_as_the_clerk_chooses(
    desk: Desk, portal: PortalInMemory, reason: str
) -> None:
    request = receive(desk, portal)
    issue_and_print(desk, request)
    revoke_requests(desk, [request], refused=reason)
    assert request_line(desk, request).state is RequestStanding.REFUSED
    synchronise(desk)
    # It was answered, waited again, and was refused: three decisions, of which the last is told.
    assert [(one.answer, one.decision, one.reason) for one in portal.of_kind("request")] == [
        ("refused", 3, reason)
    ]


def test_a_brother_who_shares_the_account_keeps_it(desk: Desk, portal: PortalInMemory) -> None:
    lea, hugo = receive(desk, portal), request_for(desk, portal, HUGO_MARTIN, KNOWN)
    issued = issue_and_print(desk, lea, hugo)
    assert revoke_requests(desk, [lea]) == Revoked(1, 0, 1, 1, 0)
    [account] = account_lines(desk)
    assert (account.names, account.standing) == (("MARTIN Hugo",), AccountStanding.TO_ACTIVATE)
    # The sheet answers Hugo's request too: it stays good.
    assert [one.delivery for one in listing.sheet_lines(desk, issued.batch_id)] == [delivery.Delivery.PRINTED]
    synchronise(desk)
    assert [(one.credential.number, one.ended) for one in portal.of_kind("account")] == [(1, 0)]
    assert revoke_requests(desk, [hugo]) == Revoked(1, 1, 0, 1, 0)


def test_an_account_that_was_there_before_loses_the_diner_and_the_password_only(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    issue_and_print(desk, receive(desk, portal))
    [account] = account_lines(desk)
    portal.tell("credential.spent", CredentialSpent(account_id=account.id, number=1, spent_at=MONDAY))
    portal.tell("account.activated", AccountActivated(account_id=account.id, activated_at=MONDAY))
    clock.pass_by(minutes=5)
    hugo = request_for(desk, portal, HUGO_MARTIN, KNOWN)
    issue_and_print(desk, hugo)
    assert revoke_requests(desk, [hugo]) == Revoked(1, 0, 1, 1, 0)
    synchronise(desk)
    [line] = account_lines(desk)
    assert (line.standing, line.names) == (AccountStanding.ACTIVE, ("MARTIN Léa",))
    [told] = portal.of_kind("account")
    assert (told.credential, told.ended, told.sessions_ended, told.own_ended) == (None, 2, 1, 0)


@pytest.mark.both_engines
def test_a_second_clerk_is_told_that_it_is_revoked_already(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk]
) -> None:
    request = receive(desk, portal)
    issue_and_print(desk, request)
    other = open_pc("paul")
    revoke_requests(other, [request])
    with pytest.raises(Refused, match="plus d’identifiants à révoquer"):
        revoke_requests(desk, [request])


def test_a_password_issued_since_survives_a_late_revocation(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    lea, hugo = receive(desk, portal), request_for(desk, portal, HUGO_MARTIN, KNOWN)
    issue_and_print(desk, lea, hugo)
    [account] = account_lines(desk)
    clock.pass_by(minutes=5)
    renewed = renew(desk, [account.id])
    revoke_requests(desk, [lea])
    synchronise(desk)
    [line] = listing.sheet_lines(desk, renewed.batch_id)
    assert (line.delivery, line.readable) == (delivery.Delivery.TO_HAND, True)
    assert [(one.credential.number, one.ended) for one in portal.of_kind("account")] == [(2, 0)]


def test_identifiants_of_a_class_are_revoked_by_their_sheets(desk: Desk, portal: PortalInMemory) -> None:
    issued = issue_unasked(desk, UAI, ["5 A", "3 C"])
    printing.mark_handed(desk, issued.sheets)
    synchronise(desk)
    assert revoke_sheets(desk, issued.sheets) == Revoked(1, 1, 0, 0, 0)
    synchronise(desk)
    assert [one.state for one in portal.of_kind("account")] == ["closed"]
    # What has ended is left as it is.
    assert revoke_sheets(desk, issued.sheets) == Revoked(0, 0, 0, 0, 0)


def test_what_waits_for_the_portal_never_leaves(desk: Desk, portal: PortalInMemory) -> None:
    request = receive(desk, portal)
    issued = from_requests.issue(desk, [request])
    printing.mark_printed(desk, issued.sheets)
    mail.mail_sheets(desk, issued.sheets)
    revoke_requests(desk, [request])
    synchronise(desk)
    assert [(one.state, one.credential) for one in portal.of_kind("account")] == [("closed", None)]
    assert portal.of_kind("mail.credentials") == []


@pytest.mark.both_engines
def test_a_batch_of_two_schools_is_undone_in_both(desk: Desk, portal: PortalInMemory) -> None:
    # One database, one portal in memory: the second school is only known here.
    from tests.people import ELSEWHERE, OTHER_SCHOOL_NAME, OTHER_SITE_CODE, OTHER_UAI, make_received
    from turbo_admin.office.intake import acts
    from turbo_admin.office.roster.diners import list_diners
    from turbo_admin.store import diners, requests
    from turbo_admin.store.engine.diner_records import DinerRecord

    school_edits.add_school(desk, OTHER_UAI, OTHER_SCHOOL_NAME, OTHER_SITE_CODE)
    here = receive(desk, portal)
    told = make_received(ELSEWHERE)
    with desk.database.write() as session:
        diners.add_diners(session, [DinerRecord(
            ELSEWHERE.id, OTHER_UAI, "", ELSEWHERE.last_name, ELSEWHERE.first_name, "", "élève", ELSEWHERE.card,
            False, ELSEWHERE.emails)])  # fmt: skip
        requests.add_request(session, OTHER_UAI, told)
    acts.choose_diner(desk, told.request_id, ELSEWHERE.id)
    issued = from_requests.issue(desk, [here, told.request_id])
    assert {line.uai for line in account_lines(desk)} == {UAI, OTHER_UAI}
    assert undo_batch(desk, issued.batch_id) == Undone(2, 0, 0, 2)
    assert account_lines(desk) == []
    assert len(list_diners(desk)) == 10
