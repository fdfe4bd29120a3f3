"""What need not be kept any more: counted first, erased at once, no diner among it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs
from sqlalchemy import text

from tests.office.conftest import Clock, import_people
from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.people import CAST, GONE, LEA_MARTIN, LOUISE_DURAND, LUKASZ, MONDAY, UAI, Person
from turbo_admin.core.errors import Cancelled, Refused
from turbo_admin.office.accounts.acts import AccountAct, change_state
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.overview.retention import Due, due, erase, months_before
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.settings.school_settings import save_settings, settings_of
from turbo_admin.office.sheets import listing
from turbo_admin.office.sync.run import synchronise

YEAR = 366


def numbers(found: list[Due]) -> tuple[int, ...]:
    [one] = found
    return (one.requests, one.accounts, one.sheets, one.answered, one.diners, one.secrets)


def leave(desk: Desk, person: Person, *, left: bool = True) -> str:
    [line] = [one for one in list_diners(desk) if one.external_id == person.id]
    save_diner(
        desk,
        line.id,
        DinerEdit(line.last_name, line.first_name, line.class_name, line.kind, line.emails, left, line.card),
    )
    return line.id


def left_since(desk: Desk, diner_id: str, at: datetime) -> None:
    """Say when a diner left; the database notes its own clock's time."""
    with desk.database.write() as session:
        session.execute(
            text("UPDATE diner SET left_at = :at WHERE id = :id"),
            {
                "at": at if desk.database_address.startswith("postgresql") else at.replace(tzinfo=None),
                "id": diner_id,
            },
        )


def issue_for(desk: Desk, portal: PortalInMemory, person: Person = LEA_MARTIN) -> str:
    request = receive(
        desk,
        portal,
        last_name=person.last_name,
        first_name=person.first_name,
        card=person.number,
        email=person.emails[0],
    )
    from_requests.issue(desk, [request])
    synchronise(desk)
    return request


def test_a_request_goes_a_year_after_its_refusal_and_not_a_day_before(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    acts.refuse(desk, [receive(desk, portal)], "")
    clock.pass_by(days=364)
    assert numbers(due(desk))[0] == 0
    clock.pass_by(days=2)
    assert numbers(due(desk))[0] == 1
    assert len(request_lines(desk)) == 1  # counting erases nothing
    assert numbers(erase(desk))[0] == 1
    assert request_lines(desk) == []
    assert numbers(due(desk)) == (0, 0, 0, 0, 0, 0) == numbers(erase(desk))


def test_a_request_that_nobody_answered_goes_too_but_not_an_answered_one(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    receive(desk, portal, last_name="INCONNU", card="99999", email="x@exemple.fr")
    issue_for(desk, portal, LUKASZ)
    clock.pass_by(days=YEAR)
    found = numbers(due(desk))
    assert (found[0], found[3]) == (1, 0)
    erase(desk)
    assert [line.last_name for line in request_lines(desk)] == [LUKASZ.last_name]


@pytest.mark.both_engines
def test_an_account_goes_a_year_after_its_last_diner_left_with_all_that_was_its(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    issue_for(desk, portal)
    diner = leave(desk, LEA_MARTIN)
    clock.pass_by(days=YEAR + 30)
    left_since(desk, diner, clock.now - timedelta(days=300))
    assert numbers(due(desk))[1] == 0
    left_since(desk, diner, clock.now - timedelta(days=YEAR))
    assert numbers(due(desk))[:4] == (0, 1, 1, 1)
    erase(desk)
    assert account_lines(desk) == request_lines(desk) == []
    assert listing.batches(desk) == []
    # The diner stays, without what others had entrusted for it.
    [kept] = [one for one in list_diners(desk) if one.id == diner]
    assert (kept.last_name, kept.left, kept.emails) == ("MARTIN", True, ())
    synchronise(desk)
    assert portal.of_kind("account") == portal.of_kind("request") == []
    assert {kind for kind, _ in portal.erased} == {"account", "request"}


@pytest.mark.both_engines
def test_a_brother_who_is_still_there_keeps_the_account(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    issue_for(desk, portal)
    [account] = account_lines(desk)
    [hugo] = [one.id for one in list_diners(desk) if one.first_name == "Hugo"]
    with desk.database.write() as session:
        from turbo_admin.store import accounts

        accounts.attach(session, {account.id: [hugo]}, {})
    left_since(desk, leave(desk, LEA_MARTIN), MONDAY - timedelta(days=2 * YEAR))
    assert numbers(due(desk))[1] == 0


def test_a_closed_account_goes_a_year_after_it_was_closed(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    issue_for(desk, portal)
    [account] = account_lines(desk)
    clock.pass_by(days=YEAR)
    change_state(desk, AccountAct.CLOSE, [account.id])
    synchronise(desk)
    clock.pass_by(days=364)
    assert numbers(due(desk))[1] == 0
    clock.pass_by(days=3)
    erase(desk)
    assert account_lines(desk) == []
    synchronise(desk)
    assert portal.erased["account", account.id] == 1
    batches = len(portal.batches)
    synchronise(desk)
    assert len(portal.batches) == batches


def test_who_came_back_is_not_one_who_left(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    diner = leave(desk, LEA_MARTIN)
    left_since(desk, diner, MONDAY - timedelta(days=YEAR))
    assert numbers(due(desk))[4] == 1
    leave(desk, LEA_MARTIN, left=False)
    assert numbers(due(desk))[4] == 0
    # Leaving again counts anew.
    leave(desk, LEA_MARTIN)
    assert numbers(due(desk))[4] == 0


def test_an_import_notes_who_left(desk: Desk, tmp_path: Path) -> None:
    import_people(desk, [replace(LEA_MARTIN, left=True), *CAST[1:]], tmp_path)
    with desk.database.read() as session:
        rows = session.execute(text('SELECT external_id, left_at IS NOT NULL, "left" FROM diner')).all()
    assert {one for one, at, _ in rows if at} == {LEA_MARTIN.id, GONE.id}
    assert all(bool(at) == bool(left) for _, at, left in rows)


def test_a_password_goes_when_it_has_expired(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    issue_for(desk, portal)
    assert numbers(due(desk))[5] == 0
    clock.pass_by(days=120)
    assert numbers(due(desk))[5] == 1
    erase(desk)
    assert numbers(due(desk))[5] == 0
    assert len(account_lines(desk)) == 1


def test_the_months_are_the_schools_own(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    acts.refuse(desk, [receive(desk, portal)], "")
    clock.pass_by(days=100)
    save_settings(desk, UAI, structs.replace(settings_of(desk, UAI), retention_months=3))
    assert numbers(due(desk))[0] == 1
    with pytest.raises(Refused, match="60"):
        save_settings(desk, UAI, structs.replace(settings_of(desk, UAI), retention_months=0))


def test_what_is_cut_short_erases_nothing(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    acts.refuse(desk, [receive(desk, portal)], "")
    clock.pass_by(days=YEAR)

    def stop(_step: str, done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        erase(desk, report=stop)
    assert len(request_lines(desk)) == 1


def test_the_journal_says_that_it_was_done(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    from turbo_admin.office.journal.lines import ActionFilter, action_lines

    acts.refuse(desk, [receive(desk, portal)], "")
    left_since(desk, leave(desk, LOUISE_DURAND), MONDAY - timedelta(days=YEAR))
    clock.pass_by(days=YEAR)
    erase(desk)
    said = [(line.text, line.subject) for line in action_lines(desk, ActionFilter())[:2]]
    assert said == [
        ("données anciennes effacées", "Collège des Tilleuls"),
        ("adresses e-mail effacées, hôte sorti depuis longtemps", "DURAND Louise"),
    ]


@pytest.mark.both_engines
def test_another_pc_sees_that_the_addresses_are_gone(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk], clock: Clock
) -> None:
    left_since(desk, leave(desk, LEA_MARTIN), MONDAY - timedelta(days=YEAR))
    request = receive(desk, portal)
    other = open_pc("paul")
    choose = [one.id for one in list_diners(desk) if one.external_id == LEA_MARTIN.id]
    assert acts.choose_diner(other, request, choose[0]).asker.value == "connu"
    erase(desk)
    assert request_lines(other)[0].asker.value != "connu"


@pytest.mark.parametrize(
    ("now", "months", "expected"),
    [
        ((2026, 11, 23), 12, (2025, 11, 23)),
        ((2028, 2, 29), 12, (2027, 2, 28)),
        ((2026, 1, 31), 3, (2025, 10, 31)),
        ((2026, 5, 31), 3, (2026, 2, 28)),
    ],
)
def test_months_are_counted_back_by_the_calendar(
    now: tuple[int, int, int], months: int, expected: tuple[int, int, int]
) -> None:
    paris = ZoneInfo("Europe/Paris")
    assert months_before(datetime(*now, 9, tzinfo=paris), months) == datetime(*expected, 9, tzinfo=paris)
