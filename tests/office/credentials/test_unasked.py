"""Identifiants for a class or for everyone, unasked; and taking them back."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.conftest import Clock, import_people
from tests.office.credentials.test_issue import read_pages, receive
from tests.office.portal_in_memory import PortalInMemory
from tests.people import CAST, HUGO_MARTIN, LEA_MARTIN, SCHOOL_NAME, SITE_CODE, UAI, Person
from turbo_admin.core.errors import Cancelled, Refused
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.accounts.acts import AccountAct, change_state
from turbo_admin.office.accounts.lines import AccountStanding, account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.unasked import issue_unasked
from turbo_admin.office.credentials.unasked_choice import choice
from turbo_admin.office.credentials.undoing import Undone, can_undo, undo_batch
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sheets import listing, mail, printing
from turbo_admin.office.sync.run import synchronise

ALL = {one.class_name for one in CAST}


def test_classes_are_offered_with_who_is_without_an_account(desk: Desk, portal: PortalInMemory) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    seen = choice(desk, UAI)
    assert [(line.id, line.present, line.without) for line in seen.classes] == [
        ("3 C", 1, 1),
        ("4 A", 1, 1),
        ("4 D", 1, 1),
        ("5 A", 1, 0),
        ("5 C", 1, 1),
        ("6 B", 2, 2),
        ("", 1, 1),
    ]


def test_a_plan_says_who_shares_an_account_and_who_can_be_mailed(desk: Desk, tmp_path: Path) -> None:
    import_people(desk, [Person("d-new", "0683-08001", "BLANC", "Zoé", "6 B")], tmp_path)
    plan = choice(desk, UAI).plan(ALL)
    # Eight of the cast are present, in six families, and Zoé has no address.
    assert (plan.persons, plan.sheets, plan.families, plan.with_email, plan.joining) == (9, 7, 2, 6, 0)


def test_everyone_gets_a_sheet_by_class_and_name_and_the_portal_is_told(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = issue_unasked(desk, UAI, ALL)
    assert issued.accounts == 6
    lines = listing.sheet_lines(desk, issued.batch_id)
    assert [line.id for line in lines] == list(issued.sheets)
    assert [line.class_name for line in lines] == ["3 C", "4 A", "4 D", "5 C", "6 B", ""]
    assert lines[0].names == ("MARTIN Hugo", "MARTIN Léa")
    assert {line.asker for line in lines} == {RequesterStatus.KNOWN}
    synchronise(desk)
    assert [one.credential.number for one in portal.of_kind("account")] == [1] * 6
    with pytest.raises(Refused, match="Personne n’est sans compte"):
        issue_unasked(desk, UAI, ALL)


def test_one_class_is_issued_alone_and_an_open_request_sees_it(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal)
    issued = issue_unasked(desk, UAI, ["5 A"])
    assert issued.accounts == 1
    from turbo_admin.office.intake.lines import request_line

    assert "déjà un compte" in request_line(desk, request_id).alerts


def test_a_brother_joins_the_account_of_his_guardian(desk: Desk, portal: PortalInMemory) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    assert choice(desk, UAI).plan(["3 C"]).joining == 1
    issue_unasked(desk, UAI, ["3 C"])
    [line] = account_lines(desk)
    assert line.names == ("MARTIN Hugo", "MARTIN Léa")


def test_nothing_is_issued_behind_a_blocked_account(desk: Desk, portal: PortalInMemory) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    [line] = account_lines(desk)
    change_state(desk, AccountAct.BLOCK, [line.id])
    assert choice(desk, UAI).plan(["3 C"]).blocked == 1
    with pytest.raises(Refused, match="Personne"):
        issue_unasked(desk, UAI, ["3 C"])


def test_an_address_that_a_whole_class_shares_makes_no_family(desk: Desk, tmp_path: Path) -> None:
    many = [
        Person(f"s{n}", f"0683-1{n:04d}", f"NOM{n}", "Ali", "2 Z", ("secretariat@exemple.fr",))
        for n in range(7)
    ]
    import_people(desk, many, tmp_path)
    plan = choice(desk, UAI).plan(["2 Z"])
    assert (plan.persons, plan.sheets, plan.with_email, plan.shared) == (7, 7, 0, 7)
    issued = issue_unasked(desk, UAI, ["2 Z"])
    assert {line.email for line in listing.sheet_lines(desk, issued.batch_id)} == {""}


def test_a_school_without_a_portal_has_nothing_to_hand_out(bare_desk: Desk, tmp_path: Path) -> None:
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(bare_desk, CAST, tmp_path)
    with pytest.raises(Refused, match="pas encore relié"):
        issue_unasked(bare_desk, UAI, ALL)


def test_it_is_cancelled_before_anything_is_written(desk: Desk) -> None:
    def stop(_step: str, _done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        issue_unasked(desk, UAI, ALL, report=stop)
    assert account_lines(desk) == []


@pytest.mark.both_engines
def test_two_pcs_that_press_at_once_never_make_two_accounts(
    desk: Desk, open_pc: Callable[[str], Desk]
) -> None:
    other, together, said = open_pc("paul"), threading.Barrier(2), []

    def press(pc: Desk) -> None:
        together.wait(20)
        try:
            said.append(issue_unasked(pc, UAI, ALL).accounts)
        except Refused as refused:
            said.append(refused.code)

    threads = [threading.Thread(target=press, args=(pc,)) for pc in (desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(account_lines(desk)) == 6
    held = [one for line in account_lines(desk) for one in line.diner_ids]
    assert len(held) == len(set(held)) == 8


def test_before_a_synchronisation_undoing_leaves_no_trace_at_the_portal(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = issue_unasked(desk, UAI, ALL)
    mail.mail_sheets(desk, issued.sheets[:1])
    assert can_undo(desk, issued.batch_id)
    assert undo_batch(desk, issued.batch_id) == Undone(6, 0, 0)
    assert account_lines(desk) == []
    assert listing.batches(desk) == []
    synchronise(desk)
    assert portal.of_kind("account") == []
    again = issue_unasked(desk, UAI, ALL)
    assert again.accounts == 6


def test_what_the_portal_knows_is_closed_there(desk: Desk, portal: PortalInMemory) -> None:
    issued = issue_unasked(desk, UAI, ALL)
    synchronise(desk)
    assert undo_batch(desk, issued.batch_id) == Undone(0, 6, 0)
    assert {line.standing for line in account_lines(desk)} == {AccountStanding.CLOSED}
    synchronise(desk)
    assert {one.state for one in portal.of_kind("account")} == {"closed"}
    # Their addresses and identifiants are free again, for a better day.
    again = issue_unasked(desk, UAI, ALL)
    assert again.accounts == 6


def test_what_may_have_been_sent_by_a_run_that_was_cut_is_closed_too(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = issue_unasked(desk, UAI, ALL)

    def cut(call: str) -> None:
        if call == "changes":
            from turbo_admin.core.errors import Unreachable

            raise Unreachable("portal_unreachable")

    portal.before = cut
    synchronise(desk)
    assert undo_batch(desk, issued.batch_id) == Undone(0, 6, 0)


def test_an_account_that_was_there_before_only_loses_what_it_got(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    synchronise(desk)
    clock.pass_by(minutes=1)
    issued = issue_unasked(desk, UAI, ["3 C"])
    assert undo_batch(desk, issued.batch_id) == Undone(0, 0, 1)
    [line] = account_lines(desk)
    assert (line.names, line.standing) == (("MARTIN Léa",), AccountStanding.TO_ACTIVATE)
    synchronise(desk)
    [told] = portal.of_kind("account")
    assert (told.state, len(told.diner_ids)) == ("open", 1)


@pytest.mark.parametrize("asked", [True, False], ids=["asked for", "unasked"])
@pytest.mark.parametrize("how", ["printed", "handed", "mailed"])
def test_what_has_left_is_not_undone(desk: Desk, portal: PortalInMemory, how: str, asked: bool) -> None:
    issued = (
        from_requests.issue(desk, [receive(desk, portal)]) if asked else issue_unasked(desk, UAI, ["5 A"])
    )
    if how == "printed":
        printing.mark_printed(desk, issued.sheets)
    elif how == "handed":
        printing.mark_handed(desk, issued.sheets)
    elif how == "mailed":
        mail.mail_sheets(desk, issued.sheets)
        synchronise(desk)
    assert not can_undo(desk, issued.batch_id)
    with pytest.raises(Refused, match="déjà été imprimées"):
        undo_batch(desk, issued.batch_id)


def test_references_never_come_twice_after_an_undoing(desk: Desk) -> None:
    first = issue_unasked(desk, UAI, ["5 A"])
    second = issue_unasked(desk, UAI, ["6 B"])
    undo_batch(desk, first.batch_id)
    third = issue_unasked(desk, UAI, ["5 A"])
    pages = read_pages(printing.sheets_pdf(desk, [*second.sheets, *third.sheets]))
    references = {word for page in pages for word in page.split() if word.startswith("D-2026-")}
    assert references == {"D-2026-00002", "D-2026-00003"}


def test_a_page_lies_before_each_class_when_asked(desk: Desk, tmp_path: Path) -> None:
    issued = issue_unasked(desk, UAI, ["5 A", "6 B", ""])
    pages = read_pages(printing.sheets_pdf(desk, issued.sheets, separators=True))
    assert len(pages) == 2 * 3
    assert "5 A" in pages[0]
    assert "1 fiche" in pages[0].replace("\u00a0", " ")
    assert LEA_MARTIN.last_name in pages[1]
    assert "Sans classe" in pages[4]
    assert printing.save_pdf(desk, issued.sheets, tmp_path / "a.pdf", separators=True) == 3
    assert HUGO_MARTIN.first_name not in "".join(pages)
