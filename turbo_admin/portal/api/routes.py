"""The office's door: pairing, hello, events, changes. `router` is mounted by the web application.

Every answer, a refusal too, is JSON of `protocol.messages`. The school comes from the key itself (`<UAI>.<secret>`),
so each call is one transaction bound to that school before anything is read.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import msgspec
import structlog
from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromPath, RawBody
from sqlalchemy import Connection, text

from turbo_admin.core.errors import BadData, Unreachable
from turbo_admin.portal.api.batch import apply_batch
from turbo_admin.portal.api.envelope import (
    AnyRequest,
    Stop,
    answer_http,
    as_json,
    check_version,
    key_of,
    number,
    one_line,
    plain,
    plain_body,
    problem,
)
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import Database
from turbo_admin.portal.base.events import Standing, last_seq, read_events, read_standing
from turbo_admin.portal.base.throttle import Limits
from turbo_admin.portal.schools import keys, pairing
from turbo_admin.portal.schools.keys import Caller
from turbo_admin.portal.schools.registry import find_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import settings_read
from turbo_admin.protocol.messages import (
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    Hello,
    KeyAnswer,
    PairAnswer,
    PairRequest,
    ProblemCode,
)
from turbo_admin.protocol.version import (
    CURRENT,
    HEADER_OFFICE_EPOCH,
    HEADER_PORTAL_EPOCH,
    MAX_BODY_BYTES,
    MAX_CHANGES,
    MAX_EVENTS,
    OLDEST,
)

_MARK = text(
    "UPDATE event SET acknowledged_at = :now"
    " WHERE school_id = :uai AND seq > :before AND seq <= :seq AND acknowledged_at IS NULL"
)
_ACKNOWLEDGE = text(
    "UPDATE school SET acknowledged_seq = greatest(acknowledged_seq, :seq),"
    " last_sync_at = CASE WHEN :finished THEN :now ELSE last_sync_at END WHERE school_id = :uai"
)
# A lost moment of a synchronisation that brought nothing costs nobody anything.
_NO_HURRY = text("SET LOCAL synchronous_commit = off")

# A pairing request is some 300 bytes; nobody has shown a key yet.
_MAX_PAIR_BYTES = 128 * 1024
_PRESS_FROM_BYTES = 1024
# How long a whole window of pairing tries lasts, for whoever has used them up.
_PAIR_WAIT_S = 900
_log = structlog.get_logger("porte")


@dataclass(slots=True)
class _Call:
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
    def database(self) -> Database:
        """The portal's database."""
        return cast(Database, self.state.database)

    def admit(self) -> Caller:
        """Know the workstation and count its call, in a transaction of its own."""
        uai, key_hash = key_of(self.request, self.version)
        limits = cast(Limits, self.state.site.limits)
        with self.database.school(uai, durable=False) as connection:
            caller = keys.admit(connection, uai, key_hash, limits.calls_of_key, now=_now())
        if caller is None:
            raise Stop("key_unknown")
        self.uai, self.key_id = caller.uai, caller.key_id
        if caller.wait_s:
            raise Stop("slow_down", wait_s=caller.wait_s)
        return caller


@post("/pair", status_code=200, sync_to_thread=True)
def pair(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Turn a one-time code into a key for this workstation."""
    call = _Call("pair", request, version, state)

    def act() -> msgspec.Struct:
        check_version(request, version)
        asked = codec.decode(plain_body(request, bytes(body), _MAX_PAIR_BYTES), PairRequest)
        found = pairing.tidy_code(asked.code)
        if found is None:
            raise Stop("bad_code")
        uai, code = found
        _count_try(request, state, uai)
        call.uai = uai
        with call.database.school(uai) as connection:
            answer = pairing.pair(
                connection,
                uai,
                code,
                office_epoch=plain(asked.office_epoch),
                workstation=one_line(asked.workstation),
                replace=asked.replace,
            )
            if isinstance(answer, pairing.Pairing):
                raise Stop(answer.value)
            call.key_id = answer.key_id
            return _pair_answer(connection, state, uai, answer)

    return _answer(call, act)


@get("/hello", sync_to_thread=True)
def hello(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Say where the portal stands for this school, whatever epochs the caller believes in."""
    call = _Call("hello", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            return _hello(connection, state, caller)

    return _answer(call, act)


@get("/events", sync_to_thread=True)
def events(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Give the events after a position; asking after N says that all up to N are safely stored."""
    call = _Call("events", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        after = number(request, "after", 0)
        limit = min(max(number(request, "limit", MAX_EVENTS), 1), MAX_EVENTS)
        with call.database.school(caller.uai) as connection:
            standing = _checked(connection, request, caller, after)
            return _page(connection, state, caller, standing, limit)

    return _answer(call, act)


@post("/changes", status_code=200, sync_to_thread=True)
def changes(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Apply a batch in one transaction."""
    call = _Call("changes", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            standing = _checked(connection, request, caller)
            batch = codec.decode(plain_body(request, bytes(body), MAX_BODY_BYTES), ChangeBatch)
            answers = apply_batch(connection, caller.uai, batch.changes)
            last = last_seq(connection, caller.uai)
        return ChangeAnswers(
            portal_epoch=standing.epoch,
            answers=answers,
            server_time=_now(),
            former_rev=standing.last_rev,
            last_seq=last,
        )

    return _answer(call, act)


@post("/key", status_code=200, sync_to_thread=True)
def key(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Give another key to whoever shows a good one, which dies when the new one is first used."""
    call = _Call("key", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            standing = _checked(connection, request, caller)
            new = keys.new_key(
                connection,
                caller.uai,
                office_epoch=caller.office_epoch,
                workstation=caller.name,
                now=_now(),
                replaces=caller.key_id,
            )
        return KeyAnswer(key=new.key, key_id=new.key_id, portal_epoch=standing.epoch, server_time=_now())

    return _answer(call, act)


router = Router(
    path="/api/{version:str}",
    route_handlers=[pair, hello, events, changes, key],
    request_max_body_size=MAX_BODY_BYTES,
    exception_handlers={HTTPException: answer_http},
    include_in_schema=False,
    opt={"exclude_from_csrf": True},
)


def _answer(call: _Call, act: Callable[[], msgspec.Struct]) -> Response[bytes]:
    began, message, status, headers = time.monotonic(), None, 200, dict[str, str]()
    code: ProblemCode | None = None
    try:
        message = act()
    except Stop as stop:
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


def _checked(connection: Connection, request: AnyRequest, caller: Caller, after: int = 0) -> Standing:
    """Return where the school stands, once both sides are known to be those that were paired."""
    standing = read_standing(connection, caller.uai, after)
    named = request.headers.get(HEADER_OFFICE_EPOCH, ""), request.headers.get(HEADER_PORTAL_EPOCH, "")
    if named != (caller.office_epoch, standing.epoch):
        raise Stop("unknown_epoch")
    return standing


def _page(connection: Connection, state: State, caller: Caller, standing: Standing, limit: int) -> EventPage:
    after, acknowledged = standing.after, standing.acknowledged_seq
    if after > standing.last_seq:
        raise Stop("ahead")
    if after < acknowledged:
        raise Stop("behind")
    found = read_events(connection, caller.uai, after, limit + 1)
    page, more = found[:limit], len(found) > limit
    values = {"uai": caller.uai, "seq": after, "finished": not more, "now": _now()}
    if after > acknowledged:
        connection.execute(_MARK, {**values, "before": acknowledged})
    else:
        connection.execute(_NO_HURRY)
    connection.execute(_ACKNOWLEDGE, values)
    return EventPage(
        portal_epoch=standing.epoch,
        events=page,
        more=more,
        # Read after the counter, the page may hold an event that came in between.
        last_seq=max([standing.last_seq, *(event.seq for event in found)]),
        last_rev=standing.last_rev,
        mail_public_key=standing.mail_public_key,
        public_url=_config(state).public_url,
        server_time=_now(),
        renewal_due=caller.renewal_due,
        after_id=standing.after_id,
        max_changes=MAX_CHANGES,
        settings_read=settings_read(),
    )


def _hello(connection: Connection, state: State, caller: Caller) -> Hello:
    standing, school = read_standing(connection, caller.uai), find_school(connection, caller.uai)
    return Hello(
        uai=caller.uai,
        school_name=school.name if school else "",
        portal_epoch=standing.epoch,
        current_version=CURRENT,
        oldest_version=OLDEST,
        mail_public_key=standing.mail_public_key,
        public_url=_config(state).public_url,
        last_seq=standing.last_seq,
        last_rev=standing.last_rev,
        acknowledged_seq=standing.acknowledged_seq,
        server_time=_now(),
    )


def _pair_answer(connection: Connection, state: State, uai: str, new: keys.NewKey) -> PairAnswer:
    standing, school = read_standing(connection, uai), find_school(connection, uai)
    return PairAnswer(
        uai=uai,
        school_name=school.name if school else "",
        key=new.key,
        key_id=new.key_id,
        portal_epoch=standing.epoch,
        mail_public_key=standing.mail_public_key,
        public_url=_config(state).public_url,
        last_seq=standing.last_seq,
        last_rev=standing.last_rev,
        server_time=_now(),
    )


def _count_try(request: AnyRequest, state: State, uai: str) -> None:
    """Count a try in a transaction of its own, so that a failed one counts too."""
    address = request.client.host if request.client else ""
    with _database(state).school(uai) as connection:
        if find_school(connection, uai) is None:
            raise Stop("bad_code")
        allowed = pairing.count_try(connection, uai, address)
    if not allowed:
        raise Stop("slow_down", wait_s=_PAIR_WAIT_S)


def _database(state: State) -> Database:
    return cast(Database, state.database)


def _config(state: State) -> WebConfig:
    return cast(WebConfig, state.config)


def _now() -> datetime:
    return datetime.now(UTC)
