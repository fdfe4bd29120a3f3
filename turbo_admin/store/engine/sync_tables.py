"""Tables of the synchronisation: the outbox, what the portal was told, events received, runs, leases."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText, UaiText


class PendingChangeTable(Base):
    """The outbox: changes for the portal, one row a record however often it was edited.

    A state has no body here: it is built from the records when it is sent. `null` erases; an act keeps its body.
    `sent_rev` is the greatest rev of this row that has left and was not answered, 0 for none: the portal may have it.
    An act waits until the state of (`after_kind`, `after_key`) has been acknowledged.
    """

    __tablename__ = "pending_change"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    rev: Mapped[int] = mapped_column(Counter)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(IdText)
    place: Mapped[int]
    body: Mapped[bytes]
    life: Mapped[int] = mapped_column(Counter, default=1)
    sent_rev: Mapped[int] = mapped_column(Counter, default=0)
    after_kind: Mapped[str] = mapped_column(String(64), default="")
    after_key: Mapped[str] = mapped_column(IdText, default="")
    refused: Mapped[str] = mapped_column(default="")
    refused_message: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("uai", "kind", "key"),
        Index(None, "uai", "refused", "place", "rev"),
        Index(None, "uai", "after_kind", "after_key"),
        CheckConstraint("rev >= 0", name="rev"),
        CheckConstraint("life >= 1 AND sent_rev >= 0", name="counters"),
    )


class ToldStateTable(Base):
    """What the portal has acknowledged of each state: the rev and the digest that were sent.

    One that is erased there is a tombstone: it counts in no sum, and the record returns under a greater life.
    """

    __tablename__ = "told_state"
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(IdText, primary_key=True)
    life: Mapped[int] = mapped_column(Counter, default=1)
    rev: Mapped[int] = mapped_column(Counter)
    digest: Mapped[str] = mapped_column(String(32))
    erased: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (CheckConstraint("life >= 1 AND rev >= 0", name="counters"),)


class ToldSumTable(Base):
    """The sum of the digests of what was told of a kind (`protocol.canonical.KindSum`)."""

    __tablename__ = "told_sum"
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Counter)
    total: Mapped[str] = mapped_column(String(32))
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)


class ReceivedEventTable(Base):
    """An event of the portal; receiving it twice changes nothing.

    One of a kind that this version does not know keeps its body and waits, `applied` false, for the next version.
    """

    __tablename__ = "received_event"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    seq: Mapped[int] = mapped_column(Counter)
    kind: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    applied: Mapped[bool]
    body: Mapped[bytes | None]
    __table_args__ = (Index(None, "applied"), CheckConstraint("seq > 0", name="seq"))


class SyncRunTable(Base):
    """A line of the sync journal: one school in one run. Without an end it was cut, and is never called done.

    `kinds` says how many of each kind were received, sent and refused: {"received": {kind: number}, …}. `proof` says
    whether both sides were seen to agree at its end, `proof_detail` what was refused, waits or differs, by kind.
    """

    __tablename__ = "sync_run"
    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(IdText, index=True)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    who: Mapped[str]
    workstation: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    received: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    kinds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    skew_minutes: Mapped[int] = mapped_column(default=0)
    proof: Mapped[str] = mapped_column(String(16), default="")
    proof_detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error_code: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    __table_args__ = (CheckConstraint("proof IN ('', 'agreed', 'pending', 'differs')", name="proof"),)


class LeaseTable(Base):
    """Who holds a lock, for the screen (`store.engine.run_lock`); a row whose lock nobody holds was left by a killed run."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(IdText)
    workstation: Mapped[str]
    since: Mapped[datetime]
