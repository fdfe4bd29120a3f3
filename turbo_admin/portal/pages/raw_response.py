"""A response whose headers and body are sent as they are."""

from collections.abc import Sequence
from typing import Any

from litestar import Response
from litestar.types import ASGIApp, Receive, Scope, Send


class RawResponse(Response[bytes]):
    """A page or a redirection, rendered already.

    Litestar's own response copies each cookie field by field, three times, and each header twice: a third of the time of
    the sign-in page.
    page takes.
    """

    def __init__(self, body: bytes, status: int, cookies: Sequence[str], location: str = "") -> None:
        super().__init__(body, status_code=status, media_type="text/html")
        lines = [("content-type", "text/html; charset=utf-8"), ("content-length", str(len(body)))]
        lines += [("set-cookie", cookie) for cookie in cookies]
        if location:
            lines.append(("location", location))
        self._status = status
        self._lines = [(name.encode(), value.encode()) for name, value in lines]

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIApp:  # type: ignore[override]
        """Return the ASGI application that sends the response."""
        return self._send

    # Litestar's handling of exceptions passes the three by their names.
    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        more = [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self._status, "headers": [*self._lines, *more]})
        await send({"type": "http.response.body", "body": self.content, "more_body": False})
