"""Marks of the browsers in which an account has signed in: each has its own count of wrong passwords."""

import hashlib
import hmac
import secrets


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
        """Whether a mark was signed for this account."""
        nonce, _, signature = mark.partition(".")
        return hmac.compare_digest(self._sign(nonce, uai, account_id).encode(), signature.encode())

    def _sign(self, nonce: str, uai: str, account_id: str) -> str:
        return hmac.new(
            self._secret, "\0".join((nonce, uai, account_id)).encode(), hashlib.sha256
        ).hexdigest()
