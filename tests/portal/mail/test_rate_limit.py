"""Not too many mails at once; and what strangers have mailed to a family does not keep its own mails waiting."""

from datetime import timedelta

import pytest

from tests.portal.conftest import Portal
from tests.portal.queued import NOW, TO, queue
from turbo_admin.core.mails.payloads import DATA, RequestData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.mail.queue_admin import mail_lines
from turbo_admin.portal.mail.rate_limit import MAILBOX_LIMITS, MailRateLimit
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport

ANONYMOUS = ("demande", "adresse", "adresse-prise")


def acknowledge(portal: Portal, to: str = TO) -> None:
    """Queue what anybody may have mailed to anybody."""
    with portal.database.school(portal.uai) as connection:
        queue_mail(connection, portal.uai, kind="demande", to=to, data=RequestData(), now=NOW)


def test_every_kind_of_mail_has_its_limit() -> None:
    assert set(MAILBOX_LIMITS) == set(DATA)


def test_a_domain_and_a_mailbox_are_not_flooded() -> None:
    pace = MailRateLimit(per_domain=3, limits_mailboxes=False)
    for name in "abc":
        assert pace.take(f"{name}@exemple.fr", "refus", NOW) is None
    pause = pace.take("c@exemple.fr", "refus", NOW + timedelta(seconds=20))
    assert pause is not None
    assert (pause.lasts, pause.domain) == (timedelta(seconds=40), "exemple.fr")
    assert pace.take("c@autre.fr", "refus", NOW) is None
    assert pace.take("c@exemple.fr", "refus", NOW + timedelta(seconds=60)) is None
    unlimited = MailRateLimit(0, limits_mailboxes=False)
    assert all(unlimited.take("a@exemple.fr", "demande", NOW) is None for _ in range(1000))


@pytest.mark.parametrize("kind", sorted(MAILBOX_LIMITS))
def test_a_mailbox_gets_so_many_mails_of_a_kind_an_hour(kind: str) -> None:
    pace, most = MailRateLimit(0), MAILBOX_LIMITS[kind].most
    spellings = ("a@exemple.fr", "A+x@Exemple.fr")
    assert [pace.take(spellings[n % 2], kind, NOW) for n in range(most)] == [None] * most
    pause = pace.take("a@exemple.fr", kind, NOW)
    assert pause is not None
    assert (pause.lasts, pause.domain) == (timedelta(hours=1), "")
    assert pace.take("b@exemple.fr", kind, NOW) is None


@pytest.mark.parametrize("kind", sorted(set(MAILBOX_LIMITS) - set(ANONYMOUS)))
def test_what_strangers_have_mailed_keeps_none_of_the_familys_own_mails_waiting(kind: str) -> None:
    pace = MailRateLimit(0)
    for number in range(1000):
        pace.take(TO, ANONYMOUS[number % 3], NOW)
    assert pace.take(TO, kind, NOW) is None


def test_a_flood_of_requests_for_an_address_mutes_no_family_and_the_queue_says_what_waits(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    for _ in range(25):
        acknowledge(portal)
    queue(portal)
    assert work_once(mailer, now=NOW) == 21
    assert len(smtp.sent_to(TO, "identifiants")) == 1
    waiting = mail_lines(portal.owner, "waiting")
    assert {one.kind for one in waiting} == {"demande"}
    assert [one.reason for one in waiting] == [
        "attend son tour\u00a0: cette boîte a déjà reçu 20\u00a0courriels de ce genre en une heure"
    ] * 5
    assert work_once(mailer, now=NOW + timedelta(hours=1)) == 5
    assert portal.rows("SELECT DISTINCT state, attempts, last_error FROM mail") == [("sent", 1, "")]


def test_what_has_to_wait_for_its_turn_is_not_tried_and_leaves_later(portal: Portal, smtp: Catcher) -> None:
    mailer = MailSender(
        portal.worker, open_transport(smtp.url), portal.mail_key, pace=MailRateLimit(per_domain=2)
    )
    for number in range(5):
        queue(portal, f"f{number}@exemple.fr")
    queue(portal, "f@autre.fr")
    assert work_once(mailer, now=NOW) == 3
    assert portal.rows("SELECT count(*), max(attempts), max(next_at) FROM mail WHERE state = 'queued'") == [
        (3, 0, NOW + timedelta(minutes=1))
    ]
    assert {one.reason for one in mail_lines(portal.owner, "waiting")} == {
        "attend son tour\u00a0: @exemple.fr reçoit au plus 2\u00a0courriels par minute (--mail-pace)"
    }
    assert work_once(mailer, now=NOW + timedelta(minutes=1)) == 2
    assert work_once(mailer, now=NOW + timedelta(minutes=2)) == 1
    assert len(smtp.wait_for(6)) == 6
    assert portal.rows("SELECT DISTINCT state, attempts FROM mail") == [("sent", 1)]
