"""A mail server on this machine that catches everything and delivers nothing."""

import asyncio
import email
import re
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_LARGEST_BYTES = 8 * 1024 * 1024
_START_SECONDS = 10.0
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Caught:
    """A mail as the server got it.

    Attributes:
        sender: the envelope's, empty for a bounce.
        recipients: the envelope's, as the client spelt them.
        message: parsed, its lines as sent.
    """

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def kind(self) -> str:
        """The portal's kind of mail (`X-Turbo-Kind`), empty for any other mail."""
        return str(self.message["X-Turbo-Kind"] or "")


class Catcher:
    """An SMTP server on a free loopback port, running within `with`.

    All its methods may be called from any thread.

    Args:
        folder: where each mail is also written as `0001-kind.eml`; made when missing. None writes nothing.
        tls: offers STARTTLS with this certificate.
        at_once: speaks TLS from the first byte instead, as `smtps://` wants it.
        account: user and password without which nothing is taken; they are only heard over TLS.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        at_once: bool = False,
        account: tuple[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._tls, self._at_once = tls, at_once
        self._caught: list[Caught] = []
        self._news = threading.Condition()
        self._hooks = _Hooks(self._keep, account)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._port = 0

    def __enter__(self) -> Self:
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
        listening = socket.create_server(("127.0.0.1", self._port))
        # asyncio does so only for sockets that it makes; an answer of several lines would wait 40 ms for each client.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = listening.getsockname()[1]
        ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(
            target=self._run, args=(listening, ready), name="catcher", daemon=True
        )
        self._thread.start()
        if not ready.wait(_START_SECONDS):
            raise TimeoutError("the mail catcher did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop and self._thread:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()
        self._loop = self._thread = None

    @property
    def port(self) -> int:
        """The port it listens on; the same one when it is entered again, so that an outage can be played."""
        return self._port

    @property
    def url(self) -> str:
        """What `--mail` takes: `smtp://127.0.0.1:PORT`."""
        return f"smtp://127.0.0.1:{self._port}"

    @property
    def caught(self) -> list[Caught]:
        """All mails accepted so far, oldest first."""
        with self._news:
            return list(self._caught)

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages of all mails accepted so far, oldest first."""
        return [caught.message for caught in self.caught]

    def sent_to(self, address: str, kind: str | None = None) -> list[EmailMessage]:
        """Return the messages that an address got, oldest first; of one kind when it is given."""
        return [caught.message for caught in self.caught if _matches(caught, address, kind)]

    def wait_for(
        self, count: int, timeout: float = 20.0, *, to: str | None = None, kind: str | None = None
    ) -> list[EmailMessage]:
        """Wait until at least so many mails have come, and return those that have.

        Args:
            timeout: seconds.
            to: counts only mails for that address.
            kind: counts only mails of that `X-Turbo-Kind`.

        Raises:
            TimeoutError: fewer came; says how many.
        """

        def wanted() -> list[EmailMessage]:
            return [caught.message for caught in self._caught if _matches(caught, to, kind)]

        with self._news:
            if not self._news.wait_for(lambda: len(wanted()) >= count, timeout):
                raise TimeoutError(f"{len(wanted())} of {count} mails came within {timeout:g} s")
            return wanted()

    def refuse(self, address: str, code: int = 550, text: str = "5.1.1 no such mailbox") -> None:
        """Refuse an address from now on, when it is named as a recipient."""
        self._hooks.refused[address.casefold()] = f"{code} {text}"

    def refuse_content(self, address: str, code: int = 554, text: str = "5.6.0 no") -> None:
        """Refuse the mails for an address from now on, once their content has been sent."""
        self._hooks.refused_content[address.casefold()] = f"{code} {text}"

    def refuse_all(self, code: int = 451, text: str = "4.3.0 try again later") -> None:
        """Refuse every mail from now on, when its sender is named."""
        self._hooks.refused_all = f"{code} {text}"

    def accept_all(self) -> None:
        """Forget all refusals."""
        self._hooks.refused.clear()
        self._hooks.refused_content.clear()
        self._hooks.refused_all = ""

    def clear(self) -> None:
        """Forget the mails caught so far; files stay."""
        with self._news:
            self._caught.clear()

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=policy.default)
        caught = Caught(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)
        with self._news:
            self._caught.append(caught)
            self._write(len(self._caught), caught, content)
            self._news.notify_all()

    def _write(self, number: int, caught: Caught, content: bytes) -> None:
        if self._folder:
            # The kind comes from a header, so from outside: only harmless letters may reach the disk.
            kind = _UNSAFE.sub("-", caught.kind.lower()).strip("-")[:40] or "courriel"
            (self._folder / f"{number:04d}-{kind}.eml").write_bytes(content)

    def _run(self, listening: socket.socket, ready: threading.Event) -> None:
        asyncio.run(self._serve(listening, ready))

    async def _serve(self, listening: socket.socket, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        open_now: set[asyncio.BaseTransport] = set()
        from_the_start = self._tls if self._at_once else None
        offered = None if self._at_once else self._tls
        server = await self._loop.create_server(
            lambda: _Connection(self._hooks, open_now, offered), sock=listening, ssl=from_the_start
        )
        ready.set()
        await self._stop.wait()
        server.close()
        # A client that keeps its connection would keep the server's closing waiting.
        for transport in list(open_now):
            transport.close()
        await server.wait_closed()


class _Hooks:
    """What aiosmtpd calls, on the server's own thread."""

    def __init__(self, keep: Callable[[Envelope], None], account: tuple[str, str] | None) -> None:
        self.account = account
        self.refused: dict[str, str] = {}
        self.refused_content: dict[str, str] = {}
        self.refused_all = ""
        self._keep = keep

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: object
    ) -> AuthResult:
        """Say whether a user and password are the account's."""
        said = (told.login.decode(), told.password.decode()) if isinstance(told, LoginPassword) else ()
        return AuthResult(success=said == self.account, handled=False)

    async def handle_MAIL(  # noqa: N802 (the name aiosmtpd looks for)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.account is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.refused_all:
            return self.refused_all
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 (likewise)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refused.get(address.casefold()):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        for address in envelope.rcpt_tos:
            if refusal := self.refused_content.get(address.casefold()):
                return refusal
        self._keep(envelope)
        return "250 OK"


class _Connection(SMTP):
    """One client's connection, known to the server so that it can close it."""

    def __init__(
        self, hooks: _Hooks, open_now: set[asyncio.BaseTransport], tls: ssl.SSLContext | None
    ) -> None:
        super().__init__(
            hooks,
            data_size_limit=_LARGEST_BYTES,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="catcher",
            tls_context=tls,
            # aiosmtpd knows of TLS only when it began by STARTTLS.
            auth_require_tls=tls is not None,
            authenticator=hooks.authenticate if hooks.account is not None else None,
        )
        self._open_now = open_now
        self._forget: Callable[[], None] = lambda: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._open_now.add(transport)
        self._forget = lambda: self._open_now.discard(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._forget()
        super().connection_lost(error)


def _matches(caught: Caught, to: str | None, kind: str | None) -> bool:
    addressed = to is None or to.casefold() in {address.casefold() for address in caught.recipients}
    return addressed and (kind is None or caught.kind == kind)
