"""The row about mails: ten thousand from the queue to a server that takes everything, over one connection.

The bare loop writes and sends the same letters with the standard library alone, `EmailMessage` and `smtplib`, to the same
server and over one connection too; it asks no database, unseals nothing and remembers nothing.
"""

import email.policy
import smtplib
import subprocess
import sys
import time
import uuid
from contextlib import closing
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage

from tests.bench.portal_ground import ROOT, Stand, environment, running, stand
from turbo_admin.core.credentials.rules import Provisional, draw_token
from turbo_admin.core.credentials.sealing import public_mail_key, seal_for_mail
from turbo_admin.core.mails.letters import write
from turbo_admin.core.mails.payloads import RequestData
from turbo_admin.portal.base import keyfiles
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.roles import PORTAL, WORKER
from turbo_admin.portal.mail.queue import MailDraft, queue_mails
from turbo_admin.portal.mail.site_settings import site_of_school
from turbo_admin.protocol.settings import Settings

MAILS = 10_000
_BARE_MAILS = 2_000
_AT_ONCE = 1_000
# As families' are: no domain and no mailbox gets more than the pace lets through.
_DOMAINS = 500


def queue_row() -> tuple[float, float]:
    """Return the mails a second that `portal work --once` sends, its start included, and the bare loop's."""
    place = stand()
    with running([sys.executable, "-m", "tests.bench.smtp_sink"]) as sink:
        port = int(sink.stdout.readline()) if sink.stdout else 0
        _queue(place)
        command = ["portal", "work", "--once", "--database", place.cluster.url(WORKER)]
        command += ["--data", str(place.keys), "--mail", f"smtp://127.0.0.1:{port}"]
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "turbo_admin", *command],
            check=True,
            env=environment(),
            cwd=ROOT,
            capture_output=True,
        )
        ours = MAILS / (time.perf_counter() - began)
        if _taken(port) != MAILS or _unsent(place):
            raise AssertionError(f"{_taken(port)} taken, {_unsent(place)} not sent")
        return ours, _bare(port)


def _queue(place: Stand) -> None:
    """Have ten thousand families asked for an account: each acknowledgement has a sealed link of its own."""
    key, now = public_mail_key(keyfiles.mail_key(place.keys)), datetime.now(UTC)
    with place.superuser() as host:
        host.execute("UPDATE meta SET mail_public_key = %s", [key])
        # What other rows left in the queue is not ours to time.
        host.execute("DELETE FROM mail")
    database = PortalDatabase(place.cluster.url(PORTAL))
    for start in range(0, MAILS, _AT_ONCE):
        drafts = [
            MailDraft(
                kind="demande",
                to=_address(number),
                data=RequestData(),
                sealed=seal_for_mail(Provisional("", draw_token()), key),
            )
            for number in range(start, start + _AT_ONCE)
        ]
        with database.school(place.schools[0]) as connection:
            queue_mails(connection, place.schools[0], drafts, now=now)
    database.dispose()


def _address(number: int) -> str:
    return f"famille{number}@domaine{number % _DOMAINS}.exemple.fr"


def _taken(port: int) -> int:
    with smtplib.SMTP("127.0.0.1", port) as server:
        return int(server.verify("x")[1])


def _unsent(place: Stand) -> int:
    with place.superuser() as host:
        return int(host.execute("SELECT count(*) FROM mail WHERE state <> 'sent'").fetchall()[0][0])


def _bare(port: int) -> float:
    site = site_of_school("0991000Z", "https://portail.exemple.fr", Settings(name="Collège de l’Exemple"))
    said, sender = RequestData(), "ne-pas-repondre@portail.exemple.fr"
    began = time.perf_counter()
    with closing(smtplib.SMTP("127.0.0.1", port)) as server:
        for number in range(_BARE_MAILS):
            letter = write("demande", site, said, Provisional("", draw_token()))
            message = EmailMessage(policy=email.policy.SMTP)
            message["From"] = Address("Espace Numérique – Collège de l’Exemple", addr_spec=sender)
            message["To"] = _address(number)
            message["Subject"] = letter.subject
            message["Message-ID"] = f"<{uuid.uuid4().hex}@portail.exemple.fr>"
            message.set_content(letter.text)
            message.add_alternative(letter.html, subtype="html")
            server.send_message(message)
    return _BARE_MAILS / (time.perf_counter() - began)
