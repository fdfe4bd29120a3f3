"""Checks the books: balances, numbers, slips, locks, and the digests of closed papers."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.french import count, long_date, money
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.closing import digest_of
from turbo_admin.store.ledger import checks, closings, configuration, numbers, wallets


@dataclass(frozen=True, slots=True)
class BooksCheck:
    """What the check found.

    Attributes:
        entries, receipts, wallets: how many there are.
        faults: a sentence each; empty when all is well.
    """

    entries: int
    receipts: int
    wallets: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@needs(Right.CONSULT)
def check_books(desk: Desk) -> BooksCheck:
    """Read all books and say what does not add up; nothing is written."""
    with desk.database.read() as session:
        faults = [
            *_balances(session),
            *_numbers(session),
            *_receipts(session),
            *_closed(session),
        ]
        sizes = checks.sizes(session)
    return BooksCheck(*sizes, tuple(faults))


def _balances(session: Session) -> Iterator[str]:
    for wallet, cents in wallets.wrong_balances(session):
        yield (
            f"Compte {wallet.id} ({wallet.kind})\u00a0: solde {money(wallet.balance_cents)},"
            f" écritures {money(cents)}."
        )


def _numbers(session: Session) -> Iterator[str]:
    """Compare each series with the numbers that were used: without a gap from 1 to the last one."""
    used: defaultdict[tuple[str, str, int], Counter[int]] = defaultdict(Counter)
    for regie, series, year, number in checks.used_numbers(session):
        used[regie, series, year][number] += 1
    for regie, series, year, left_out in numbers.void_numbers(session):
        used[regie, series, year].update(left_out)
    last = numbers.all_series(session)
    for key in sorted({*used, *last}):
        given, highest = used[key], last.get(key, 0)
        missing = [number for number in range(1, highest + 1) if not given[number]]
        beyond = [number for number in given if number > highest]
        regie, series, year = key
        where = f"Régie {regie}, {series} {year or ''}".strip()
        if missing:
            yield f"{where}\u00a0: {count(len(missing), 'numéro')} sans écriture, à partir de {missing[0]}."
        if beyond:
            yield f"{where}\u00a0: {count(len(beyond), 'numéro')} au-delà du compteur ({highest})."


def _receipts(session: Session) -> Iterator[str]:
    for receipt, cents in checks.receipts_that_differ(session):
        yield f"Reçu {receipt.id}\u00a0: total {money(receipt.total_cents)}, lignes {money(cents)}."
    for entry, cents in checks.wrong_reversals(session):
        yield f"Écriture {entry}\u00a0: elle ne reprend pas exactement celle qu’elle nomme (écart {money(cents)})."


def _closed(session: Session) -> Iterator[str]:
    for regie in configuration.regies(session):
        for day in closings.day_closings(session, regie.code):
            if digest_of(day.paper) != day.digest:
                yield f"FQE du {long_date(day.day)}\u00a0: la fiche conservée n’est plus celle qui a été arrêtée."
        for slip in closings.slips(session, regie.code):
            if digest_of(slip.paper) != slip.digest:
                yield f"BE {slip.year}-{slip.number:03}\u00a0: le bordereau conservé n’est plus celui qui a été arrêté."
            if (cents := checks.slip_total(session, slip.id)) != slip.total_cents:
                yield f"BE {slip.year}-{slip.number:03}\u00a0: total {money(slip.total_cents)}, lignes {money(cents)}."
        for late in checks.entries_after_closing(session, regie.code):
            yield f"Le {long_date(late)} est arrêté, et une écriture y a été ajoutée après."
