"""The office's door: pairing, hello, events, changes. `router` is mounted by the web application.

Every answer, a refusal too, is JSON of `protocol.messages`. The school comes from the key itself (`<UAI>.<secret>`),
so each call is one transaction bound to that school before anything is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromPath, RawBody
from sqlalchemy import Connection, text

from turbo_admin.core.credentials import hash_token, same_hash
from turbo_admin.core.errors import BadData, Unreachable
from turbo_admin.portal import pairing
from turbo_admin.portal.changes import apply_batch
from turbo_admin.portal.config import WebConfig
from turbo_admin.portal.database import Database
from turbo_admin.portal.events import last_seq, read_events
from turbo_admin.portal.schools import find_school, read_identity
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import (
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    Hello,
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
# One call a minute at most writes when the workstation was last seen.
_SEEN_EVERY = timedelta(minutes=1)
_FIND_KEY = text(
    "SELECT k.key_id, k.key_hash, s.office_epoch, k.seen_at FROM workstation_key k JOIN school s USING (school_id)"
    " WHERE k.school_id = :uai AND k.key_hash = :hash AND k.revoked_at IS NULL"
)
_SEEN = text("UPDATE workstation_key SET seen_at = :now WHERE school_id = :uai AND key_id = :key_id")
_POSITIONS = text("SELECT acknowledged_seq, last_rev FROM school WHERE school_id = :uai")
_MARK = text(
    "UPDATE event SET acknowledged_at = :now"
    " WHERE school_id = :uai AND seq > :before AND seq <= :seq AND acknowledged_at IS NULL"
)
_ACKNOWLEDGE = text(
    "UPDATE school SET acknowledged_seq = greatest(acknowledged_seq, :seq),"
    " last_sync_at = CASE WHEN :finished THEN :now ELSE last_sync_at END WHERE school_id = :uai"
)


class Stop(Exception):
    """A call ends here with a `Problem`."""

    def __init__(self, code: ProblemCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Caller:
    """A workstation whose key is good."""

    uai: str
    key_id: str
    office_epoch: str


@post("/pair", status_code=200, sync_to_thread=True)
def pair(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Turn a one-time code into a key for this workstation."""

    def act() -> msgspec.Struct:
        _check_version(request, version)
        asked = codec.decode(bytes(body), PairRequest)
        found = pairing.tidy_code(asked.code)
        if found is None:
            raise Stop("bad_code")
        uai, code = found
        _count_try(request, state, uai)
        with _database(state).school(uai) as connection:
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
            return _pair_answer(connection, state, uai, answer)

    return _answer(act)


@get("/hello", sync_to_thread=True)
def hello(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Say where the portal stands for this school, whatever epochs the caller believes in."""

    def act() -> msgspec.Struct:
        uai, key_hash = _key_of(request, version)
        with _database(state).school(uai) as connection:
            caller = _identify(connection, uai, key_hash)
            return _hello(connection, state, caller)

    return _answer(act)


@get("/events", sync_to_thread=True)
def events(request: AnyRequest, version: FromPath[str], state: State) -> Response[bytes]:
    """Give the events after a position; asking after N says that all up to N are safely stored."""

    def act() -> msgspec.Struct:
        uai, key_hash = _key_of(request, version)
        after = _number(request, "after", 0)
        limit = min(max(_number(request, "limit", MAX_EVENTS), 1), MAX_EVENTS)
        with _database(state).school(uai) as connection:
            caller = _identify(connection, uai, key_hash)
            _check_epochs(connection, request, caller)
            return _page(connection, state, caller, after, limit)

    return _answer(act)


@post("/changes", status_code=200, sync_to_thread=True)
def changes(request: AnyRequest, version: FromPath[str], body: RawBody, state: State) -> Response[bytes]:
    """Apply a batch in one transaction."""

    def act() -> msgspec.Struct:
        uai, key_hash = _key_of(request, version)
        with _database(state).school(uai) as connection:
            caller = _identify(connection, uai, key_hash)
            _check_epochs(connection, request, caller)
            batch = codec.decode(bytes(body), ChangeBatch)
            answers = apply_batch(connection, caller.uai, batch.changes)
            epoch = read_identity(connection).epoch
        return ChangeAnswers(portal_epoch=epoch, answers=answers, server_time=_now())

    return _answer(act)


def _on_http_error(_request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """Turn what the framework refuses by itself (size, method) into a Problem of the same status."""
    code = _STATUS_CODES.get(error.status_code, "bad_message")
    return _json(Problem(code=code, message=_MESSAGES[code][1]), error.status_code, error.headers)


router = Router(
    path="/api/{version:str}",
    route_handlers=[pair, hello, events, changes],
    request_max_body_size=MAX_BODY_BYTES,
    exception_handlers={HTTPException: _on_http_error},
    include_in_schema=False,
    opt={"exclude_from_csrf": True},
)


def _answer(act: Callable[[], msgspec.Struct]) -> Response[bytes]:
    try:
        return _json(act(), 200)
    except Stop as stop:
        code = stop.code
    except Unreachable:
        code = "unavailable"
    except BadData:
        code = "bad_message"
    status, message = _MESSAGES[code]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return _json(Problem(code=code, message=message), status, headers)


def _json(message: msgspec.Struct, status: int, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(
        codec.encode(message),
        status_code=status,
        media_type="application/json",
        headers={**(headers or {}), "Cache-Control": "no-store"},
    )


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


def _identify(connection: Connection, uai: str, key_hash: str) -> Caller:
    row = connection.execute(_FIND_KEY, {"uai": uai, "hash": key_hash}).one_or_none()
    if row is None or not same_hash(row.key_hash, key_hash):
        raise Stop("key_unknown")
    now = _now()
    if row.seen_at is None or row.seen_at < now - _SEEN_EVERY:
        connection.execute(_SEEN, {"uai": uai, "key_id": row.key_id, "now": now})
    return Caller(uai, row.key_id, row.office_epoch or "")


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


def _pair_answer(connection: Connection, state: State, uai: str, new: pairing.NewKey) -> PairAnswer:
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
        raise Stop("slow_down")


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
