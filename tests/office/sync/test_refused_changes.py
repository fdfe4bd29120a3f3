"""What the portal refused: said in words, tried again as it is today, or given up; never an old thing over a new one."""

import pytest

from tests.office.conftest import Clock
from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import CAST, HUGO_MARTIN, SCHOOL_NAME, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.journal.lines import ActionFilter, action_lines
from turbo_admin.office.overview import home
from turbo_admin.office.overview.home import overview
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sheets import delivery, listing, mail, printing
from turbo_admin.office.sync.journal import RunOutcome, run_lines
from turbo_admin.office.sync.refused_acts import give_up, retry
from turbo_admin.office.sync.refused_listing import RefusedItem, refused_items
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import outbox, refused_changes
from turbo_admin.store import sheets as stored_sheets


def refuse(portal: PortalInMemory, kind: str, reason: str) -> None:
    """Let the portal refuse a kind from now on."""
    portal.refusals[kind] = (reason, f"Motif {reason}.")


def only_item(desk: Desk) -> RefusedItem:
    """Return the one refused thing."""
    [item] = refused_items(desk)
    return item


@pytest.mark.both_engines
def test_a_refusal_is_counted_and_said_in_words(desk: Desk, portal: PortalInMemory) -> None:
    refuse(portal, "settings", "bad_body")
    synchronise(desk)
    item = only_item(desk)
    assert (item.what, item.school) == ("Configuration de l’Espace numérique", SCHOOL_NAME)
    assert item.why == "Le portail n’a pas compris cet envoi."
    assert overview(desk).sync.refused == home.overview(desk).refused_changes == 1
    [line] = run_lines(desk, troubled=True)
    assert line.outcome is RunOutcome.REFUSALS
    assert line.refused == "1\u00a0configuration"
    assert {one.who for one in action_lines(desk, ActionFilter(text="refusé"))} == {"portail"}


@pytest.mark.both_engines
def test_what_is_tried_again_is_what_is_true_today(desk: Desk, portal: PortalInMemory) -> None:
    refuse(portal, "diner", "unknown_kind")
    synchronise(desk)
    items = refused_items(desk)
    assert len(items) == len(CAST)
    assert "Hôte MARTIN Léa" in {item.what for item in items}
    assert "mettre le portail à jour" in items[0].todo
    with desk.database.read() as session:
        before = {one.key: (one.id, one.rev) for one in refused_changes.refused(session)}
    assert retry(desk, [item.id for item in items]) == len(CAST)
    with desk.database.read() as session:
        after = {one.key: (one.id, one.rev) for one in outbox.waiting(session, UAI, 100)}
    assert all(after[key][0] != old and after[key][1] > rev for key, (old, rev) in before.items())
    portal.refusals.clear()
    synchronise(desk)
    assert len(portal.of_kind("diner")) == len(CAST)
    assert refused_items(desk) == []


def test_an_edit_takes_the_place_of_what_was_refused(desk: Desk, portal: PortalInMemory) -> None:
    refuse(portal, "settings", "bad_body")
    synchronise(desk)
    old = only_item(desk).id
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name="Corrigé"))
    assert refused_items(desk) == []
    # The clerk still sees the old line, and presses.
    assert retry(desk, [old]) == 0
    assert give_up(desk, [old]) == 0
    portal.refusals.clear()
    synchronise(desk)
    assert portal.of_kind("settings")[0].name == "Corrigé"


@pytest.mark.both_engines
def test_a_mail_that_never_will_pass_is_given_up_and_a_record_is_not(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    mail.mail_sheets(desk, issued.sheets)
    refuse(portal, "mail.credentials", "superseded")
    refuse(portal, "request", "bad_body")
    synchronise(desk)
    record, letter = refused_items(desk)
    assert (record.kind, record.may_pass, record.may_be_given_up) == ("request", True, False)
    assert (letter.kind, letter.may_pass, letter.may_be_given_up) == ("mail.credentials", False, True)
    assert "abandonnez" in letter.todo
    assert retry(desk, [letter.id]) == 0
    assert give_up(desk, [record.id, letter.id]) == 1
    assert [one.kind for one in refused_items(desk)] == ["request"]


def test_a_refused_sheet_is_not_printed_nor_mailed_until_it_passes(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    refuse(portal, "account", "unknown_diner")
    synchronise(desk)
    with pytest.raises(Refused) as refusal:
        printing.sheets_pdf(desk, issued.sheets)
    assert refusal.value.code == "sheet_refused"
    assert mail.mail_sheets(desk, issued.sheets).queued == 0
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert not line.readable
    assert not line.mail_proposed
    portal.refusals.clear()
    synchronise(desk)
    assert len(portal.of_kind("account")) == 1
    assert printing.sheets_pdf(desk, issued.sheets).startswith(b"%PDF")
    assert mail.mail_sheets(desk, issued.sheets).queued == 1


def test_an_older_password_never_comes_back_over_a_newer_one(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    first = from_requests.issue(desk, [receive(desk, portal)])
    refuse(portal, "account", "unknown_diner")
    synchronise(desk)
    clock.pass_by(minutes=1)
    second = from_requests.issue(desk, [receive(desk, portal, card=HUGO_MARTIN.number, first_name="Hugo")])
    portal.refusals.clear()
    synchronise(desk)
    assert [one.credential.number for one in portal.of_kind("account")] == [2]
    assert refused_items(desk) == []
    assert printing.sheets_pdf(desk, second.sheets)
    with desk.database.read() as session:
        [old] = stored_sheets.sheets_by_id(session, first.sheets)
    assert old.secret is None


@pytest.mark.both_engines
def test_an_identifiant_that_is_taken_is_drawn_again(desk: Desk, portal: PortalInMemory) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    [before] = listing.sheet_lines(desk, issued.batch_id)
    refuse(portal, "account", "login_taken")
    synchronise(desk)
    portal.refusals.clear()
    assert retry(desk, [only_item(desk).id]) == 1
    synchronise(desk)
    [after] = listing.sheet_lines(desk, issued.batch_id)
    assert portal.of_kind("account")[0].login == after.login != before.login


def test_a_mail_is_tried_again_unless_another_was_prepared_since(desk: Desk, portal: PortalInMemory) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    mail.mail_sheets(desk, issued.sheets)
    refuse(portal, "mail.credentials", "account_closed")
    synchronise(desk)
    item = only_item(desk)
    assert item.what == "Courriel des identifiants de MARTIN Léa"
    assert item.may_pass
    assert mail.mail_sheets(desk, issued.sheets).queued == 1
    assert "Un autre courriel" in only_item(desk).why
    assert retry(desk, [item.id]) == 0
    portal.refusals.clear()
    synchronise(desk)
    # Had both left, the family would have had two.
    assert len(portal.of_kind("mail.credentials")) == 1


def test_a_mail_tried_again_waits_like_any_other(desk: Desk, portal: PortalInMemory) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    mail.mail_sheets(desk, issued.sheets)
    refuse(portal, "mail.credentials", "account_closed")
    synchronise(desk)
    assert retry(desk, [only_item(desk).id]) == 1
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert line.delivery is delivery.Delivery.MAIL_WAITING
    assert mail.mail_sheets(desk, issued.sheets).queued == 0
    portal.refusals.clear()
    synchronise(desk)
    assert len(portal.of_kind("mail.credentials")) == 1


def test_the_refusal_of_a_request_is_named_by_who_asked(desk: Desk, portal: PortalInMemory) -> None:
    request = ask(portal)
    synchronise(desk)
    acts.refuse(desk, [request], "Carte perdue")
    refuse(portal, "request", "bad_body")
    synchronise(desk)
    assert only_item(desk).what == "Réponse à la demande de MARTIN Léa"
    assert give_up(desk, [only_item(desk).id]) == 0
