"""The outermost ASGI layer: security headers on every answer, HTTPS, HEAD, the visitor's address and language.

It is outermost so that every answer (a page, an error, the framework's own 405) gets the same headers. `pages.guard`
runs after routing, so that a wrong method is answered with 405.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from anyio import to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from turbo_admin.core.language import speaking
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.languages import Languages
from turbo_admin.portal.base.logs import log_bug
from turbo_admin.portal.web.client_addresses import ClientAddresses, header

# Scripts are files of ours, none inlined; one style sheet, inlined and allowed by its hash.
_CSP = (
    "default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # A path may hold a token, which a Referer header would send to another site.
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
# Two years; browsers then refuse http for this host.
_HSTS = b"max-age=63072000"
# By the host's choice: other services may stand below the portal's name, and have no certificate.
_BELOW_TOO = b"; includeSubDomains"
# Answers without a choice of language.
_FRENCH_ALONE = ("/api/", "/static/")


class SecurityMiddleware:
    """The outermost ASGI layer.

    Args:
        app: the site.
        config: whether it is https, and which proxies are trusted.
        broken: renders the page for an exception that no handler has answered.
        languages: the languages that a browser may ask for.
        style_hash: of the inlined style sheet, `sha256-…`; without it, none.
        report_proxy: stores that a request arrived without the visitor's address; called with the proxy's address, empty
            for an untrusted one. It may block on the database.
    """

    def __init__(
        self,
        app: ASGIApp,
        config: WebConfig,
        broken: Callable[[], bytes],
        languages: Languages | None = None,
        style_hash: str = "",
        *,
        report_proxy: Callable[[str], object] = str,
    ) -> None:
        self._app = app
        self._languages = languages or Languages()
        policy = _CSP.format(styles=f"'{style_hash or 'none'}'").encode()
        always = ((b"content-security-policy", policy), *_ALWAYS)
        hsts = _HSTS + _BELOW_TOO if config.hsts_subdomains else _HSTS
        self._headers = (*always, (b"strict-transport-security", hsts)) if config.secure else always
        self._broken = broken
        self._https_url = config.public_url if config.secure else ""
        self._clients = ClientAddresses(config)
        self._report_proxy = report_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; lifespan events are passed on."""
        raw: dict[str, Any] = {**scope}
        if raw["type"] != "http":
            await self._app(scope, receive, send)
            return
        sender = _Sender(send, self._headers, head=raw["method"] == "HEAD", request_id=secrets.token_hex(16))
        raw["request_id"] = sender.request_id
        if self._https_url and self._clients.came_in_clear(raw):
            await self._send_to_https(raw, sender)
            return
        raw["client"] = (self._clients.of(raw), 0)
        for proxy in self._clients.take_unreported():
            await self._report(proxy, sender.request_id)
        if sender.head:
            # Routes handle GET only; the sender omits the body.
            raw["method"] = "GET"
        if not self._languages.several or raw["path"].startswith(_FRENCH_ALONE):
            await self._answer(raw, receive, sender)
            return
        language = self._languages.choose(header(raw, b"accept-language"))
        sender.set_language(language.code)
        with speaking(language):
            await self._answer(raw, receive, sender)

    async def _report(self, proxy: str, request_id: str) -> None:
        try:
            await to_thread.run_sync(self._report_proxy, proxy)
        except Exception as error:  # the visitor's page does not depend on it
            log_bug(error, request_id)

    async def _answer(self, raw: dict[str, Any], receive: Receive, sender: "_Sender") -> None:
        try:
            await self._app(raw, receive, sender)  # type: ignore[arg-type]
        except Exception as error:  # the last boundary: whatever it was, the visitor gets a page
            log_bug(error, sender.request_id)
            await self._answer_broken(sender)

    async def _answer_broken(self, sender: "_Sender") -> None:
        # Headers have left: a second start would break the protocol, so the connection just ends.
        if sender.started:
            return
        body = self._broken()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await sender({"type": "http.response.start", "status": 500, "headers": headers})
        await sender({"type": "http.response.body", "body": body, "more_body": False})

    async def _send_to_https(self, scope: Mapping[str, Any], send: Send) -> None:
        """Redirect to the same path of the public https address. Bodies, and the office's calls, are not read."""
        path = str(scope["path"])
        if path.startswith("/api/"):
            # No redirect: the key was sent in clear, and the office must see that its address is wrong.
            status, location = 403, b""
        elif scope["method"] in {"GET", "HEAD"}:
            asked = b"?".join(part for part in (scope["raw_path"], scope["query_string"]) if part)
            # A target that is no path would be appended to the host name.
            status = 308
            location = self._https_url.encode() + (asked if asked.startswith(b"/") else b"")
        else:
            # 303 to the home page: the body, with what was typed, must not be sent again by itself.
            status, location = 303, self._https_url.encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0")]
        headers += [(b"location", location)] if location else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class _Sender:
    """Sends an answer with the common headers, and without a body for HEAD."""

    def __init__(
        self, send: Send, headers: Sequence[tuple[bytes, bytes]], *, head: bool, request_id: str
    ) -> None:
        self._send = send
        self._headers = headers
        self.head = head
        self.request_id = request_id
        self.started = False

    def set_language(self, code: str) -> None:
        """Add Content-Language, and Vary for caches."""
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
        # Pages are personal: without a header of their own they must not be stored anywhere.
        if b"cache-control" not in present:
            headers.append((b"cache-control", b"no-store"))
        headers.append((b"x-request-id", self.request_id.encode()))
        return headers
