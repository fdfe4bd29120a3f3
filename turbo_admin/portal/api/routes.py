"""The calls of the office's program: pairing, hello, events, changes. `router` is mounted by the web application.

Every answer, a refusal too, is JSON of `protocol.messages`. The school comes from the key itself (`<UAI>.<secret>`),
so each call is one transaction bound to that school before anything is read.
"""

import msgspec
from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromPath, RawBody

from turbo_admin.portal.api.batch import apply_batch
from turbo_admin.portal.api.calls import ApiCall, answer, utc_now
from turbo_admin.portal.api.envelope import (
    AnyRequest,
    CallRefused,
    answer_http,
    check_version,
    number,
    one_line,
    plain,
    plain_body,
)
from turbo_admin.portal.api.held_states import list_held
from turbo_admin.portal.api.sync_answers import (
    check_epochs,
    read_event_page,
    read_hello,
    read_pair_answer,
    review_events,
)
from turbo_admin.portal.base.events import read_sync_position
from turbo_admin.portal.base.told_states import lock_school
from turbo_admin.portal.schools import binding, keys, pairing
from turbo_admin.portal.schools.registry import find_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import BindAnswer, BindRequest, HeldPage
from turbo_admin.protocol.kinds import STATES
from turbo_admin.protocol.messages import ChangeAnswers, ChangeBatch, KeyAnswer, PairRequest
from turbo_admin.protocol.version import MAX_BODY_BYTES, MAX_EVENTS, MAX_HELD

# A pairing request is some 300 bytes; nobody has shown a key yet.
_MAX_PAIR_BYTES = 128 * 1024
# How long a whole window of pairing tries lasts, for whoever has used them up.
_PAIR_WAIT_S = 900


@post("/pair", status_code=200, sync_to_thread=True)
def pair(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Turn a one-time code into a key for this workstation."""
    call = ApiCall("pair", request, version, state)

    def act() -> msgspec.Struct:
        check_version(request, version)
        asked = codec.decode(plain_body(request, bytes(body), _MAX_PAIR_BYTES), PairRequest)
        found = pairing.tidy_code(asked.code)
        if found is None:
            raise CallRefused("bad_code")
        uai, code = found
        _count_pairing_try(call, uai)
        call.uai = uai
        with call.database.school(uai) as connection:
            paired = pairing.pair(
                connection,
                uai,
                code,
                office_epoch=plain(asked.office_epoch),
                workstation=one_line(asked.workstation),
                replace=asked.replace,
            )
            if isinstance(paired, pairing.PairingRefusal):
                raise CallRefused(paired.value)
            call.key_id = paired.key_id
            return read_pair_answer(connection, uai, paired, public_url=call.config.public_url)

    return answer(call, act)


@get("/hello", sync_to_thread=True)
def hello(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Return the portal's position for this school; epochs are not checked."""
    call = ApiCall("hello", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            return read_hello(connection, caller, public_url=call.config.public_url)

    return answer(call, act)


@get("/events", sync_to_thread=True)
def events(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Give the events after a position; asking after N says that all up to N are safely stored."""
    call = ApiCall("events", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        after, review = number(request, "after", 0), bool(number(request, "review", 0))
        limit = min(max(number(request, "limit", MAX_EVENTS), 1), MAX_EVENTS)
        with call.database.school(caller.uai) as connection:
            if review:
                position = read_sync_position(connection, caller.uai, after)
                return review_events(connection, caller, position, limit, public_url=call.config.public_url)
            position = check_epochs(connection, request, caller, after)
            return read_event_page(connection, caller, position, limit, public_url=call.config.public_url)

    return answer(call, act)


@post("/changes", status_code=200, sync_to_thread=True)
def changes(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Apply a batch in one transaction."""
    call = ApiCall("changes", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            check_epochs(connection, request, caller)
            batch = codec.decode(plain_body(request, bytes(body), MAX_BODY_BYTES), ChangeBatch)
            # Another workstation's batch may have gone before while this one waited.
            former_rev = lock_school(connection, caller.uai)
            answers = apply_batch(connection, caller.uai, batch.changes)
            position = read_sync_position(connection, caller.uai)
        return ChangeAnswers(
            portal_epoch=position.epoch,
            answers=answers,
            server_time=utc_now(),
            former_rev=former_rev,
            last_seq=position.last_seq,
            sums=position.sums,
        )

    return answer(call, act)


@post("/key", status_code=200, sync_to_thread=True)
def key(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Issue a new key for a valid one, which is revoked when the new one is first used."""
    call = ApiCall("key", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            position = check_epochs(connection, request, caller)
            new = keys.new_key(
                connection,
                caller.uai,
                office_epoch=caller.office_epoch,
                workstation=caller.name,
                now=utc_now(),
                replaces=caller.key_id,
            )
        return KeyAnswer(key=new.key, key_id=new.key_id, portal_epoch=position.epoch, server_time=utc_now())

    return answer(call, act)


@get("/states", sync_to_thread=True)
def states(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """List what the portal holds of one kind, to any key of the school."""
    call = ApiCall("states", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        kind, after = request.query_params.get("kind", ""), plain(request.query_params.get("after", ""))
        if kind not in STATES:
            raise CallRefused("bad_message")
        limit = min(max(number(request, "limit", MAX_HELD), 1), MAX_HELD)
        only_digests = bool(number(request, "digests", 0))
        with call.database.school(caller.uai) as connection:
            position = read_sync_position(connection, caller.uai)
            held = list_held(connection, caller.uai, kind, after, limit + 1, only_digests=only_digests)
        return HeldPage(
            portal_epoch=position.epoch, states=held[:limit], more=len(held) > limit, server_time=utc_now()
        )

    return answer(call, act)


@post("/bind", status_code=200, sync_to_thread=True)
def bind(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Bind the school to the office database that has adopted what the portal holds."""
    call = ApiCall("bind", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        asked = codec.decode(plain_body(request, bytes(body), _MAX_PAIR_BYTES), BindRequest)
        with call.database.school(caller.uai) as connection:
            is_bound = binding.bind(
                connection, caller.uai, to=plain(asked.to), seen_seq=asked.seen_seq, seen_rev=asked.seen_rev
            )
            position = read_sync_position(connection, caller.uai)
        if not is_bound:
            raise CallRefused("moved")
        return BindAnswer(portal_epoch=position.epoch, server_time=utc_now())

    return answer(call, act)


router = Router(
    path="/api/{version:str}",
    route_handlers=[pair, hello, events, changes, key, states, bind],
    request_max_body_size=MAX_BODY_BYTES,
    exception_handlers={HTTPException: answer_http},
    include_in_schema=False,
    opt={"exclude_from_csrf": True},
)


def _count_pairing_try(call: ApiCall, uai: str) -> None:
    """Count a try in a transaction of its own, so that a failed one counts too."""
    address = call.request.client.host if call.request.client else ""
    with call.database.school(uai) as connection:
        if find_school(connection, uai) is None:
            raise CallRefused("bad_code")
        allowed = pairing.count_try(connection, uai, address)
    if not allowed:
        raise CallRefused("slow_down", wait_s=_PAIR_WAIT_S)
