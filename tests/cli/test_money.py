"""`turbo-admin receipt`, `report` and `books`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Office
from tests.people import HUGO_MARTIN, LEA_MARTIN


@pytest.fixture
def ids(office: Office) -> dict[str, str]:
    """The ids of the cast's diners by their card."""
    return {str(card): str(one["id"]) for one in office.lines("diners") for card in one["cards"]}


def test_a_day_at_the_desk_ends_with_a_closed_sheet_and_a_slip(
    office: Office, ids: dict[str, str], tmp_path: Path
) -> None:
    lea, hugo = ids[LEA_MARTIN.card], ids[HUGO_MARTIN.card]
    [family] = office.lines(
        *("receipt", "add", "--means", "cheque", "--line", f"{lea}=12,5", "--line", f"{hugo}:forfait=40"),
        *("--bank", "CIC", "--number", "7", "--drawer", "MARTIN Claire"),
    )
    [cash] = office.lines("receipt", "add", "--means", "especes", "--line", f"{lea}=17,25 €")
    assert (family["total_cents"], cash["total_cents"]) == (5250, 1725)
    assert "annulé" in office.said("receipt", "reverse", str(cash["number"]), "--reason", "mauvais enfant")
    listed = office.lines("receipt", "list")
    assert [
        (one["number"], one["total_cents"], one["is_reversal"], one["is_taken_back"]) for one in listed
    ] == [
        (cash["number"], -1725, True, False),
        (cash["number"], 1725, False, True),
        (family["number"], 5250, False, False),
    ]
    paper = tmp_path / "fqe.pdf"
    [sheet] = office.lines("report", "fqe", "--close", "--pdf", str(paper))
    assert (str(sheet["number"])[:3], sheet["total_cents"], sheet["accounts"]) == (
        "FQE",
        5250,
        {"4112": 4000, "4191": 1250},
    )
    closed = paper.read_bytes()
    office.lines("report", "fqe", "--day", str(sheet["day"]), "--pdf", str(paper))
    assert paper.read_bytes() == closed
    [alone] = office.lines("report", "be", "--means", "en_ligne")
    assert (alone["number"], alone["pieces"]) == ("", 0)
    [slip] = office.lines("report", "be", "--close")
    assert (str(slip["number"])[:2], slip["total_cents"]) == ("BE", 5250)
    [found] = office.lines("books", "check")
    assert (found["receipts"], found["faults"]) == (2, [])
    assert "les livres sont justes" in office.said("books", "check")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("receipt", "add", "--means", "especes", "--line", "x=12"), "n’est plus dans la base"),
        (("receipt", "add", "--means", "especes", "--line", "x=12,555"), "n’est pas un montant"),
        (("receipt", "add", "--means", "especes", "--line", "x"), "n’est pas un montant"),
        (("receipt", "reverse", "R2026-000009", "--reason", "x"), "n’est pas dans les livres"),
        (("receipt", "reverse", "9", "--reason", "x"), "n’est pas un numéro de reçu"),
        (("report", "fqe", "--day", "23/11"), "n’est pas un jour"),
        (("report", "be", "--close"), "Aucun encaissement"),
        (("report", "be", "--means", "or"), "n’existe pas"),
        (("report", "month", "2026-13"), "n’est pas un jour"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(office: Office, command: tuple[str, ...], said: str) -> None:
    assert said in office.refusal(*command)


def test_the_json_of_a_list_has_all_that_the_help_names(office: Office, ids: dict[str, str]) -> None:
    office.lines("receipt", "add", "--means", "especes", "--line", f"{ids[LEA_MARTIN.card]}=1")
    [line] = office.lines("receipt", "list")
    assert set(json.loads(json.dumps(line))) == {
        *("receipt_id", "number", "booked_on", "paid_on", "means", "payer", "reference", "total_cents"),
        *("is_reversal", "is_taken_back", "slip_number", "operator", "lines"),
    }
