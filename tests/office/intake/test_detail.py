"""The pane below the list: typed and roster side by side, candidates, history."""

from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import HUGO_MARTIN, MONDAY, UAI
from turbo_admin.core.matching.differences import Difference, Span
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts, lines
from turbo_admin.office.intake.detail import ComparedField, request_detail
from turbo_admin.office.roster.search import search_diners
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import RequestConfirmed


def rows(desk: Desk, portal: PortalInMemory, **typed: str) -> dict[str, ComparedField]:
    """Return the compared fields of a request, by label."""
    request_id = ask(portal, **typed)
    synchronise(desk)
    return {row.label: row for row in request_detail(desk, request_id).rows}


def marked(row: ComparedField) -> tuple[list[str], list[str]]:
    """Return the pieces marked on both sides, accents apart."""
    typed, roster = (
        [text for text, how in side if how is Difference.OTHER] for side in (row.typed, row.roster)
    )
    return typed, roster


def test_the_letter_that_differs_is_marked_on_both_sides(desk: Desk, portal: PortalInMemory) -> None:
    row = rows(desk, portal, last_name="MARTEN")["Nom"]
    assert marked(row) == (["E"], ["I"])
    assert row.why == "une lettre diffère"


def test_accents_are_marked_as_the_lesser_difference_and_capitals_are_none(
    desk: Desk, portal: PortalInMemory
) -> None:
    row = rows(desk, portal, first_name="lea")["Prénom"]
    assert marked(row) == ([], [])
    assert Span("e", Difference.ACCENT) in row.typed
    assert Span("é", Difference.ACCENT) in row.roster
    assert row.why.startswith("identique aux accents")


def test_a_card_is_compared_by_its_five_digits(desk: Desk, portal: PortalInMemory) -> None:
    assert rows(desk, portal, card="683 - 4217")["Carte"].why != ""
    assert rows(desk, portal, card="0683-04217")["Carte"].why == "identique"
    row = rows(desk, portal, card="14217")["Carte"]
    assert row.why == "un chiffre diffère"
    assert marked(row) == (["1"], ["0"])


def test_an_unknown_address_is_marked_and_a_correction_tells_what_was_typed(
    desk: Desk, portal: PortalInMemory
) -> None:
    row = rows(desk, portal, email="autre@exemple.fr")["E-mail"]
    assert marked(row)[0] == ["autre@exemple.fr"]
    [line] = lines.request_lines(desk)
    acts.correct_email(desk, line.id, "famille.martin@exemple.fr")
    [after] = [row for row in request_detail(desk, line.id).rows if row.label == "E-mail"]
    assert "autre@exemple.fr" in after.why


def test_a_diner_chosen_by_hand_is_ticked_by_hand_too(desk: Desk, portal: PortalInMemory) -> None:
    request_id = ask(portal)
    synchronise(desk)
    assert acts.bulk_ids(desk) == [request_id]
    [hugo] = search_diners(desk, UAI, HUGO_MARTIN.number)
    line = acts.choose_diner(desk, request_id, hugo.id)
    assert (line.diner_name, line.tickable, line.bulk) == ("MARTIN Hugo", True, False)


def test_history_names_the_portal_for_what_the_family_did(desk: Desk, portal: PortalInMemory) -> None:
    request_id = ask(portal)
    portal.tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=MONDAY))
    synchronise(desk)
    acts.correct_email(desk, request_id, "x@exemple.fr")
    history = request_detail(desk, request_id).history
    assert [(line.who, line.text) for line in history] == [
        ("portail", "demande reçue du portail"),
        ("portail", "adresse confirmée par la famille"),
        ("claire", "adresse e-mail corrigée"),
    ]
