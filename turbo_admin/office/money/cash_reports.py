"""What FQE and BE say: lines of receipts of a day or a batch, and their totals by means and account."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import in_words
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.regies import regie_of
from turbo_admin.store.engine.books.ledger_records import CashLine, MeansRecord, RegieRecord
from turbo_admin.store.ledger import closings, configuration, entries

# Wallet -> account of the books, and its name.
ACCOUNTS: Mapping[str, tuple[str, str]] = {
    "self": ("4191", "Avances des hôtes à la prestation"),
    "cafeteria": ("4191", "Avances des hôtes à la prestation"),
    "forfait": ("4112", "Familles, forfaits"),
}
# Wallet -> what families and clerks call it.
WALLET_NAMES: Mapping[str, str] = {"self": "Self", "cafeteria": "Cafétéria", "forfait": "Forfait"}


@dataclass(frozen=True, slots=True)
class MeansSum:
    """What came in by a means.

    Attributes:
        received, taken_back: numbers of receipts.
        amount_cents: of both together.
        on_paper: whether the report is about this means.
    """

    code: str
    label: str
    received: int
    taken_back: int
    amount_cents: int
    on_paper: bool


@dataclass(frozen=True, slots=True)
class CashSummary:
    """The lines of a report and their totals.

    Attributes:
        filter_text: « paiement en ligne seulement », empty for all means.
        lines: in the order of the books.
        means: every means, those that the report is not about too.
        pieces: receipts and take-backs on the report.
        by_account: (account, name, cents), by account.
        by_day: (day, pieces, cents), in order.
    """

    regie: RegieRecord
    alone: bool
    filter_text: str
    lines: tuple[CashLine, ...]
    means: tuple[MeansSum, ...]
    pieces: int
    total_cents: int
    by_account: tuple[tuple[str, str, int], ...]
    by_day: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A day of a régie (FQE).

    Attributes:
        number: once it is closed; 0 while it is open.
        opening_cents, closing_cents: cash in the till before and after, the float included.
    """

    day: date
    number: int
    summary: CashSummary
    opening_cents: int
    closing_cents: int


@needs(Right.CONSULT)
def day_sheet(desk: Desk, day: date, *, regie: str = "", means: Collection[str] = ()) -> DaySheet:
    """Return what a day's sheet says, closed or not.

    Args:
        regie: code; empty for the only one.
        means: codes of the means that it is about; empty for all.

    Raises:
        Refused: `regie_unknown`, `means_not_there`.
    """
    with desk.database.read() as session:
        return read_day_sheet(session, day, regie, means)


@needs(Right.CONSULT)
def slip_draft(
    desk: Desk, first: date, last: date, *, regie: str = "", means: Collection[str] = ()
) -> CashSummary:
    """Return what a slip (BE) would hold: lines of receipts of these days that no slip holds.

    Raises:
        Refused: `regie_unknown`, `means_not_there`.
    """
    with desk.database.read() as session:
        return read_slip_draft(session, first, last, regie, means)


def read_day_sheet(session: Session, day: date, regie: str, means: Collection[str]) -> DaySheet:
    """Read a day's sheet, within the caller's session."""
    of = regie_of(session, regie)
    lines = entries.cash_lines(session, entries.CashFilter(first=day, last=day, regie=of.code))
    closed = closings.day_closing(session, of.code, day)
    before, after = _cash(session, of, day)
    return DaySheet(
        day=day,
        number=closed.number if closed else 0,
        summary=_summary(session, of, lines, means),
        opening_cents=before,
        closing_cents=after,
    )


def read_slip_draft(
    session: Session, first: date, last: date, regie: str, means: Collection[str]
) -> CashSummary:
    """Read what a slip would hold, within the caller's session."""
    of = regie_of(session, regie)
    wanted = entries.CashFilter(first=first, last=last, regie=of.code, free=True)
    return _summary(session, of, entries.cash_lines(session, wanted), means)


def _cash(session: Session, regie: RegieRecord, day: date) -> tuple[int, int]:
    """Return the cash in the till before and after a day: what the last closed day left, and what came in since."""
    last = closings.last_closed_day_before(session, regie.code, day)
    since = last.day if last else None
    left = last.closing_cents if last else regie.float_cents
    after = left + closings.cash_between(session, regie.code, since, day)
    return after - closings.cash_on(session, regie.code, day), after


def _summary(
    session: Session, regie: RegieRecord, lines: Sequence[CashLine], means: Collection[str]
) -> CashSummary:
    known = configuration.means_of_payment(session)
    chosen = _chosen(known, means)
    shown = [line for line in lines if line.means in chosen]
    accounts: Counter[tuple[str, str]] = Counter()
    for line in shown:
        accounts[ACCOUNTS[line.wallet_kind]] += line.amount_cents
    days = sorted({line.booked_on for line in shown})
    return CashSummary(
        regie=regie,
        alone=len(configuration.regies(session)) == 1,
        filter_text=_filter_text(known, chosen),
        lines=tuple(shown),
        means=tuple(
            _means_sum(one, [line for line in lines if line.means == one.code], one.code in chosen)
            for one in known
        ),
        pieces=_pieces(shown),
        total_cents=sum(line.amount_cents for line in shown),
        by_account=tuple((account, name, cents) for (account, name), cents in sorted(accounts.items())),
        by_day=tuple(_day_sum(day, [one for one in shown if one.booked_on == day]) for day in days),
    )


def _chosen(known: Sequence[MeansRecord], means: Collection[str]) -> set[str]:
    codes = {one.code for one in known}
    if unknown := set(means) - codes:
        raise Refused("means_not_there", typed=", ".join(sorted(unknown)), means=", ".join(sorted(codes)))
    return set(means) or codes


def _filter_text(known: Sequence[MeansRecord], chosen: Collection[str]) -> str:
    if len(chosen) == len(known):
        return ""
    labels = [one.label.lower() for one in known if one.code in chosen]
    return f"{in_words(labels, most=len(labels))} seulement"


def _means_sum(means: MeansRecord, lines: Sequence[CashLine], on_paper: bool) -> MeansSum:
    return MeansSum(
        code=means.code,
        label=means.label,
        received=_pieces([line for line in lines if line.reverses is None]),
        taken_back=_pieces([line for line in lines if line.reverses is not None]),
        amount_cents=sum(line.amount_cents for line in lines),
        on_paper=on_paper,
    )


def _day_sum(day: date, lines: Sequence[CashLine]) -> tuple[date, int, int]:
    return day, _pieces(lines), sum(line.amount_cents for line in lines)


def _pieces(lines: Sequence[CashLine]) -> int:
    """Count receipts and take-backs: one that is taken back in parts is one a part's day."""
    return len({(line.receipt_id, line.reverses is not None, line.booked_on) for line in lines})
