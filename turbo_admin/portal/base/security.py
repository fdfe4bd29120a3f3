"""What stands between the network and the pages: headers on every answer, HEAD, addresses, and who may post.

`Guard` is the outermost layer, so that whatever answers below it (a page, an error, the server's own 405) goes out with
the same headers. `check_post` runs within, once the route is known, so that a wrong method is told as such.
"""

import hashlib
import hmac
import ipaddress
import re
import secrets
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import structlog
from anyio import to_thread
from litestar.exceptions import PermissionDeniedException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from turbo_admin.core.language import speaking
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.languages import Languages

# A request form with its longest fields in four-byte letters is about 10 kB.
MAX_FORM_BYTES = 64 * 1024
_MAX_FIELDS = 40
_CSP = (
    "default-src 'none'; style-src {styles}; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
# The office's program is French, and a style sheet says nothing.
_FRENCH_ALONE = ("/api/", "/static/")
# A hop with the port that some proxies add; an IPv6 address then stands in brackets.
_HOP_SHAPE = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?|([0-9.]+):\d{1,5}", re.ASCII)
# Whoever a proxy of ours names so that nobody can read it: no address, so near to nothing, and one bucket for all.
_UNREADABLE = "unreadable"
_FORWARDED = {b"x-forwarded-proto", b"x-forwarded-host", b"forwarded", b"via"}
_CSRF_SHAPE = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})", re.ASCII)
_log = structlog.get_logger("turbo_admin.portal")


class Guard:
    """The outermost ASGI layer.

    Args:
        app: the site.
        config: whether it is https, and which proxies are believed.
        broken: the page for an exception that nothing below has turned into an answer.
        languages: the languages that a browser may ask for.
        style_hash: of the one style sheet that a page may hold, `sha256-…`; without it, none.
        tell: keeps for the host, once, that a request came without its visitor's address; given the proxy's, empty
            for one that is not believed. It may wait for the database.
    """

    def __init__(
        self,
        app: ASGIApp,
        config: WebConfig,
        broken: Callable[[], bytes],
        languages: Languages | None = None,
        style_hash: str = "",
        *,
        tell: Callable[[str], object] = str,
    ) -> None:
        self._app = app
        self._languages = languages or Languages()
        policy = _CSP.format(styles=f"'{style_hash or 'none'}'").encode()
        always = ((b"content-security-policy", policy), *_ALWAYS)
        self._headers = (*always, _HSTS) if config.secure else always
        self._proxies = tuple(ipaddress.ip_network(proxy, strict=False) for proxy in config.trusted_proxies)
        self._broken = broken
        self._public = config.public_url if config.secure else ""
        self._named = urlsplit(self._public).netloc.lower()
        self._tell = tell
        self._warned: set[str] = set()
        self._untold: list[str] = []
        # The proxy of a portal asks every time.
        self._is_proxy = lru_cache(maxsize=256)(self._judge)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; life span events go through untouched."""
        raw: dict[str, Any] = {**scope}
        if raw["type"] != "http":
            await self._app(scope, receive, send)
            return
        sender = _Sender(send, self._headers, head=raw["method"] == "HEAD", request_id=secrets.token_hex(16))
        raw["request_id"] = sender.request_id
        if self._public and self._came_in_clear(raw):
            await self._send_to_https(raw, sender)
            return
        raw["client"] = (self._client_address(raw), 0)
        while self._untold:
            await self._tell_host(self._untold.pop(), sender.request_id)
        if sender.head:
            raw["method"] = "GET"
        if not self._languages.several or raw["path"].startswith(_FRENCH_ALONE):
            await self._answer(raw, receive, sender)
            return
        language = self._languages.choose(_header(raw, b"accept-language"))
        sender.speaks(language.code)
        with speaking(language):
            await self._answer(raw, receive, sender)

    async def _tell_host(self, proxy: str, request_id: str) -> None:
        try:
            await to_thread.run_sync(self._tell, proxy)
        except Exception as error:  # the visitor's page does not depend on it
            log_bug(error, request_id)

    async def _answer(self, raw: dict[str, Any], receive: Receive, sender: "_Sender") -> None:
        try:
            await self._app(raw, receive, sender)  # type: ignore[arg-type]
        except Exception as error:  # the true boundary: whatever it was, the visitor gets a page
            log_bug(error, sender.request_id)
            await self._answer_broken(sender)

    async def _answer_broken(self, sender: "_Sender") -> None:
        if sender.started:
            return
        body = self._broken()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await sender({"type": "http.response.start", "status": 500, "headers": headers})
        await sender({"type": "http.response.body", "body": body, "more_body": False})

    def _came_in_clear(self, scope: Mapping[str, Any]) -> bool:
        """Whether a proxy of ours says that the visitor spoke plain HTTP; nobody else is believed."""
        peer = scope["client"][0] if scope.get("client") else ""
        return self._is_proxy(peer) and _header(scope, b"x-forwarded-proto").strip().lower() == "http"

    async def _send_to_https(self, scope: Mapping[str, Any], send: Send) -> None:
        """Send a page to the same path of the public address; what was posted, and the office's calls, are not read."""
        path = str(scope["path"])
        if path.startswith("/api/"):
            status, place = 403, b""
        elif scope["method"] in {"GET", "HEAD"}:
            asked = b"?".join(part for part in (scope["raw_path"], scope["query_string"]) if part)
            # Anything but a path would go on writing the host's name.
            status, place = 308, self._public.encode() + (asked if asked.startswith(b"/") else b"")
        else:
            status, place = 303, self._public.encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0")]
        headers += [(b"location", place)] if place else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _client_address(self, scope: Mapping[str, Any]) -> str:
        """Return the address of the visitor: the last one of X-Forwarded-For that is not a proxy of ours."""
        peer = scope["client"][0] if scope.get("client") else ""
        if not self._is_proxy(peer):
            if self._public and self._proxies:
                self._warn_unnamed(scope, "")
            return peer
        chain = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        if not chain:
            self._warn_unnamed(scope, peer)
            return peer
        hops = [_bare(hop) for hop in b",".join(chain).decode("latin-1").split(",") if hop.strip()]
        for hop in reversed(hops):
            if not _is_address(hop):
                return _UNREADABLE
            if not self._is_proxy(hop):
                return hop
        return peer if hops else _UNREADABLE

    def _warn_unnamed(self, scope: Mapping[str, Any], proxy: str) -> None:
        """Tell the host, once a process, that a web server passes requests on without saying whose they are.

        Args:
            proxy: empty for one that is not believed: should it be no web server, it is a visitor, and not to be logged.
        """
        if proxy in self._warned or not self._was_passed_on(scope):
            return
        self._warned.add(proxy)
        self._untold.append(proxy)
        if proxy:
            _log.warning("proxy_names_no_visitor", proxy=proxy)
        else:
            _log.warning("proxy_not_believed")

    def _was_passed_on(self, scope: Mapping[str, Any]) -> bool:
        """Whether a web server stands between the visitor and us, as far as the request shows it.

        We never speak TLS: whoever asks for the public address in https has asked another. So has a browser that
        seems to speak HTTP/1.0, as nginx does to us; monitoring on this machine asks for neither.
        """
        if any(name in _FORWARDED or name == b"x-forwarded-for" for name, _ in scope["headers"]):
            return True
        if not self._public or scope["path"] == "/healthz":
            return False
        old = scope.get("http_version") == "1.0"
        return _header(scope, b"host").lower() == self._named or (
            old and bool(_header(scope, b"sec-fetch-site"))
        )

    def _judge(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in net for net in self._proxies)


class _Sender:
    """Sends an answer with the headers that each one bears, and without a body to HEAD."""

    def __init__(
        self, send: Send, headers: Sequence[tuple[bytes, bytes]], *, head: bool, request_id: str
    ) -> None:
        self._send = send
        self._headers = headers
        self.head = head
        self.request_id = request_id
        self.started = False

    def speaks(self, code: str) -> None:
        """Say in which language the answer is, and that another visitor may get another."""
        self._headers = (*self._headers, (b"content-language", code.encode()), (b"vary", b"accept-language"))

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": self._complete(list(message.get("headers", [])))}
        elif message["type"] == "http.response.body" and self.head:
            message = {**message, "body": b""}
        await self._send(message)

    def _complete(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name.lower() for name, _ in headers}
        headers.extend(pair for pair in self._headers if pair[0] not in present)
        if b"cache-control" not in present:
            headers.append((b"cache-control", b"no-store"))
        headers.append((b"x-request-id", self.request_id.encode()))
        return headers


@dataclass(frozen=True, slots=True)
class Origins:
    """Which origins a form may come from: the public address, and the host that the browser itself names."""

    public: str

    def allows(self, headers: Mapping[str, str]) -> bool:
        """Judge a post by what the browser says of its origin; one that says nothing is left to the token.

        Under `no-referrer` browsers send `Origin: null` for our own forms: Sec-Fetch-Site then tells.
        """
        site = headers.get("sec-fetch-site", "")
        if site:
            return site in {"same-origin", "none"}
        origin = headers.get("origin", "")
        if origin in {"", "null"}:
            return True
        host = headers.get("host", "")
        return origin in {self.public, f"http://{host}", f"https://{host}"}


class Csrf:
    """A signed token, in a cookie and in a hidden field of each form: both must be there, alike and ours.

    Litestar's own raises on a token that is not ASCII, and keeps the last thousand bodies (passwords among them) in a
    cache; hence this one.

    Args:
        secret: the same for all web processes.
    """

    FIELD = "_csrf_token"

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.sha256(b"csrf:" + secret.encode()).digest()

    def new(self) -> str:
        """Draw a token."""
        nonce = secrets.token_hex(32)
        return f"{nonce}.{self._sign(nonce)}"

    def is_ours(self, token: str) -> bool:
        """Whether we have signed it."""
        match = _CSRF_SHAPE.fullmatch(token)
        return bool(match) and hmac.compare_digest(self._sign(match[1]), match[2])  # type: ignore[index]

    def check(self, cookie: str, field: str) -> None:
        """Compare the two.

        Raises:
            PermissionDeniedException: they are absent, differ, or are not ours.
        """
        if not self.is_ours(cookie) or not hmac.compare_digest(cookie.encode(), field.encode()):
            raise PermissionDeniedException("csrf")

    def _sign(self, nonce: str) -> str:
        return hmac.new(self._secret, nonce.encode(), hashlib.sha256).hexdigest()


class DeviceMark:
    """Marks a browser in which an account has signed in, so that strangers' guesses do not shut it out.

    The mark says nothing to whoever reads it: a nonce, and a signature over the account.
    """

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.sha256(b"device:" + secret.encode()).digest()

    def new(self, uai: str, account_id: str) -> str:
        """Draw a mark."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._sign(nonce, uai, account_id)}"

    def is_of(self, mark: str, uai: str, account_id: str) -> bool:
        """Whether that very account has signed in there."""
        nonce, _, signature = mark.partition(".")
        return hmac.compare_digest(self._sign(nonce, uai, account_id).encode(), signature.encode())

    def _sign(self, nonce: str, uai: str, account_id: str) -> str:
        return hmac.new(
            self._secret, "\0".join((nonce, uai, account_id)).encode(), hashlib.sha256
        ).hexdigest()


def read_form(body: bytes) -> dict[str, str]:
    """Read a posted form, whatever was sent: bad UTF-8 is replaced, the first of two equal names counts."""
    pieces = body.decode("utf-8", "replace").split("&", _MAX_FIELDS)[:_MAX_FIELDS]
    form: dict[str, str] = {}
    for name, value in parse_qsl("&".join(pieces), keep_blank_values=True, errors="replace"):
        form.setdefault(name, value)
    return form


def log_bug(error: BaseException, request_id: str) -> None:
    """Log a bug by its kind and place; never by its words, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{frame.filename.rpartition('turbo_admin')[2]}:{frame.lineno}" for frame in frames]
    _log.error("page_failed", error=type(error).__name__, request_id=request_id, places=places)


def _header(raw: Mapping[str, Any], name: bytes) -> str:
    return b",".join(value for key, value in raw["headers"] if key == name).decode("latin-1")


def _bare(hop: str) -> str:
    """Return a hop of X-Forwarded-For without port and brackets."""
    match = _HOP_SHAPE.fullmatch(hop.strip())
    return (match[1] or match[2]) if match else hop.strip()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
