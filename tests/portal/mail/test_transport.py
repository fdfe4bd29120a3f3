"""How mails leave: addresses of servers, folders, and what a server's answers mean."""

import os
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from turbo_admin.core.errors import Refused
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.mail.smtp import SmtpTransport
from turbo_admin.portal.mail.smtp_answers import MailDelayed, MailRejected
from turbo_admin.portal.mail.transport import FolderTransport, Transport, open_transport

SENDER, TO = "ne-pas-repondre@exemple.fr", "famille@exemple.fr"


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SENDER, TO, "Essai"
    mail["Message-ID"], mail["X-Turbo-Kind"] = "<abc@exemple.fr>", "demande"
    mail.set_content("Bonjour")
    return mail


@pytest.fixture
def transport(smtp: Catcher) -> Iterator[Transport]:
    transport = open_transport(smtp.url)
    yield transport
    transport.close()


@pytest.mark.parametrize("url", [
    "", "x", "http://serveur", "smtp://", "smtp://serveur:99999", "smtp://serveur?starttls=peut-être",
    "smtp://serveur?starttls=required&starttls=optional", "file://",
    "smtp://[1", "file:///",
])  # fmt: skip
def test_an_unreadable_address_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refusal:
        open_transport(url)
    assert refusal.value.code == "portal_mail_url"


def test_what_an_address_says() -> None:
    found = open_transport("smtps://compte%40exemple.fr:secret@serveur.exemple.fr")
    assert found == SmtpTransport("serveur.exemple.fr", 465, "compte@exemple.fr", "secret", tls=True)
    found = open_transport("smtp://compte@serveur.exemple.fr:587?starttls=required", "du fichier")
    assert found == SmtpTransport("serveur.exemple.fr", 587, "compte", "du fichier", starttls="required")
    assert "du fichier" not in repr(found)


def test_mails_follow_each_other_on_one_connection(transport: Transport, smtp: Catcher) -> None:
    for _ in range(3):
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert [str(mail["Subject"]) for mail in smtp.messages] == ["Essai"] * 3


def test_a_server_that_restarts_between_two_mails_is_found_again(transport: Transport, smtp: Catcher) -> None:
    transport.send(a_mail(), sender=SENDER, to=TO)
    smtp.__exit__(None, None, None)
    with pytest.raises(MailDelayed) as delay:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert delay.value.everyone
    smtp.__enter__()
    transport.send(a_mail(), sender=SENDER, to=TO)
    assert len(smtp.messages) == 2


@pytest.mark.parametrize(("code", "text", "words"), [
    (550, "5.1.1 famille@exemple.fr unknown", "boîte inconnue"),
    (550, "no such user", "boîte inconnue"),
    (552, "5.2.2 over quota", "boîte pleine"),
    (552, "5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", "boîte pleine"),
    (554, "5.7.1 blocked", "refusé par le serveur du destinataire\u00a0: «\u00a0blocked\u00a0»"),
    (550, "5.7.1", "refusé par le serveur du destinataire"),
    (550, "famille", "refusé (550)"),
    (553, "famille@exemple.fr: no", "refusé (553)\u00a0: «\u00a0no\u00a0»"),
])  # fmt: skip
def test_a_refusal_of_the_address_is_for_good_and_in_words(
    transport: Transport, smtp: Catcher, code: int, text: str, words: str
) -> None:
    smtp.refuse(TO, code, text)
    with pytest.raises(MailRejected) as rejection:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert rejection.value.reason == words
    assert "famille" not in str(rejection.value)


@pytest.mark.parametrize(("answer", "means"), [
    ((550, "5.4.5 Daily user sending limit exceeded"), (True, "quota")),
    ((452, "4.5.3 Your message has too many recipients"), (True, "quota")),
    ((554, f"5.7.1 <{TO}>: Relay access denied"), (True, "relay")),
    ((530, "5.7.0 Authentication Required"), (True, "account")),
    ((553, "5.7.1 Sender address rejected: not owned by user"), (True, "sender")),
    ((554, "5.7.26 unauthenticated, DMARC"), (False, "domain")),
    ((550, "5.7.1 part of their network is on our block list (S3150)"), (False, "reputation")),
    ((550, "5.7.1 Greylisted, try again later"), (False, "")),
    ((452, "4.2.2 mailbox full"), (False, "")),
])  # fmt: skip
@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_trouble_of_ours_or_of_the_moment_is_for_later(
    transport: Transport, smtp: Catcher, stage: str, answer: tuple[int, str], means: tuple[bool, str]
) -> None:
    refuse = smtp.refuse if stage == "RCPT" else smtp.refuse_content
    refuse(TO, *answer)
    with pytest.raises(MailDelayed) as delay:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert (delay.value.everyone, delay.value.trouble) == means
    assert "famille" not in delay.value.reason


def test_a_mail_too_big_for_the_server_stops_no_other(transport: Transport, smtp: Catcher) -> None:
    smtp.refuse_all(552, "5.3.4 Message size exceeds fixed limit")
    with pytest.raises(MailRejected) as rejection:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert rejection.value.reason == "courriel trop volumineux"


def test_a_full_queue_at_the_recipient_is_for_later(transport: Transport, smtp: Catcher) -> None:
    smtp.refuse(TO, 451, "4.7.1 greylisted")
    with pytest.raises(MailDelayed) as delay:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert not delay.value.everyone
    transport.send(a_mail(), sender=SENDER, to="autre@exemple.fr")


@pytest.mark.parametrize("code", [451, 550])
def test_a_server_that_refuses_everybody_is_for_later(transport: Transport, smtp: Catcher, code: int) -> None:
    smtp.refuse_all(code, "no")
    with pytest.raises(MailDelayed) as delay:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert delay.value.everyone


def test_an_accented_mailbox_gets_its_mail(transport: Transport, smtp: Catcher) -> None:
    transport.send(a_mail(), sender=SENDER, to="léa@école.exemple.fr")
    assert smtp.caught[0].recipients == ("léa@xn--cole-9oa.exemple.fr",)


def test_a_password_is_not_sent_in_clear() -> None:
    transport = open_transport("smtp://compte@serveur.invalid", "secret")
    with pytest.raises(MailDelayed) as delay:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert "secret" not in str(delay.value)


def test_starttls_that_is_required_and_missing_stops_everything(smtp: Catcher) -> None:
    transport = open_transport(f"{smtp.url}?starttls=required")
    with pytest.raises(MailDelayed) as delay:
        transport.send(a_mail(), sender=SENDER, to=TO)
    assert "STARTTLS" in delay.value.reason
    assert smtp.messages == []


def test_a_folder_gets_one_file_a_mail_for_its_owner_alone(tmp_path: Path) -> None:
    transport = open_transport((tmp_path / "é mails").as_uri())
    for _ in range(2):
        transport.send(a_mail(), sender=SENDER, to=TO)
    (file,) = (tmp_path / "é mails").iterdir()
    assert file.name == "demande-abc.eml"
    assert b"Subject: Essai" in file.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_transport("file://mails/ici") == FolderTransport(Path("mails/ici"))
    assert (tmp_path / "mails" / "ici").is_dir()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        open_transport((tmp_path / "file" / "mails").as_uri())
    assert refusal.value.code == "portal_mail_folder"


def test_a_folder_that_is_gone_is_for_later(tmp_path: Path) -> None:
    transport = open_transport((tmp_path / "mails").as_uri())
    (tmp_path / "mails").rmdir()
    with pytest.raises(MailDelayed):
        transport.send(a_mail(), sender=SENDER, to=TO)
