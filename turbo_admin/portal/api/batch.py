"""A batch of changes, applied in one transaction in the order in which it was sent.

Changes of one kind that follow each other are applied together. A refused change leaves no trace, so that a corrected
one may follow under the same key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from turbo_admin.core.errors import BadData
from turbo_admin.core.sync.words import REFUSALS
from turbo_admin.portal.api.applied_changes import AppliedChanges, is_storable
from turbo_admin.portal.api.appliers import APPLIERS
from turbo_admin.portal.api.change_context import (
    ChangeContext,
    ChangeRefusal,
    ChangeRefused,
    ReceivedChange,
    Refusals,
)
from turbo_admin.portal.base.told_states import lock_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.kinds import CHANGES, STATES
from turbo_admin.protocol.messages import Change, ChangeAnswer, Outcome


def apply_batch(
    connection: Connection, uai: str, changes: Sequence[Change], *, now: datetime | None = None
) -> list[ChangeAnswer]:
    """Apply a batch within the transaction of the school, in order.

    Returns:
        One answer a change, in the order given.
    """
    context = ChangeContext(connection, uai, now or datetime.now(UTC))
    lock_school(connection, uai)  # two offices' batches take turns
    batch = _Batch(context, AppliedChanges.of(context, changes))
    for place, change in enumerate(changes):
        batch.take(place, change)
    batch.finish()
    return [batch.answers[place] for place in range(len(changes))]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A new change that waits to be applied with its neighbours of the same kind.

    Attributes:
        received: None for an erasure.
    """

    place: int
    change: Change
    digest: str
    received: ReceivedChange[Any] | None


@dataclass(slots=True)
class _Batch:
    """A batch being applied.

    Attributes:
        group: kind of the changes that wait, and whether they erase.
    """

    context: ChangeContext
    applied: AppliedChanges
    answers: dict[int, ChangeAnswer] = field(default_factory=dict)
    waiting: dict[str, _Waiting] = field(default_factory=dict)
    group: tuple[str, bool] = ("", False)

    def take(self, place: int, change: Change) -> None:
        """Answer the next change, or let it wait for its neighbours."""
        group = (change.kind, change.erases)
        if group != self.group or change.key in self.waiting:
            self._apply_waiting()
            self.group = group
        try:
            body, digest = _read(change)
        except ChangeRefused as refusal:
            self._answer(place, change, "refused", refusal.reason)
            return
        outcome = self.applied.outcome(change, digest)
        if outcome is not None:
            reason = ChangeRefusal.OTHER_CONTENT if outcome == "refused" else None
            self._answer(place, change, outcome, reason)
            return
        received = None
        if body is not None:
            is_anew = self.applied.is_anew(change)
            received = ReceivedChange(change.key, body, change.password_hash, is_anew)
        self.waiting[change.key] = _Waiting(place, change, digest, received)

    def finish(self) -> None:
        """Apply what still waits, and write what was applied."""
        self._apply_waiting()
        self.applied.save(self.context)

    def _apply_waiting(self) -> None:
        refused = self._apply(list(self.waiting.values()))
        for key, one in self.waiting.items():
            reason = refused.get(key)
            if reason is None:
                self.applied.keep(one.change, one.digest)
            self._answer(one.place, one.change, "done" if reason is None else "refused", reason)
        self.waiting.clear()

    def _apply(self, waiting: Sequence[_Waiting]) -> Refusals:
        """Apply some changes in one savepoint; those that the database does not take are looked for by halves."""
        if not waiting:
            return {}
        kind, erases = self.group
        applier = APPLIERS[kind]
        try:
            with self.context.connection.begin_nested():
                if not erases:
                    return applier.apply(self.context, [one.received for one in waiting if one.received])
                applier.erase(self.context, [one.change.key for one in waiting])
                return {}
        except ChangeRefused as refusal:
            return {one.change.key: refusal.reason for one in waiting}
        except (IntegrityError, DataError):
            if len(waiting) == 1:
                return {waiting[0].change.key: ChangeRefusal.CONFLICT}
            middle = len(waiting) // 2
            return self._apply(waiting[:middle]) | self._apply(waiting[middle:])

    def _answer(
        self, place: int, change: Change, outcome: Outcome, reason: ChangeRefusal | None = None
    ) -> None:
        message = f"{REFUSALS[reason].why} {REFUSALS[reason].todo}" if reason else ""
        self.answers[place] = ChangeAnswer(
            id=change.id, outcome=outcome, reason=reason or "", message=message
        )


def _read(change: Change) -> tuple[msgspec.Struct | None, str]:
    """Return the typed body, None for an erasure, and the digest of what was sent.

    Raises:
        ChangeRefused: `unknown_kind`, `bad_body`.
    """
    if change.kind not in CHANGES:
        raise ChangeRefused(ChangeRefusal.UNKNOWN_KIND)
    raw = bytes(change.body)
    # PostgreSQL stores no NUL.
    if not is_storable(change) or b"\\u0000" in raw or (change.erases and change.kind not in STATES):
        raise ChangeRefused(ChangeRefusal.BAD_BODY)
    digest = state_digest(change.kind, change.key, raw)
    if change.erases:
        return None, digest
    try:
        return codec.decode(change.body, CHANGES[change.kind]), digest
    except BadData as error:
        raise ChangeRefused(ChangeRefusal.BAD_BODY) from error
