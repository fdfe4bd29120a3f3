"""The office's door: pairing, hello, events, changes. `router` is mounted by the web application.

Every answer, a refusal too, is JSON of `protocol.messages`. The school comes from the key itself (`<UAI>.<secret>`),
so each call is one transaction bound to that school before anything is read.
"""

import gzip
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import msgspec
import structlog
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromPath, RawBody
from sqlalchemy import Connection, text

from turbo_admin.core.credentials import hash_token
from turbo_admin.core.errors import BadData, Unreachable
from turbo_admin.portal import keys, pairing
from turbo_admin.portal.changes import apply_batch
from turbo_admin.portal.config import WebConfig
from turbo_admin.portal.database import Database
from turbo_admin.portal.events import event_id, last_seq, read_events
from turbo_admin.portal.keys import Caller
from turbo_admin.portal.schools import find_school, read_identity
from turbo_admin.portal.throttle import Limits
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import (
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    Hello,
    KeyAnswer,
    PairAnswer,
    PairRequest,
    Problem,
    ProblemCode,
)
from turbo_admin.protocol.version import (
    CURRENT,
    HEADER_OFFICE_EPOCH,
    HEADER_PORTAL_EPOCH,
    HEADER_VERSION,
    MAX_BODY_BYTES,
    MAX_EVENTS,
    OLDEST,
    is_served,
)

AnyRequest = Request[Any, Any, State]

_MESSAGES: dict[ProblemCode, tuple[int, str]] = {
    "bad_code": (403, "Ce code de liaison n’est pas valable : il est mal recopié, déjà utilisé ou trop ancien."
                      " Demandez-en un nouveau à l’hébergeur du portail."),
    "bound_elsewhere": (409, "Cet établissement est déjà relié à une autre base du bureau. Pour qu’il travaille"
                             " désormais avec ce poste, choisissez « Remplacer ce poste »."),
    "key_unknown": (401, "Le portail ne reconnaît pas, ou plus, la clé de ce poste : reliez-le avec un nouveau code."),
    "outdated": (426, "Ce poste et le portail n’ont pas la même version de Turbo Admin : mettez à jour celui des deux"
                      " qui est en retard."),
    "bad_message": (400, "Le portail n’a pas compris la demande de ce poste. Rien n’a été modifié."),
    "unknown_epoch": (409, "Le portail et ce poste ne sont plus ceux qui ont été reliés : l’un des deux a été"
                           " remplacé ou restauré d’une sauvegarde."),
    "ahead": (409, "Ce poste connaît des échanges que le portail ne connaît pas : le portail a sans doute été restauré"
                   " d’une sauvegarde."),
    "behind": (409, "Le portail connaît des échanges que ce poste ne connaît pas : sauvegarde restaurée ?"),
    "too_large": (413, "Cet envoi est trop grand : le portail l’a refusé sans le lire."),
    "slow_down": (429, "Trop d’essais : réessayez dans un quart d’heure."),
    "unavailable": (503, "Le portail n’est pas disponible pour le moment. Rien n’est perdu : réessayez plus tard."),
}  # fmt: skip
_STATUS_CODES: dict[int, ProblemCode] = {413: "too_large", 503: "unavailable", 500: "unavailable"}

_KEY = re.compile(r"Bearer +(([0-9]{7}[A-Z])\.[A-Za-z0-9_-]{20,100})", re.ASCII | re.IGNORECASE)
_POSITIONS = text("SELECT acknowledged_seq, last_rev FROM school WHERE school_id = :uai")
_MARK = text(
    "UPDATE event SET acknowledged_at = :now"
    " WHERE school_id = :uai AND seq > :before AND seq <= :seq AND acknowledged_at IS NULL"
)
_ACKNOWLEDGE = text(
    "UPDATE school SET acknowledged_seq = greatest(acknowledged_seq, :seq),"
    " last_sync_at = CASE WHEN :finished THEN :now ELSE last_sync_at END WHERE school_id = :uai"
)


# A pairing request is some 300 bytes; nobody has shown a key yet.
_MAX_PAIR_BYTES = 128 * 1024
_PRESS_FROM_BYTES = 1024
# How long a whole window of pairing tries lasts, for whoever has used them up.
_PAIR_WAIT_S = 900
_log = structlog.get_logger("porte")


class Stop(Exception):
    """A call ends here with a `Problem`.

    Args:
        wait_s: after how many seconds it may be tried again; 0 when it does not matter.
    """

    def __init__(self, code: ProblemCode, *, wait_s: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait_s = wait_s


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
        uai, key_hash = _key_of(self.request, self.version)
        limits = cast(Limits, self.state.site.limits)
        with self.database.school(uai) as connection:
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
        _check_version(request, version)
        asked = codec.decode(_plain_body(request, bytes(body), _MAX_PAIR_BYTES), PairRequest)
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
                office_epoch=_plain(asked.office_epoch),
                workstation=_one_line(asked.workstation),
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
        after = _number(request, "after", 0)
        limit = min(max(_number(request, "limit", MAX_EVENTS), 1), MAX_EVENTS)
        with call.database.school(caller.uai) as connection:
            _check_epochs(connection, request, caller)
            return _page(connection, state, caller, after, limit)

    return _answer(call, act)


@post("/changes", status_code=200, sync_to_thread=True)
def changes(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Apply a batch in one transaction."""
    call = _Call("changes", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            _check_epochs(connection, request, caller)
            batch = codec.decode(_plain_body(request, bytes(body), MAX_BODY_BYTES), ChangeBatch)
            _, former_rev = connection.execute(_POSITIONS, {"uai": caller.uai}).one()
            answers = apply_batch(connection, caller.uai, batch.changes)
            epoch = read_identity(connection).epoch
        return ChangeAnswers(portal_epoch=epoch, answers=answers, server_time=_now(), former_rev=former_rev)

    return _answer(call, act)


@post("/key", status_code=200, sync_to_thread=True)
def key(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Give another key to whoever shows a good one, which dies when the new one is first used."""
    call = _Call("key", request, version, state)

    def act() -> msgspec.Struct:
        caller = call.admit()
        with call.database.school(caller.uai) as connection:
            _check_epochs(connection, request, caller)
            new = keys.new_key(
                connection,
                caller.uai,
                office_epoch=caller.office_epoch,
                workstation=caller.name,
                now=_now(),
                replaces=caller.key_id,
            )
            epoch = read_identity(connection).epoch
        return KeyAnswer(key=new.key, key_id=new.key_id, portal_epoch=epoch, server_time=_now())

    return _answer(call, act)


def _on_http_error(_request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """Turn what the framework refuses by itself (size, method) into a Problem of the same status."""
    code = _STATUS_CODES.get(error.status_code, "bad_message")
    return _json(Problem(code=code, message=_MESSAGES[code][1]), error.status_code, error.headers)


router = Router(
    path="/api/{version:str}",
    route_handlers=[pair, hello, events, changes, key],
    request_max_body_size=MAX_BODY_BYTES,
    exception_handlers={HTTPException: _on_http_error},
    include_in_schema=False,
    opt={"exclude_from_csrf": True},
)


def _answer(call: _Call, act: Callable[[], msgspec.Struct]) -> Response[bytes]:
    began, headers = time.monotonic(), dict[str, str]()
    code: ProblemCode | None = None
    try:
        message, status = act(), 200
    except Stop as stop:
        code = stop.code
        if stop.wait_s:
            headers["Retry-After"] = str(stop.wait_s)
    except Unreachable:
        code = "unavailable"
    except BadData:
        code = "bad_message"
    if code is not None:
        status, words = _MESSAGES[code]
        message = Problem(code=code, message=words)
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
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
    return _json(message, status, headers, accepted=call.request.headers.get("Accept-Encoding", ""))


def _counts(message: msgspec.Struct) -> dict[str, int]:
    """Return what a log may tell of an answer: how many, never of whom."""
    if isinstance(message, EventPage):
        return {"events": len(message.events)}
    if isinstance(message, ChangeAnswers):
        return {"changes": len(message.answers), **Counter(one.outcome for one in message.answers)}
    return {}


def _json(
    message: msgspec.Struct, status: int, headers: dict[str, str] | None = None, *, accepted: str = ""
) -> Response[bytes]:
    body, headers = codec.encode(message), {**(headers or {}), "Cache-Control": "no-store"}
    if len(body) > _PRESS_FROM_BYTES and _takes_gzip(accepted):
        # What is told here mirrors nothing that a stranger sent beside a secret, so its size gives nothing away.
        body = gzip.compress(body, compresslevel=4, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def _takes_gzip(accepted: str) -> bool:
    offers = [offer.replace(" ", "").lower().partition(";") for offer in accepted.split(",")]
    return any(name == "gzip" and not re.fullmatch(r"q=0(\.0*)?", rest) for name, _, rest in offers)


def _plain_body(request: AnyRequest, body: bytes, most: int) -> bytes:
    """Return a body as it was before it was pressed, and never more of it than is taken unpressed."""
    how = request.headers.get("Content-Encoding", "").strip().lower()
    if how == "gzip":
        unpress = zlib.decompressobj(wbits=31)
        try:
            body = unpress.decompress(body, most + 1)
        except zlib.error as error:
            raise Stop("bad_message") from error
        if len(body) <= most and (not unpress.eof or unpress.unused_data):
            raise Stop("bad_message")
    elif how not in {"", "identity"}:
        raise Stop("bad_message")
    if len(body) > most:
        raise Stop("too_large")
    return body


def _check_version(request: AnyRequest, version: str) -> None:
    """Refuse versions that are not served, by the path or by the header."""
    named = [version.removeprefix("v"), request.headers.get(HEADER_VERSION, str(CURRENT))]
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in named):
        raise Stop("outdated")
    if not all(is_served(int(number)) for number in named):
        raise Stop("outdated")


def _key_of(request: AnyRequest, version: str) -> tuple[str, str]:
    """Return (UAI, hash of the key) of a call other than pairing."""
    _check_version(request, version)
    found = _KEY.fullmatch(request.headers.get("Authorization", "").strip())
    if not found:
        raise Stop("key_unknown")
    return found[2].upper(), hash_token(found[1])


def _check_epochs(connection: Connection, request: AnyRequest, caller: Caller) -> None:
    if (
        request.headers.get(HEADER_OFFICE_EPOCH, "") != caller.office_epoch
        or request.headers.get(HEADER_PORTAL_EPOCH, "") != read_identity(connection).epoch
    ):
        raise Stop("unknown_epoch")


def _number(request: AnyRequest, name: str, default: int) -> int:
    typed = request.query_params.get(name, str(default))
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise Stop("bad_message")
    return int(typed)


def _page(connection: Connection, state: State, caller: Caller, after: int, limit: int) -> EventPage:
    acknowledged, last_rev = connection.execute(_POSITIONS, {"uai": caller.uai}).one()
    last = last_seq(connection, caller.uai)
    if after > last:
        raise Stop("ahead")
    if after < acknowledged:
        raise Stop("behind")
    found = read_events(connection, caller.uai, after, limit + 1)
    page, more = found[:limit], len(found) > limit
    # Read after the counter, the page may hold an event that came in between.
    last = max([last, *(event.seq for event in found)])
    values = {"uai": caller.uai, "seq": after, "finished": not more, "now": _now()}
    if after > acknowledged:
        connection.execute(_MARK, {**values, "before": acknowledged})
    connection.execute(_ACKNOWLEDGE, values)
    identity = read_identity(connection)
    return EventPage(
        portal_epoch=identity.epoch,
        events=page,
        more=more,
        last_seq=last,
        last_rev=last_rev,
        mail_public_key=identity.mail_public_key,
        public_url=_config(state).public_url,
        server_time=_now(),
        renewal_due=caller.renewal_due,
        after_id=event_id(connection, caller.uai, after),
    )


def _hello(connection: Connection, state: State, caller: Caller) -> Hello:
    acknowledged, last_rev = connection.execute(_POSITIONS, {"uai": caller.uai}).one()
    identity, school = read_identity(connection), find_school(connection, caller.uai)
    return Hello(
        uai=caller.uai,
        school_name=school.name if school else "",
        portal_epoch=identity.epoch,
        current_version=CURRENT,
        oldest_version=OLDEST,
        mail_public_key=identity.mail_public_key,
        public_url=_config(state).public_url,
        last_seq=last_seq(connection, caller.uai),
        last_rev=last_rev,
        acknowledged_seq=acknowledged,
        server_time=_now(),
    )


def _pair_answer(connection: Connection, state: State, uai: str, new: keys.NewKey) -> PairAnswer:
    _, last_rev = connection.execute(_POSITIONS, {"uai": uai}).one()
    identity, school = read_identity(connection), find_school(connection, uai)
    return PairAnswer(
        uai=uai,
        school_name=school.name if school else "",
        key=new.key,
        key_id=new.key_id,
        portal_epoch=identity.epoch,
        mail_public_key=identity.mail_public_key,
        public_url=_config(state).public_url,
        last_seq=last_seq(connection, uai),
        last_rev=last_rev,
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


def _plain(typed: str) -> str:
    """Refuse text that PostgreSQL or a screen cannot hold."""
    if not typed.isprintable():
        raise Stop("bad_message")
    return typed


def _one_line(typed: str) -> str:
    """Return a name without what no screen can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())


def _database(state: State) -> Database:
    return cast(Database, state.database)


def _config(state: State) -> WebConfig:
    return cast(WebConfig, state.config)


def _now() -> datetime:
    return datetime.now(UTC)
