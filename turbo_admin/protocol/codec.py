"""JSON in and out.

Tolerant in reading: fields that we do not know are ignored, so that a newer side can add some.
Strict in writing: what does not fit its own type (a number out of range, a text too long) is never sent.
"""

from typing import Any, TypeVar

import msgspec

from turbo_admin.core.errors import BadData

T = TypeVar("T")


def encode(message: msgspec.Struct) -> bytes:
    """Return the JSON of a message, keys in a fixed order, after checking it against its type.

    Raises:
        BadData: `protocol_bad_message`; a bug of ours, never a clerk's.
    """
    data = _encoder.encode(message)
    decode(data, type(message))
    return data


def decode(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """Read a message.

    Raises:
        BadData: `protocol_bad_message`: not JSON, or not of that form.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadData("protocol_bad_message", detail=str(error)[:200]) from error


def raw(body: msgspec.Struct) -> msgspec.Raw:
    """Return a checked body ready to stand within an envelope."""
    return msgspec.Raw(encode(body))


def schema(*kinds: type[Any]) -> dict[str, Any]:
    """Return the JSON Schema of messages, for the documentation."""
    _, components = msgspec.json.schema_components(kinds)
    return components


_encoder = msgspec.json.Encoder(order="deterministic")
