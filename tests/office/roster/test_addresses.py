"""Addresses that a clerk typed or a family has proved outlive a file that lacks them; what was taken away stays so."""

from dataclasses import replace
from pathlib import Path

from tests.office.conftest import import_people, write_people
from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.office.roster.test_diners import edit_of, find
from tests.people import LEA_MARTIN, MONDAY, UAI
from turbo_admin.office.accounts.acts import AccountAct, change_state
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.overview.diner_file import read_diner_file
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.roster.correcting import save_diner
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import RequestConfirmed

[OF_FILE] = LEA_MARTIN.emails
TYPED, OTHER = "papa@exemple.fr", "autre@exemple.fr"


def again(desk: Desk, folder: Path, *emails: str) -> tuple[str, ...]:
    """Import Léa with these addresses; return those that she has then."""
    import_people(desk, [replace(LEA_MARTIN, emails=emails)], folder)
    return find(desk, "Léa").emails


def type_in(desk: Desk, *emails: str) -> None:
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), emails=emails))


def confirmed_account(desk: Desk, portal: PortalInMemory) -> None:
    """Léa's family asks from the address of the file, presses the button, and is given an account."""
    request = receive(desk, portal)
    portal.tell("request.confirmed", RequestConfirmed(request_id=request, confirmed_at=MONDAY))
    synchronise(desk)
    from_requests.issue(desk, [request])


def test_an_address_typed_by_hand_stays_and_that_of_the_former_file_goes(desk: Desk, tmp_path: Path) -> None:
    type_in(desk, OF_FILE, TYPED)
    assert again(desk, tmp_path, OTHER) == (OTHER, TYPED)
    assert again(desk, tmp_path, "Papa@exemple.fr") == ("Papa@exemple.fr",)
    texts = {line.text for line in read_diner_file(desk, find(desk, "Léa").id).history}
    assert "adresse e-mail ajoutée à la main" in texts


def test_the_import_that_is_taken_back_gives_all_addresses_back(desk: Desk, tmp_path: Path) -> None:
    type_in(desk, OF_FILE, TYPED)
    done = import_people(desk, [replace(LEA_MARTIN, emails=(OTHER,))], tmp_path)
    apply.undo_import(desk, done.id)
    assert find(desk, "Léa").emails == (OF_FILE, TYPED)


def test_an_address_that_was_taken_away_by_hand_is_not_brought_back_and_that_is_told(
    desk: Desk, tmp_path: Path
) -> None:
    type_in(desk, OTHER)
    assert again(desk, tmp_path, OF_FILE.upper(), TYPED) == (TYPED, OTHER)
    path = write_people(tmp_path / "hotes.csv", [replace(LEA_MARTIN, emails=(OF_FILE, TYPED))])
    plan = importing.plan_import(desk, path, UAI)
    assert [problem.text for problem in plan.problems] == [
        f"MARTIN Léa\u00a0: {OF_FILE} a été retirée à la main\u00a0: elle n’est pas reprise."
    ]
    assert plan.same == 1


def test_an_address_that_is_typed_again_is_known_again(desk: Desk, tmp_path: Path) -> None:
    type_in(desk, OTHER)
    type_in(desk, OTHER, OF_FILE)
    assert again(desk, tmp_path, OF_FILE) == (OF_FILE, OTHER)


def test_what_was_typed_and_taken_away_goes(desk: Desk, tmp_path: Path) -> None:
    type_in(desk, OF_FILE, TYPED)
    type_in(desk, OF_FILE)
    assert again(desk, tmp_path, OTHER) == (OTHER,)


def test_an_address_that_the_family_confirmed_stays_while_its_account_is_open(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    confirmed_account(desk, portal)
    assert again(desk, tmp_path, OTHER) == (OTHER, OF_FILE)
    change_state(desk, AccountAct.CLOSE, [line.id for line in account_lines(desk)])
    assert again(desk, tmp_path, OTHER) == (OTHER,)


def test_an_address_that_only_asked_is_no_proof(desk: Desk, portal: PortalInMemory, tmp_path: Path) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    assert again(desk, tmp_path, OTHER) == (OTHER,)
