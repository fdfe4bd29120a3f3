"""A batch of changes: which are new, which are known already, which contradict what is known.

| | known how | same | otherwise |
| --- | --- | --- | --- |
| state | last rev and content hash per (kind, key) | lower rev, or equal rev and content: `already` | equal rev, other content: refused |
| act | content hash per (kind, key), for ever | equal content: `already` | other content: refused |

A refused change leaves no trace, so that a corrected one may follow under the same key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError

from turbo_admin.core.credentials.rules import content_hash
from turbo_admin.core.errors import BadData
from turbo_admin.core.sync.words import REFUSALS
from turbo_admin.portal.api.apply import APPLY, Deny, Place, change_diners
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import ACTS, CHANGES, DinerState
from turbo_admin.protocol.messages import Change, ChangeAnswer, Outcome

_LARGEST_REV = 2**63 - 1
_LOCK_SCHOOL = text("SELECT last_rev FROM school WHERE school_id = :uai FOR NO KEY UPDATE")
# Rows travel as one JSON text, not as arrays: psycopg writes an array value by value, in Python.
_STATES = text(
    "SELECT kind, key, rev, content_hash FROM change_state"
    " JOIN json_to_recordset(CAST(:rows AS json)) AS wanted (kind text, key text) USING (kind, key)"
    " WHERE school_id = :uai"
)
_DONE_ACTS = text(
    "SELECT kind, key, content_hash FROM applied_change"
    " JOIN json_to_recordset(CAST(:rows AS json)) AS wanted (kind text, key text) USING (kind, key)"
    " WHERE school_id = :uai"
)
_KEEP_STATES = text(
    "INSERT INTO change_state (school_id, kind, key, rev, content_hash)"
    " SELECT :uai, kind, key, rev, hash FROM json_to_recordset(CAST(:rows AS json))"
    " AS new (kind text, key text, rev bigint, hash text)"
    " ON CONFLICT (school_id, kind, key) DO UPDATE SET rev = excluded.rev, content_hash = excluded.content_hash"
)
_KEEP_ACTS = text(
    "INSERT INTO applied_change (school_id, kind, key, content_hash, applied_at)"
    " SELECT :uai, kind, key, hash, :now FROM json_to_recordset(CAST(:rows AS json))"
    " AS done (kind text, key text, hash text)"
)
_LAST_REV = text("UPDATE school SET last_rev = greatest(last_rev, :rev) WHERE school_id = :uai")

_any, _in_order = msgspec.json.Decoder(), msgspec.json.Encoder(order="deterministic")

_Name = tuple[str, str]


def apply_batch(
    connection: Connection, uai: str, changes: Sequence[Change], *, now: datetime | None = None
) -> list[ChangeAnswer]:
    """Apply a batch within the transaction of the school, in order.

    Returns:
        One answer a change, in the order given.
    """
    place = Place(connection, uai, now or datetime.now(UTC))
    batch = _Batch(place, _Memory.of(place, changes, place.run(_LOCK_SCHOOL).scalar_one()))
    for change in changes:
        batch.take(change)
    batch.finish()
    return batch.answers


@dataclass(slots=True)
class _Memory:
    """What the portal remembers of the (kind, key) of a batch, kept up to date while it is applied."""

    states: dict[_Name, tuple[int, str]]
    acts: dict[_Name, str]
    new_states: dict[_Name, tuple[int, str]] = field(default_factory=dict)
    new_acts: dict[_Name, str] = field(default_factory=dict)
    last_rev: int = 0

    @classmethod
    def of(cls, place: Place, changes: Iterable[Change], last_rev: int) -> "_Memory":
        """Look up what may be known already: acts, and states that are no later than the latest ever taken."""
        names = {
            (change.kind, change.key)
            for change in changes
            if _is_storable(change) and (change.rev <= last_rev or change.kind in ACTS)
        }
        wanted = [{"kind": kind, "key": key} for kind, key in names]
        known_states = [one for one in wanted if one["kind"] not in ACTS]
        known_acts = [one for one in wanted if one["kind"] in ACTS]
        states = place.run_rows(_STATES, known_states) if known_states else ()
        acts = place.run_rows(_DONE_ACTS, known_acts) if known_acts else ()
        return cls(
            {(kind, key): (rev, digest) for kind, key, rev, digest in states},
            {(kind, key): digest for kind, key, digest in acts},
        )

    def outcome(self, change: Change, digest: str) -> Outcome | None:
        """Say `already` or `refused` (other content), None for a change that is new."""
        if change.kind in ACTS:
            known = self.acts.get((change.kind, change.key))
            return None if known is None else "already" if known == digest else "refused"
        rev, known = self.states.get((change.kind, change.key), (0, ""))
        if change.rev > rev:
            return None
        return "refused" if change.rev == rev and known != digest else "already"

    def keep(self, change: Change, digest: str) -> None:
        """Remember a change that was done."""
        name = (change.kind, change.key)
        if change.kind in ACTS:
            self.acts[name] = self.new_acts[name] = digest
        else:
            self.states[name] = self.new_states[name] = (change.rev, digest)
        self.last_rev = max(self.last_rev, change.rev)

    def save(self, place: Place) -> None:
        """Write what was done, in three statements at most."""
        if self.new_states:
            states = self.new_states.items()
            place.run_rows(
                _KEEP_STATES,
                [
                    {"kind": kind, "key": key, "rev": rev, "hash": digest}
                    for (kind, key), (rev, digest) in states
                ],
            )
        if self.new_acts:
            acts = self.new_acts.items()
            place.run_rows(
                _KEEP_ACTS,
                [{"kind": kind, "key": key, "hash": digest} for (kind, key), digest in acts],
                now=place.now,
            )
        if self.last_rev:
            place.run(_LAST_REV, rev=self.last_rev)


@dataclass(slots=True)
class _Batch:
    """A batch on its way; diners wait for each other so that they go in one statement."""

    place: Place
    memory: _Memory
    answers: list[ChangeAnswer] = field(default_factory=list)
    diners: dict[str, DinerState] = field(default_factory=dict)

    def take(self, change: Change) -> None:
        """Deal with the next change."""
        try:
            outcome = self._deal_with(change)
        except Deny as refusal:
            self._answer(change, "refused", refusal.reason)
        else:
            self._answer(change, outcome)

    def finish(self) -> None:
        """Write what still waits."""
        self._write_diners()
        self.memory.save(self.place)

    def _deal_with(self, change: Change) -> Outcome:
        if change.kind not in CHANGES:
            raise Deny("unknown_kind")
        body, digest = _read(change)
        known = self.memory.outcome(change, digest)
        if known == "refused":
            raise Deny("other_content")
        if known is not None:
            return known
        self._apply(change, body)
        self.memory.keep(change, digest)
        return "done"

    def _apply(self, change: Change, body: msgspec.Struct) -> None:
        if isinstance(body, DinerState):
            self.diners[change.key] = body
            return
        self._write_diners()  # an account may hold one of them
        try:
            with self.place.connection.begin_nested():
                APPLY[change.kind](self.place, change.key, body)
        except (IntegrityError, DataError) as error:
            raise Deny("conflict") from error

    def _write_diners(self) -> None:
        if self.diners:
            change_diners(self.place, list(self.diners.items()))
            self.diners.clear()

    def _answer(self, change: Change, outcome: Outcome, reason: str = "") -> None:
        message = REFUSALS[reason].why if reason else ""
        self.answers.append(ChangeAnswer(id=change.id, outcome=outcome, reason=reason, message=message))


def _read(change: Change) -> tuple[msgspec.Struct, str]:
    """Return the typed body and the hash of what was sent, whatever the order of its fields."""
    if not _is_storable(change):
        raise Deny("bad_body")
    try:
        body = codec.decode(change.body, CHANGES[change.kind])
        plain = _in_order.encode(_any.decode(change.body))
    except (BadData, msgspec.MsgspecError, RecursionError) as error:
        raise Deny("bad_body") from error
    if b"\\u0000" in plain:  # PostgreSQL cannot store it
        raise Deny("bad_body")
    return body, content_hash([change.kind.encode(), change.key.encode(), plain])


def _is_storable(change: Change) -> bool:
    return change.rev <= _LARGEST_REV and "\x00" not in change.key + change.kind
