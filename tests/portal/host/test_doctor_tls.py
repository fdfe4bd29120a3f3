"""What the doctor says of TLS: that of the database, and the certificate that families see."""

import contextlib
import os
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tests.outside.portal.network import Authority, WebServer
from tests.portal.conftest import Portal
from turbo_admin.portal.base.database import PortalDatabase, parse_url
from turbo_admin.portal.base.health import HealthFinding
from turbo_admin.portal.base.roles import OWNER
from turbo_admin.portal.host.doctor import ExaminedPortal, examine

_SERVED = "SELECT setting FROM pg_settings WHERE name = :name"
_NAME = "base.exemple.fr"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this process trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def looked(portal: Portal, database: PortalDatabase, folder: Path, part: str) -> HealthFinding:
    return next(one for one in examine(ExaminedPortal(database, folder, None)) if one.part == part)


def certificate(portal: Portal, url: str, folder: Path) -> tuple[str, str]:
    portal.rows("UPDATE meta SET public_url = :url", url=url)
    found = looked(portal, portal.owner, folder, "certificat")
    return found.state, found.says


def test_a_certificate_that_browsers_take_is_well(
    portal: Portal, authority: Authority, tmp_path: Path
) -> None:
    with WebServer(lambda *_: (200, "text/html", b""), authority.context()) as server:
        state, says = certificate(portal, server.url, tmp_path)
    assert state == "bien"
    assert all(word in says for word in ("127.0.0.1", "reconnu", "29", "TLSv1.3"))


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("expired", ("en panne", "il a expiré")),
        ("another name", ("en panne", "il est d’un autre nom")),
        ("unknown authority", ("en panne", "autorité n’est pas reconnue")),
        ("soon over", ("à voir", "il expire dans 2")),
    ],
)
def test_each_trouble_of_a_certificate_is_told(
    portal: Portal, authority: Authority, tmp_path: Path, trouble: str, said: tuple[str, str]
) -> None:
    (tmp_path / "foreign").mkdir()
    context = {
        "expired": lambda: authority.context(expired=True),
        "another name": lambda: authority.context(name="autre.exemple.fr"),
        "unknown authority": lambda: Authority(tmp_path / "foreign", "Une autre").context(),
        "soon over": lambda: authority.context(days=3),
    }[trouble]()
    with WebServer(lambda *_: (200, "text/html", b""), context) as server:
        state, says = certificate(portal, server.url, tmp_path)
    assert (state, said[1] in says) == (said[0], True), says


def test_a_server_that_still_takes_old_versions_is_a_fault(
    portal: Portal, authority: Authority, tmp_path: Path
) -> None:
    context = authority.context()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with WebServer(lambda *_: (200, "text/html", b""), context) as server:
        state, says = certificate(portal, server.url, tmp_path)
    assert (state, "TLS 1.0 ou 1.1" in says) == ("en panne", True)


def test_an_address_in_clear_is_a_fault_unless_it_is_this_machine_s(portal: Portal, tmp_path: Path) -> None:
    assert certificate(portal, "http://cantine.exemple.fr", tmp_path)[0] == "en panne"
    assert certificate(portal, "http://127.0.0.1:8080", tmp_path)[0] == "à voir"


class Terminator:
    """Stands in front of a PostgreSQL, as a pooler of a provider does; speaks TLS when it has a certificate."""

    def __init__(self, path: str, context: ssl.SSLContext | None) -> None:
        self._path, self._context = path, context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept)

    def __enter__(self) -> "Terminator":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _accept(self) -> None:
        with contextlib.ExitStack() as all_of_them:
            while True:
                try:
                    wire, _ = self._listening.accept()
                except OSError:
                    return
                client = all_of_them.enter_context(self._secured(wire) if self._context else wire)
                server = all_of_them.enter_context(socket.socket(socket.AF_UNIX))
                server.connect(self._path)
                for here, there in ((client, server), (server, client)):
                    threading.Thread(target=_pour, args=(here, there), daemon=True).start()

    def _secured(self, wire: socket.socket) -> socket.socket:
        assert self._context
        wire.recv(8)  # SSLRequest
        wire.sendall(b"S")
        return self._context.wrap_socket(wire, server_side=True)


def _pour(here: socket.socket, there: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError):
        while data := here.recv(65536):
            there.sendall(data)
    with contextlib.suppress(OSError):
        there.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _elsewhere(portal: Portal, port: int, **query: Any) -> Iterator[PortalDatabase]:
    """The same database under the name of another machine; its address is this one's."""
    url: URL = parse_url(portal.url(OWNER))
    address = URL.create(
        "postgresql",
        OWNER,
        host=_NAME,
        port=port,
        database=url.database,
        query={"hostaddr": "127.0.0.1", **query},
    )
    database = PortalDatabase(address.render_as_string(hide_password=False), pool_size=1)
    try:
        yield database
    finally:
        database.dispose()


@pytest.mark.skipif(os.name != "posix", reason="a socket of Unix")
def test_the_link_of_a_database_elsewhere_is_told(
    portal: Portal, authority: Authority, tmp_path: Path
) -> None:
    ((folder,),) = portal.rows(_SERVED, name="unix_socket_directories")
    ((port,),) = portal.rows(_SERVED, name="port")
    server = f"{folder.partition(',')[0]}/.s.PGSQL.{port}"
    root = {"sslmode": "verify-full", "sslrootcert": str(authority.file)}
    with (
        Terminator(server, authority.context(name=_NAME)) as front,
        _elsewhere(portal, front.port, **root) as far,
    ):
        found = looked(portal, far, tmp_path, "liaison de la base")
        assert (found.state, found.says.split(",")[0]) == ("bien", "chiffrée")
    with Terminator(server, None) as front, _elsewhere(portal, front.port, sslmode="disable") as far:
        found = looked(portal, far, tmp_path, "liaison de la base")
        assert (found.state, found.says.split(",")[0]) == ("à voir", "en clair")
    near = looked(portal, portal.owner, tmp_path, "liaison de la base")
    assert (near.state, "cette machine" in near.says) == ("bien", True)
