"""The outbox: states that changed since they were sent, and acts that wait.

A row of a state names the record and no more: its body is built from the records when it is sent, so that a state can be
sent at any time. An act, a mail, keeps its body, which is sealed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import Table, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from turbo_admin.protocol import codec
from turbo_admin.protocol.kinds import ACTS, place_of
from turbo_admin.store import told
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.sync_records import PendingRecord
from turbo_admin.store.engine.sync_tables import PendingChangeTable, ToldStateTable
from turbo_admin.store.schools import take_revs

# The body of a row that erases its record at the portal.
ERASURE = b"null"
_record = copier(PendingRecord)
_TABLE = cast(Table, PendingChangeTable.__table__)
_COLUMNS = tuple(_TABLE.c[name] for name in PendingRecord.__slots__)
_COUNT = select(_TABLE.c.kind, func.count()).where(_TABLE.c.refused == "").group_by(_TABLE.c.kind)
_COUNT_OF = _COUNT.where(_TABLE.c.uai == bindparam("uai"))
_NAMED = aliased(PendingChangeTable)
# An act waits as long as the state that it names is in the outbox, refused or not.
_FREE = or_(
    _TABLE.c.after_key == "",
    ~select(_NAMED.id)
    .where(_NAMED.uai == _TABLE.c.uai, _NAMED.kind == _TABLE.c.after_kind, _NAMED.key == _TABLE.c.after_key)
    .exists(),
)
_WAITING = (
    select(*_COLUMNS)
    .where(_TABLE.c.uai == bindparam("uai"), _TABLE.c.refused == "", _FREE)
    # What may have arrived without an answer first, within its kind.
    .order_by(_TABLE.c.place, (_TABLE.c.sent_rev == 0), _TABLE.c.rev)
    .limit(bindparam("most"))
)
_THESE = _TABLE.c.id.in_(bindparam("these", expanding=True))
_SENT = update(_TABLE).where(_THESE).values(sent_rev=_TABLE.c.rev)
_ACKNOWLEDGED = delete(_TABLE).where(_THESE)
# It was edited while it travelled: what is in the row has not left; `left` is the former edit that may be there, 0 for none.
_EDITED = (
    update(_TABLE)
    .where(
        _TABLE.c.uai == bindparam("whose"),
        _TABLE.c.kind == bindparam("sort"),
        _TABLE.c.key == bindparam("name"),
        _TABLE.c.sent_rev == bindparam("answered"),
    )
    .values(sent_rev=bindparam("left"))
)


@dataclass(frozen=True, slots=True)
class PendingAct:
    """An act that is to be enqueued.

    Attributes:
        key: its id, for ever.
        after: (kind, key) of the state that must have been acknowledged before.
    """

    key: str
    body: Struct
    after: tuple[str, str]


def mark_changed(session: Session, uai: str, kind: str, keys: Collection[str]) -> None:
    """Note that states have changed, in the transaction of the change; ten edits are one row.

    The row gets a new id and the next rev, so that an answer to the former edit does not take it for sent.

    Args:
        keys: of a kind of state, each once.
    """
    _put(session, uai, kind, [(key, b"", ("", "")) for key in keys])


def enqueue_acts(session: Session, uai: str, kind: str, acts: Sequence[PendingAct]) -> None:
    """Enqueue acts, in the transaction of their reason."""
    _put(session, uai, kind, [(act.key, codec.encode(act.body), act.after) for act in acts])


def erase(session: Session, uai: str, kind: str, keys: Collection[str]) -> None:
    """Have the portal erase states for good; what it cannot know is withdrawn."""
    # A request comes from there, whether anything was decided of it or not.
    known = set(keys) if kind == "request" else told.known_at_portal(session, uai, kind, keys)
    forget(session, uai, kind, [key for key in keys if key not in known])
    _put(session, uai, kind, [(key, ERASURE, ("", "")) for key in sorted(known)])


def _put(
    session: Session, uai: str, kind: str, changes: Sequence[tuple[str, bytes, tuple[str, str]]]
) -> None:
    if not changes:
        return
    revs = take_revs(session, len(changes))
    lives = {} if kind in ACTS else _erased_lives(session, uai, kind)
    connection = session.connection()
    connection.execute(
        _upsert(connection.dialect.name),
        [
            {
                "id": new_id(),
                "rev": rev,
                "uai": uai,
                "kind": kind,
                "key": key,
                "place": place_of(kind),
                "body": body,
                "life": lives.get(key, 0) + 1,
                "sent_rev": 0,
                "after_kind": after[0],
                "after_key": after[1],
                "refused": "",
                "refused_message": "",
            }
            for rev, (key, body, after) in zip(revs, changes, strict=True)
        ],
    )


def _erased_lives(session: Session, uai: str, kind: str) -> dict[str, int]:
    """Return the last life that has ended at the portal, of records that were erased there; a living one is in the next."""
    query = select(ToldStateTable.key, ToldStateTable.life, ToldStateTable.erased).where(
        ToldStateTable.uai == uai,
        ToldStateTable.kind == kind,
        or_(ToldStateTable.erased, ToldStateTable.life > 1),
    )
    return {key: life if erased else life - 1 for key, life, erased in session.execute(query)}


@cache
def _upsert(dialect: str) -> Any:
    """Return the dialect's INSERT; `sent_rev` of a row that is there stays: its former edit may have arrived."""
    new: Any = postgresql.insert(_TABLE) if dialect == "postgresql" else sqlite.insert(_TABLE)
    replaced = ("id", "rev", "place", "body", "life", "after_kind", "after_key", "refused", "refused_message")
    return new.on_conflict_do_update(
        index_elements=["uai", "kind", "key"], set_={name: new.excluded[name] for name in replaced}
    )


def forget(session: Session, uai: str, kind: str, keys: Sequence[str]) -> None:
    """Withdraw rows whatever they say; for what the portal cannot have."""
    for some in chunks(keys):
        session.execute(
            delete(PendingChangeTable).where(
                PendingChangeTable.uai == uai,
                PendingChangeTable.kind == kind,
                PendingChangeTable.key.in_(some),
            )
        )


def withdraw_acts(session: Session, uai: str, kind: str, keys: Sequence[str]) -> set[str]:
    """Withdraw acts that have not left.

    Returns:
        Their keys; the others have been acknowledged, or may have arrived without an answer.
    """
    withdrawn: set[str] = set()
    for some in chunks(keys):
        query = select(PendingChangeTable.key).where(
            PendingChangeTable.uai == uai,
            PendingChangeTable.kind == kind,
            PendingChangeTable.key.in_(some),
            PendingChangeTable.sent_rev == 0,
        )
        withdrawn.update(session.scalars(query))
    forget(session, uai, kind, sorted(withdrawn))
    return withdrawn


def withdraw_beginning(session: Session, uai: str, kind: str, beginning: str) -> None:
    """Withdraw the acts whose keys begin so and that have not left."""
    session.execute(
        delete(PendingChangeTable).where(
            PendingChangeTable.uai == uai,
            PendingChangeTable.kind == kind,
            PendingChangeTable.key.startswith(beginning, autoescape=True),
            PendingChangeTable.sent_rev == 0,
        )
    )


def waiting(session: Session, uai: str, limit: int) -> list[PendingRecord]:
    """Return what is to be sent next: what others refer to at first, then in the order of the edits."""
    rows = session.connection().execute(_WAITING, {"uai": uai, "most": limit})
    return [PendingRecord(*row) for row in rows]


def mark_sent(session: Session, ids: Sequence[str]) -> None:
    """Note, before they leave, that rows are being sent."""
    for some in chunks(ids):
        session.connection().execute(_SENT, {"these": some})


def acknowledge(session: Session, sent: Iterable[PendingRecord]) -> None:
    """Delete rows that the portal has, by their own id; one edited meanwhile has another, stays, and has not left."""
    for some in chunks(sent):
        gone = session.connection().execute(_ACKNOWLEDGED, {"these": [one.id for one in some]})
        if gone.rowcount < len(some):
            travelled(session, some)


def travelled(session: Session, answered: Sequence[PendingRecord], *, left: int = 0) -> None:
    """Note, of rows that were edited while they travelled, that what is in them has not left.

    Args:
        left: the rev of a former edit that may be at the portal all the same.
    """
    session.connection().execute(
        _EDITED,
        [
            {"whose": one.uai, "sort": one.kind, "name": one.key, "answered": one.rev, "left": left}
            for one in answered
        ],
    )


def pending(session: Session, uai: str, kind: str, keys: Sequence[str]) -> list[PendingRecord]:
    """Return what waits or was refused under these keys."""
    found: list[PendingRecord] = []
    for some in chunks(keys):
        query = select(*_COLUMNS).where(_TABLE.c.uai == uai, _TABLE.c.kind == kind, _TABLE.c.key.in_(some))
        found += [PendingRecord(*row) for row in session.connection().execute(query)]
    return found


def waiting_keys(session: Session, kind: str) -> set[str]:
    """Return the keys of a kind that wait, of all schools; refused ones are left out."""
    return set(
        session.scalars(
            select(PendingChangeTable.key).where(
                PendingChangeTable.kind == kind, PendingChangeTable.refused == ""
            )
        )
    )


def schools_waiting(session: Session, kind: str) -> set[str]:
    """Return the schools for which changes of a kind have not reached the portal, refused ones included."""
    return set(session.scalars(select(PendingChangeTable.uai).where(PendingChangeTable.kind == kind)))


def count_waiting(session: Session, uai: str | None = None) -> dict[str, int]:
    """Return the number of changes that wait, by kind; refused ones are not counted."""
    counted = (
        session.connection().execute(_COUNT_OF, {"uai": uai}) if uai else session.connection().execute(_COUNT)
    )
    return {kind: number for kind, number in counted}


def is_unanswered(session: Session, uai: str) -> bool:
    """Whether something has left that was not answered, even if an edit of it was refused since."""
    query = select(PendingChangeTable.id).where(
        PendingChangeTable.uai == uai, PendingChangeTable.sent_rev > 0
    )
    return session.execute(query.limit(1)).first() is not None


def acts_waiting(session: Session, uai: str, kind: str) -> list[PendingRecord]:
    """Return the acts of a kind that wait or were refused."""
    query = select(*_COLUMNS).where(_TABLE.c.uai == uai, _TABLE.c.kind == kind)
    return [PendingRecord(*row) for row in session.connection().execute(query)]


def nothing_is_unanswered(session: Session, uai: str) -> None:
    """Forget that something left without an answer: what the portal holds has been read."""
    session.execute(update(PendingChangeTable).where(PendingChangeTable.uai == uai).values(sent_rev=0))
