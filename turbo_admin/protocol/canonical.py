"""The proof that both sides hold the same: digests of states, and sums of digests.

A state's digest is the first 16 bytes of SHA-256 over kind, key and body exactly as it was sent, each preceded by its
length. The sum of the digests of a kind, modulo 2^128, does not depend on their order, so that each side keeps it up to
date state by state.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

_BYTES = 16
_MODULUS = 1 << (8 * _BYTES)


class KindSum(Struct, frozen=True, order=True):
    """How many states of a kind are held, and the sum of their digests.

    Attributes:
        total: 32 hexadecimal digits.
    """

    count: int = 0
    total: str = "0" * (2 * _BYTES)

    def changed(self, removed: Iterable[str], added: Iterable[str]) -> "KindSum":
        """Return the sum once some digests (hex) have gone and others have come."""
        gone, new = list(removed), list(added)
        total = int(self.total, 16) - sum(int(one, 16) for one in gone) + sum(int(one, 16) for one in new)
        return KindSum(self.count - len(gone) + len(new), f"{total % _MODULUS:0{2 * _BYTES}x}")


def state_digest(kind: str, key: str, body: bytes) -> str:
    """Return the digest of a state as sent, 32 hexadecimal digits."""
    parts = (kind.encode(), key.encode(), body)
    said = b"".join([len(part).to_bytes(8, "big") + part for part in parts])
    return hashlib.sha256(said).hexdigest()[: 2 * _BYTES]


def comparable(kind: str, body: Any) -> Any:
    """Return what both sides must hold alike of a record, from the JSON of its body.

    Left out is what only the sender keeps (a refusal's text, which decisions were mailed) and what dies with the secret
    (the link of a credential). Times are compared as instants.
    """
    if kind == "request":
        return {name: value for name, value in body.items() if name not in {"reason", "mailed"}} | {
            "received_at": _instant(body["received_at"])
        }
    if kind == "account" and body.get("credential"):
        credential = body["credential"]
        return body | {"credential": (credential["number"], _instant(credential["expires_at"]))}
    return body


def _instant(written: str) -> float:
    return datetime.fromisoformat(written).timestamp()
