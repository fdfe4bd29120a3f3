"""The outbox of events for the office: appended in the transaction of the fact, gap-free, visible in order.

The position comes from the school's own counter row, whose lock is held until the transaction ends: a reader
that sees 7 has 1 to 6 behind it for good.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec import Raw, Struct
from sqlalchemy import Connection, text

from turbo_admin.core.errors import Unreachable
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.kinds import EVENTS
from turbo_admin.protocol.messages import Event, Sums

_NEXT = text("UPDATE school_counter SET last = last + :many WHERE school_id = :uai RETURNING last")
_STANDING = text(
    "SELECT s.acknowledged_seq, s.last_rev, c.last, m.epoch, m.mail_public_key,"
    " (SELECT event_id FROM event e WHERE e.school_id = s.school_id AND e.seq = :after),"
    " (SELECT json_object_agg(t.kind, json_build_array(t.count, t.total)) FROM state_sum t"
    " WHERE t.school_id = s.school_id AND t.count > 0)"
    " FROM school s JOIN school_counter c USING (school_id) CROSS JOIN meta m WHERE s.school_id = :uai"
)
_INSERT = text(
    "INSERT INTO event (school_id, seq, event_id, kind, at, body)"
    " SELECT :uai, :before + place, id, :kind, :at, CAST(body AS jsonb)"
    " FROM unnest(CAST(:ids AS text[]), CAST(:bodies AS text[])) WITH ORDINALITY AS e (id, body, place)"
)
_READ = text(
    "SELECT seq, event_id, kind, at, CAST(body AS text) FROM event"
    " WHERE school_id = :uai AND seq > :after AND seq <= :up_to ORDER BY seq LIMIT :limit"
)
_NO_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class SyncPosition:
    """Position of the synchronisation with a school, and the portal's identity, read by one statement.

    Attributes:
        after: the position asked after; `after_id` is the id of the event there, empty for none.
        last_seq: the school's last event, 0 when there is none.
        epoch: changes when a backup is restored.
        mail_public_key: X25519, 32 bytes.
        sums: of the states that are held, for kinds that there are any of.
    """

    after: int
    acknowledged_seq: int
    last_rev: int
    last_seq: int
    epoch: str
    mail_public_key: bytes
    after_id: str
    sums: Sums


def append_event(
    connection: Connection, uai: str, kind: str, body: Struct, *, at: datetime | None = None
) -> int:
    """Append an event; call it last in the transaction, since it locks the school's counter until the end.

    Args:
        kind: of `protocol.kinds.EVENTS`, whose type the body has.
        at: UTC; now when absent.

    Returns:
        Its position in the school, from 1.

    Raises:
        BadData: `protocol_bad_message`: the body does not fit its own type; a bug of ours.
    """
    return append_events(connection, uai, kind, [body], at=at)


def append_events(
    connection: Connection, uai: str, kind: str, bodies: Sequence[Struct], *, at: datetime | None = None
) -> int:
    """Append several events of a kind, one or more, in their order; see `append_event`.

    Returns:
        The position of the last.
    """
    if any(type(body) is not EVENTS[kind] for body in bodies):
        raise TypeError(kind)
    encoded = [codec.encode(body).decode() for body in bodies]
    last = int(connection.execute(_NEXT, {"uai": uai, "many": len(bodies)}).scalar_one())
    connection.execute(
        _INSERT,
        {
            "uai": uai,
            "before": last - len(bodies),
            "ids": [uuid.uuid4().hex for _ in bodies],
            "kind": kind,
            "at": at or datetime.now(UTC),
            "bodies": encoded,
        },
    )
    return last


def read_sync_position(connection: Connection, uai: str, after: int = 0) -> SyncPosition:
    """Return where the exchange with a school stands.

    Args:
        uai: of a school that exists.
        after: the position that the office asks after.

    Raises:
        Unreachable: `portal_mail_key_missing`: no mail worker has ever started on this database.
    """
    row = connection.execute(_STANDING, {"uai": uai, "after": after}).one()
    acknowledged_seq, last_rev, last_seq, epoch, mail_public_key, after_id, sums = row
    if mail_public_key is None:
        raise Unreachable("portal_mail_key_missing")
    return SyncPosition(
        after,
        acknowledged_seq,
        last_rev,
        last_seq,
        epoch,
        bytes(mail_public_key),
        after_id or "",
        {kind: KindSum(count, total) for kind, (count, total) in (sums or {}).items()},
    )


def read_events(
    connection: Connection, uai: str, after: int, limit: int, *, up_to: int = _NO_END
) -> list[Event]:
    """Return at most `limit` events after a position, in order.

    Args:
        up_to: the last position that is wanted.
    """
    rows = connection.execute(_READ, {"uai": uai, "after": after, "up_to": up_to, "limit": limit})
    return [
        Event(seq=seq, id=event_id, kind=kind, at=at, body=Raw(b"null" if body is None else body.encode()))
        for seq, event_id, kind, at, body in rows
    ]
