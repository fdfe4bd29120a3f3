"""What a family does with its account itself, heard by the office: another address, closing it."""

import pytest
from msgspec.structs import replace

from tests.office.accounts.test_accounts import activate, family, one_line
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import LEA_MARTIN, MONDAY, STAFF, UAI
from turbo_admin.core.matching.alerts import Alert
from turbo_admin.office.accounts.acts import AccountAct, change_state, correct_address
from turbo_admin.office.accounts.lines import AccountStanding, account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.journal.sentences import history_of
from turbo_admin.office.sheets import mail
from turbo_admin.office.sync.events import apply_events
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import AccountClosed, AccountEmailChanged, MailState
from turbo_admin.protocol.messages import Event
from turbo_admin.protocol.states import AccountState
from turbo_admin.store import accounts
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord

NEW = "nouvelle@exemple.fr"


def changes_address(desk: Desk, portal: PortalInMemory, account_id: str, email: str) -> Event:
    told = AccountEmailChanged(account_id=account_id, email=email, changed_at=MONDAY)
    event = portal.tell("account.email_changed", told)
    synchronise(desk)
    return event


def closes(desk: Desk, portal: PortalInMemory, account_id: str) -> Event:
    event = portal.tell("account.closed", AccountClosed(account_id=account_id, closed_at=MONDAY))
    synchronise(desk)
    return event


def hear(desk: Desk, event: Event, *, seq: int) -> None:
    """Apply an event once more, as if it were another one, at another place of the feed."""
    with desk.database.write() as session:
        apply_events(session, desk, UAI, [replace(event, seq=seq, id=f"again-{seq}")])


def stored(desk: Desk, account_id: str) -> tuple[str, str, int]:
    with desk.database.read() as session:
        account = accounts.accounts_by_id(session, [account_id])[account_id]
    return account.email, account.state, account.family_rev


def said(desk: Desk, account_id: str) -> list[str]:
    with desk.database.read() as session:
        return [line.text for line in history_of(session, account_id)]


def last_state(portal: PortalInMemory) -> AccountState:
    state = portal.of_kind("account")[-1]
    assert isinstance(state, AccountState)
    return state


@pytest.mark.both_engines
def test_the_office_hears_of_another_address(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    activate(desk, portal, line.id)
    seq = changes_address(desk, portal, line.id, NEW).seq
    assert stored(desk, line.id) == (NEW, "open", seq)
    assert "adresse e-mail changée par la famille" in said(desk, line.id)
    # What it says of the account from now on names what it knows.
    change_state(desk, AccountAct.BLOCK, [line.id])
    synchronise(desk)
    assert (last_state(portal).email, last_state(portal).family_rev) == (NEW, seq)


def test_an_older_address_never_comes_back_over_a_newer_one(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    former = changes_address(desk, portal, line.id, "ancienne@exemple.fr")
    seq = changes_address(desk, portal, line.id, NEW).seq
    hear(desk, former, seq=former.seq)
    hear(desk, former, seq=seq)
    assert stored(desk, line.id) == (NEW, "open", seq)


def test_what_the_office_has_corrected_since_stays_when_all_is_heard_again(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    heard = changes_address(desk, portal, line.id, NEW)
    correct_address(desk, line.id, "corrigee@exemple.fr")
    hear(desk, heard, seq=heard.seq)
    assert stored(desk, line.id) == ("corrigee@exemple.fr", "open", heard.seq)


def test_an_account_of_another_base_is_none_of_ours(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    changes_address(desk, portal, "of-another-base", NEW)
    closes(desk, portal, "of-another-base")
    assert stored(desk, line.id)[1:] == ("open", 0)


def test_a_mail_that_waits_for_the_former_address_never_leaves(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal, told=False)
    (sheet,) = _sheets(desk)
    assert mail.mail_sheets(desk, [sheet.id]).queued == 1
    changes_address(desk, portal, line.id, NEW)
    assert portal.of_kind("mail.credentials") == []
    (sheet,) = _sheets(desk)
    assert (sheet.mail_state, sheet.mail_to) == ("", "")
    assert mail.mail_sheets(desk, [sheet.id]).queued == 1
    synchronise(desk)
    assert [one.to for one in portal.of_kind("mail.credentials")] == [NEW]


def test_a_mail_that_comes_back_from_another_address_says_nothing_of_this_one(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    for kind in ("adresse", "adresse-prise", "adresse-changee"):
        told = MailState(
            mail_id=kind,
            mail_kind=kind,
            state="failed",
            at=MONDAY,
            reason="boîte inconnue",
            account_id=line.id,
        )
        portal.tell("mail.state", told)
    synchronise(desk)
    assert one_line(desk).mail_problem == ""


def test_the_office_hears_that_an_account_is_closed(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    seq = closes(desk, portal, line.id).seq
    assert stored(desk, line.id)[1:] == ("closed", seq)
    assert one_line(desk).standing is AccountStanding.CLOSED
    assert "compte fermé par la famille" in said(desk, line.id)
    assert [sheet for sheet in _sheets(desk) if not sheet.refused] == []


def test_identifiants_that_wait_for_a_closed_account_are_taken_back(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal, told=False)
    closes(desk, portal, line.id)
    [told] = portal.of_kind("account")
    assert (told.state, told.credential, told.ended) == ("closed", None, 1)


def test_an_account_that_the_office_opened_again_stays_open(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    closed = closes(desk, portal, line.id)
    change_state(desk, AccountAct.REOPEN, [line.id])
    hear(desk, closed, seq=closed.seq)
    assert stored(desk, line.id)[1:] == ("open", closed.seq)
    synchronise(desk)
    assert (last_state(portal).state, last_state(portal).family_rev) == ("open", closed.seq)


@pytest.mark.both_engines
def test_a_request_after_closing_gets_a_new_account_and_no_alert(desk: Desk, portal: PortalInMemory) -> None:
    line = family(desk, portal)
    waiting = ask(portal)
    synchronise(desk)
    (request,) = [one for one in request_lines(desk) if one.id == waiting]
    assert Alert.HAS_ACCOUNT.value in request.alerts
    closes(desk, portal, line.id)
    (request,) = [one for one in request_lines(desk) if one.id == waiting]
    assert request.alerts == ()
    from_requests.issue(desk, [waiting])
    synchronise(desk)
    [(account_id, told)] = [
        (key, one) for (kind, key), one in portal.told.items() if kind == "account" and key != line.id
    ]
    assert isinstance(told, AccountState)
    assert (told.email, told.state) == (LEA_MARTIN.emails[0], "open")
    assert [one.account_id for one in portal.of_kind("request") if one.account_id != line.id] == [account_id]


def _sheets(desk: Desk) -> list[SheetRecord]:
    with desk.database.read() as session:
        (line,) = [one.id for one in accounts.listed(session)]
        return stored_sheets.sheets_of_account(session, line)


def test_an_address_that_another_family_has_proved_leaves_the_account_that_waits_with_it(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    activate(desk, portal, line.id)
    # The office gives that address to somebody else's account before it hears that the Martins have it.
    request = ask(portal, card=STAFF.number, last_name="LE GOFF", first_name="Maëlle", email=NEW)
    synchronise(desk)
    from_requests.issue(desk, [request])
    [other] = [one for one in account_lines(desk) if one.id != line.id]
    seq = changes_address(desk, portal, line.id, NEW).seq
    assert stored(desk, line.id) == (NEW, "open", seq)
    assert stored(desk, other.id) == ("", "open", 0)
    assert said(desk, other.id)[-1].startswith("adresse e-mail retirée")
    told = portal.told["account", other.id]
    assert isinstance(told, AccountState)
    assert told.credential
    assert (told.email, told.credential.number) == ("", 1)
