"""« Soldes »: what stands on each diner's wallets, how many meals that is, and every movement of one diner."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.money.receipt_numbers import receipt_number
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.booked_day import paris_day
from turbo_admin.store import diners
from turbo_admin.store.engine.books.ledger_records import EntryRecord, ReceiptRecord, WalletRecord
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.ledger import configuration, entries, wallets

# Category of diners for whom no other price was set.
EVERYBODY = ""
KINDS: Mapping[str, str] = {
    "receipt": "Encaissement",
    "meal": "Repas",
    "correction": "Correction",
    "refund": "Remboursement",
    "transfer": "Transfert",
    "unpaid": "Impayé",
    "opening": "Solde de départ",
}


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """What stands on a diner's wallets.

    Attributes:
        cents: by kind of wallet; a wallet that never had money is left out.
        meals: that the self wallet still pays; below zero, that are owed; None without a price.
        search: name and class, folded.
    """

    diner_id: str
    uai: str
    name: str
    class_name: str
    regime: str
    left: bool
    cents: Mapping[str, int]
    meals: int | None
    search: str


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry as the diner's page shows it.

    Attributes:
        balance_cents: of the wallet after it.
        number: of its receipt; empty without one.
        taken_back: whether a later entry takes it back.
    """

    booked_on: date
    wallet: str
    kind: str
    amount_cents: int
    balance_cents: int
    number: str
    reason: str
    operator: str
    taken_back: bool


@needs(Right.CONSULT)
def balance_lines(desk: Desk, uai: str) -> list[BalanceLine]:
    """Return the balances of a school's diners, by class and name; who never had money and has left is left out."""
    with desk.database.read() as session:
        known = diners.diners(session, uai)
        held: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for wallet in wallets.wallets_of_school(session, uai):
            held[wallet.diner_id][wallet.kind] = wallet.balance_cents
        prices = configuration.meal_prices(session, paris_day(desk.now()))
    lines = [
        BalanceLine(
            diner_id=one.id,
            uai=one.uai,
            name=full_name(one.last_name, one.first_name),
            class_name=one.class_name,
            regime=one.regime,
            left=one.left,
            cents=held.get(one.id, {}),
            meals=_meals(
                held.get(one.id, {}).get("self", 0), prices.get(one.regime) or prices.get(EVERYBODY)
            ),
            search=fold(f"{one.last_name} {one.first_name} {one.class_name}"),
        )
        for one in known
        if not one.left or one.id in held
    ]
    return sorted(lines, key=lambda line: (line.class_name, line.name))


@needs(Right.CONSULT)
def movements_of(desk: Desk, diner_id: str) -> list[Movement]:
    """Return every entry of a diner's wallets, oldest first, each with the balance that it left."""
    with desk.database.read() as session:
        held = wallets.wallets_of(session, [diner_id])
        booked = entries.entries_of_wallets(session, [one.id for one in held])
        receipts = entries.receipts_by_id(session, {one.receipt_id for one in booked if one.receipt_id})
        alone = len(configuration.regies(session)) == 1
    return _movements(held, booked, receipts, alone=alone)


@needs(Right.SETTINGS)
def set_meal_price(desk: Desk, cents: int, since: date, *, category: str = EVERYBODY) -> None:
    """Set what a meal costs from a day on.

    Args:
        category: régime of the diners that it is for; empty for all others.

    Raises:
        Refused: `amount_not_positive`.
    """
    if cents <= 0:
        raise Refused("amount_not_positive")
    with desk.database.write() as session:
        configuration.set_meal_price(session, category, since, cents)
        desk.note(session, JournalCode.MEAL_PRICE_SET, [(category or "repas", "")])


def _meals(cents: int, price: int | None) -> int | None:
    if price is None:
        return None
    # Owed meals are counted whole: who owes one cent owes a part of a meal, shown as one.
    return cents // price


def _movements(
    held: Collection[WalletRecord],
    booked: Collection[EntryRecord],
    receipts: Mapping[str, ReceiptRecord],
    *,
    alone: bool,
) -> list[Movement]:
    kinds = {one.id: one.kind for one in held}
    balances: defaultdict[str, int] = defaultdict(int)
    taken_back = {one.reverses for one in booked if one.reverses}
    shown = []
    for entry in booked:
        balances[entry.wallet_id] += entry.amount_cents
        receipt = receipts.get(entry.receipt_id or "")
        shown.append(
            Movement(
                booked_on=entry.booked_on,
                wallet=kinds[entry.wallet_id],
                kind=entry.kind,
                amount_cents=entry.amount_cents,
                balance_cents=balances[entry.wallet_id],
                number=receipt_number(receipt.regie, receipt.year, receipt.number, alone=alone)
                if receipt
                else "",
                reason=entry.reason,
                operator=entry.operator,
                taken_back=entry.id in taken_back,
            )
        )
    return shown
