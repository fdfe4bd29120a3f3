"""Reads what came back from a portal, and turns what went wrong into errors that the clerk can act on."""

import json
import ssl
import time
from collections.abc import Mapping
from typing import TypeVar

import requests
import urllib3

from turbo_admin.core.errors import BadData, Outdated, Refused, TurboError, Unreachable
from turbo_admin.outside.portal.trust import causes, tls_trouble
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Problem

T = TypeVar("T")
# A page of 1,000 events is about 400 kB; anything larger, such as a captive portal's video, is not read.
_MAX_ANSWER_BYTES = 32 * 1024 * 1024

# Error class of each problem code of the portal.
_PROBLEMS: Mapping[str, type[TurboError]] = {
    "bad_code": Refused,
    "bound_elsewhere": Refused,
    "key_unknown": Refused,
    "outdated": Outdated,
    "unknown_epoch": Outdated,
    "ahead": Outdated,
    "behind": Outdated,
    "moved": Refused,
    "too_large": Refused,
    "bad_message": BadData,
    "slow_down": Unreachable,
    "unavailable": Unreachable,
}


def read_answer(response: requests.Response, until: float) -> bytes:
    """Read an answer in pieces, so that a slow one is given up in time."""
    pieces, size = [], 0
    # Decoded as it is read: the limit applies to the unpacked size too.
    while piece := response.raw.read1(64 * 1024, decode_content=True):
        size += len(piece)
        if size > _MAX_ANSWER_BYTES:
            raise Unreachable("portal_is_not_one")
        if time.monotonic() > until:
            raise Unreachable("portal_slow")
        pieces.append(piece)
    return b"".join(pieces)


def unreachable(error: Exception) -> TurboError:
    """Return what it means that no answer came."""
    found = list(causes(error))
    # A proxy error may wrap a failed handshake; a time-out during the handshake counts as slowness.
    if any(isinstance(cause, ssl.SSLError) for cause in found):
        return tls_trouble(error)
    if any(isinstance(cause, urllib3.exceptions.ProxyError) for cause in found):
        asks = any("connection failed: 407" in str(cause) for cause in found)
        return Unreachable("proxy_account" if asks else "portal_proxy")
    nobody = any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in found)
    # In urllib3 a refused connection is a subclass of the time-outs.
    if not nobody and any(isinstance(cause, urllib3.exceptions.TimeoutError) for cause in found):
        return Unreachable("portal_slow")
    return Unreachable("portal_unreachable")


def understand(response: requests.Response, body: bytes, kind: type[T]) -> T:
    """Return the message of an answer.

    Raises:
        Refused, Outdated, BadData, Unreachable: as the portal refuses, or whoever answered in its place.
    """
    is_json = response.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
    if response.status_code in {200, 201} and is_json:
        return codec.decode(body, kind)
    if is_json:
        raise _problem(body, response.headers.get("Retry-After", ""))
    if response.status_code in {502, 503, 504}:
        raise Unreachable("portal_down")
    # A captive portal's page or a redirect to a sign-in: the answer is not the portal's.
    raise Unreachable("portal_is_not_one")


def _problem(body: bytes, retry_after: str) -> TurboError:
    try:
        problem = codec.decode(body, Problem)
    except BadData:
        return Unreachable("portal_is_not_one")
    # A newer portal may have codes unknown here: its own message is shown then.
    kind = _PROBLEMS.get(problem.code)
    if kind is None:
        return Unreachable("portal_refuses", message=problem.message)
    if kind is BadData:
        return BadData("protocol_bad_message", detail=json.dumps(problem.code))
    # Retry-After may also be a date (RFC 9110, 10.2.3), which the portal never sends.
    patience = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0
    return kind(problem.code, message=problem.message, patience=patience)
