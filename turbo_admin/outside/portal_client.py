"""The office's side of the door to the portal, over HTTPS.

What is repeated is safe to repeat: pages of events are heard twice without harm, batches of changes are
remembered by the portal. Pairing is not repeated, since its code is good for once.
"""

import ipaddress
import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from turbo_admin import __version__
from turbo_admin.core.errors import BadData, Outdated, Refused, TurboError, Unreachable
from turbo_admin.protocol import codec, version
from turbo_admin.protocol.messages import (
    Change,
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    Hello,
    PairAnswer,
    PairRequest,
    Problem,
)

T = TypeVar("T")
_TIMEOUT_SECONDS = (10, 60)
_ATTEMPTS = 3
_LONGEST_WAIT_SECONDS = 4.0
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
    if url.scheme == "http" and not _is_this_pc(host):
        raise Refused("portal_needs_https")
    name = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{name}" + (f":{port}" if port else "")


def _is_this_pc(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _SystemTrust(HTTPAdapter):
    """Trusts what the operating system trusts: a school's proxy comes with a certificate of its own."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return super().proxy_manager_for(*args, **kwargs)


class PortalClient:
    """Speaks to one school's portal. Close it, or use it as a context.

    Args:
        url: from `check_address`.
        key: the workstation's; empty for pairing.
        office_epoch, portal_epoch: the databases that know each other; empty for pairing.
    """

    def __init__(self, url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = "") -> None:
        self._url = url
        self._session = requests.Session()
        self._session.mount("https://", _SystemTrust())
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
        return self._once("POST", "/pair", PairAnswer, data=codec.encode(request))

    def hello(self) -> Hello:
        """Ask where the portal stands."""
        return self._again(lambda: self._once("GET", "/hello", Hello))

    def events(self, after: int, limit: int = version.MAX_EVENTS) -> EventPage:
        """Ask for the events after a position; asking says that all up to it are safely kept here."""
        path = f"/events?after={after}&limit={limit}"
        return self._again(lambda: self._once("GET", path, EventPage))

    def change(self, changes: Sequence[Change]) -> ChangeAnswers:
        """Tell changes, at most `MAX_CHANGES`.

        Raises:
            BadData: `protocol_bad_message`: an answer that does not answer each change in its order.
        """
        body = codec.encode(ChangeBatch(changes=list(changes)))
        answers = self._again(lambda: self._once("POST", "/changes", ChangeAnswers, data=body))
        if [answer.id for answer in answers.answers] != [change.id for change in changes]:
            raise BadData("protocol_bad_message", detail="réponses incomplètes")
        return answers

    def _again(self, call: Callable[[], T]) -> T:
        retrying = Retrying(
            retry=retry_if_exception_type(Unreachable),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.3, max=_LONGEST_WAIT_SECONDS),
            reraise=True,
        )
        return retrying(call)

    def _once(self, method: str, path: str, kind: type[T], *, data: bytes | None = None) -> T:
        headers = {"Content-Type": "application/json"} if data is not None else {}
        try:
            with self._session.request(
                method,
                f"{self._url}{version.BASE_PATH}{path}",
                data=data,
                headers=headers,
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response)
        except requests.exceptions.RequestException as error:
            raise _unreachable(error) from error
        return _understand(response, body, kind)


def _read(response: requests.Response) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_content(64 * 1024):
        size += len(piece)
        if size > _MAX_ANSWER_BYTES:
            raise Unreachable("portal_is_not_one")
        pieces.append(piece)
    return b"".join(pieces)


def _unreachable(error: requests.exceptions.RequestException) -> TurboError:
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable("portal_tls")
    if isinstance(error, requests.exceptions.ProxyError):
        return Unreachable("portal_proxy")
    if isinstance(error, requests.exceptions.Timeout):
        return Unreachable("portal_slow")
    return Unreachable("portal_unreachable")


def _understand(response: requests.Response, body: bytes, kind: type[T]) -> T:
    is_json = response.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
    if response.status_code in {200, 201} and is_json:
        return codec.decode(body, kind)
    if is_json:
        raise _problem(body)
    if response.status_code in {502, 503, 504}:
        raise Unreachable("portal_down")
    # A proxy's or a hotel's page, a redirect to a sign-in: whoever answered is not the portal.
    raise Unreachable("portal_is_not_one")


def _problem(body: bytes) -> TurboError:
    try:
        problem = codec.decode(body, Problem)
    except BadData:
        return Unreachable("portal_is_not_one")
    kind = _PROBLEMS.get(problem.code)
    if kind is None:
        return Unreachable("portal_refuses", message=problem.message)
    if kind is BadData:
        return BadData("protocol_bad_message", detail=json.dumps(problem.code))
    return kind(problem.code, message=problem.message)
