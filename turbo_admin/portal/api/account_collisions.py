"""Which accounts of a batch may not stand together with others: a login, or an address, belongs to one account.

Who collides is put back to what is stored, and refused; that may make another collide, so it is repeated until nobody
does. What remains may be written in any order once the values that change have been freed: swaps and rings pass.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text

from turbo_admin.portal.api.account_plans import AccountPlan
from turbo_admin.portal.api.change_context import ChangeContext, ChangeRefusal, Refusals

# Two joins rather than one with OR: each is served by its index.
_HOLDERS = text(
    "WITH wanted AS MATERIALIZED (SELECT login, address FROM json_to_recordset(CAST(:rows AS json))"
    " AS w (login text, address text))"
    " SELECT a.account_id, a.login_low, CASE WHEN a.state <> 'closed' THEN a.email_key ELSE '' END"
    " FROM wanted w JOIN account a ON a.school_id = :uai AND a.login_low = w.login"
    " UNION SELECT a.account_id, a.login_low, a.email_key"
    " FROM wanted w JOIN account a ON a.school_id = :uai AND a.email_key = w.address AND a.email_key <> ''"
    " AND a.state <> 'closed'"
)
_UNKNOWN_DINERS = text(
    "SELECT w.id FROM json_to_recordset(CAST(:rows AS json)) AS w (id text)"
    " WHERE NOT EXISTS (SELECT FROM diner d WHERE d.school_id = :uai AND d.diner_id = w.id)"
)


@dataclass(slots=True)
class _Values:
    """Who has which login and which address."""

    logins: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def keep(self, one: AccountPlan) -> None:
        """Give an account those of its values that it holds already."""
        (login, address), (former_login, former_address) = one.unique_values, one.former_values
        if login == former_login:
            self.logins[login] = one.key
        if address and address == former_address:
            self.addresses[address] = one.key

    def claim(self, account_id: str, login: str, address: str) -> ChangeRefusal | None:
        """Give an account its values; nothing is given, and the reason returned, when one is another's."""
        if self.logins.get(login, account_id) != account_id:
            return ChangeRefusal.LOGIN_TAKEN
        if address and self.addresses.get(address, account_id) != account_id:
            return ChangeRefusal.EMAIL_TAKEN
        self.logins[login] = account_id
        if address:
            self.addresses[address] = account_id
        return None


def refuse_collisions(context: ChangeContext, plans: Sequence[AccountPlan]) -> Refusals:
    """Return the accounts that collide or name an unknown diner, and why.

    Of several that want one value, the one that holds it now has it, else the first of the batch.
    """
    refused = _name_unknown_diners(context, plans)
    holders = _read_holders(context, plans)
    while True:
        accepted = [one for one in plans if one.key not in refused]
        collide = _collide(accepted, holders)
        if not collide:
            return refused
        refused |= collide


def _collide(accepted: Sequence[AccountPlan], holders: dict[str, tuple[str, str]]) -> Refusals:
    moving = {one.key for one in accepted}
    values, refused = _Values(), Refusals()
    for account_id, (login, address) in holders.items():
        if account_id not in moving:
            values.claim(account_id, login, address)
    for one in accepted:
        values.keep(one)
    for one in accepted:
        reason = values.claim(one.key, *one.unique_values)
        if reason is not None:
            refused[one.key] = reason
    return refused


def _read_holders(context: ChangeContext, plans: Iterable[AccountPlan]) -> dict[str, tuple[str, str]]:
    """Return the accounts that now hold a value that somebody of the batch wants."""
    wanted = [dict(zip(("login", "address"), one.unique_values, strict=True)) for one in plans]
    if not wanted:
        return {}
    return {account_id: (login, key) for account_id, login, key in context.run_rows(_HOLDERS, wanted)}


def _name_unknown_diners(context: ChangeContext, plans: Sequence[AccountPlan]) -> Refusals:
    named = {diner for one in plans for diner in one.change.body.diner_ids}
    if not named:
        return {}
    unknown = set(context.run_rows(_UNKNOWN_DINERS, [{"id": one} for one in sorted(named)]).scalars())
    return {
        one.key: ChangeRefusal.UNKNOWN_DINER
        for one in plans
        if not unknown.isdisjoint(one.change.body.diner_ids)
    }
