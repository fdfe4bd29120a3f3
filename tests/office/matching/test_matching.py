"""Requests matched as they are opened, against a roster that is kept in memory and followed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import HUGO_MARTIN, LEA_MARTIN, UAI
from turbo_admin.core.matching.alerts import Alert
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Operator, Right
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.matching import open_requests
from turbo_admin.office.roster.search import search_diners
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import diners, schools

pytestmark = pytest.mark.both_engines


def change(desk: Desk, name: str, **changed: object) -> None:
    """Change a diner behind the matching's back, as another act or PC does."""
    (line,) = search_diners(desk, UAI, name)
    with desk.database.write() as session:
        record = diners.diners_by_id(session, [line.id])[line.id]
        diners.change_diners(session, [replace(record, **changed)])  # type: ignore[arg-type]


def degree(desk: Desk, asked: MatchRequest) -> Degree:
    """Match against the roster kept in memory."""
    with desk.database.read() as session:
        return desk.rosters.roster(session, UAI, keep=True).match(asked).degree


def test_a_request_is_matched_as_it_is_opened_when_another_pc_has_changed_the_diner(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk]
) -> None:
    request_id = ask(portal)
    synchronise(desk)
    open_requests.read_rosters(desk)
    assert request_detail(desk, request_id).line.degree is Degree.CERTAIN

    change(open_pc("paul"), "martin lea", card="0683-31313")

    detail = request_detail(desk, request_id)
    assert detail.line.degree is Degree.PROBABLE
    assert "numéro de carte absent du fichier" in detail.reasons


def test_an_operator_who_only_consults_sees_the_stored_match_and_writes_none(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk]
) -> None:
    request_id = ask(portal)
    synchronise(desk)
    open_requests.read_rosters(desk)
    change(open_pc("paul"), "martin lea", card="0683-31313")

    trainee = replace(desk, operator=Operator("trainee", frozenset({Right.CONSULT})))
    assert request_detail(trainee, request_id).line.degree is Degree.CERTAIN
    assert request_detail(desk, request_id).line.degree is Degree.PROBABLE


def test_without_a_roster_in_memory_the_stored_match_is_shown(
    desk: Desk, portal: PortalInMemory, open_pc: Callable[[str], Desk]
) -> None:
    request_id = ask(portal)
    synchronise(desk)
    change(desk, "martin lea", left=True)

    just_opened = open_pc("paul")
    assert not just_opened.rosters.is_at_hand(UAI)
    assert request_detail(just_opened, request_id).line.degree is Degree.CERTAIN


def test_what_a_transaction_changes_and_takes_back_is_not_kept(desk: Desk) -> None:
    asked = MatchRequest("r", LEA_MARTIN.number, "MARTIN", "Léa", "")
    assert degree(desk, asked) is Degree.CERTAIN

    class Stop(Exception):
        pass

    try:
        with desk.database.write() as session:
            (lea,) = (one for one in diners.diners(session, UAI) if one.card == LEA_MARTIN.card)
            diners.change_diners(session, [replace(lea, left=True)])
            inside = desk.rosters.roster(session, UAI, keep=False).match(asked).degree
            raise Stop
    except Stop:
        pass

    assert inside is Degree.PROBABLE
    assert degree(desk, asked) is Degree.CERTAIN


def test_the_kept_roster_takes_in_who_arrives(desk: Desk) -> None:
    asked = MatchRequest("r", "44444", "ARRIVÉE", "Zélie", "")
    assert degree(desk, asked) is Degree.NONE
    with desk.database.write() as session:
        (hugo,) = (one for one in diners.diners(session, UAI) if one.card == HUGO_MARTIN.card)
        new = replace(
            hugo, id="d-new", external_id="new", card="0683-44444", last_name="ARRIVÉE", first_name="Zélie"
        )
        diners.add_diners(session, [new])

    assert degree(desk, asked) is Degree.CERTAIN


def test_another_site_code_reads_the_roster_again(desk: Desk) -> None:
    asked = MatchRequest("r", f"0771-{LEA_MARTIN.number}", "MARTIN", "Léa", "")

    def alerts() -> tuple[Alert, ...]:
        with desk.database.read() as session:
            return desk.rosters.roster(session, UAI, keep=True).match(asked).alerts

    assert alerts() == (Alert.CARD_OTHER_SCHOOL,)
    with desk.database.write() as session:
        schools.update_school(session, UAI, site_code="0771")
    assert alerts() == (Alert.CARD_UNKNOWN,)
