"""Known guardians are told when another address asks for an account, or is given one; once, and no more than that."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.office.credentials.answers import all_seen
from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import HUGO_MARTIN, LEA_MARTIN, MONDAY, UAI, Person
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.renewal import renew
from turbo_admin.office.credentials.revoking import revoke_requests
from turbo_admin.office.credentials.unasked import issue_unasked
from turbo_admin.office.credentials.undoing import undo_batch
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.acts import choose_diner
from turbo_admin.office.intake.detail import request_detail
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.settings.school_settings import save_settings, settings_of
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import MailState
from turbo_admin.protocol.states import NotifyGuardian

MOTHER, FATHER, STRANGER = "famille.martin@exemple.fr", "papa.martin@exemple.fr", "inconnu@example.org"


@pytest.fixture
def lea(desk: Desk) -> str:
    """Léa's id; two guardians are known for her."""
    [line] = [one for one in list_diners(desk) if one.external_id == LEA_MARTIN.id]
    save_diner(
        desk,
        line.id,
        DinerEdit(
            line.last_name, line.first_name, line.class_name, line.kind, (MOTHER, FATHER), False, line.card
        ),
    )
    return line.id


def notices(portal: PortalInMemory, occasion: str) -> list[NotifyGuardian]:
    return [one for one in portal.of_kind("guardian.notify") if one.occasion == occasion]


def issue_to(desk: Desk, portal: PortalInMemory, lea: str, email: str) -> str:
    request = receive(desk, portal, email=email)
    choose_diner(desk, request, lea)
    from_requests.issue(desk, [request])
    synchronise(desk)
    return request


def test_the_other_guardians_are_told_of_an_account_for_a_stranger(
    desk: Desk, portal: PortalInMemory, lea: str
) -> None:
    request = issue_to(desk, portal, lea, STRANGER)
    told = notices(portal, "opened")
    assert {one.to for one in told} == {MOTHER, FATHER}
    [account_id] = [key for kind, key in portal.told if kind == "account"]
    assert {(one.diner_id, one.account_id, one.request_id) for one in told} == {(lea, account_id, request)}


def test_who_asked_is_not_told_of_itself(desk: Desk, portal: PortalInMemory, lea: str) -> None:
    issue_to(desk, portal, lea, MOTHER.upper())
    assert [one.to for one in notices(portal, "opened")] == [FATHER]


def test_whoever_holds_the_diner_already_is_told_too(desk: Desk, portal: PortalInMemory, lea: str) -> None:
    issue_to(desk, portal, lea, STRANGER)
    again = receive(desk, portal, email=FATHER)
    choose_diner(desk, again, lea)
    from_requests.issue(desk, [again], agreed=all_seen(desk, [again]))
    synchronise(desk)
    by_account = {one.account_id: set[str]() for one in notices(portal, "opened")}
    for one in notices(portal, "opened"):
        by_account[one.account_id].add(one.to)
    assert sorted(map(sorted, by_account.values())) == sorted(
        [sorted([MOTHER, FATHER]), sorted([MOTHER, STRANGER])]
    )


def test_it_is_told_once_however_often_it_is_synchronised_or_renewed(
    desk: Desk, portal: PortalInMemory, lea: str
) -> None:
    issue_to(desk, portal, lea, STRANGER)
    [account_id] = [key for kind, key in portal.told if kind == "account"]
    renew(desk, [account_id])
    synchronise(desk)
    synchronise(desk)
    assert len(notices(portal, "opened")) == 2
    sent = [change for batch in portal.batches for change in batch if change.kind == "guardian.notify"]
    assert len(sent) == len({change.key for change in sent})


def test_a_school_that_does_not_want_it_tells_nobody(desk: Desk, portal: PortalInMemory, lea: str) -> None:
    save_settings(desk, UAI, replace(settings_of(desk, UAI), notify_guardians=False))
    issue_to(desk, portal, lea, STRANGER)
    assert portal.of_kind("guardian.notify") == []


def test_identifiants_that_nobody_asked_for_are_no_news(desk: Desk, portal: PortalInMemory, lea: str) -> None:
    issue_unasked(desk, UAI, ["5 A"])
    synchronise(desk)
    assert portal.of_kind("guardian.notify") == []


@pytest.mark.both_engines
def test_a_sure_request_of_an_unknown_address_is_told_at_once(
    desk: Desk, portal: PortalInMemory, lea: str
) -> None:
    request = receive(desk, portal, email=STRANGER)
    told = notices(portal, "asked")
    assert {one.to for one in told} == {MOTHER, FATHER}
    assert {(one.account_id, one.request_id) for one in told} == {("", request)}
    by = {line.text: line.who for line in request_detail(desk, request).history}
    assert by["avis demandé aux responsables connus\u00a0: compte demandé"] == "Turbo Admin"


def test_who_generated_identifiants_is_who_had_the_guardians_told(
    desk: Desk, portal: PortalInMemory, lea: str
) -> None:
    request = issue_to(desk, portal, lea, STRANGER)
    by = {line.text: line.who for line in request_detail(desk, request).history}
    assert by["avis demandé aux responsables connus\u00a0: compte ouvert"] == desk.operator.who


@pytest.mark.parametrize(
    "changed", [{"email": MOTHER}, {"email": STRANGER, "card": "99999"}], ids=["known address", "not certain"]
)
def test_a_known_address_or_a_doubtful_diner_makes_no_noise(
    desk: Desk, portal: PortalInMemory, lea: str, changed: dict[str, str]
) -> None:
    receive(desk, portal, **changed)
    assert notices(portal, "asked") == []


def test_the_same_request_twice_is_told_once(desk: Desk, portal: PortalInMemory, lea: str) -> None:
    receive(desk, portal, email=STRANGER)
    receive(desk, portal, email=STRANGER)
    assert len(notices(portal, "asked")) == 2  # one a guardian


def test_what_becomes_of_the_mail_stands_in_the_history_and_not_on_the_request(
    desk: Desk, portal: PortalInMemory, lea: str
) -> None:
    request = issue_to(desk, portal, lea, STRANGER)
    for state, reason in (("sent", ""), ("failed", "boîte inconnue")):
        portal.tell(
            "mail.state",
            MailState(
                mail_id=f"n-{state}",
                mail_kind="vigilance",
                state=state,
                at=MONDAY,
                reason=reason,
                request_id=request,
            ),
        )
    synchronise(desk)
    detail = request_detail(desk, request)
    texts = [line.text for line in detail.history]
    assert "avis demandé aux responsables connus\u00a0: compte ouvert" in texts
    assert texts[-2:] == ["avis envoyé à un responsable connu", "avis à un responsable connu rejeté"]
    assert "courriel rejeté" not in " ".join(detail.line.alerts)


@pytest.mark.parametrize("undo", [True, False], ids=["undone", "revoked"])
def test_what_was_taken_back_before_it_left_is_not_told(
    desk: Desk, portal: PortalInMemory, lea: str, undo: bool
) -> None:
    request = receive(desk, portal, email=STRANGER)
    choose_diner(desk, request, lea)
    batch = from_requests.issue(desk, [request]).batch_id
    if undo:
        undo_batch(desk, batch)
    else:
        revoke_requests(desk, [request])
    synchronise(desk)
    assert notices(portal, "opened") == []


@pytest.mark.both_engines
def test_two_pcs_do_not_tell_it_twice(
    desk: Desk, portal: PortalInMemory, lea: str, open_pc: Callable[[str], Desk]
) -> None:
    other = open_pc("paul")
    portal.codes.add("CODE-2")
    pairing.pair(other, "https://espace.exemple.fr", "CODE-2")
    ask(portal, email=STRANGER)
    assert synchronise(other).ok
    assert synchronise(desk).ok
    assert len(notices(portal, "asked")) == 2


def test_brothers_are_told_of_apart(desk: Desk, portal: PortalInMemory) -> None:
    hugo, lea = (receive(desk, portal, email=STRANGER, **_named(one)) for one in (HUGO_MARTIN, LEA_MARTIN))
    for request, person in ((hugo, HUGO_MARTIN), (lea, LEA_MARTIN)):
        [diner] = [one.id for one in list_diners(desk) if one.external_id == person.id]
        choose_diner(desk, request, diner)
    from_requests.issue(desk, [hugo, lea])
    synchronise(desk)
    told = notices(portal, "opened")
    assert len({one.diner_id for one in told}) == 2
    assert {one.to for one in told} == {MOTHER}


def _named(person: Person) -> dict[str, str]:
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "card": person.number,
    }
