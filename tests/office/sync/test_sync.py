"""« Synchroniser maintenant »: nothing lost, nothing doubled, one at a time."""

from collections.abc import Callable

import pytest

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.people import HUGO_MARTIN, LEA_MARTIN, MONDAY, UAI, make_received
from turbo_admin.core.errors import Cancelled, Outdated, Refused, Unreachable
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import lines
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.outbox import pairing
from turbo_admin.office.overview.home import overview
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sheets import listing
from turbo_admin.office.sync.receiving import RECEIVING
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import RequestConfirmed
from turbo_admin.store import refused_changes, sync


def ask(portal: PortalInMemory, **changed: object) -> str:
    """Let a family ask."""
    told = make_received(**changed)  # type: ignore[arg-type]
    portal.tell("request.received", told)
    return told.request_id


def test_requests_come_in_and_the_roster_goes_out(desk: Desk, portal: PortalInMemory) -> None:
    ask(portal)
    summary = synchronise(desk)
    assert summary.ok
    assert summary.new_requests == 1
    assert [line.diner_name for line in lines.request_lines(desk)] == ["MARTIN Léa"]
    assert {(diner.last_name, diner.first_name) for diner in portal.of_kind("diner")} >= {("MARTIN", "Léa")}
    assert len(portal.of_kind("diner")) == 9
    assert portal.of_kind("settings")[0].name == "Collège des Tilleuls"


def test_a_request_that_may_be_a_robots_is_shown_to_verify_and_never_ticked_in_bulk(
    desk: Desk, portal: PortalInMemory
) -> None:
    ask(portal)
    ask(portal, request_id="robot", trapped=True)
    synchronise(desk)
    robot, family = sorted(lines.request_lines(desk), key=lambda line: not line.trapped)
    assert (family.asker.value, robot.asker.value) == ("connu", "à vérifier")
    assert "robot ?" in robot.alerts
    assert not robot.bulk


def test_a_request_from_an_account_shows_whose_it_is_and_is_found_by_its_reference(
    desk: Desk, portal: PortalInMemory
) -> None:
    first = ask(portal)
    synchronise(desk)
    issued = from_requests.issue(desk, [first])
    (sheet,) = listing.sheet_lines(desk, issued.batch_id)
    ask(portal, request_id="4f2a91c7d00d", asked_by=sheet.account_id, first_name="Zoé")
    ask(portal, request_id="unknown", asked_by="nobody-here")
    synchronise(desk)
    shown = request_detail(desk, "4f2a91c7d00d")
    assert shown.asked_by == f"Demandé depuis le compte {sheet.login} (MARTIN Léa)"
    assert shown.reference == "4F2A-91C7"
    assert fold(shown.reference) in shown.line.search
    assert "ne connaît pas" in request_detail(desk, "unknown").asked_by
    assert request_detail(desk, first).asked_by == ""


def test_nothing_waits_after_a_run_and_a_second_one_sends_nothing(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    portal.batches.clear()
    summary = synchronise(desk)
    assert portal.batches == []
    assert (summary.schools[0].received, summary.schools[0].sent) == (0, 0)
    assert overview(desk).sync.changes_waiting == 0


def test_no_batch_is_larger_than_the_portal_takes(desk: Desk, portal: PortalInMemory) -> None:
    portal.batch = 4
    assert synchronise(desk).ok
    assert [len(batch) for batch in portal.batches] == [4, 4, 2]


def test_a_run_with_nothing_to_do_asks_once(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    calls: list[str] = []
    portal.before = calls.append
    assert synchronise(desk).ok
    assert calls == ["events"]


def test_after_sending_the_portal_is_asked_again_only_if_something_came(
    desk: Desk, portal: PortalInMemory
) -> None:
    calls: list[str] = []
    portal.before = calls.append
    assert synchronise(desk).ok
    assert calls == ["events", "changes"]

    def come(call: str) -> None:
        calls.append(call)
        if call == "changes":
            ask(portal)

    portal.before = come
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name="Nouveau nom"))
    assert synchronise(desk).new_requests == 1
    # The last call acknowledges what came.
    assert calls[2:] == ["events", "changes", "events", "events"]


def test_the_portal_never_sees_cards_or_addresses(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    sent = b"".join(
        bytes(change.body) for batch in portal.batches for change in batch if change.kind == "diner"
    )
    assert LEA_MARTIN.number.encode() not in sent
    assert b"@" not in sent


def test_events_come_page_by_page(desk: Desk, portal: PortalInMemory) -> None:
    for number in range(25):
        ask(portal, card=f"{number:05d}")
    portal.page = 10
    assert synchronise(desk).new_requests == 25
    assert lines.request_counts(desk).open == 25


def test_hearing_everything_twice_changes_nothing(desk: Desk, portal: PortalInMemory) -> None:
    request_id = ask(portal)
    synchronise(desk)
    portal.tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=MONDAY))
    synchronise(desk)
    portal.codes.add("AGAIN")
    pairing.pair(desk, "https://espace.exemple.fr", "AGAIN", replace=True)
    summary = synchronise(desk)
    assert summary.ok
    assert summary.schools[0].received == 0
    assert lines.request_counts(desk).total == 1


@pytest.mark.both_engines
@pytest.mark.parametrize("call", ["events", "changes"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_cut_loses_nothing_and_doubles_nothing(
    desk: Desk, portal: PortalInMemory, call: str, moment: str
) -> None:
    ask(portal)
    synchronise(desk)
    ask(portal, card=HUGO_MARTIN.number, first_name="Hugo")
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name="Nouveau nom"))
    cuts = iter([True])

    def cut(now: str) -> None:
        if now == call and next(cuts, False):
            raise Unreachable("portal_unreachable")

    setattr(portal, moment, cut)
    summary = synchronise(desk)
    assert not summary.ok
    assert "Rien n’est perdu" in summary.sentence or "rien n’est perdu" in summary.sentence
    assert "échouée" in overview(desk).sync.text
    assert synchronise(desk).ok
    assert lines.request_counts(desk).total == 2
    assert portal.of_kind("settings")[0].name == "Nouveau nom"
    assert overview(desk).sync.changes_waiting == 0


def test_an_edit_made_while_its_predecessor_travels_is_sent_too(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name="Premier"))
    edits = iter([True])

    def edit(call: str) -> None:
        if call == "changes" and next(edits, False):
            school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name="Second"))

    portal.after = edit
    synchronise(desk)
    assert portal.of_kind("settings")[0].name == "Second"


def test_ten_edits_travel_as_one(desk: Desk, portal: PortalInMemory) -> None:
    synchronise(desk)
    portal.batches.clear()
    for number in range(10):
        school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name=f"Nom {number}"))
    synchronise(desk)
    assert [len(batch) for batch in portal.batches] == [1]
    assert portal.of_kind("settings")[0].name == "Nom 9"


def test_a_refused_change_stays_visible_and_stops_nothing(desk: Desk, portal: PortalInMemory) -> None:
    portal.refusals["settings"] = ("bad_body", "Le portail n’en veut pas.")
    summary = synchronise(desk)
    assert summary.ok
    assert summary.schools[0].refused == 1
    with desk.database.read() as session:
        kept = refused_changes.refused(session)
    assert [(one.kind, one.refused_message) for one in kept] == [("settings", "Le portail n’en veut pas.")]
    assert len(portal.of_kind("diner")) == 9


@pytest.mark.both_engines
def test_an_event_of_an_unknown_kind_waits_for_the_next_version(desk: Desk, portal: PortalInMemory) -> None:
    portal.tell("payment.accepted", make_received())
    assert synchronise(desk).ok
    with desk.database.read() as session:
        kept = sync.kept_for_later(session, ["payment.accepted"])
    assert len(kept) == 1
    assert kept[0][3] is not None


def test_an_event_that_retention_has_emptied_is_passed_over(desk: Desk, portal: PortalInMemory) -> None:
    portal.tell("request.received", None)
    ask(portal)
    assert synchronise(desk).ok
    assert lines.request_counts(desk).total == 1


@pytest.mark.both_engines
def test_two_pcs_do_not_run_at_once(
    desk: Desk, open_pc: Callable[[str], Desk], portal: PortalInMemory
) -> None:
    other = open_pc("paul")
    said: list[str] = []

    def press(call: str) -> None:
        if call == "events" and not said:
            with pytest.raises(Refused) as refusal:
                synchronise(other)
            said.append(str(refusal.value))

    portal.before = press
    assert synchronise(desk).ok
    assert "PC-claire" in said[0]


@pytest.mark.both_engines
def test_a_run_that_was_overtaken_moves_nothing(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    ask(portal)

    def overtake(call: str) -> None:
        if call == "events":
            with desk.database.write() as session:
                sync.note_holder(session, "other", workstation="PC-autre", now=clock())

    portal.after = overtake
    summary = synchronise(desk)
    assert not summary.ok
    assert lines.request_counts(desk).total == 0


def test_cancelling_between_pages_keeps_what_came(desk: Desk, portal: PortalInMemory) -> None:
    for number in range(20):
        ask(portal, card=f"{number:05d}")
    portal.page = 10

    def stop(step: str, done: int, _total: int) -> None:
        if step == RECEIVING and done >= 10:
            raise Cancelled

    with pytest.raises(Cancelled):
        synchronise(desk, report=stop)
    assert lines.request_counts(desk).total == 10
    assert "échouée" in overview(desk).sync.text
    assert synchronise(desk).ok
    assert lines.request_counts(desk).total == 20


@pytest.mark.both_engines
@pytest.mark.parametrize("case", ["portal restored", "office restored", "another portal", "older counter"])
def test_a_restored_side_stops_the_exchange_and_pairing_again_forgives_nothing(
    desk: Desk, portal: PortalInMemory, case: str
) -> None:
    ask(portal)
    synchronise(desk)
    if case == "portal restored":
        portal.events_told.clear()
    elif case == "office restored":
        portal.acknowledged = 7
    elif case == "another portal":
        portal.epoch = "portal-2"
    else:
        portal.revs["diner", "x"] = 10_000
    before = dict(portal.told)
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name="Après"))
    summary = synchronise(desk)
    assert not summary.ok
    assert "sauvegarde" in summary.sentence
    assert portal.told == before
    portal.codes.add("AGAIN")
    pairing.pair(desk, "https://espace.exemple.fr", "AGAIN", replace=True)
    portal.acknowledged = max(portal.acknowledged, 7 if case == "office restored" else 0)
    assert "sauvegarde" in synchronise(desk).sentence
    assert portal.told == before
    assert lines.request_counts(desk).total == 1


@pytest.mark.both_engines
def test_a_run_that_was_cut_is_never_called_done(desk: Desk, portal: PortalInMemory) -> None:
    def die(_call: str) -> None:
        raise SystemError("power cut")

    portal.before = die
    with pytest.raises(SystemError):
        synchronise(desk)
    assert "interrompue" in overview(desk).sync.text


def test_a_clock_that_is_wrong_is_said_and_changes_nothing(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    clock.pass_by(days=400)
    ask(portal)
    summary = synchronise(desk)
    assert summary.ok
    assert "horloge" in summary.sentence
    assert lines.request_counts(desk).total == 1


def test_without_a_portal_the_clerk_is_told_where_to_pair(bare_desk: Desk) -> None:
    with pytest.raises(Refused, match="Configuration"):
        synchronise(bare_desk)


def test_an_unknown_version_is_said_in_words(desk: Desk, portal: PortalInMemory) -> None:
    def refuse(_call: str) -> None:
        raise Outdated("outdated")

    portal.before = refuse
    summary = synchronise(desk)
    assert summary.schools[0].error_kind == "Outdated"
    assert "Mettez à jour" in summary.sentence
