"""What comes back, read from a pipe or a Maildir."""

import mailbox
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.portal.conftest import Portal
from tests.portal.host.test_serve import command
from turbo_admin.core.errors import Refused
from turbo_admin.core.mails.payloads import RefusalData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.roles import WORKER
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.bounces import process_bounce, read_maildir
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.mail.sending import MailSender, return_path
from turbo_admin.portal.mail.transport import open_transport

NOW = datetime.now(UTC).replace(microsecond=0)
VERP = "retours@cantine.exemple.fr"


def queue(portal: Portal, to: str = "a@exemple.fr") -> str:
    with portal.database.school(portal.uai) as connection:
        return queue_mail(
            connection,
            portal.uai,
            kind="refus",
            to=to,
            data=RefusalData(reason="non"),
            request_id="r1",
            now=NOW,
        )


@pytest.fixture
def mailer(portal: Portal, smtp: Catcher) -> MailSender:
    return MailSender(portal.worker, open_transport(smtp.url), portal.mail_key, bounces=VERP)


def sent(portal: Portal, mailer: MailSender, smtp: Catcher) -> EmailMessage:
    queue(portal)
    work_once(mailer, now=NOW)
    (mail,) = smtp.wait_for(1)
    return mail


def message_id(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>").partition("@")[0]


def notice(mail: EmailMessage, *, action: str = "failed", status: str = "5.1.1", verp: bool = True) -> bytes:
    """What Postfix writes when the recipient's server has said no (or not yet)."""
    to = return_path(VERP, message_id(mail)) if verp else VERP
    return (
        f"From: MAILER-DAEMON@mx.exemple.fr\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report;"
        ' report-type=delivery-status; boundary="BB"\r\n\r\n--BB\r\nContent-Type: text/plain\r\n\r\n'
        "This is the mail system.\r\n\r\n--BB\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.exemple.fr\r\n\r\nFinal-Recipient: rfc822; a@exemple.fr\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 {status} <a@exemple.fr>: no\r\n\r\n"
        "--BB\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {mail['Message-ID']}\r\nX-Turbo-Kind: refus\r\n\r\n--BB--\r\n"
    ).encode()


def state(portal: Portal) -> tuple[str, str]:
    [found] = portal.rows("SELECT state, last_error FROM mail")
    return (found[0], found[1])


def told(portal: Portal) -> list[tuple[str, str]]:
    rows = portal.rows(
        "SELECT body->>'state', body->>'reason' FROM event WHERE kind = 'mail.state' ORDER BY seq"
    )
    return [(one, why or "") for one, why in rows]


def test_each_mail_leaves_under_an_address_that_names_it(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    mail = sent(portal, mailer, smtp)
    assert [one.sender for one in smtp.caught] == [f"retours+{message_id(mail)}@cantine.exemple.fr"]
    assert mail["From"].addresses[0].addr_spec == "ne-pas-repondre@cantine.exemple.fr"


@pytest.mark.parametrize("verp", [True, False], ids=["by its address", "by what it quotes"])
def test_a_mail_that_comes_back_is_told_to_the_office_once(
    portal: Portal, mailer: MailSender, smtp: Catcher, verp: bool
) -> None:
    mail = sent(portal, mailer, smtp)
    back = notice(mail, verp=verp)
    assert process_bounce(portal.worker, back) == "failed"
    assert state(portal) == ("failed", "boîte inconnue")
    assert process_bounce(portal.worker, back) == "unknown"
    assert told(portal) == [("sent", ""), ("failed", "boîte inconnue")]


def test_reasons_are_the_office_s_words_and_quote_nobody(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    mail = sent(portal, mailer, smtp)
    assert process_bounce(portal.worker, notice(mail, status="5.2.2")) == "failed"
    assert state(portal) == ("failed", "boîte pleine")


def test_what_is_no_failure_changes_nothing(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    mail = sent(portal, mailer, smtp)
    absent = EmailMessage()
    absent["To"], absent["Auto-Submitted"] = return_path(VERP, message_id(mail)), "auto-replied"
    absent.set_content("Je suis absente jusqu’à lundi.")
    assert process_bounce(portal.worker, bytes(absent)) == "not a bounce"
    assert process_bounce(portal.worker, notice(mail, action="delayed", status="4.4.1")) == "late"
    for hostile in (
        b"",
        b"\x00\xff" * 1000,
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x",
        b"To: \xe9",
    ):
        assert process_bounce(portal.worker, hostile) == "not a bounce"
    invented = notice(mail).replace(message_id(mail).encode(), b"0" * 32)
    assert process_bounce(portal.worker, invented) == "unknown"
    assert (state(portal), told(portal)) == (("sent", ""), [("sent", "")])


def test_a_maildir_is_read_once_and_nothing_of_it_is_lost(
    portal: Portal, mailer: MailSender, smtp: Catcher, tmp_path: Path
) -> None:
    mail = sent(portal, mailer, smtp)
    box = mailbox.Maildir(tmp_path / "retours")
    for raw in (notice(mail), notice(mail, action="delayed"), b"Subject: bonjour\r\n\r\nBonjour"):
        box.add(raw)
    folder = tmp_path / "retours"
    assert read_maildir(portal.worker, folder) == Counter({"failed": 1, "late": 1, "not a bounce": 1})
    assert read_maildir(portal.worker, folder) == Counter()
    assert len(list((folder / "cur").iterdir())) == 3
    with pytest.raises(Refused) as refusal:
        read_maildir(portal.worker, tmp_path)
    assert refusal.value.code == "portal_maildir"


def test_a_mail_server_pipes_what_comes_back(
    portal: Portal, mailer: MailSender, smtp: Catcher, tmp_path: Path
) -> None:
    mail = sent(portal, mailer, smtp)

    def pipe(url: str, raw: bytes) -> tuple[int, str]:
        words = command("bounces", "--database", url, "--data", str(tmp_path))
        done = subprocess.run(words, input=raw, capture_output=True, timeout=60, check=False)
        assert done.stdout == b""
        return done.returncode, done.stderr.decode()

    assert pipe("postgresql://turbo_worker@127.0.0.1:1/x", notice(mail))[0] == 75  # « keep it »
    assert state(portal)[0] == "sent"
    assert pipe(portal.url(WORKER), notice(mail)) == (0, "")
    assert state(portal)[0] == "failed"
    for raw, words in (
        (notice(mail), "déjà connu"),
        (b"Subject: bonjour\r\n\r\nBonjour", "Aucun avis"),
        (b"", "Aucun avis"),
    ):
        code, said = pipe(portal.url(WORKER), raw)
        assert (code, words in said) == (0, True), said


@pytest.mark.skipif(sys.platform == "win32", reason="terminals")
def test_who_pastes_what_came_back_is_told_what_was_understood(
    portal: Portal, mailer: MailSender, smtp: Catcher, tmp_path: Path
) -> None:
    mail = sent(portal, mailer, smtp)
    ours, theirs = os.openpty()
    with os.fdopen(ours, "wb", buffering=0) as keyboard, os.fdopen(theirs, "rb") as screen:
        words = command("bounces", "--database", portal.url(WORKER), "--data", str(tmp_path))
        keyboard.write(notice(mail).replace(b"\r\n", b"\n") + b"\n\x04")
        done = subprocess.run(words, stdin=screen, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    pasted, understood = done.stderr.splitlines()
    assert "Ctrl+D" in pasted
    assert "rejeté" in understood
    assert state(portal)[0] == "failed"
