"""Rows of the ledger as the store hands them out; amounts are whole cents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RegieRecord:
    """A régie de recettes; see `RegieTable`."""

    code: str
    name: str
    float_cents: int
    ceiling_cents: int
    cash_limit_cents: int
    numbers_known: bool


@dataclass(frozen=True, slots=True)
class MeansRecord:
    """A means of payment; see `MeansTable`."""

    code: str
    label: str
    account: str
    nature: str
    asks: tuple[str, ...]
    position: int
    active: bool


@dataclass(frozen=True, slots=True)
class WalletRecord:
    """A diner's account and its balance."""

    id: str
    diner_id: str
    kind: str
    balance_cents: int


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """A receipt as it was given; see `ReceiptTable`."""

    id: str
    regie: str
    year: int
    number: int
    means: str
    payer: str
    total_cents: int
    paid_on: date
    booked_on: date
    booked_at: datetime
    details: Mapping[str, str]
    reference: str
    operator: str
    workstation: str


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry of the ledger; see `EntryTable`."""

    id: str
    regie: str
    position: int
    booked_on: date
    booked_at: datetime
    kind: str
    wallet_id: str
    amount_cents: int
    receipt_id: str | None
    reverses: str | None
    operator: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is to be booked: what the ledger adds is its id, its position and the moment."""

    kind: str
    wallet_id: str
    amount_cents: int
    receipt_id: str | None = None
    reverses: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CashLine:
    """A line of a receipt as the books and their papers show it: what a diner's wallet gained or lost by it.

    Attributes:
        slip_number: of the slip (BE) that holds it; None for none yet.
    """

    entry_id: str
    receipt_id: str
    regie: str
    year: int
    number: int
    booked_on: date
    booked_at: datetime
    position: int
    amount_cents: int
    reverses: str | None
    reason: str
    means: str
    payer: str
    details: Mapping[str, str]
    paid_on: date
    reference: str
    operator: str
    wallet_kind: str
    diner_id: str
    uai: str
    last_name: str
    first_name: str
    class_name: str
    slip_number: int | None


@dataclass(frozen=True, slots=True)
class DayClosingRecord:
    """A closed day (FQE); see `DayClosingTable`."""

    id: str
    regie: str
    day: date
    year: int
    number: int
    opening_cents: int
    paid_over_cents: int
    closing_cents: int
    closed_at: datetime
    operator: str
    paper: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class DepositSlipRecord:
    """A closed slip of receipts (BE); see `DepositSlipTable`."""

    id: str
    regie: str
    year: int
    number: int
    closed_on: date
    closed_at: datetime
    pieces: int
    total_cents: int
    operator: str
    paper: bytes
    digest: str
