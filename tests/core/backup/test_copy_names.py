"""Which automatic copies are kept, and when the next is due: by number, never by a clock."""

from datetime import date, timedelta

from turbo_admin.core.backup.copy_names import (
    KEPT,
    CopyName,
    CopyReason,
    CopySeries,
    copies_in,
    is_daily_due,
    next_copy,
    parse_copy_name,
    surplus,
)

SERIES = CopySeries.of("bureau", "3FA9C1d2e3", "db")
DAY = date(2026, 11, 30)


def names(*numbers: int, reason: CopyReason = CopyReason.DAILY, day: date = DAY) -> list[CopyName]:
    return [CopyName(SERIES, number, day, reason) for number in numbers]


def test_a_name_says_which_base_which_number_and_why() -> None:
    [one] = names(12)
    assert str(one) == "bureau-3fa9c1-000012-2026-11-30-jour.db"
    assert parse_copy_name(str(one)) == one


def test_other_files_are_no_copies() -> None:
    for name in (
        "bureau.db",
        ".turbo-0a.part",
        "bureau-3fa9c1-000012-2026-13-30-jour.db",
        "x-y-000001-2026-11-30-z.db",
    ):
        assert parse_copy_name(name) is None


def test_copies_of_another_base_in_the_same_folder_are_left_alone() -> None:
    other = CopySeries.of("bureau", "ffffff", "db")
    files = [*map(str, names(1, 3)), str(CopyName(other, 9, DAY, CopyReason.DAILY)), "lettre.odt"]
    assert copies_in(files, SERIES) == names(3, 1)


def test_the_greatest_numbers_are_kept_whatever_their_dates() -> None:
    future = names(1, day=DAY + timedelta(days=400))
    known = [*reversed(names(*range(2, KEPT + 3))), *future]
    assert [one.number for one in surplus(known)] == [2, 1]


def test_each_reason_keeps_its_own() -> None:
    known = [*names(*range(60, 60 - KEPT, -1), reason=CopyReason.RESTORE), *names(*range(40, 40 - KEPT, -1))]
    assert surplus(known) == []
    assert next_copy(known, SERIES, DAY, CopyReason.MIGRATION).number == 61


def test_a_copy_is_due_once_a_day_even_after_a_day_in_the_future() -> None:
    assert is_daily_due([], DAY)
    assert not is_daily_due(names(4), DAY)
    assert is_daily_due(names(4, day=DAY - timedelta(days=1)), DAY)
    assert is_daily_due(names(4, day=DAY + timedelta(days=400)), DAY)
    assert is_daily_due(names(4, reason=CopyReason.MIGRATION), DAY)
