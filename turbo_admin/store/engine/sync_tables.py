"""Tables of the synchronisation: the outbox, events received, the journal of runs, leases."""

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
    """The outbox: changes for the portal, one row a thing however often it was edited."""

    __tablename__ = "pending_change"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    rev: Mapped[int] = mapped_column(Counter)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(IdText)
    place: Mapped[int]
    body: Mapped[bytes]
    refused: Mapped[str] = mapped_column(default="")
    refused_message: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("uai", "kind", "key"),
        Index(None, "uai", "refused", "place", "rev"),
        CheckConstraint("rev >= 0", name="rev"),
    )


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

    `kinds` says how many of each kind were received, sent and refused: {"received": {kind: number}, …}.
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
    error_code: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")


class LeaseTable(Base):
    """Who is doing what only one may do at a time, and until when at the latest."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(IdText)
    workstation: Mapped[str]
    expires_at: Mapped[datetime]
