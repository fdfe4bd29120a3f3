"""Servers that a school's network puts in the way: a proxy, a captive page, TLS that nobody knows."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """An authority that signs certificates for 127.0.0.1 and localhost.

    Attributes:
        file: its own certificate, for whoever is to trust it.
    """

    def __init__(self, folder: Path, name: str = "Filtre de l’établissement") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / "authority.pem"
        now = datetime.datetime.now(datetime.UTC)
        own = (
            self._builder(self._name, self._key, now - DAY, now + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def context(self, *, expired: bool = False, name: str = "", days: int = 30) -> ssl.SSLContext:
        """Return what a server with a certificate of this authority needs.

        Args:
            name: another than that of this machine.
            days: for how long it still holds.
        """
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
        end = now - DAY if expired else now + days * DAY
        named = [x509.DNSName(name)] if name else [
            x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        ]  # fmt: skip
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name or "localhost")])
        certificate = (
            self._builder(subject, key, now - 3 * DAY, end)
            .add_extension(x509.SubjectAlternativeName(named), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        file = self._folder / f"server-{threading.get_ident()}-{len(list(self._folder.iterdir()))}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        start: datetime.datetime,
        end: datetime.datetime,
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
        )


@dataclass
class WebServer:
    """Answers every GET and POST with what `answer` says of (method, path, body), over TLS if it has a context.

    Attributes:
        calls: (method, path, headers) of each call.
    """

    answer: Callable[[str, str, bytes], tuple[int, str, bytes]]
    context: ssl.SSLContext | None = None
    calls: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.calls.append((self.command, self.path, dict(self.headers)))
                status, kind, answer = outer.answer(self.command, self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def finish_request(self, request: object, client_address: object) -> None:
                try:
                    if outer.context:
                        request = outer.context.wrap_socket(request, server_side=True)  # type: ignore[arg-type]
                    super().finish_request(request, client_address)  # type: ignore[arg-type]
                except OSError:
                    pass  # the client did not like our certificate
                finally:
                    request.close()  # type: ignore[attr-defined]

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    @property
    def url(self) -> str:
        """Its address."""
        scheme = "https" if self.context else "http"
        return f"{scheme}://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass
class Proxy:
    """A proxy that opens ways (CONNECT), to those who show the right account if there is one.

    Whatever name is asked for, it leads to `target` when there is one: no name beyond this machine is looked up.

    Attributes:
        account: the `Proxy-Authorization` it wants, empty for none.
        refuses: the status that it answers instead of opening a way; 0 opens it.
        asked: the targets asked for.
    """

    account: str = ""
    refuses: int = 0
    target: tuple[str, int] | None = None
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)
        return self

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        # Closing alone would not wake the thread that accepts.
        self._listening.shutdown(socket.SHUT_RDWR)
        for one in self._open:
            with_shutdown(one)
        for thread in self._threads:
            thread.join(10)
        self._listening.close()
        for one in self._open:
            one.close()

    def _start(self, act: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=act, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(4096) or b"\r\n\r\n"
            lines = head.decode("ascii", "replace").split("\r\n")
            target = lines[0].split()[1]
            self.asked.append(target)
            status = self._judge(lines)
            connection.sendall(f"HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n".encode())
            if status == 200:
                host, _, port = target.rpartition(":")
                far = socket.create_connection(self.target or (host, int(port)), 10)
                self._open.append(far)
                self._start(_pour, far, connection)
                _pour(connection, far)
            else:
                with_shutdown(connection)
        except (OSError, IndexError):
            with_shutdown(connection)

    def _judge(self, lines: list[str]) -> int:
        if self.refuses:
            return self.refuses
        given = next((line.partition(": ")[2] for line in lines if line.lower().startswith("proxy-auth")), "")
        return 407 if self.account and given != self.account else 200


def _pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
    except OSError:
        pass
    with_shutdown(target)


def with_shutdown(one: socket.socket) -> None:
    """Wake whoever reads from a socket."""
    with contextlib.suppress(OSError):  # closed already
        one.shutdown(socket.SHUT_RDWR)
