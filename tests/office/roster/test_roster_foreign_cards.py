"""Cards of another establishment in a file are told."""

from turbo_admin.office.roster.cards import other_site_remarks
from turbo_admin.outside.roster_files.diner_rows import FileDiner


def row(number: int, card: str) -> FileDiner:
    return FileDiner(number, "abeille|zoe", "", "ABEILLE", "Zoé", "6 A", card, "", (), left=False)


def test_a_card_of_another_establishment_is_told_with_its_line() -> None:
    rows = [row(2, "0683-04217"), row(3, "04218"), row(4, "0684-04219"), row(5, "")]
    [told] = other_site_remarks(rows, (), "0683", "ligne")
    assert told.row == 4
    assert "0684-04219" in told.text
    assert other_site_remarks(rows, (), "", "ligne") == []


def test_many_of_them_are_told_at_once() -> None:
    [told] = other_site_remarks([row(at, f"0684-{at:05}") for at in range(1, 40)], (), "0683", "ligne")
    assert told.row == 0
    assert told.text.startswith("39 cartes")
