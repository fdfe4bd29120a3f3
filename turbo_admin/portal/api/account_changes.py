"""What the office says of accounts: those of a batch are read, planned and written together."""

from collections.abc import Sequence

from sqlalchemy import text

from turbo_admin.portal.api.account_collisions import refuse_collisions
from turbo_admin.portal.api.account_plans import AccountPlan, StoredAccount, plan_account
from turbo_admin.portal.api.account_writes import write_accounts
from turbo_admin.portal.api.change_context import ChangeContext, ChangeRefused, ReceivedChange, Refusals
from turbo_admin.protocol.states import AccountState

# In one order, so that two who hold several accounts never wait for each other.
_READ = text(
    "SELECT a.account_id, a.login, a.email, a.email_key, a.state, a.password_hash IS NOT NULL, a.generation, a.family_rev,"
    " a.family_closed_at IS NOT NULL, a.number, a.number_expires_at, a.ended, a.sessions_ended, a.own_ended, p.link_hash,"
    " coalesce(p.number, 0)"
    " FROM json_to_recordset(CAST(:rows AS json)) AS wanted (id text)"
    " JOIN account a ON a.school_id = :uai AND a.account_id = wanted.id"
    " LEFT JOIN provisional p ON p.school_id = a.school_id AND p.account_id = a.account_id AND p.origin = 'office'"
    " ORDER BY a.account_id FOR UPDATE OF a"
)
_ERASE = text("DELETE FROM account WHERE school_id = :uai AND account_id = ANY(CAST(:keys AS text[]))")

_Account = ReceivedChange[AccountState]


def change_accounts(context: ChangeContext, changes: Sequence[_Account]) -> Refusals:
    """`account`: who holds what, may sign in, and which passwords are dead.

    Swaps and rings of addresses or logins within these pass; what collides otherwise is refused.
    """
    known = _read(context, [change.key for change in changes])
    refused: Refusals = {}
    plans: list[AccountPlan] = []
    for change in changes:
        try:
            plans.append(plan_account(change, None if change.is_anew else known.get(change.key)))
        except ChangeRefused as refusal:
            refused[change.key] = refusal.reason
    refused |= refuse_collisions(context, plans)
    accepted = [plan for plan in plans if plan.key not in refused]
    if anew := [plan.key for plan in accepted if plan.change.is_anew]:
        erase_accounts(context, anew)
    write_accounts(context, accepted)
    return refused


def erase_accounts(context: ChangeContext, keys: Sequence[str]) -> None:
    """Erase accounts for good, with their passwords, sessions and links."""
    context.run(_ERASE, keys=list(keys))


def _read(context: ChangeContext, keys: Sequence[str]) -> dict[str, StoredAccount]:
    rows = context.run_rows(_READ, [{"id": key} for key in keys])
    return {row[0]: StoredAccount(*row) for row in rows}
