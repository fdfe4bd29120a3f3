"""Tables of establishments, of the database itself, and of what each PC sets."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText, UaiText


class OfficeTable(Base):
    """The database itself: its epoch, and the counter that orders the changes for the portal."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(IdText)
    last_rev: Mapped[int] = mapped_column(Counter, default=0)
    created_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("last_rev >= 0", name="counters"),)


class SchoolTable(Base):
    """An establishment, and the state of its exchange with the portal.

    `cursor_event` is the id of the event at `cursor_seq`. The portal's greatest rev lies between `told_rev`, which it
    has answered for, and `sent_rev`, beyond which nothing has ever been sent: outside, one of the two is an older
    copy of itself. `office_epoch` is how the portal knows this database, empty for the database's own epoch; `epoch_next`
    how it will once it is bound.
    """

    __tablename__ = "school"
    uai: Mapped[str] = mapped_column(UaiText, primary_key=True)
    name: Mapped[str]
    site_code: Mapped[str] = mapped_column(String(4), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    portal_url: Mapped[str] = mapped_column(default="")
    public_url: Mapped[str] = mapped_column(default="")
    portal_epoch: Mapped[str] = mapped_column(IdText, default="")
    mail_public_key: Mapped[bytes] = mapped_column(default=b"")
    cursor_seq: Mapped[int] = mapped_column(Counter, default=0)
    cursor_event: Mapped[str] = mapped_column(IdText, default="")
    sent_rev: Mapped[int] = mapped_column(Counter, default=0)
    told_rev: Mapped[int] = mapped_column(Counter, default=0)
    paired_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    roster_rev: Mapped[int] = mapped_column(Counter, default=0)
    settings_told: Mapped[str] = mapped_column(default="", server_default="")
    office_epoch: Mapped[str] = mapped_column(IdText, default="")
    epoch_next: Mapped[str] = mapped_column(IdText, default="")
    __table_args__ = (
        CheckConstraint(
            "cursor_seq >= 0 AND sent_rev >= 0 AND told_rev >= 0 AND roster_rev >= 0", name="counters"
        ),
    )


class PcSettingTable(Base):
    """What one PC sets for itself: its proxy."""

    __tablename__ = "pc_setting"
    workstation: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
