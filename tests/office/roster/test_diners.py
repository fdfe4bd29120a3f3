"""Diners corrected by hand, their cards kept in history, and everything about one on a page."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.people import GONE, HUGO_MARTIN, LEA_MARTIN, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.intake.lines import request_line
from turbo_admin.office.matching import open_requests
from turbo_admin.office.overview.diner_file import DinerFile, read_diner_file
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import DinerListLine, export_diners, list_diners
from turbo_admin.office.roster.search import search_diners
from turbo_admin.office.sheets import printing
from turbo_admin.office.sync.run import synchronise


def find(desk: Desk, first_name: str) -> DinerListLine:
    """Return a diner of the cast."""
    return next(line for line in list_diners(desk) if line.first_name == first_name)


def edit_of(line: DinerListLine) -> DinerEdit:
    """Return a diner as it is."""
    return DinerEdit(
        last_name=line.last_name,
        first_name=line.first_name,
        class_name=line.class_name,
        kind=line.kind,
        emails=line.emails,
        left=line.left,
        card=line.card,
    )


def cards(file: DinerFile) -> list[tuple[str, str]]:
    """Return the cards of a diner in words."""
    return [(one.card, one.state) for one in file.cards]


def test_everybody_is_listed_by_class_and_name(desk: Desk) -> None:
    lines = list_diners(desk)
    assert [line.name for line in lines][:2] == ["PETIT Noé", "MARTIN Hugo"]
    assert [line.left for line in lines].count(True) == 1
    assert "martin" in find(desk, "Hugo").search


def test_a_correction_by_hand_reaches_the_portal_and_the_journal(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    lea = find(desk, "Léa")
    changed = replace(
        edit_of(lea), class_name=" 4 B ", emails=("Papa@Exemple.fr", "papa@exemple.fr", " "), left=True
    )
    save_diner(desk, lea.id, changed)
    line = find(desk, "Léa")
    assert (line.class_name, line.emails, line.left) == ("4 B", ("Papa@exemple.fr",), True)
    synchronise(desk)
    told = portal.told["diner", lea.id]
    assert (told.class_name, told.left) == ("4 B", True)  # type: ignore[attr-defined]
    assert {one.text for one in read_diner_file(desk, lea.id).history} == {
        "hôte modifié",
        "adresse e-mail ajoutée à la main",
        "adresse e-mail retirée à la main",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("DP 4 jours", "demi-pensionnaire, 4 jours"), ("forfait du chef", "forfait du chef"), (" ", "")],
)
def test_the_regime_is_corrected_by_hand_in_the_offices_words(desk: Desk, typed: str, kept: str) -> None:
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), regime="interne"))
    save_diner(desk, lea.id, replace(edit_of(lea), class_name="4 B"))
    assert find(desk, "Léa").regime == "interne"
    save_diner(desk, lea.id, replace(edit_of(lea), regime=typed))
    assert find(desk, "Léa").regime == kept
    assert {one.text for one in read_diner_file(desk, lea.id).history} == {"hôte modifié"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"last_name": " "}, "last_name_empty"),
        ({"first_name": "12"}, "name_letters"),
        ({"emails": ("pas une adresse",)}, "email_shape"),
        ({"card": "abc"}, "card_not_digits"),
        ({"card": HUGO_MARTIN.card}, "card_taken"),
        ({"card": HUGO_MARTIN.number, "card_why": "added"}, "card_taken"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    desk: Desk, changed: dict[str, object], code: str
) -> None:
    lea = find(desk, "Léa")
    with pytest.raises(Refused) as refused:
        save_diner(desk, lea.id, replace(edit_of(lea), class_name="X", **changed))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert find(desk, "Léa") == lea
    assert cards(read_diner_file(desk, lea.id)) == [(LEA_MARTIN.card, "première")]


def test_a_lost_card_stays_in_history_and_its_number_is_free(desk: Desk) -> None:
    lea, hugo = find(desk, "Léa"), find(desk, "Hugo")
    save_diner(desk, lea.id, replace(edit_of(lea), card="4444", card_why="lost"))
    assert cards(read_diner_file(desk, lea.id)) == [("0683-04444", "première"), (LEA_MARTIN.card, "perdue")]
    save_diner(desk, hugo.id, replace(edit_of(hugo), card=LEA_MARTIN.number))
    assert cards(read_diner_file(desk, hugo.id)) == [
        (LEA_MARTIN.card, "première"),
        (HUGO_MARTIN.card, "remplacée"),
    ]


@pytest.mark.both_engines
def test_another_card_is_used_beside_the_first_until_it_is_given_back(desk: Desk) -> None:
    lea, hugo = find(desk, "Léa"), find(desk, "Hugo")
    save_diner(desk, lea.id, replace(edit_of(lea), card="0683-05555", card_why="added"))
    line = find(desk, "Léa")
    assert (line.card, line.other_cards) == (LEA_MARTIN.card, 1)
    with pytest.raises(Refused, match="MARTIN Léa"):
        save_diner(desk, hugo.id, replace(edit_of(hugo), card="5555"))
    other = next(one for one in read_diner_file(desk, lea.id).cards if one.id is not None)
    save_diner(desk, lea.id, replace(edit_of(line), ended=(other.id or 0,)))
    assert cards(read_diner_file(desk, lea.id)) == [(LEA_MARTIN.card, "première"), ("0683-05555", "retirée")]
    assert find(desk, "Léa").other_cards == 0


@pytest.mark.both_engines
def test_a_second_card_may_become_the_first_one(desk: Desk) -> None:
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), card="5555", card_why="added"))
    save_diner(desk, lea.id, replace(edit_of(lea), card="5555", card_why="added"))
    assert find(desk, "Léa").other_cards == 1
    save_diner(desk, lea.id, replace(edit_of(lea), card="5555", card_why="lost"))
    assert cards(read_diner_file(desk, lea.id)) == [("0683-05555", "première"), (LEA_MARTIN.card, "perdue")]


def test_a_diner_is_found_by_every_card_it_uses_or_used(desk: Desk, portal: PortalInMemory) -> None:
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), card="5555", card_why="lost"))
    assert all(word in find(desk, "Léa").search for word in (LEA_MARTIN.number, "05555"))
    assert [one.id for one in search_diners(desk, UAI, LEA_MARTIN.number)] == [lea.id]


def test_a_request_with_a_lost_card_is_matched_and_says_so(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal)
    open_requests.read_rosters(desk)
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), card="5555", card_why="lost"))
    detail = request_detail(desk, request_id)
    assert detail.line.degree is Degree.CERTAIN
    assert "ancienne carte de cet hôte (aujourd’hui\u00a0: 0683-05555)" in detail.reasons
    assert detail.rows[2].why.startswith("ancienne carte, perdue le ")


@pytest.mark.both_engines
def test_a_second_card_counts_at_once_in_the_roster_kept_in_memory(
    desk: Desk, portal: PortalInMemory
) -> None:
    request_id = receive(desk, portal, card="05555", email="nouvelle@exemple.fr")
    open_requests.read_rosters(desk)
    assert request_detail(desk, request_id).line.degree is Degree.PROBABLE
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), card="5555", card_why="added"))
    assert request_detail(desk, request_id).line.degree is Degree.CERTAIN
    assert request_detail(desk, request_id).rows[2].why == "autre carte de cet hôte"


@pytest.mark.both_engines
def test_a_request_with_an_address_added_by_hand_is_known_at_once(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal, email="nouvelle@exemple.fr")
    assert request_line(desk, request_id).asker.value == "à vérifier"
    lea = find(desk, "Léa")
    save_diner(desk, lea.id, replace(edit_of(lea), emails=(*lea.emails, "nouvelle@exemple.fr")))
    assert request_line(desk, request_id).asker.value == "connu"


@pytest.mark.both_engines
def test_everything_about_a_diner_is_on_one_page(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal)
    issued = from_requests.issue(desk, [request_id])
    printing.mark_printed(desk, issued.sheets)
    lea = find(desk, "Léa")
    file = read_diner_file(desk, lea.id)
    assert (file.name, len(file.accounts), len(file.asked), len(file.handed)) == ("MARTIN Léa", 1, 1, 1)
    assert file.asked[0].state == "traitée"
    assert file.handed[0].readable
    assert file.handed[0].text.startswith("imprimé")
    assert {line.text for line in file.history} == {
        "demande reçue du portail",
        "identifiants générés",
        "hôte rattaché à un compte",
        "fiche imprimée",
    }
    with pytest.raises(Refused, match="n’existe plus"):
        read_diner_file(desk, "nobody")


def test_the_list_is_exported_and_cards_keep_their_zeros(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hotes.xlsx"
    ids = [line.id for line in list_diners(desk)]
    assert export_diners(desk, path, ids) == 9
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    gone = dict(zip(rows[0], rows[1], strict=True))
    assert (gone["Nom"], gone["N° carte"], gone["Sorti"]) == (GONE.last_name, GONE.card, "oui")
    book.close()
