"""A call of the office's program: authentication, the answer or the problem, one line of log."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import msgspec
import structlog
from litestar import Response
from litestar.datastructures import State

from turbo_admin.core.errors import BadData, Unreachable
from turbo_admin.portal.api.envelope import AnyRequest, CallRefused, as_json, key_of, problem
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.throttle import Limits
from turbo_admin.portal.schools import keys
from turbo_admin.portal.schools.keys import Caller
from turbo_admin.protocol.messages import ChangeAnswers, EventPage, ProblemCode

_log = structlog.get_logger("porte")


@dataclass(slots=True)
class ApiCall:
    """A call under way.

    Attributes:
        key_id: of the caller, once known; likewise uai.
    """

    kind: str
    request: AnyRequest
    version: str
    state: State
    uai: str = ""
    key_id: str = ""

    @property
    def database(self) -> PortalDatabase:
        """The portal's database."""
        return cast(PortalDatabase, self.state.database)

    @property
    def config(self) -> WebConfig:
        """The settings of this web process."""
        return cast(WebConfig, self.state.config)

    def admit(self) -> Caller:
        """Find the workstation by its key and count its call, in a transaction of its own: a call that fails counts too.

        Raises:
            CallRefused: `key_unknown`, `slow_down`.
        """
        uai, key_hash = key_of(self.request, self.version)
        limits = cast(Limits, self.state.site.limits)
        with self.database.school(uai, durable=False) as connection:
            caller = keys.admit(connection, uai, key_hash, limits.calls_of_key, now=utc_now())
        if caller is None:
            raise CallRefused("key_unknown")
        self.uai, self.key_id = caller.uai, caller.key_id
        if caller.wait_s:
            raise CallRefused("slow_down", wait_s=caller.wait_s)
        return caller


def answer(call: ApiCall, act: Callable[[], msgspec.Struct]) -> Response[bytes]:
    """Do what a call asks, and return its answer or its refusal; both leave one line in the log, without names."""
    began, message, status, headers = time.monotonic(), None, 200, dict[str, str]()
    code: ProblemCode | None = None
    try:
        message = act()
    except CallRefused as stop:
        code, (message, status, headers) = stop.code, problem(stop.code, stop.wait_s)
    except Unreachable:
        code, (message, status, headers) = "unavailable", problem("unavailable")
    except BadData:
        code, (message, status, headers) = "bad_message", problem("bad_message")
    _log.info(
        "call",
        call=call.kind,
        uai=call.uai,
        key_id=call.key_id,
        status=status,
        problem=code or "",
        ms=round((time.monotonic() - began) * 1000),
        **_counts(message),
    )
    return as_json(message, status, headers, accepted=call.request.headers.get("Accept-Encoding", ""))


def _counts(message: msgspec.Struct) -> dict[str, int]:
    """Return what a log may tell of an answer: how many, never of whom."""
    if isinstance(message, EventPage):
        return {"events": len(message.events)}
    if isinstance(message, ChangeAnswers):
        return {"changes": len(message.answers), **Counter(one.outcome for one in message.answers)}
    return {}


def utc_now() -> datetime:
    """Return the moment, UTC."""
    return datetime.now(UTC)
