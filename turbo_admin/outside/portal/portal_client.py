"""The HTTPS client with which the office calls a portal.

What is repeated is safe to repeat: pages of events are heard twice without harm, batches of changes are
remembered by the portal. Pairing is not repeated, since its code is good for once.
"""

import gzip
import json
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote, urlsplit

import requests
import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_random_exponential

from turbo_admin import __version__
from turbo_admin.core.errors import BadData, Outdated, Refused, TurboError, Unreachable
from turbo_admin.outside.portal.proxies import bracketed, is_this_pc
from turbo_admin.outside.portal.trust import SystemTrust, causes, tls_trouble
from turbo_admin.protocol import codec, version
from turbo_admin.protocol.messages import (
    BindAnswer,
    BindRequest,
    Change,
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    HeldPage,
    Hello,
    KeyAnswer,
    PairAnswer,
    PairRequest,
    Problem,
)

T = TypeVar("T")
_TIMEOUT_SECONDS = (10, 60)
# One page with all its repeats, however slowly its bytes drip.
_PAGE_SECONDS = 180.0
_ATTEMPTS = 3
_LONGEST_WAIT_SECONDS = 4.0
# A portal that asks for more patience than this is left in peace until the next synchronisation.
_LONGEST_PATIENCE_SECONDS = 30.0
_PRESS_FROM_BYTES = 1024
# A page of 1,000 events is about 400 kB; a captive portal's video is not read to its end.
_MAX_ANSWER_BYTES = 32 * 1024 * 1024

# What a portal's refusal means to the clerk.
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


def check_address(typed: str) -> str:
    """Return a portal's address without path or slash at its end.

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
    """Speaks to one school's portal. Close it, or use it as a context.

    Args:
        url: from `check_address`.
        key: the workstation's; empty for pairing.
        office_epoch, portal_epoch: the databases that know each other; empty for pairing.
        proxy: what stands in between, `http://[account@]name:port`; None for the direct way.
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
        # Else the environment's proxy would count twice, and an account in ~/.netrc would replace our key.
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
        """Ask where the portal stands."""
        return self._again(lambda until: self._once("GET", "/hello", Hello, until))

    def probe(self) -> Hello:
        """Ask where the portal stands, once: for whoever wants to know what is wrong."""
        return self._once("GET", "/hello", Hello, time.monotonic() + _TIMEOUT_SECONDS[1])

    def events(self, after: int, limit: int = version.MAX_EVENTS) -> EventPage:
        """Ask for the events after a position; asking says that all up to it are safely kept here."""
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
        """Tell changes, at most `MAX_CHANGES`.

        Raises:
            BadData: `protocol_bad_message`: an answer that does not answer each change in its order.
        """
        body = codec.encode(ChangeBatch(changes=list(changes)))
        answers = self._again(lambda until: self._once("POST", "/changes", ChangeAnswers, until, data=body))
        if [answer.id for answer in answers.answers] != [change.id for change in changes]:
            raise BadData("protocol_bad_message", detail="réponses incomplètes")
        return answers

    def new_key(self) -> KeyAnswer:
        """Ask for another key in exchange for the present one, which dies when the new one is first used.

        Safe to repeat: a new key that was never used dies when the next is asked for.
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
            data = gzip.compress(data, compresslevel=1, mtime=0)
        connect, read = _TIMEOUT_SECONDS
        try:
            with self._session.request(
                method,
                f"{self._url}{version.BASE_PATH}{path}",
                data=data,
                headers=headers,
                timeout=(connect, min(read, max(until - time.monotonic(), 1))),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response, until)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _unreachable(error) from error
        return _understand(response, body, kind)


def _passes_by_itself(error: BaseException) -> bool:
    """Whether asking again may help: not when it is the network's doing, or when the portal asks for patience."""
    if not isinstance(error, Unreachable) or error.code.startswith(("tls_", "proxy_")):
        return False
    return _patience(error) <= _LONGEST_PATIENCE_SECONDS


def _patience(error: BaseException | None) -> float:
    return float(error.values.get("patience", 0)) if isinstance(error, TurboError) else 0.0


_back_off = wait_random_exponential(multiplier=0.3, max=_LONGEST_WAIT_SECONDS)


def _pause(state: RetryCallState) -> float:
    """Return the seconds before the next try: what the portal asked for, and never all PCs at the same instant."""
    error = state.outcome.exception() if state.outcome else None
    return _patience(error) + _back_off(state)


def _read(response: requests.Response, until: float) -> bytes:
    """Read an answer piece by piece as it comes, so that a dripping one is given up in time."""
    pieces, size = [], 0
    while piece := response.raw.read1(64 * 1024, decode_content=True):
        size += len(piece)
        if size > _MAX_ANSWER_BYTES:
            raise Unreachable("portal_is_not_one")
        if time.monotonic() > until:
            raise Unreachable("portal_slow")
        pieces.append(piece)
    return b"".join(pieces)


def _unreachable(error: Exception) -> TurboError:
    found = list(causes(error))
    # A proxy may itself hide a failed handshake behind it, and a read that times out in a handshake is slowness.
    if any(isinstance(cause, ssl.SSLError) for cause in found):
        return tls_trouble(error)
    if any(isinstance(cause, urllib3.exceptions.ProxyError) for cause in found):
        asks = any("connection failed: 407" in str(cause) for cause in found)
        return Unreachable("proxy_account" if asks else "portal_proxy")
    nobody = any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in found)
    # urllib3 counts a refused connection among its time-outs.
    if not nobody and any(isinstance(cause, urllib3.exceptions.TimeoutError) for cause in found):
        return Unreachable("portal_slow")
    return Unreachable("portal_unreachable")


def _understand(response: requests.Response, body: bytes, kind: type[T]) -> T:
    is_json = response.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
    if response.status_code in {200, 201} and is_json:
        return codec.decode(body, kind)
    if is_json:
        raise _problem(body, response.headers.get("Retry-After", ""))
    if response.status_code in {502, 503, 504}:
        raise Unreachable("portal_down")
    # A proxy's or a hotel's page, a redirect to a sign-in: whoever answered is not the portal.
    raise Unreachable("portal_is_not_one")


def _problem(body: bytes, retry_after: str) -> TurboError:
    try:
        problem = codec.decode(body, Problem)
    except BadData:
        return Unreachable("portal_is_not_one")
    kind = _PROBLEMS.get(problem.code)
    if kind is None:
        return Unreachable("portal_refuses", message=problem.message)
    if kind is BadData:
        return BadData("protocol_bad_message", detail=json.dumps(problem.code))
    patience = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0
    return kind(problem.code, message=problem.message, patience=patience)
