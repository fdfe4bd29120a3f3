"""What was applied before for each (kind, key) of a batch, and which of its changes are new.

| | known how | same | otherwise |
| --- | --- | --- | --- |
| state | last rev, life and digest per (kind, key) | lower rev, or equal rev and digest: `already` | equal rev, other digest: refused |
| erased record | its life, for ever | a state of that life or less: `gone` | a greater life makes the record anew |
| act | digest per (kind, key), for ever | equal digest: `already` | other digest: refused |
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import text

from turbo_admin.portal.api.change_context import ChangeContext
from turbo_admin.portal.base.told_states import (
    StateName,
    ToldState,
    keep_told_states,
    read_told_states,
)
from turbo_admin.protocol.kinds import ACTS, STATES
from turbo_admin.protocol.messages import Change, Outcome

_LARGEST_REV = 2**63 - 1
_DONE_ACTS = text(
    "SELECT kind, key, content_hash FROM applied_change"
    " JOIN json_to_recordset(CAST(:rows AS json)) AS wanted (kind text, key text) USING (kind, key)"
    " WHERE school_id = :uai"
)
_KEEP_ACTS = text(
    "INSERT INTO applied_change (school_id, kind, key, content_hash, applied_at)"
    " SELECT :uai, kind, key, digest, :now FROM json_to_recordset(CAST(:rows AS json))"
    " AS done (kind text, key text, digest text)"
)
_LAST_REV = text("UPDATE school SET last_rev = greatest(last_rev, :rev) WHERE school_id = :uai")


def is_storable(change: Change) -> bool:
    """Whether PostgreSQL can hold a change's key, rev and life."""
    return max(change.rev, change.life) <= _LARGEST_REV and "\x00" not in change.key


@dataclass(slots=True)
class AppliedChanges:
    """What is remembered of the records and acts of a batch, kept up to date while the batch is applied.

    Attributes:
        former: states as they were before the batch.
    """

    former: dict[StateName, ToldState]
    states: dict[StateName, ToldState]
    acts: dict[StateName, str]
    new_states: dict[StateName, ToldState] = field(default_factory=dict)
    new_acts: dict[StateName, str] = field(default_factory=dict)
    last_rev: int = 0

    @classmethod
    def of(cls, context: ChangeContext, changes: Iterable[Change]) -> "AppliedChanges":
        """Look up what is remembered of a batch."""
        names = {(change.kind, change.key) for change in changes if is_storable(change)}
        acts = [{"kind": kind, "key": key} for kind, key in names if kind in ACTS]
        done = context.run_rows(_DONE_ACTS, acts) if acts else ()
        known = read_told_states(
            context.connection, context.uai, [name for name in names if name[0] in STATES]
        )
        return cls(known, dict(known), {(kind, key): digest for kind, key, digest in done})

    def outcome(self, change: Change, digest: str) -> Outcome | None:
        """Say `already`, `gone` or `refused` (other content); None for a change that is new."""
        name = (change.kind, change.key)
        if change.kind in ACTS:
            done = self.acts.get(name)
            # Of an act of the first version the content is not known any more.
            return None if done is None else "already" if done in {"", digest} else "refused"
        known = self.states.get(name)
        if known is None or change.life > known.life:
            return None
        if known.is_erased or change.life < known.life:
            return "gone"
        if change.rev > known.rev:
            return None
        return "refused" if change.rev == known.rev and known.digest != digest else "already"

    def is_anew(self, change: Change) -> bool:
        """Whether a state that is new is another life of a record that is stored."""
        known = self.states.get((change.kind, change.key))
        return known is not None and not known.is_erased and change.life > known.life

    def keep(self, change: Change, digest: str) -> None:
        """Remember a change that was done."""
        name = (change.kind, change.key)
        if change.kind in ACTS:
            self.acts[name] = self.new_acts[name] = digest
        else:
            told = ToldState(change.rev, "" if change.erases else digest, change.life)
            self.states[name] = self.new_states[name] = told
        self.last_rev = max(self.last_rev, change.rev)

    def save(self, context: ChangeContext) -> None:
        """Write what was done."""
        keep_told_states(context.connection, context.uai, self.new_states, self.former)
        if self.new_acts:
            acts = self.new_acts.items()
            rows = [{"kind": kind, "key": key, "digest": digest} for (kind, key), digest in acts]
            context.run_rows(_KEEP_ACTS, rows, now=context.now)
        if self.last_rev:
            context.run(_LAST_REV, rev=self.last_rev)
