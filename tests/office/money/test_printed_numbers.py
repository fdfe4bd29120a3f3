"""No printed number comes twice after an older copy of the books was put back, by hand or by the program."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.conftest import Clock, import_people
from tests.office.money.money_desk import book
from tests.people import CAST, SCHOOL_NAME, SITE_CODE, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.backup import copying, restoring
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.booked_day import paris_day
from turbo_admin.office.money.books_check import check_books
from turbo_admin.office.money.closing import close_day
from turbo_admin.office.money.printed_numbers import confirm_numbers
from turbo_admin.office.settings import school_edits


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def test_a_copy_put_back_by_hand_is_known_by_the_numbers_that_this_pc_gave(
    open_pc: Callable[[str], Desk], tmp_path: Path
) -> None:
    desk = open_pc("claire")
    desk = _with_the_cast(desk, tmp_path)
    book(desk)
    base, older = Path(desk.database_address), tmp_path / "older.db"
    desk.close()
    shutil.copy(base, older)
    desk = open_pc("claire")
    assert [book(desk).number for _ in range(2)] == ["R2026-000002", "R2026-000003"]
    desk.close()
    for end in ("-wal", "-shm"):
        Path(f"{base}{end}").unlink(missing_ok=True)
    shutil.copy(older, base)
    desk = open_pc("claire")
    refused = refusal(lambda: book(desk))
    assert (refused.code, refused.values["last"]) == ("numbers_in_doubt", 3)
    assert confirm_numbers(desk, 2026, {"reçu": 5}) == {"reçu": 6, "FQE": 1, "BE": 1}
    assert book(desk).number == "R2026-000006"
    assert check_books(desk).ok


def test_after_a_restore_the_last_number_on_paper_is_asked(desk: Desk, tmp_path: Path) -> None:
    book(desk)
    copy = tmp_path / "copie.db"
    copying.save_copy(desk, copy)
    assert book(desk).number == "R2026-000002"
    restoring.restore_copy(desk, restoring.plan_restore(desk, copy))
    assert refusal(lambda: book(desk)).code == "numbers_in_doubt"
    assert refusal(lambda: confirm_numbers(desk, 2026, {"reçu": -1})).code == "number_on_paper"
    # Nobody has the stub: 200 numbers are left out.
    assert confirm_numbers(desk, 2026, {"reçu": None, "FQE": 4})["reçu"] == 203
    assert book(desk).number == "R2026-000203"
    assert close_day(desk, paris_day(desk.now())).number == "FQE2026-005"
    assert check_books(desk).ok


def test_a_new_year_begins_without_a_question(desk: Desk, clock: Clock) -> None:
    book(desk)
    clock.pass_by(days=60)
    assert book(desk).number == "R2027-000001"


def _with_the_cast(desk: Desk, folder: Path) -> Desk:
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(desk, CAST, folder)
    return desk
