"""What the other tests stand on does what they trust it to do."""

import smtplib
import socket
from pathlib import Path

import keyring
import psycopg
import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import TrafficBeyondThisMachineError
from tests.database import Postgres
from tests.keyrings import MemoryKeyring
from turbo_admin.demo.catcher import Catcher


def test_each_test_gets_an_empty_database_that_knows_accents(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("select lower('ÉLÈVE')").fetchone() == ("élève",)
        assert connection.execute("select * from pg_tables where schemaname = 'public'").fetchall() == []


def test_a_dropped_database_is_gone_although_somebody_is_connected(postgres: Postgres) -> None:
    url = postgres.new_database()
    connection = psycopg.connect(url)
    postgres.drop_database(url)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1")
    connection.close()


def test_office_tests_run_on_both_databases(office_database: str, request: pytest.FixtureRequest) -> None:
    expected = request.node.callspec.params["office_database"]
    assert office_database.startswith("postgresql://") == (expected == "postgresql")


@pytest.mark.parametrize("host", ["192.0.2.1", "exemple.fr"])
def test_nothing_leaves_this_machine(host: str) -> None:
    with pytest.raises(TrafficBeyondThisMachineError):
        socket.create_connection((host, 80), timeout=1)


def test_a_name_that_cannot_exist_fails_as_it_does_everywhere() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("portail.invalid", 80), timeout=1)


def test_this_machine_itself_may_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1])) as client,
    ):
        assert client.getpeername()[0] == "127.0.0.1"


def test_secrets_stay_in_memory(keyring_memory: MemoryKeyring) -> None:
    keyring.set_password("turbo-admin", "poste", "secret")
    assert keyring.get_password("turbo-admin", "poste") == "secret"
    assert keyring_memory.secrets == {("turbo-admin", "poste"): "secret"}


def test_qt_speaks_french(qtbot: QtBot) -> None:
    from PySide6.QtCore import QLocale

    assert QLocale.system().name() == "fr_FR"


def send(catcher: Catcher, to: str, kind: str = "") -> None:
    with smtplib.SMTP("127.0.0.1", catcher.port) as client:
        mail = f"X-Turbo-Kind: {kind}\r\nSubject: Bonjour\r\n\r\nTexte\r\n"
        client.sendmail("bureau@exemple.fr", [to], mail.encode())


def test_the_catcher_finds_mails_by_address_and_kind(smtp: Catcher) -> None:
    send(smtp, "a@exemple.fr", "demande")
    send(smtp, "b@exemple.fr", "identifiants")
    assert len(smtp.wait_for(2)) == 2
    assert [mail["X-Turbo-Kind"] for mail in smtp.wait_for(1, to="B@exemple.fr")] == ["identifiants"]
    assert smtp.sent_to("a@exemple.fr", "oubli") == []


def test_the_catcher_says_how_many_mails_are_missing(smtp: Catcher) -> None:
    send(smtp, "a@exemple.fr")
    with pytest.raises(TimeoutError, match="1 of 2 mails"):
        smtp.wait_for(2, timeout=0.05)


def test_the_catcher_refuses_one_address_or_all_until_told_otherwise(smtp: Catcher) -> None:
    smtp.refuse("A@exemple.fr", 552, "5.2.2 mailbox full")
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="mailbox full"):
        send(smtp, "a@exemple.fr")
    smtp.refuse_all(451, "4.3.0 try again later")
    with pytest.raises(smtplib.SMTPSenderRefused, match="try again later"):
        send(smtp, "b@exemple.fr")
    smtp.accept_all()
    send(smtp, "a@exemple.fr")
    assert len(smtp.messages) == 1


def test_mails_are_written_under_harmless_names(tmp_path: Path) -> None:
    with Catcher(tmp_path / "mail") as catcher:
        send(catcher, "a@exemple.fr", "../../etc/oubli")
        catcher.wait_for(1)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["0001-etc-oubli.eml"]


def test_a_client_that_stays_does_not_keep_the_catcher_from_closing() -> None:
    with Catcher() as catcher:
        client = smtplib.SMTP("127.0.0.1", catcher.port)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()
    client.close()
    with catcher:
        send(catcher, "a@exemple.fr")
        assert len(catcher.wait_for(1)) == 1
