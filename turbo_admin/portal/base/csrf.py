"""Against forms that another site has a browser post: a signed token in each form, and the origin that the browser names."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from litestar.exceptions import PermissionDeniedException

_SHAPE = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})", re.ASCII)


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
        match = _SHAPE.fullmatch(token)
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
