"""The HTTP envelope of every call: problems in French, gzip both ways, versions and keys read from its headers.

`routes` has what each call does.
"""

import gzip
import re
import zlib
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.base.problems import STATUSES, make_problem, problem_of_status
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Problem, ProblemCode
from turbo_admin.protocol.version import CURRENT, HEADER_VERSION, is_served

AnyRequest = Request[Any, Any, State]

_KEY = re.compile(r"Bearer +(([0-9]{7}[A-Z])\.[A-Za-z0-9_-]{20,100})", re.ASCII | re.IGNORECASE)
_GZIP_FROM_BYTES = 1024


class CallRefused(Exception):
    """A call ends here with a `Problem`.

    Args:
        wait_s: after how many seconds it may be tried again; 0 when it does not matter.
    """

    def __init__(self, code: ProblemCode, *, wait_s: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait_s = wait_s


def problem(code: ProblemCode, wait_s: int = 0) -> tuple[Problem, int, dict[str, str]]:
    """Return what a refusal says, its status and its headers.

    Args:
        wait_s: as `CallRefused`.
    """
    status = STATUSES[code]
    headers = {"Retry-After": str(wait_s)} if wait_s else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return make_problem(code), status, headers


def answer_http(_request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """Turn what the framework refuses by itself (size, method) into a Problem of the same status."""
    return as_json(problem_of_status(error.status_code), error.status_code, error.headers)


def as_json(
    message: msgspec.Struct, status: int, headers: dict[str, str] | None = None, *, accepted: str = ""
) -> Response[bytes]:
    """Return a JSON answer, gzipped for those who accept it.

    Args:
        accepted: the call's `Accept-Encoding`.
    """
    body, headers = codec.encode(message), {**(headers or {}), "Cache-Control": "no-store"}
    if len(body) > _GZIP_FROM_BYTES and _takes_gzip(accepted):
        # An answer mirrors nothing that a stranger sent beside a secret, so its size gives nothing away.
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def _takes_gzip(accepted: str) -> bool:
    offers = [offer.replace(" ", "").lower().partition(";") for offer in accepted.split(",")]
    return any(name == "gzip" and not re.fullmatch(r"q=0(\.0*)?", rest) for name, _, rest in offers)


def plain_body(request: AnyRequest, body: bytes, most: int) -> bytes:
    """Return a body, gunzipped when it was gzipped, never beyond the limit of a plain one."""
    how = request.headers.get("Content-Encoding", "").strip().lower()
    if how == "gzip":
        decompressor = zlib.decompressobj(wbits=31)
        try:
            body = decompressor.decompress(body, most + 1)
        except zlib.error as error:
            raise CallRefused("bad_message") from error
        if len(body) <= most and (not decompressor.eof or decompressor.unused_data):
            raise CallRefused("bad_message")
    elif how not in {"", "identity"}:
        raise CallRefused("bad_message")
    if len(body) > most:
        raise CallRefused("too_large")
    return body


def check_version(request: AnyRequest, version: str) -> None:
    """Refuse versions that are not served, by the path or by the header."""
    named = [version.removeprefix("v"), request.headers.get(HEADER_VERSION, str(CURRENT))]
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in named):
        raise CallRefused("outdated")
    if not all(is_served(int(number)) for number in named):
        raise CallRefused("outdated")


def key_of(request: AnyRequest, version: str) -> tuple[str, str]:
    """Return (UAI, hash of the key) of a call other than pairing."""
    check_version(request, version)
    found = _KEY.fullmatch(request.headers.get("Authorization", "").strip())
    if not found:
        raise CallRefused("key_unknown")
    return found[2].upper(), hash_token(found[1])


def number(request: AnyRequest, name: str, default: int) -> int:
    """Return a whole number of the call's query.

    Raises:
        CallRefused: `bad_message`.
    """
    typed = request.query_params.get(name, str(default))
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise CallRefused("bad_message")
    return int(typed)


def plain(typed: str) -> str:
    """Refuse text that PostgreSQL or a screen cannot hold."""
    if not typed.isprintable():
        raise CallRefused("bad_message")
    return typed


def one_line(typed: str) -> str:
    """Return a name without what no screen can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
