"""Mails over TLS: a real server with real certificates; whoever cannot be trusted gets neither mail nor password."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.outside.portal.network import Authority
from tests.portal.conftest import Portal
from tests.portal.mail.test_transport import SENDER, TO, a_mail
from tests.portal.queued import NOW, queue, states, told
from tests.sources import ROOT
from turbo_admin.core.french import NBSP
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.roles import WORKER
from turbo_admin.portal.host.doctor import ExaminedPortal, examine
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.queue_admin import mail_lines
from turbo_admin.portal.mail.selftest import MailTest, run_mail_test
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.smtp_answers import MailDelayed
from turbo_admin.portal.mail.transport import Transport, open_transport

_HOST, _USER, _PASSWORD = "smtp.exemple.fr", "compte@exemple.fr", "motdepasse9"
_WORK = (sys.executable, "-m", "turbo_admin", "portal", "work", "--once")
_TROUBLES = {
    "expired": "le certificat du serveur de courriel a expiré",
    "another name": "le certificat du serveur de courriel est au nom d’un autre",
    "unknown authority": "le certificat du serveur de courriel n’est pas reconnu",
}


@pytest.fixture(autouse=True)
def name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine, by a name that is not its own: only a server elsewhere has to prove who it is."""
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        return resolve("127.0.0.1" if host == _HOST else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this process trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@pytest.fixture(params=["smtp", "smtps"])
def scheme(request: pytest.FixtureRequest) -> str:
    """STARTTLS, and TLS from the first byte."""
    return str(request.param)


def _server(context: Any, scheme: str) -> Catcher:
    return Catcher(tls=context, at_once=scheme == "smtps", account=(_USER, _PASSWORD))


def _transport(server: Catcher, scheme: str, password: str = _PASSWORD) -> Transport:
    return open_transport(f"{scheme}://compte%40exemple.fr@{_HOST}:{server.port}", password)


def _send(transport: Transport, mail: EmailMessage | None = None) -> None:
    try:
        transport.send(mail or a_mail(), sender=SENDER, to=TO)
    finally:
        transport.close()


def test_a_server_that_proves_who_it_is_gets_the_mail(authority: Authority, scheme: str) -> None:
    with _server(authority.context(name=_HOST), scheme) as server:
        _send(_transport(server, scheme))
        assert [str(mail["Subject"]) for mail in server.messages] == ["Essai"]


def test_a_wrong_password_is_told_and_sends_nothing(authority: Authority, scheme: str) -> None:
    with _server(authority.context(name=_HOST), scheme) as server:
        with pytest.raises(MailDelayed) as delay:
            _send(_transport(server, scheme, "un autre"))
        assert delay.value.reason.startswith("le serveur de courriel refuse le compte du portail")
        assert (delay.value.everyone, delay.value.trouble) == (True, "account")
        assert server.messages == []


@pytest.fixture(params=list(_TROUBLES))
def distrusted(
    request: pytest.FixtureRequest, authority: Authority, tmp_path: Path, scheme: str
) -> Iterator[tuple[Catcher, str]]:
    """A server whose certificate is no good, and what is said of it."""
    (tmp_path / "foreign").mkdir()
    context = {
        "expired": lambda: authority.context(name=_HOST, expired=True),
        "another name": lambda: authority.context(name="autre.exemple.fr"),
        "unknown authority": lambda: Authority(tmp_path / "foreign").context(name=_HOST),
    }[request.param]()
    with _server(context, scheme) as server:
        yield server, _TROUBLES[request.param]


def test_a_server_that_cannot_prove_who_it_is_gets_neither_mail_nor_password(
    distrusted: tuple[Catcher, str], scheme: str
) -> None:
    server, words = distrusted
    with pytest.raises(MailDelayed) as delay:
        _send(_transport(server, scheme))
    assert (delay.value.reason, delay.value.everyone) == (words, True)
    assert _PASSWORD not in str(delay.value)
    assert server.messages == []


def test_the_mail_waits_for_a_server_that_can_be_trusted(
    portal: Portal, authority: Authority, scheme: str
) -> None:
    queue(portal)
    with _server(authority.context(name=_HOST, expired=True), scheme) as server:
        mailer = MailSender(portal.worker, _transport(server, scheme), portal.mail_key)
        work_once(mailer, now=NOW)
        assert states(portal) == [("queued", 0, _TROUBLES["expired"])]
        assert server.messages == []
    with _server(authority.context(name=_HOST), scheme) as server:
        mailer = MailSender(portal.worker, _transport(server, scheme), portal.mail_key)
        work_once(mailer, now=NOW + timedelta(minutes=1))
        assert len(server.messages) == 1
    assert told(portal)[-1][0] == "sent"


@pytest.mark.parametrize("query", ["?starttls=required", ""])
def test_starttls_of_a_server_elsewhere_is_verified_without_a_password_too(
    authority: Authority, query: str
) -> None:
    with Catcher(tls=authority.context(name="autre.exemple.fr")) as server:
        with pytest.raises(MailDelayed) as delay:
            _send(open_transport(f"smtp://{_HOST}:{server.port}{query}"))
        assert delay.value.reason == _TROUBLES["another name"]
        assert server.messages == []
    with Catcher(tls=authority.context(name=_HOST)) as server:
        _send(open_transport(f"smtp://{_HOST}:{server.port}{query}"))
        assert len(server.messages) == 1


@pytest.mark.parametrize(
    "address",
    ["smtp://{}", "smtp://{}?starttls=required", "smtp://compte@{}", "smtp://compte@{}?starttls=optional"],
)
def test_a_server_elsewhere_without_starttls_gets_neither_mail_nor_password(address: str) -> None:
    with Catcher() as server:
        with pytest.raises(MailDelayed) as delay:
            _send(open_transport(address.format(f"{_HOST}:{server.port}"), _PASSWORD))
        assert delay.value.everyone
        assert delay.value.reason.startswith("le serveur de courriel ne propose pas STARTTLS")
        assert "?starttls=optional" in delay.value.reason
        assert server.messages == []


def test_clear_text_and_a_server_that_proves_nothing_do_where_the_address_says_so(
    authority: Authority,
) -> None:
    for context in (None, authority.context(name="autre.exemple.fr")):
        with Catcher(tls=context) as server:
            _send(open_transport(f"smtp://{_HOST}:{server.port}?starttls=optional"))
            assert len(server.messages) == 1


def test_a_mail_waits_for_a_server_that_encrypts_and_the_host_reads_why(portal: Portal) -> None:
    queue(portal)
    with Catcher() as server:
        where = f"smtp://{_HOST}:{server.port}"
        work_once(MailSender(portal.worker, open_transport(where), portal.mail_key), now=NOW)
        assert server.messages == []
        ((state, _, reason),) = states(portal)
        assert (state, [line.reason for line in mail_lines(portal.owner, "waiting")]) == ("queued", [reason])
        plain = open_transport(f"{where}?starttls=optional")
        work_once(MailSender(portal.worker, plain, portal.mail_key), now=NOW + timedelta(minutes=1))
        plain.close()
        assert len(server.messages) == 1


def test_the_doctor_and_the_trial_say_how_a_server_is_reached(
    portal: Portal, authority: Authority, tmp_path: Path, scheme: str
) -> None:
    def found(url: str) -> list[tuple[str, str]]:
        transport = open_transport(url)
        looked = [*examine(ExaminedPortal(portal.owner, tmp_path, transport))]
        trial = run_mail_test(MailTest(transport, SENDER, TO))
        looked += [next(trial), next(trial)] if looked[-2].state != "en panne" else []
        parts = ("serveur de courriel", "liaison")
        return [(one.state, one.says) for one in looked if one.part in parts]

    portal.rows("UPDATE meta SET public_url = 'http://127.0.0.1:8080'")
    with _server(authority.context(name=_HOST), scheme) as server:
        said = found(f"{scheme}://compte%40exemple.fr:{_PASSWORD}@{_HOST}:{server.port}")
        assert [state for state, _ in said] == ["bien", "bien"]
        assert all("chiffrée (TLSv1.3) et vérifiée" in says for _, says in said)
    with _server(authority.context(name=_HOST, days=5), scheme) as server:
        said = found(f"{scheme}://compte%40exemple.fr:{_PASSWORD}@{_HOST}:{server.port}")
        assert [state for state, _ in said] == ["à voir", "à voir"]
        assert all(f"expire dans 4{NBSP}jours" in says for _, says in said)
    with Catcher() as server:
        said = found(f"smtp://{_HOST}:{server.port}?starttls=optional")
        assert [state for state, _ in said] == ["à voir", "à voir"]
        assert all("en clair" in says for _, says in said)
        ((state, says),) = found(f"smtp://{_HOST}:{server.port}")
        assert (state, "STARTTLS" in says) == ("en panne", True)
        assert [state for state, _ in found(server.url)] == ["bien", "bien"]


def test_smtps_to_a_server_that_speaks_plainly_is_told(authority: Authority) -> None:
    with Catcher() as server:
        with pytest.raises(MailDelayed) as delay:
            _send(_transport(server, "smtps"))
        assert "smtps://" in delay.value.reason
        assert server.messages == []


@pytest.mark.parametrize("way", ["environment", "file", "file first"])
def test_the_worker_signs_in_with_the_password_of_the_environment_or_of_a_file(
    portal: Portal, authority: Authority, tmp_path: Path, way: str
) -> None:
    said, more = {"TURBO_MAIL_PASSWORD": _PASSWORD if way == "environment" else "un autre"}, []
    if way != "environment":
        (tmp_path / "secret").write_text(f"{_PASSWORD}\n", encoding="utf-8")
        more = ["--mail-password-file", str(tmp_path / "secret")]
    queue(portal)
    data = tmp_path / "data"
    data.mkdir()
    (data / "mail.key").write_text(portal.mail_key.hex(), encoding="utf-8")
    # On this very machine nobody has to prove who he is; the account is asked for all the same.
    with Catcher(tls=authority.context(), account=(_USER, _PASSWORD)) as server:
        where = f"smtp://compte%40exemple.fr@127.0.0.1:{server.port}"
        done = subprocess.run(
            [*_WORK, "--database", portal.url(WORKER), "--data", str(data), "--mail", where, *more],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=os.environ | said,
            timeout=60,
        )
        assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
        assert len(server.messages) == 1
    assert _PASSWORD not in done.stderr
