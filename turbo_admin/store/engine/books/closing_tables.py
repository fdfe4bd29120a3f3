"""Tables of what closes the books: days (FQE), slips of receipts (BE), months."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.books.ledger_tables import RegieText, whole_cents
from turbo_admin.store.engine.table_base import Base, Counter, IdText


class DayClosingTable(Base):
    """A closed day (FQE): its number, the cash that it began and ended with, and its paper, printed again as it was."""

    __tablename__ = "day_closing"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"))
    day: Mapped[date]
    year: Mapped[int]
    number: Mapped[int] = mapped_column(Counter)
    opening_cents: Mapped[int] = mapped_column(Counter)
    paid_over_cents: Mapped[int] = mapped_column(Counter, default=0)
    closing_cents: Mapped[int] = mapped_column(Counter)
    closed_at: Mapped[datetime]
    operator: Mapped[str]
    paper: Mapped[bytes]
    digest: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        UniqueConstraint("regie", "day"),
        UniqueConstraint("regie", "year", "number"),
        CheckConstraint("number >= 1", name="number"),
        whole_cents("closing_cents", "whole"),
    )


class DepositSlipTable(Base):
    """A closed slip of receipts (BE): its number, its total, and its paper, printed again as it was."""

    __tablename__ = "deposit_slip"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"))
    year: Mapped[int]
    number: Mapped[int] = mapped_column(Counter)
    closed_on: Mapped[date]
    closed_at: Mapped[datetime]
    pieces: Mapped[int]
    total_cents: Mapped[int] = mapped_column(Counter)
    operator: Mapped[str]
    paper: Mapped[bytes]
    digest: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        UniqueConstraint("regie", "year", "number"),
        CheckConstraint("number >= 1", name="number"),
        whole_cents("total_cents", "whole"),
    )


class DepositSlipEntryTable(Base):
    """Which entries a slip holds: each in one slip at most."""

    __tablename__ = "deposit_slip_entry"
    entry_id: Mapped[str] = mapped_column(IdText, ForeignKey("entry.id"), primary_key=True)
    slip_id: Mapped[str] = mapped_column(IdText, ForeignKey("deposit_slip.id"), index=True)


class MonthLockTable(Base):
    """A locked month: nothing is typed in it any more."""

    __tablename__ = "month_lock"
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    locked_at: Mapped[datetime]
    operator: Mapped[str]
