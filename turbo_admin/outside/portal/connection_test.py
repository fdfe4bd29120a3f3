"""« Tester la connexion »: tries the connection to a portal step by step, as a synchronisation makes it."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

from urllib3.util import make_headers

from turbo_admin.core.errors import Outdated, Refused, TurboError, Unreachable
from turbo_admin.core.french import NBSP
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.outside.portal.proxies import bracketed, without_account
from turbo_admin.outside.portal.trust import tls_trouble, trusting
from turbo_admin.protocol.messages import Hello

ConnectionStep = Literal["name", "proxy", "tls", "portal", "key", "version"]
STEPS: tuple[ConnectionStep, ...] = ("name", "proxy", "tls", "portal", "key", "version")
_TIMEOUT_S = 10.0
# Limit on a proxy's answer to CONNECT, which could otherwise be endless.
_LONGEST_HEAD = 64 * 1024
_SKEW_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of one step.

    Attributes:
        state: `skipped` when an earlier step failed, or when it does not apply.
        text: French: what was found, or what is wrong and what to do.
        code: of the error, empty for none; error_kind is its class, by name.
    """

    step: ConnectionStep
    state: Literal["ok", "failed", "skipped"]
    text: str
    code: str = ""
    error_kind: str = ""


def check_way(
    url: str,
    proxy: str | None,
    client: Callable[[], PortalClient],
    *,
    paired_with: str,
    now: Callable[[], datetime],
) -> tuple[Checked, ...]:
    """Try each step until one fails.

    Args:
        url: from `check_address`.
        proxy: `http://[account@]name:port`, None for the direct way.
        client: opens a client for that address and proxy, with this PC's key if it has one.
        paired_with: the epoch of the portal that this PC was paired with; empty when it was not.

    Returns:
        One line a step, in the order of `STEPS`.
    """
    done: list[Checked] = []
    with _Way(url, proxy) as way:
        for step, act in zip(STEPS, (way.find, way.reach, way.secure), strict=False):
            done.append(_tried(step, act))
            if done[-1].state == "failed":
                break
    if done[-1].state != "failed":
        done += _ask(client, paired_with, now)
    rest = STEPS[len(done) :]
    return (*done, *(Checked(step, "skipped", "Pas essayé.") for step in rest))


class _Way:
    """The connection being tested."""

    def __init__(self, url: str, proxy: str | None) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or ""
        self.secured = parts.scheme == "https"
        self.port = parts.port or (443 if self.secured else 80)
        self.proxy = proxy
        # With a proxy, the portal's own name need not be known here: the proxy resolves it.
        via = urlsplit(proxy or url)
        self._first = via.hostname or "", via.port or (80 if proxy else self.port)
        self._socket: socket.socket | None = None
        self._house = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._house.close()

    def find(self) -> str:
        """Resolve the name of the first machine: the proxy's, or the portal's."""
        host, port = self._first
        try:
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable("name_unknown", host=host) from error
        return f"Le nom {host} est connu."

    def reach(self) -> str:
        """Connect to the portal's machine, through the proxy if there is one."""
        try:
            self._socket = self._house.enter_context(socket.create_connection(self._first, _TIMEOUT_S))
        except OSError as error:
            if self.proxy:
                raise Unreachable("proxy_unreachable", proxy=without_account(self.proxy)) from error
            raise Unreachable("host_unreachable", host=self.host, port=self.port) from error
        if not self.proxy:
            return f"{self.host} répond, sans proxy."
        shown = without_account(self.proxy)
        self._pass_proxy(self._socket, shown)
        return f"Le proxy {shown} laisse passer vers {self.host}."

    def _pass_proxy(self, connection: socket.socket, shown: str) -> None:
        target = f"{bracketed(self.host)}:{self.port}"
        lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}", *self._account()]
        try:
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
            status = _status(connection)
        except OSError as error:
            raise Unreachable("proxy_unreachable", proxy=shown) from error
        # 407: the proxy requires an account, or refused the one it got.
        if status == 407:
            raise Unreachable("proxy_account")
        # Answers of a proxy that cannot connect to the portal, unlike one that forbids it.
        if status in {502, 503, 504}:
            raise Unreachable("proxy_cannot_reach", proxy=shown, host=self.host)
        if status != 200:
            raise Unreachable("proxy_blocks", proxy=shown, host=self.host)

    def _account(self) -> Iterator[str]:
        parts = urlsplit(self.proxy or "")
        if parts.username:
            account = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            for name, value in make_headers(proxy_basic_auth=account).items():
                yield f"{name}: {value}"

    def secure(self) -> str:
        """Make the TLS handshake."""
        if not self.secured:
            return "Sans objet : le portail est sur ce poste."
        assert self._socket is not None  # noqa: S101 (`reach` is called before)
        try:
            self._house.enter_context(trusting().wrap_socket(self._socket, server_hostname=self.host))
        except (ssl.SSLError, OSError) as error:
            raise tls_trouble(error) from error
        return "La connexion est chiffrée, et le certificat est reconnu."


def _status(connection: socket.socket) -> int:
    """Read the head of an HTTP answer; 0 for anything else."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEAD:
        piece = connection.recv(4096)
        if not piece:
            break
        head += piece
    words = head.split(b"\r\n", 1)[0].split()
    found = words[1] if len(words) > 1 and words[0].startswith(b"HTTP/") else b""
    return int(found) if found.isdigit() else 0


def _tried(step: ConnectionStep, act: Callable[[], str]) -> Checked:
    try:
        return Checked(step, "ok", act())
    except TurboError as error:
        return _failed(step, error)


def _failed(step: ConnectionStep, error: TurboError) -> Checked:
    return Checked(step, "failed", str(error), error.code, type(error).__name__)


def _ask(
    client: Callable[[], PortalClient], paired_with: str, now: Callable[[], datetime]
) -> Iterator[Checked]:
    """Return the steps portal, key and version, from one call."""
    served = Checked("portal", "ok", "Le portail répond.")
    spoken = Checked("version", "ok", "Le portail et ce logiciel parlent la même version.")
    try:
        with client() as one:
            hello = one.probe()
    except Refused as error:
        # This refusal comes from a portal that answers in the same version: only the key is wrong.
        if error.code != "key_unknown":
            yield _failed("portal", error)
            return
        yield served
        yield (
            # Before pairing there is no key to recognise, which is no failure.
            _failed("key", error)
            if paired_with
            else Checked(
                "key", "skipped", "Ce poste n’est pas encore relié : il lui faut un code de liaison."
            )
        )
        yield spoken
        return
    except Outdated as error:
        yield served
        yield Checked("key", "skipped", "Pas essayé.")
        yield _failed("version", error)
        return
    except TurboError as error:
        yield _failed("portal", error)
        return
    if paired_with and hello.portal_epoch != paired_with:
        yield _failed("portal", Outdated("unknown_epoch"))
        return
    yield Checked("portal", "ok", f"Le portail répond{NBSP}: {hello.school_name}.{_clock(hello, now())}")
    yield Checked("key", "ok", "Le portail reconnaît la clé de ce poste.")
    yield spoken


def _clock(hello: Hello, here: datetime) -> str:
    minutes = round(abs((here - hello.server_time).total_seconds()) / 60)
    if minutes < _SKEW_MINUTES:
        return ""
    return f" L’horloge de ce poste s’écarte de {minutes}{NBSP}min de la sienne{NBSP}: réglez-la."
