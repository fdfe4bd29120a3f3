"""From ticked lines to sheets and mails."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import GONE, HUGO_MARTIN, LEA_MARTIN, LOUISE_DURAND, MONDAY, STRANGER, UAI
from turbo_admin.core.credentials.rules import hash_token, matching_hash
from turbo_admin.core.credentials.sealing import new_mail_key, unseal_for_mail
from turbo_admin.core.errors import Cancelled, Refused
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts, lines
from turbo_admin.office.sheets import delivery, listing, mail, printing
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import CredentialSpent, MailState, RequestConfirmed
from turbo_admin.protocol.states import AccountRequestState
from turbo_admin.store import sheets as stored_sheets


def receive(desk: Desk, portal: PortalInMemory, **changed: object) -> str:
    """Let a family ask, and synchronise."""
    request_id = ask(portal, **changed)
    synchronise(desk)
    return request_id


def read_pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return [document[place].get_textpage().get_text_bounded() for place in range(len(document))]
    finally:
        document.close()


def test_a_certain_request_of_a_known_address_is_issued_printed_and_told(
    desk: Desk, portal: PortalInMemory
) -> None:
    request_id = receive(desk, portal)
    line = lines.request_lines(desk)[0]
    assert (line.degree.value, line.asker, line.bulk) == ("certaine", RequesterStatus.KNOWN, True)
    issued = from_requests.issue(desk, [request_id])
    assert (issued.accounts, issued.requests) == (1, 1)
    [page] = read_pages(printing.sheets_pdf(desk, issued.sheets))
    [shown] = listing.sheet_lines(desk, issued.batch_id)
    assert shown.login in page
    assert "MARTIN Léa" in page
    synchronise(desk)
    [told], [answered] = portal.of_kind("account"), portal.of_kind("request")
    assert (answered.answer, answered.decision, answered.account_id) == ("answered", 1, shown.account_id)
    assert told.login == shown.login
    typed = next(word for word in page.split() if word.count("-") == 2 and len(word) == 14)
    assert matching_hash([portal.hashes[shown.account_id]], typed) == 0
    assert lines.request_line(desk, request_id).state is lines.RequestStanding.ISSUED


def test_the_mail_is_sealed_for_the_worker_and_says_what_the_sheet_says(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    [page] = read_pages(printing.sheets_pdf(desk, issued.sheets))
    assert mail.mail_sheets(desk, issued.sheets).queued == 1
    synchronise(desk)
    [told] = portal.of_kind("mail.credentials")
    secret = unseal_for_mail(told.sealed, portal.mail_key)
    assert secret.password in page
    [credential] = [one.credential for one in portal.of_kind("account")]
    assert hash_token(secret.link_token) == credential.link_hash
    assert told.number == credential.number == 1
    with pytest.raises(Refused):
        unseal_for_mail(told.sealed, new_mail_key())


def test_no_clear_password_lies_in_the_database(desk: Desk, portal: PortalInMemory, tmp_path: Path) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    [page] = read_pages(printing.sheets_pdf(desk, issued.sheets))
    typed = next(word for word in page.split() if word.count("-") == 2 and len(word) == 14)
    mail.mail_sheets(desk, issued.sheets)
    for path in tmp_path.iterdir():
        if path.is_file():
            assert typed.encode() not in path.read_bytes()


def test_lines_of_one_address_share_one_account_and_one_sheet(desk: Desk, portal: PortalInMemory) -> None:
    one, other = ask(portal), ask(portal, card=HUGO_MARTIN.number, first_name="Hugo")
    synchronise(desk)
    issued = from_requests.issue(desk, [one, other])
    assert (issued.accounts, issued.requests) == (1, 2)
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert set(line.names) == {"MARTIN Léa", "MARTIN Hugo"}
    synchronise(desk)
    [told] = portal.of_kind("account")
    assert len(told.diner_ids) == 2
    assert [one.answer for one in portal.of_kind("request")] == ["answered"] * 2


def test_a_second_child_is_attached_to_the_account_its_parent_has(desk: Desk, portal: PortalInMemory) -> None:
    first = from_requests.issue(desk, [receive(desk, portal)])
    synchronise(desk)
    [(account, login)] = [(line.account_id, line.login) for line in listing.sheet_lines(desk, first.batch_id)]
    portal.tell("credential.spent", CredentialSpent(account_id=account, number=1, spent_at=MONDAY))
    second = from_requests.issue(desk, [receive(desk, portal, card=HUGO_MARTIN.number, first_name="Hugo")])
    synchronise(desk)
    told = portal.of_kind("account")[-1]
    assert (told.login, told.credential.number, told.ended) == (login, 2, 1)
    assert len(told.diner_ids) == 2
    assert [line.delivery for line in listing.sheet_lines(desk, first.batch_id)] == [
        delivery.Delivery.CONNECTED
    ]
    assert [line.delivery for line in listing.sheet_lines(desk, second.batch_id)] == [
        delivery.Delivery.TO_HAND
    ]


@pytest.mark.both_engines
def test_a_line_dealt_with_on_another_pc_is_never_dealt_with_twice(
    desk: Desk, open_pc: Callable[[str], Desk], portal: PortalInMemory
) -> None:
    request_id = receive(desk, portal)
    other = open_pc("paul")
    from_requests.issue(other, [request_id])
    with pytest.raises(Refused, match="paul"):
        from_requests.issue(desk, [request_id])
    with pytest.raises(Refused, match="paul"):
        acts.refuse(desk, [request_id], "trop tard")
    synchronise(desk)
    assert [one.credential.number for one in portal.of_kind("account")] == [1]


def test_a_line_taken_while_this_pc_was_hashing_stops_the_whole_batch(
    desk: Desk, open_pc: Callable[[str], Desk], portal: PortalInMemory
) -> None:
    mine = ask(portal)
    theirs = ask(
        portal,
        card=LOUISE_DURAND.number,
        last_name="DURAND",
        first_name="Louise",
        email="p.durand@exemple.fr",
    )
    synchronise(desk)
    other, done = open_pc("paul"), []

    def meanwhile(step: str, _done: int, _total: int) -> None:
        if not done:
            done.append(from_requests.issue(other, [theirs]))

    with pytest.raises(Refused, match="paul"):
        from_requests.issue(desk, [mine, theirs], report=meanwhile)
    assert lines.request_line(desk, mine).state is lines.RequestStanding.OPEN
    assert from_requests.issue(desk, [mine]).accounts == 1


def test_cancelling_before_the_writing_does_nothing(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal)

    def stop(_step: str, _done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        from_requests.issue(desk, [request_id], report=stop)
    assert lines.request_line(desk, request_id).state is lines.RequestStanding.OPEN
    assert listing.batches(desk) == []


def test_a_line_without_a_diner_cannot_be_issued(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(
        desk,
        portal,
        card=STRANGER.number,
        last_name="INCONNU",
        first_name="Alix",
        email="inconnu@example.org",
    )
    assert not lines.request_line(desk, request_id).tickable
    with pytest.raises(Refused, match="INCONNU Alix"):
        from_requests.issue(desk, [request_id])


def test_a_diner_who_left_is_never_issued(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(
        desk, portal, card=GONE.number, last_name="PETIT", first_name="Noé", email="petit@exemple.fr"
    )
    line = lines.request_line(desk, request_id)
    assert "hôte sorti" in line.alerts
    assert not line.bulk
    [gone] = [one.diner for one in detail_candidates(desk, request_id) if one.diner.left]
    acts.choose_diner(desk, request_id, gone.id)
    with pytest.raises(Refused, match="sorti"):
        from_requests.issue(desk, [request_id])


def detail_candidates(desk: Desk, request_id: str):  # type: ignore[no-untyped-def]
    """Return the candidates of a request."""
    from turbo_admin.office.intake.detail import request_detail

    return request_detail(desk, request_id).candidates


def test_an_unknown_address_waits_for_its_button(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal, email="autre@exemple.fr")
    line = lines.request_line(desk, request_id)
    assert (line.asker, line.bulk, line.tickable) == (RequesterStatus.UNVERIFIED, False, True)
    portal.tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=MONDAY))
    synchronise(desk)
    line = lines.request_line(desk, request_id)
    assert (line.asker, line.bulk) == (RequesterStatus.CONFIRMED, True)


@pytest.mark.both_engines
def test_a_corrected_address_is_no_longer_confirmed(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal, email="gmial@exemple.fr")
    portal.tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=MONDAY))
    synchronise(desk)
    line = acts.correct_email(desk, request_id, "gmail@exemple.fr")
    assert (line.email, line.typed_email, line.asker) == (
        "gmail@exemple.fr",
        "gmial@exemple.fr",
        RequesterStatus.UNVERIFIED,
    )


@pytest.mark.both_engines
def test_an_acknowledgement_that_never_arrived_is_an_alert_until_the_address_is_corrected(
    desk: Desk, portal: PortalInMemory
) -> None:
    request_id = receive(desk, portal)
    portal.tell(
        "mail.state",
        MailState(
            mail_id="m1",
            mail_kind="demande",
            state="failed",
            at=MONDAY,
            reason="boîte inconnue",
            request_id=request_id,
        ),
    )
    synchronise(desk)
    assert lines.request_line(desk, request_id).alerts == ("e-mail rejeté",)
    assert acts.bulk_ids(desk) == []
    assert acts.correct_email(desk, request_id, "famille.martin2@exemple.fr").alerts == ()


def test_mail_states_are_followed_to_rejected_and_to_connected(desk: Desk, portal: PortalInMemory) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    mail.mail_sheets(desk, issued.sheets)
    assert listing.sheet_lines(desk)[0].delivery is delivery.Delivery.MAIL_WAITING
    synchronise(desk)
    [mail_id] = [key for kind, key in portal.told if kind == "mail.credentials"]
    [account] = [key for kind, key in portal.told if kind == "account"]
    portal.tell(
        "mail.state",
        MailState(
            mail_id=mail_id, mail_kind="identifiants", state="failed", at=MONDAY, reason="boîte inconnue"
        ),
    )
    synchronise(desk)
    [line] = listing.sheet_lines(desk)
    assert line.delivery_text == "rejeté\u00a0: boîte inconnue"
    assert line.readable
    assert line.mail_proposed
    portal.tell("credential.spent", CredentialSpent(account_id=account, number=1, spent_at=MONDAY))
    synchronise(desk)
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert line.delivery is delivery.Delivery.CONNECTED
    assert not line.readable
    with pytest.raises(Refused, match="plus imprimable"):
        printing.sheets_pdf(desk, issued.sheets)


def test_a_mail_that_was_taken_and_came_back_is_rejected_after_all(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    mail.mail_sheets(desk, issued.sheets)
    synchronise(desk)
    [mail_id] = [key for kind, key in portal.told if kind == "mail.credentials"]
    seen = []
    for state, reason in (("sent", ""), ("retry", "plus tard"), ("failed", "boîte inconnue")):
        told = MailState(mail_id=mail_id, mail_kind="identifiants", state=state, at=MONDAY, reason=reason)  # type: ignore[arg-type]
        portal.tell("mail.state", told)
        synchronise(desk)
        [line] = listing.sheet_lines(desk)
        seen.append(line.delivery_text.partition(" le ")[0])
    assert seen == ["envoyé", "envoyé", "rejeté\u00a0: boîte inconnue"]


@pytest.mark.both_engines
def test_a_mail_that_the_worker_cannot_read_any_more_brings_its_line_back(
    desk: Desk, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    mail.mail_sheets(desk, issued.sheets)
    portal.refusals["mail.credentials"] = ("mail_key_changed", "La clé des courriels a changé.")
    synchronise(desk)
    [line] = listing.sheet_lines(desk)
    assert line.delivery is delivery.Delivery.REJECTED
    assert line.readable
    del portal.refusals["mail.credentials"]
    assert mail.mail_sheets(desk, issued.sheets).queued == 1
    assert synchronise(desk).ok
    assert len(portal.of_kind("mail.credentials")) == 1


def test_an_account_that_the_portal_refuses_is_shown_refused(desk: Desk, portal: PortalInMemory) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    portal.refusals["account"] = ("email_taken", "Cette adresse est prise.")
    synchronise(desk)
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert line.delivery_text == "refusé par le portail\u00a0: Cette adresse est prise."
    assert not line.readable
    portal.refusals.clear()
    synchronise(desk)
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert (line.delivery, line.readable) == (delivery.Delivery.TO_HAND, True)


@pytest.mark.both_engines
def test_a_sheet_is_reprinted_until_it_is_handed_over(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    first = read_pages(printing.sheets_pdf(desk, issued.sheets))
    printing.mark_printed(desk, issued.sheets)
    assert printing.save_pdf(desk, issued.sheets, tmp_path / "fiches.pdf") == 1
    assert read_pages((tmp_path / "fiches.pdf").read_bytes()) == first
    assert listing.sheet_lines(desk)[0].delivery is delivery.Delivery.PRINTED
    printing.mark_handed(desk, issued.sheets)
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert line.delivery is delivery.Delivery.HANDED
    with pytest.raises(Refused, match="plus imprimable"):
        printing.sheets_pdf(desk, issued.sheets)


@pytest.mark.both_engines
def test_a_sheet_of_another_pc_stays_closed(
    desk: Desk, open_pc: Callable[[str], Desk], portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    other = open_pc("paul")
    [line] = listing.sheet_lines(other)
    assert not line.readable
    with pytest.raises(Refused, match="autre poste"):
        printing.sheets_pdf(other, issued.sheets)
    assert mail.mail_sheets(other, issued.sheets).queued == 0


def test_a_mailed_sheet_lives_as_long_as_a_mail_and_a_printed_one_as_paper(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    one = receive(desk, portal)
    issued = from_requests.issue(desk, [one])
    on_paper = listing.sheet_lines(desk)[0].expires_on
    assert on_paper == (MONDAY + timedelta(days=90)).date()
    mail.mail_sheets(desk, issued.sheets)
    assert listing.sheet_lines(desk)[0].expires_on == (MONDAY + timedelta(days=30)).date()
    clock.pass_by(days=31)
    assert not listing.sheet_lines(desk)[0].readable


def test_an_expired_password_is_erased_by_the_first_run_of_the_day(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    synchronise(desk)

    def is_kept() -> bool:
        with desk.database.read() as session:
            return stored_sheets.sheets_by_id(session, issued.sheets)[0].secret is not None

    clock.pass_by(days=30)
    synchronise(desk)
    assert is_kept()
    clock.pass_by(days=365)
    synchronise(desk)
    assert not is_kept()


def test_the_school_decides_whether_confirmed_addresses_are_ticked_in_bulk(
    desk: Desk, portal: PortalInMemory
) -> None:
    from turbo_admin.office.settings.school_settings import SchoolSettings, save_settings

    request_id = receive(desk, portal, email="autre@exemple.fr")
    portal.tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=MONDAY))
    synchronise(desk)
    assert acts.bulk_ids(desk) == [request_id]
    save_settings(desk, UAI, SchoolSettings(name="École", accept_confirmed=False))
    assert acts.bulk_ids(desk) == []


def test_the_same_request_twice_is_seen_and_not_ticked_in_bulk(desk: Desk, portal: PortalInMemory) -> None:
    ask(portal)
    receive(desk, portal)
    assert [line.alerts for line in lines.request_lines(desk)] == [("demande en double",)] * 2
    assert acts.bulk_ids(desk) == []


def test_who_has_an_account_already_is_seen(desk: Desk, portal: PortalInMemory) -> None:
    from_requests.issue(desk, [receive(desk, portal)])
    request_id = receive(desk, portal, email="oncle@exemple.fr")
    assert "déjà un compte" in lines.request_line(desk, request_id).alerts


def test_a_refusal_is_told_with_its_reason(desk: Desk, portal: PortalInMemory) -> None:
    request_id = receive(desk, portal)
    assert acts.refuse(desk, [request_id], "Carte inconnue, passez au bureau.") == 1
    synchronise(desk)
    told = portal.told["request", request_id]
    assert isinstance(told, AccountRequestState)
    assert (told.answer, told.decision, told.reason) == ("refused", 1, "Carte inconnue, passez au bureau.")
    assert lines.request_line(desk, request_id).state is lines.RequestStanding.REFUSED


def test_identifiants_say_nothing_of_the_list_of_names(desk: Desk, portal: PortalInMemory) -> None:
    issued = from_requests.issue(desk, [receive(desk, portal)])
    [line] = listing.sheet_lines(desk, issued.batch_id)
    assert line.login.startswith("lm")
    assert len(line.login) == 8
    assert line.login[2:].isdigit()


def test_the_person_who_was_matched_stays_chosen_when_the_roster_changes(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    from tests.office.conftest import import_people

    request_id = receive(desk, portal, card="", last_name="MARTIN", first_name="L", email="x@exemple.fr")
    [lea] = [line for line in search(desk, "martin lea")]
    acts.choose_diner(desk, request_id, lea.id)
    import_people(desk, [LEA_MARTIN], tmp_path)
    assert lines.request_line(desk, request_id).diner_id == lea.id
    assert acts.choose_diner(desk, request_id, None).chosen_by == ""


def search(desk: Desk, text: str):  # type: ignore[no-untyped-def]
    """Return the diners that a search finds."""
    from turbo_admin.office.roster.search import search_diners

    return search_diners(desk, UAI, text)
