"""Accounts: how they stand, what the office does with them, and what the portal is told."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.office.conftest import Clock
from tests.office.credentials.answers import all_seen
from tests.office.credentials.test_issue import read_pages, receive
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import HUGO_MARTIN, MONDAY
from turbo_admin.core.credentials.rules import matching_hash
from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.acts import AccountAct, change_state, correct_address, detach, foresee
from turbo_admin.office.accounts.lines import AccountLine, AccountStanding, account_lines, export_accounts
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.renewal import renew, renew_by_mail, send_again
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.journal.sentences import history_of
from turbo_admin.office.sheets import delivery, listing, mail, printing
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import AccountActivated, AccountSignedIn, CredentialSpent, MailState
from turbo_admin.protocol.states import AccountState


def one_line(desk: Desk) -> AccountLine:
    """Return the only account."""
    [line] = account_lines(desk)
    return line


def family(desk: Desk, portal: PortalInMemory, *, told: bool = True) -> AccountLine:
    """Let the Martins have an account that holds both children; the portal knows it when told."""
    ids = [ask(portal), ask(portal, card=HUGO_MARTIN.number, first_name="Hugo")]
    synchronise(desk)
    from_requests.issue(desk, ids)
    if told:
        synchronise(desk)
    return one_line(desk)


def activate(desk: Desk, portal: PortalInMemory, account_id: str, number: int = 1) -> None:
    """Let the family sign in with a provisional password and choose its own."""
    spent = CredentialSpent(account_id=account_id, number=number, spent_at=MONDAY)
    portal.tell("credential.spent", spent)
    portal.tell("account.activated", AccountActivated(account_id=account_id, activated_at=MONDAY))
    synchronise(desk)


def test_an_account_is_listed_with_its_diners_and_how_it_stands(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    assert line.names == ("MARTIN Hugo", "MARTIN Léa")
    assert (line.class_name, line.standing, line.delivery) == (
        "3 C",
        AccountStanding.TO_ACTIVATE,
        delivery.Delivery.TO_HAND,
    )
    assert line.last_sign_in is None
    activate(desk, portal, line.id)
    line = one_line(desk)
    assert (line.standing, line.last_sign_in) == (AccountStanding.ACTIVE, MONDAY)


def test_the_last_sign_in_is_the_latest_whatever_the_order_of_events(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    for days in (3, 1, 2):
        at = MONDAY + timedelta(days=days)
        portal.tell("account.signed_in", AccountSignedIn(account_id=line.id, signed_in_at=at))
    portal.tell("account.signed_in", AccountSignedIn(account_id="of-another-base", signed_in_at=MONDAY))
    synchronise(desk)
    assert one_line(desk).last_sign_in == MONDAY + timedelta(days=3)


@pytest.mark.both_engines
def test_a_mail_that_came_back_is_said_until_the_address_is_corrected(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    told = MailState(
        mail_id="x",
        mail_kind="oubli",
        state="failed",
        at=MONDAY,
        reason="boîte inconnue",
        account_id=line.id,
    )
    portal.tell("mail.state", told)
    synchronise(desk)
    assert one_line(desk).mail_problem == "boîte inconnue"
    correct_address(desk, line.id, "Nouvelle@Exemple.fr")
    line = one_line(desk)
    assert (line.mail_problem, line.email, line.waiting) == ("", "Nouvelle@exemple.fr", True)
    synchronise(desk)
    assert portal.told["account", line.id].email == "Nouvelle@exemple.fr"  # type: ignore[attr-defined]
    assert not one_line(desk).waiting


@pytest.mark.parametrize(
    ("act", "state", "standing"),
    [
        (AccountAct.BLOCK, "blocked", AccountStanding.BLOCKED),
        (AccountAct.CLOSE, "closed", AccountStanding.CLOSED),
    ],
)
def test_blocking_and_closing_are_told_noted_and_undone(
    desk: Desk, portal: PortalInMemory, act: AccountAct, state: str, standing: AccountStanding
) -> None:
    line = family(desk, portal)
    assert change_state(desk, act, [line.id]) == 1
    assert change_state(desk, act, [line.id]) == 0
    assert (one_line(desk).standing, one_line(desk).waiting) == (standing, True)
    synchronise(desk)
    assert portal.told["account", line.id].state == state  # type: ignore[attr-defined]
    back = AccountAct.UNBLOCK if act is AccountAct.BLOCK else AccountAct.REOPEN
    assert change_state(desk, back, [line.id]) == 1
    synchronise(desk)
    assert portal.told["account", line.id].state == "open"  # type: ignore[attr-defined]
    with desk.database.read() as session:
        said = [one.text for one in history_of(session, line.id)]
    assert said[-2:] == (
        ["compte bloqué", "compte débloqué"]
        if act is AccountAct.BLOCK
        else ["compte fermé", "compte rouvert"]
    )


def test_what_an_act_would_do_is_said_in_numbers(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    seen = foresee(desk, AccountAct.CLOSE, [line.id, "gone"])
    assert (seen.ids, seen.skipped, seen.diners, seen.active, seen.sheets) == ((line.id,), 1, 2, 0, 1)
    # The portal knows the sheet: it opens again once unblocked.
    assert foresee(desk, AccountAct.BLOCK, [line.id]).sheets == 0
    assert foresee(desk, AccountAct.UNBLOCK, [line.id]).ids == ()


def test_closing_takes_back_the_sheet_and_the_mail_that_have_not_left(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal, told=False)
    [sheet] = listing.sheet_lines(desk)
    mail.mail_sheets(desk, [sheet.id])
    change_state(desk, AccountAct.CLOSE, [line.id])
    synchronise(desk)
    assert portal.of_kind("mail.credentials") == []
    [told] = portal.of_kind("account")
    assert (told.state, told.credential, told.ended) == ("closed", None, 1)
    assert listing.sheet_lines(desk) == []
    assert one_line(desk).delivery is delivery.Delivery.WITHDRAWN
    with pytest.raises(Refused):
        printing.sheets_pdf(desk, [sheet.id])


@pytest.mark.both_engines
def test_a_blocked_account_keeps_the_sheet_that_the_portal_knows(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    [sheet] = listing.sheet_lines(desk)
    mail.mail_sheets(desk, [sheet.id])
    change_state(desk, AccountAct.BLOCK, [line.id])
    synchronise(desk)
    assert portal.of_kind("mail.credentials") == []
    change_state(desk, AccountAct.UNBLOCK, [line.id])
    [sheet] = listing.sheet_lines(desk)
    assert sheet.readable
    assert mail.mail_sheets(desk, [sheet.id]).queued == 1


@pytest.mark.both_engines
def test_a_diner_detached_before_anything_was_sent_never_reaches_the_portal(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal, told=False)
    hugo, lea = line.diner_ids
    assert detach(desk, line.id, [lea, "somebody"]) == 1
    assert detach(desk, line.id, [lea]) == 0
    synchronise(desk)
    [told] = portal.of_kind("account")
    assert (told.diner_ids, told.credential.number) == ([hugo], 1)
    assert one_line(desk).names == ("MARTIN Hugo",)


def test_a_request_of_a_blocked_account_is_not_issued_before_it_is_unblocked(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    change_state(desk, AccountAct.BLOCK, [line.id])
    again = receive(desk, portal)
    with pytest.raises(Refused, match="débloquez-le"):
        from_requests.issue(desk, [again], agreed=all_seen(desk, [again]))
    change_state(desk, AccountAct.UNBLOCK, [line.id])
    assert from_requests.issue(desk, [again], agreed=all_seen(desk, [again])).accounts == 1


def test_an_account_is_not_reopened_beside_another_of_its_address(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    change_state(desk, AccountAct.CLOSE, [line.id])
    from_requests.issue(desk, [receive(desk, portal)])
    assert {one.standing for one in account_lines(desk)} == {
        AccountStanding.CLOSED,
        AccountStanding.TO_ACTIVATE,
    }
    with pytest.raises(Refused, match="autre compte"):
        change_state(desk, AccountAct.REOPEN, [line.id])
    other = next(one for one in account_lines(desk) if one.id != line.id)
    correct_address(desk, line.id, "")
    assert change_state(desk, AccountAct.REOPEN, [line.id]) == 1
    with pytest.raises(Refused, match="autre compte"):
        correct_address(desk, line.id, other.email)


def test_a_new_provisional_password_takes_the_place_of_the_former_and_the_next_number(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    [first] = listing.sheet_lines(desk)
    activate(desk, portal, line.id)
    issued = renew(desk, [line.id, "gone"])
    assert issued.accounts == 1
    [page] = read_pages(printing.sheets_pdf(desk, issued.sheets))
    assert line.login in page
    synchronise(desk)
    told = portal.told["account", line.id]
    assert isinstance(told, AccountState)
    assert told.credential
    assert (told.credential.number, told.ended, len(told.diner_ids)) == (2, 1, 2)
    typed = next(word for word in page.split() if word.count("-") == 2 and len(word) == 14)
    assert matching_hash([portal.hashes[line.id]], typed) == 0
    with pytest.raises(Refused):
        printing.sheets_pdf(desk, [first.id])


@pytest.mark.both_engines
def test_a_provisional_password_that_was_just_used_does_not_end_the_one_issued_meanwhile(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    renew(desk, [line.id])
    activate(desk, portal, line.id)
    told = portal.told["account", line.id]
    assert isinstance(told, AccountState)
    assert told.credential
    assert (told.credential.number, told.ended) == (2, 1)
    assert one_line(desk).delivery is delivery.Delivery.TO_HAND


def test_a_password_chosen_while_this_pc_was_hashing_stops_it(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)

    def meanwhile(step: str, _done: int, _total: int) -> None:
        if step.startswith("Enregistrement"):
            activate(desk, portal, line.id)

    with pytest.raises(Refused, match="vient de changer"):
        renew(desk, [line.id], report=meanwhile)


def test_a_new_password_by_mail_leaves_those_without_an_address_to_paper(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    assert renew_by_mail(desk, [line.id]).mailed.queued == 1
    correct_address(desk, line.id, "")
    renewed = renew_by_mail(desk, [line.id])
    assert (renewed.issued.accounts, renewed.mailed.queued, len(renewed.mailed.skipped)) == (1, 0, 1)
    with pytest.raises(Refused, match="n’a pas d’adresse"):
        send_again(desk, line.id)


def test_credentials_sent_again_use_the_sheet_that_can_still_be_mailed(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    first = send_again(desk, line.id)
    assert (first.issued.accounts, first.mailed.queued) == (0, 1)
    synchronise(desk)
    # Already asked for: the next one is a new password.
    second = send_again(desk, line.id)
    assert (second.issued.accounts, second.mailed.queued) == (1, 1)


@pytest.mark.both_engines
def test_another_pc_sees_what_was_done_and_does_not_do_it_twice(
    desk: Desk, open_pc: Callable[[str], Desk], portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    other = open_pc("paul")
    assert change_state(other, AccountAct.BLOCK, [line.id]) == 1
    assert change_state(desk, AccountAct.BLOCK, [line.id]) == 0
    assert foresee(desk, AccountAct.RENEW, [line.id]).skipped == 1
    assert renew(desk, [line.id]).accounts == 0


def test_the_list_is_exported_with_real_dates_and_no_password(
    desk: Desk, portal: PortalInMemory, tmp_path: Path, clock: Clock
) -> None:
    line = family(desk, portal)
    clock.pass_by(hours=1)
    activate(desk, portal, line.id)
    path = tmp_path / "comptes.xlsx"
    assert export_accounts(desk, path, [line.id, "gone"]) == 1
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert len(rows) == 2
    shown = dict(zip(rows[0], rows[1], strict=True))
    assert (shown["Identifiant"], shown["État"]) == (line.login, "actif")
    assert shown["Hôtes"] == "MARTIN Hugo, MARTIN Léa"
    assert shown["Dernière connexion"].hour == 9  # type: ignore[union-attr]
    book.close()
