"""An office that does not synchronise any more is told, once, and not on closed days."""

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from tests.portal.conftest import Portal
from tests.portal.queued import body
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.host.silent_offices import is_silent, mail_silent_offices
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.host.worker import run, work_once
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import SchoolClosure, Settings

# A Monday of term, 05:30 in Paris, and the nights that follow.
MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
OFFICE = "intendance@exemple.fr"


def after(**span: float) -> datetime:
    return MONDAY + timedelta(**span)


@pytest.fixture
def school(portal: Portal) -> Portal:
    """A portal whose first school was last synchronised on Monday."""
    settle(portal, Settings(name="Collège de l’Exemple", email=OFFICE))
    return portal


def settle(portal: Portal, settings: Settings) -> None:
    portal.rows(
        "UPDATE school SET settings = CAST(:settings AS jsonb), office_epoch = 'e', last_sync_at = :at"
        " WHERE school_id = :uai",
        settings=codec.encode(settings).decode(),
        at=MONDAY,
        uai=portal.uai,
    )


def test_a_silence_of_36_hours_is_told_once(school: Portal, smtp: Catcher) -> None:
    assert mail_silent_offices(school.worker, now=after(hours=35)) == 0
    assert mail_silent_offices(school.worker, now=after(hours=37)) == 1
    assert mail_silent_offices(school.worker, now=after(hours=38)) == 0
    transport = open_transport(smtp.url)
    work_once(MailSender(school.worker, transport, school.mail_key), now=after(hours=38))
    (mail,) = smtp.messages
    assert (str(mail["To"]), str(mail["X-Turbo-Kind"])) == (OFFICE, "silence")
    assert "23\u00a0novembre 2026 à 05:30" in body(mail)
    assert "Tester la connexion" in body(mail)


def test_the_address_for_alerts_comes_first(school: Portal) -> None:
    settle(school, Settings(name="C", email=OFFICE, request_alert_email="alertes@exemple.fr"))
    mail_silent_offices(school.worker, now=after(hours=37))
    assert school.rows("SELECT to_address FROM mail") == [("alertes@exemple.fr",)]


def test_it_is_told_again_ever_more_rarely_and_afresh_after_a_synchronisation(school: Portal) -> None:
    told = [
        hour for hour in range(0, 24 * 14, 6) if mail_silent_offices(school.worker, now=after(hours=hour))
    ]
    gaps = [later - earlier for earlier, later in pairwise(told)]
    assert told[0] == 36
    assert gaps == sorted(gaps)
    assert min(gaps) >= 24
    assert len(told) == 4
    again = after(days=20)
    school.rows("UPDATE school SET last_sync_at = :at WHERE school_id = :uai", at=again, uai=school.uai)
    assert mail_silent_offices(school.worker, now=again + timedelta(hours=1)) == 0
    assert mail_silent_offices(school.worker, now=again + timedelta(days=6)) == 1


def test_closed_days_do_not_count() -> None:
    friday = MONDAY + timedelta(days=4)
    usual = Settings(name="C")
    assert not is_silent(usual, friday, None, friday + timedelta(days=3))
    assert is_silent(usual, friday, None, friday + timedelta(days=4))
    holidays = Settings(name="C", closures=(SchoolClosure(first=date(2026, 11, 24), last=date(2026, 12, 6)),))
    assert not is_silent(holidays, MONDAY, None, after(days=14))
    assert is_silent(holidays, MONDAY, None, after(days=16))


def test_each_school_sets_its_own_patience() -> None:
    assert is_silent(Settings(name="C", silence_hours=12), MONDAY, None, after(hours=13))
    assert not is_silent(Settings(name="C", silence_hours=72), MONDAY, None, after(hours=71))
    assert not is_silent(Settings(name="C", silence_hours=0), MONDAY, None, after(days=300))


def test_a_school_without_an_address_or_never_synchronised_gets_no_mail(school: Portal) -> None:
    settle(school, Settings(name="C"))
    assert mail_silent_offices(school.worker, now=after(days=9)) == 0
    settle(school, Settings(name="C", email=OFFICE))
    school.rows("UPDATE school SET last_sync_at = NULL, silence_told_at = NULL")
    assert mail_silent_offices(school.worker, now=after(days=9)) == 0
    assert school.rows("SELECT 1 FROM mail") == []


def test_the_mail_worker_watches_by_itself(school: Portal, smtp: Catcher) -> None:
    school.rows(
        "UPDATE school SET last_sync_at = now() - interval '30 days' WHERE school_id = :uai", uai=school.uai
    )
    stop = Stopper()
    mailer = MailSender(school.worker, open_transport(smtp.url), school.mail_key)
    worker = threading.Thread(target=run, args=(mailer, stop))
    worker.start()
    try:
        (mail,) = smtp.wait_for(1, to=OFFICE, kind="silence")
    finally:
        stop.ask()
        worker.join()
        stop.close()
    assert "Le bureau ne synchronise plus" in str(mail["Subject"])
