"""Tables of the ledger: cash offices, means of payment, wallets, receipts, entries.

Amounts are whole cents, by constraint. Rows of `receipt` and `entry` are never changed nor deleted: triggers of the
migration refuse it on both dialects. A correction is a reverse entry.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText

RegieText = String(4)


def whole_cents(column: str, name: str) -> CheckConstraint:
    """Return the constraint that SQLite, whose columns take anything, stores a whole number."""
    return CheckConstraint(f"typeof({column}) = 'integer'", name=name).ddl_if(dialect="sqlite")


class RegieTable(Base):
    """A régie de recettes: who cashes, and within which limits.

    `float_cents` is what the till begins with; above `ceiling_cents` the cash is to be paid over, 0 for no ceiling;
    a receipt in cash above `cash_limit_cents` is refused, 0 for no limit. `numbers_known` is off after an older copy was
    put back: a later one may have printed numbers, and the last one on paper is asked first.
    """

    __tablename__ = "regie"
    code: Mapped[str] = mapped_column(RegieText, primary_key=True)
    name: Mapped[str]
    float_cents: Mapped[int] = mapped_column(Counter, default=0)
    ceiling_cents: Mapped[int] = mapped_column(Counter, default=0)
    cash_limit_cents: Mapped[int] = mapped_column(Counter, default=30_000)
    numbers_known: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (
        CheckConstraint("float_cents >= 0 AND ceiling_cents >= 0 AND cash_limit_cents >= 0", name="amounts"),
        CheckConstraint("code <> ''", name="code"),
    )


class NumberSeriesTable(Base):
    """The last number given in a series of a régie and a civil year (0: a series that no year ends)."""

    __tablename__ = "number_series"
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"), primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(Counter, default=0)
    __table_args__ = (CheckConstraint("last >= 0", name="last"),)


class MeansTable(Base):
    """A means of payment: the account that it enters, and what is asked when money comes in by it.

    `nature` says which rules apply; `asks` holds names of `details` of the receipt: `bank`, `number`, `drawer`.
    """

    __tablename__ = "means"
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    label: Mapped[str]
    account: Mapped[str] = mapped_column(String(16))
    nature: Mapped[str] = mapped_column(String(16))
    asks: Mapped[list[Any]] = mapped_column(default=list)
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (CheckConstraint("nature IN ('cash', 'cheque', 'online', 'other')", name="nature"),)


class WalletTable(Base):
    """A diner's account; its balance is the sum of its entries, kept in the transaction of each."""

    __tablename__ = "wallet"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    diner_id: Mapped[str] = mapped_column(IdText, ForeignKey("diner.id"))
    kind: Mapped[str] = mapped_column(String(16))
    balance_cents: Mapped[int] = mapped_column(Counter, default=0)
    __table_args__ = (
        UniqueConstraint("diner_id", "kind"),
        CheckConstraint("kind IN ('self', 'cafeteria', 'forfait')", name="kind"),
        whole_cents("balance_cents", "whole"),
    )


class ReceiptTable(Base):
    """A receipt as it was given: numbered without a gap per régie and civil year of its booked day.

    `paid_on` is the day that the payer's money bears, `booked_on` the day of the books. `details` are what the means
    asked for. `reference` is an on-line payment's own, empty else.
    """

    __tablename__ = "receipt"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"))
    year: Mapped[int]
    number: Mapped[int] = mapped_column(Counter)
    means: Mapped[str] = mapped_column(String(16), ForeignKey("means.code"))
    payer: Mapped[str] = mapped_column(default="")
    total_cents: Mapped[int] = mapped_column(Counter)
    paid_on: Mapped[date]
    booked_on: Mapped[date]
    booked_at: Mapped[datetime]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reference: Mapped[str] = mapped_column(IdText, default="")
    operator: Mapped[str]
    workstation: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("regie", "year", "number"),
        Index(None, "booked_on"),
        Index(
            "uq_receipt_reference",
            "reference",
            unique=True,
            sqlite_where=text("reference <> ''"),
            postgresql_where=text("reference <> ''"),
        ),
        CheckConstraint("total_cents > 0", name="total"),
        CheckConstraint("number >= 1", name="number"),
        whole_cents("total_cents", "whole"),
    )


class EntryTable(Base):
    """An entry of the ledger: what a wallet gained or lost; the order is `position`, without a gap per régie.

    A reverse entry names in `reverses` the one that it takes back, which nothing else may take back again.
    """

    __tablename__ = "entry"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"))
    position: Mapped[int] = mapped_column(Counter)
    booked_on: Mapped[date]
    booked_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    wallet_id: Mapped[str] = mapped_column(IdText, ForeignKey("wallet.id"))
    amount_cents: Mapped[int] = mapped_column(Counter)
    receipt_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("receipt.id"))
    reverses: Mapped[str | None] = mapped_column(IdText, ForeignKey("entry.id"), unique=True)
    operator: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("regie", "position"),
        Index(None, "wallet_id", "position"),
        Index(None, "regie", "booked_on"),
        Index(None, "receipt_id"),
        CheckConstraint("amount_cents <> 0", name="amount"),
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint(
            "kind IN ('receipt', 'meal', 'correction', 'refund', 'transfer', 'unpaid', 'opening')",
            name="kind",
        ),
        CheckConstraint("kind <> 'receipt' OR receipt_id IS NOT NULL", name="receipt"),
        whole_cents("amount_cents", "whole"),
    )


class MealPriceTable(Base):
    """What a meal costs from a day on, by category of diners; the empty category is for those without one."""

    __tablename__ = "meal_price"
    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    amount_cents: Mapped[int] = mapped_column(Counter)
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        whole_cents("amount_cents", "whole"),
    )


class VoidNumberTable(Base):
    """Numbers that these books leave out: a later copy, which is lost, had printed them, or may have."""

    __tablename__ = "void_number"
    regie: Mapped[str] = mapped_column(RegieText, ForeignKey("regie.code"), primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(Counter, primary_key=True)
    last: Mapped[int] = mapped_column(Counter)
    noted_at: Mapped[datetime]
    operator: Mapped[str]
    __table_args__ = (CheckConstraint("first >= 1 AND last >= first", name="range"),)
