"""The mail worker killed, told to stop, woken, beside another one, or without its database: each mail leaves once."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from typing import Any

import pytest

from tests.portal.conftest import Portal, run_alone
from tests.portal.queued import NOW, queue, states, told
from turbo_admin.core.credentials.sealing import public_mail_key
from turbo_admin.core.errors import Unreachable
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.roles import WORKER
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.host.worker import WorkInHand, run, work_once
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import Transport, open_transport

DIES_WHILE_SENDING = """
import os, sys
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.host.worker import work_once

class Dies:
    def send(self, message, *, sender, to):
        os.kill(os.getpid(), 9)
    def close(self): ...

work_once(MailSender(PortalDatabase(sys.argv[1]), Dies(), bytes.fromhex(sys.stdin.read())))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills itself by a signal")
def test_a_worker_killed_between_claim_and_send_loses_nothing(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal)
    command = [sys.executable, "-c", DIES_WHILE_SENDING, portal.url(WORKER)]
    died = subprocess.run(command, input=portal.mail_key.hex(), text=True, check=False, timeout=60)
    assert died.returncode == -9
    assert states(portal) == [("sending", 1, "")]
    now = datetime.now(UTC)
    assert work_once(mailer, now=now) == 0
    assert work_once(mailer, now=now + timedelta(minutes=6)) == 1
    assert len(smtp.messages) == 1
    assert told(portal) == [("sent", "")]


@dataclass
class StopsAfterOne:
    """Asks the worker to stop when it has sent one mail."""

    transport: Transport
    stop: Stopper

    def send(self, message: Message, *, sender: str, to: str) -> None:
        self.transport.send(message, sender=sender, to=to)
        self.stop.ask()

    def close(self) -> None:
        self.transport.close()


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_begun(
    portal: Portal, smtp: Catcher
) -> None:
    for number in range(3):
        queue(portal, f"famille{number}@exemple.fr")
    stop = Stopper()
    mailer = MailSender(portal.worker, StopsAfterOne(open_transport(smtp.url), stop), portal.mail_key)
    assert work_once(mailer, stop=stop) == 1
    stop.close()
    assert len(smtp.messages) == 1
    assert sorted(states(portal)) == [("queued", 0, ""), ("queued", 0, ""), ("sent", 1, "")]


def test_a_worker_that_comes_back_late_does_not_settle_what_another_has_taken(
    portal: Portal, smtp: Catcher
) -> None:
    class Slow:
        """Another worker takes over while this one sends."""

        def send(self, _message: EmailMessage, /, **_: str) -> None:
            portal.rows("UPDATE mail SET claimed_at = claimed_at + interval '6 minutes', attempts = 2")

        def close(self) -> None: ...

    queue(portal)
    work_once(MailSender(portal.worker, Slow(), portal.mail_key), now=NOW)
    assert states(portal) == [("sending", 2, "")]
    assert told(portal) == []


def test_two_workers_never_send_the_same_mail(portal: Portal, smtp: Catcher) -> None:
    for number in range(40):
        queue(portal, f"f{number}@exemple.fr")

    def work() -> int:
        return work_once(MailSender(portal.worker, open_transport(smtp.url), portal.mail_key))

    with ThreadPoolExecutor(3) as pool:
        done = [working.result() for working in [pool.submit(work) for _ in range(3)]]
    assert sum(done) == 40
    recipients = [caught.recipients for caught in smtp.caught]
    assert len(recipients) == len(set(recipients)) == 40
    assert portal.rows("SELECT count(*), min(seq), max(seq) FROM event") == [(40, 1, 40)]


def test_a_sleeping_worker_sends_as_soon_as_a_mail_is_queued_and_stops_when_asked(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    portal.rows("UPDATE meta SET mail_public_key = NULL")
    stop = Stopper()
    working = threading.Thread(target=run, args=(mailer, stop))
    working.start()
    try:
        wait_for_listener(portal)
        began = time.monotonic()
        queue(portal)
        smtp.wait_for(1)
        assert time.monotonic() - began < 5
        assert portal.rows("SELECT mail_public_key FROM meta") == [(public_mail_key(portal.mail_key),)]
    finally:
        stop.ask()
        working.join(10)
        stop.close()
    assert not working.is_alive()


def wait_for_listener(portal: Portal) -> None:
    """Wait until the worker is asleep on LISTEN."""
    asleep = (
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
    )
    until = time.monotonic() + 20
    while portal.rows(asleep) == [(0,)] or portal.rows("SELECT mail_public_key FROM meta") == [(None,)]:
        assert time.monotonic() < until


def test_a_worker_outlives_a_database_that_goes_away(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    stop = Stopper()
    working = threading.Thread(target=run, args=(mailer, stop))
    working.start()
    try:
        wait_for_listener(portal)
        portal.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'turbo_worker' AND datname = current_database()"
        )
        queue(portal)
        smtp.wait_for(1)
    finally:
        stop.ask()
        working.join(10)
        stop.close()
    assert not working.is_alive()


def test_a_mail_that_was_taken_while_the_database_went_away_leaves_once(
    postgres: Any, portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    ((name,),) = portal.rows("SELECT current_database()")

    def let_in(anybody: bool) -> None:
        run_alone(postgres.superuser_url, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {anybody}')

    class ThenGone:
        """The server says « 250 », and PostgreSQL is gone."""

        def send(self, message: EmailMessage, /, **whom: str) -> None:
            mailer.transport.send(message, **whom)
            let_in(False)
            portal.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'turbo_worker'"
            )

        def close(self) -> None: ...

    for _ in range(3):
        queue(portal)
    hand = WorkInHand()
    for _ in range(2):
        with pytest.raises(Unreachable):
            work_once(MailSender(portal.worker, ThenGone(), portal.mail_key), in_hand=hand)
    let_in(True)
    assert len(smtp.messages) == 1
    # Those that it had claimed besides do not wait until their claim is stale.
    assert work_once(mailer, in_hand=hand) == 3
    assert (len(smtp.messages), hand) == (3, WorkInHand())
    assert (states(portal), told(portal)) == ([("sent", 1, "")] * 3, [("sent", "")] * 3)
