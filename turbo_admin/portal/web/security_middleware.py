"""The outermost ASGI layer: security headers on every answer, HTTPS, HEAD, the visitor's address and language.

It is outermost so that whatever answers below it (a page, an error, the framework's own 405) goes out with the same
headers. `pages.guard` runs within, once the route is known, so that a wrong method is answered as such.
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

# No script at all, and of styles the one sheet that each page holds, by its hash.
_CSP = (
    "default-src 'none'; style-src {styles}; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # A path may hold a token: no other site is told it.
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
# The office's program is French, and a style sheet says nothing.
_FRENCH_ALONE = ("/api/", "/static/")


class SecurityMiddleware:
    """The outermost ASGI layer.

    Args:
        app: the site.
        config: whether it is https, and which proxies are believed.
        broken: the page for an exception that nothing below has turned into an answer.
        languages: the languages that a browser may ask for.
        style_hash: of the one style sheet that a page may hold, `sha256-…`; without it, none.
        report_proxy: keeps for the host, once, that a request came without its visitor's address; given the proxy's,
            empty for one that is not believed. It may wait for the database.
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
        self._headers = (*always, _HSTS) if config.secure else always
        self._broken = broken
        self._https_url = config.public_url if config.secure else ""
        self._clients = ClientAddresses(config)
        self._report_proxy = report_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; life span events go through untouched."""
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
            # Routes know GET alone; the sender leaves the body out.
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
        """Send a page to the same path of the public address; what was posted, and the office's calls, are not read."""
        path = str(scope["path"])
        if path.startswith("/api/"):
            status, location = 403, b""
        elif scope["method"] in {"GET", "HEAD"}:
            asked = b"?".join(part for part in (scope["raw_path"], scope["query_string"]) if part)
            # Anything but a path would go on writing the host's name.
            status = 308
            location = self._https_url.encode() + (asked if asked.startswith(b"/") else b"")
        else:
            status, location = 303, self._https_url.encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0")]
        headers += [(b"location", location)] if location else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


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

    def set_language(self, code: str) -> None:
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
