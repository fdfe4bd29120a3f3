"""`turbo-admin sheet`."""

from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import Office
from tests.people import UAI


@pytest.fixture
def sheet(office: Office) -> str:
    """The sheet of the Martins."""
    [one] = office.issue("r-lea", "r-hugo")["sheets"]
    return str(one)


def states(office: Office, *which: str) -> list[str]:
    return [str(one["delivery"]) for one in office.lines("sheet", "list", *which)]


def test_sheets_are_listed_without_their_passwords(office: Office, sheet: str) -> None:
    [line] = office.lines("sheet", "list")
    assert (line["id"], line["delivery"], line["readable"], line["mail_proposed"]) == (
        sheet,
        "à remettre",
        True,
        True,
    )
    [batch] = office.lines("sheet", "batches")
    assert (batch["id"], batch["sheets"], batch["can_undo"]) == (line["batch_id"], 1, True)
    assert office.lines("sheet", "list", "--batch", str(batch["id"])) == [line]
    assert "password" not in line


def test_the_pdf_says_what_is_revealed_when_asked_for(office: Office, sheet: str, tmp_path: Path) -> None:
    office.said("sheet", "print", sheet, "--pdf", str(tmp_path / "f.pdf"))
    document = pypdfium2.PdfDocument(tmp_path / "f.pdf")
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    [revealed] = office.lines_of("sheet", "print", sheet, "--reveal")
    assert revealed["login"] in text
    assert revealed["password"] in text
    assert revealed["link"].startswith(f"https://espace.exemple.fr/e/{UAI}/activer/")
    assert states(office) == ["imprimé"]


def test_revealing_a_password_counts_as_printing_it(office: Office, sheet: str) -> None:
    office.lines_of("sheet", "print", sheet, "--reveal")
    assert states(office) == ["imprimé"]
    [batch] = office.lines("sheet", "batches")
    assert not batch["can_undo"]


def test_printing_wants_to_know_where(office: Office, sheet: str) -> None:
    with pytest.raises(SystemExit) as ended:
        office.run("sheet", "print", sheet)
    assert ended.value.code == 2


def test_what_was_handed_over_is_printed_no_more(office: Office, sheet: str) -> None:
    office.said("sheet", "hand", sheet)
    assert office.lines("sheet", "list") == []
    office.refusal("sheet", "print", sheet, "--reveal")
    assert office.lines("sheet", "mail", sheet)[0]["mailed"] == 0


def test_a_mail_is_asked_for_once(office: Office, sheet: str) -> None:
    assert office.lines("sheet", "mail", sheet) == [{"mailed": 1, "not_mailed": []}]
    [again] = office.lines("sheet", "mail", sheet)
    assert (again["mailed"], again["not_mailed"][0]["sheet"]) == (0, sheet)


def test_sheets_are_revoked_even_when_handed_over(office: Office, sheet: str) -> None:
    office.said("sheet", "hand", sheet)
    [seen] = office.lines("sheet", "revoke", sheet, "--dry-run")
    assert seen["requests"] == 2
    assert "Révoqué" in office.said("sheet", "revoke", sheet)
    office.refusal("sheet", "revoke", "nothing")


def test_a_batch_is_taken_back_while_nothing_has_left(office: Office, sheet: str) -> None:
    [batch] = office.lines("sheet", "batches")
    [undone] = office.lines("sheet", "undo", str(batch["id"]))
    assert undone == {"forgotten": 1, "closed": 0, "detached": 0, "reopened": 2}
    assert office.lines("account", "list") == []
    office.refusal("sheet", "undo", str(batch["id"]))
