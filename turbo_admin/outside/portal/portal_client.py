"""HTTPS client of the office for a portal's API.

Only idempotent calls are retried: reading events again is harmless, and the portal recognises repeated changes. Pairing
is not retried, since its code works once.
"""

import gzip
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote, urlsplit

import requests
import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_random_exponential

from turbo_admin import __version__
from turbo_admin.core.errors import BadData, Refused, TurboError, Unreachable
from turbo_admin.outside.portal.portal_answers import read_answer, understand, unreachable
from turbo_admin.outside.portal.proxies import bracketed, is_this_pc
from turbo_admin.outside.portal.trust import SystemTrust
from turbo_admin.protocol import codec, version
from turbo_admin.protocol.agreement import BindAnswer, BindRequest, HeldPage
from turbo_admin.protocol.messages import (
    Change,
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    Hello,
    KeyAnswer,
    PairAnswer,
    PairRequest,
)

T = TypeVar("T")
# To connect, and between two reads (requests' pair).
_TIMEOUT_SECONDS = (10, 60)
# Total time of one call with all its retries, however slowly its bytes arrive.
_PAGE_SECONDS = 180.0
_ATTEMPTS = 3
_LONGEST_WAIT_SECONDS = 4.0
# When a portal's Retry-After exceeds this, the call fails until the next synchronisation.
_LONGEST_PATIENCE_SECONDS = 30.0
# Smaller bodies fit in one packet: compressing them gains nothing.
_PRESS_FROM_BYTES = 1024


def check_address(typed: str) -> str:
    """Return a portal's address, without path or trailing slash.

    Raises:
        Refused: `portal_address`, or `portal_needs_https` (plain HTTP is for this very PC only).
    """
    text = typed.strip()
    url = urlsplit(text if "://" in text else f"https://{text}")
    try:
        host, port = url.hostname, url.port
    except ValueError as error:
        raise Refused("portal_address") from error
    if not host or url.scheme not in {"http", "https"} or url.username or " " in text:
        raise Refused("portal_address")
    if url.scheme == "http" and not is_this_pc(host):
        raise Refused("portal_needs_https")
    return f"{url.scheme}://{bracketed(host)}" + (f":{port}" if port else "")


class PortalClient:
    """Client of one school's portal. Close it, or use it as a context manager.

    Args:
        url: from `check_address`.
        key: the workstation's; empty for pairing.
        office_epoch, portal_epoch: the epochs of both databases as paired; empty for pairing.
        proxy: `http://[account@]name:port`; None for a direct connection.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        office_epoch: str = "",
        portal_epoch: str = "",
        proxy: str | None = None,
    ) -> None:
        self._url = url
        self._session = requests.Session()
        # Otherwise requests would apply the environment's proxy again, and ~/.netrc would replace our key.
        self._session.trust_env = False
        if proxy:
            self._session.proxies = {"https": proxy}
        self._session.mount("https://", SystemTrust())
        self._session.headers.update(
            {
                "User-Agent": f"turbo-admin/{__version__}",
                "Accept": "application/json",
                version.HEADER_VERSION: str(version.CURRENT),
            }
        )
        for header, value in (
            (version.HEADER_OFFICE_EPOCH, office_epoch),
            (version.HEADER_PORTAL_EPOCH, portal_epoch),
            ("Authorization", f"Bearer {key}" if key else ""),
        ):
            if value:
                self._session.headers[header] = value

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._session.close()

    def pair(self, request: PairRequest) -> PairAnswer:
        """Exchange a pairing code for a key.

        Raises:
            Refused: `bad_code`, `bound_elsewhere`; as every call: Unreachable, Outdated, BadData.
        """
        until = time.monotonic() + _PAGE_SECONDS
        return self._once("POST", "/pair", PairAnswer, until, data=codec.encode(request))

    def hello(self) -> Hello:
        """Return the portal's version, epoch and clock."""
        return self._again(lambda until: self._once("GET", "/hello", Hello, until))

    def probe(self) -> Hello:
        """As `hello`, without retries: for the connection test."""
        return self._once("GET", "/hello", Hello, time.monotonic() + _TIMEOUT_SECONDS[1])

    def events(self, after: int, limit: int = version.MAX_EVENTS) -> EventPage:
        """Return the events after a position. The call also acknowledges all events up to it."""
        path = f"/events?after={after}&limit={limit}"
        return self._again(lambda until: self._once("GET", path, EventPage, until))

    def review(self, after: int, limit: int = version.MAX_EVENTS) -> EventPage:
        """Ask for events again; nothing is acknowledged by it."""
        path = f"/events?after={after}&limit={limit}&review=1"
        return self._again(lambda until: self._once("GET", path, EventPage, until))

    def held(self, kind: str, after: str, *, only_digests: bool = False) -> HeldPage:
        """Ask for what the portal holds of a kind of state, after a key.

        Args:
            only_digests: leaves the records themselves out.
        """
        path = f"/states?kind={kind}&after={quote(after, safe='')}&digests={int(only_digests)}"
        return self._again(lambda until: self._once("GET", path, HeldPage, until))

    def bind(self, to: str, seen_seq: int, seen_rev: int) -> BindAnswer:
        """Bind the school to this office database; safe to repeat.

        Raises:
            Refused: `moved`: the portal has taken other changes since.
        """
        body = codec.encode(BindRequest(to=to, seen_seq=seen_seq, seen_rev=seen_rev))
        return self._again(lambda until: self._once("POST", "/bind", BindAnswer, until, data=body))

    def change(self, changes: Sequence[Change]) -> ChangeAnswers:
        """Send changes, at most `MAX_CHANGES`.

        Raises:
            BadData: `protocol_bad_message`: the answer has not one item for each change, in order.
        """
        body = codec.encode(ChangeBatch(changes=list(changes)))
        answers = self._again(lambda until: self._once("POST", "/changes", ChangeAnswers, until, data=body))
        if [answer.id for answer in answers.answers] != [change.id for change in changes]:
            raise BadData("protocol_bad_message", detail="réponses incomplètes")
        return answers

    def new_key(self) -> KeyAnswer:
        """Get a new key; the present one is revoked when the new one is first used.

        Idempotent: an unused new key is revoked when the next one is requested.
        """
        return self._again(lambda until: self._once("POST", "/key", KeyAnswer, until, data=b"{}"))

    def _again(self, call: Callable[[float], T]) -> T:
        retrying = Retrying(
            retry=retry_if_exception(_passes_by_itself),
            stop=stop_after_attempt(_ATTEMPTS) | stop_before_delay(_PAGE_SECONDS),
            wait=_pause,
            reraise=True,
        )
        return retrying(call, time.monotonic() + _PAGE_SECONDS)

    def _once(self, method: str, path: str, kind: type[T], until: float, *, data: bytes | None = None) -> T:
        headers = {"Content-Type": "application/json"} if data is not None else {}
        if data is not None and len(data) > _PRESS_FROM_BYTES:
            headers["Content-Encoding"] = "gzip"
            # Level 1, the fastest: the PC's time counts more here than the last few kilobytes.
            data = gzip.compress(data, compresslevel=1, mtime=0)
        connect, read = _TIMEOUT_SECONDS
        try:
            with self._session.request(
                method,
                f"{self._url}{version.BASE_PATH}{path}",
                data=data,
                headers=headers,
                # The rest of the call's time, but at least a second: zero is an error in urllib3.
                timeout=(connect, min(read, max(until - time.monotonic(), 1))),
                # A redirect would send the key to an address that nobody checked.
                allow_redirects=False,
                stream=True,
            ) as response:
                body = read_answer(response, until)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise unreachable(error) from error
        return understand(response, body, kind)


def _passes_by_itself(error: BaseException) -> bool:
    """Whether a retry may help: a broken connection or a short Retry-After, not a refusal."""
    # A certificate or a proxy's settings do not change within seconds.
    if not isinstance(error, Unreachable) or error.code.startswith(("tls_", "proxy_")):
        return False
    return _patience(error) <= _LONGEST_PATIENCE_SECONDS


def _patience(error: BaseException | None) -> float:
    return float(error.values.get("patience", 0)) if isinstance(error, TurboError) else 0.0


_back_off = wait_random_exponential(multiplier=0.3, max=_LONGEST_WAIT_SECONDS)


def _pause(state: RetryCallState) -> float:
    """Return the seconds before the next try: the portal's Retry-After, with random jitter."""
    error = state.outcome.exception() if state.outcome else None
    return _patience(error) + _back_off(state)
