"""What must hold at the end of a history: both sides compared record by record, and which passwords open.

Read independently of any synchronisation: the office's tables by SQL, the portal's as it holds them.
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.faults.in_memory.memory_office import MemoryOffice
from tests.faults.in_memory.model import Account, ModelPortal
from turbo_admin.protocol.canonical import KindSum

_SETTINGS = "SELECT name FROM school WHERE uai = '{uai}'"
_DINERS = "SELECT id, last_name, first_name, class_name, \"left\" FROM diner WHERE uai = '{uai}'"
_ACCOUNTS = (
    "SELECT a.id, a.login, a.email, a.state, a.family_rev, a.ended, a.sessions_ended, a.own_ended, a.generation,"
    " (SELECT json_group_array(d.diner_id) FROM account_diner d WHERE d.account_id = a.id) FROM account a"
    " WHERE a.uai = '{uai}'"
)
_SHEETS = (
    "SELECT s.account_id, s.number, s.link_hash FROM sheet s JOIN account a ON a.id = s.account_id"
    " WHERE s.uai = '{uai}' AND s.number > a.ended AND s.used_at IS NULL AND s.refused = ''"
)
_REQUESTS = "SELECT id, state, account_id, decision FROM account_request WHERE uai = '{uai}'"
_REFUSED = "SELECT key FROM pending_change WHERE refused <> '' AND uai = '{uai}'"
_ERASED = "SELECT key FROM told_state WHERE erased AND uai = '{uai}'"
_WAITING = "SELECT kind, key FROM pending_change WHERE refused = '' AND uai = '{uai}'"
_SUMS = "SELECT kind, count, total FROM told_sum WHERE uai = '{uai}'"
_NEVER = "SELECT key FROM pending_change WHERE refused = 'unknown_account' AND kind = 'mail.credentials' AND uai = '{uai}'"
_STATES = {"received": "open", "issued": "issued", "refused": "refused"}


def disagreements(office: MemoryOffice, uai: str) -> Iterator[str]:
    """Yield what differs between the office and a school's portal, without what the portal has refused."""

    def rows(statement: str) -> list[Any]:
        return office.rows(statement.format(uai=uai))

    portal = office.portals[uai]
    refused, erased = {key for (key,) in rows(_REFUSED)}, {key for (key,) in rows(_ERASED)}
    yield from (f"{kind} {key} waits for ever" for kind, key in rows(_WAITING))
    ((name,),) = rows(_SETTINGS)
    if (portal.settings.name if portal.settings else None) != name and "school" not in refused:
        yield f"settings: {portal.settings.name if portal.settings else None!r} at the portal, {name!r} here"
    yield from _differing(
        "diner",
        {row[0]: (*row[1:4], bool(row[4])) for row in rows(_DINERS)},
        {one: (d.last_name, d.first_name, d.class_name, d.left) for one, d in portal.diners.items()},
        refused,
        erased,
    )
    yield from _accounts(portal, rows(_ACCOUNTS), refused, erased)
    yield from _differing(
        "request",
        {one: (state, account or "", decision) for one, state, account, decision in rows(_REQUESTS)},
        {one: (_STATES[r.state], r.account_id, r.decision) for one, r in portal.requests.items()},
        refused,
        erased,
    )
    yield from _doors(portal, rows(_ACCOUNTS), rows(_SHEETS), refused | erased)
    yield from _mails(portal)
    told = {kind: KindSum(count, total) for kind, count, total in rows(_SUMS) if count}
    held = {kind: one for kind, one in portal.sums.items() if one.count}
    if told != held:
        yield f"sums: {held} at the portal, {told} here"
    for (key,) in rows(_NEVER):
        yield f"mail {key} left before its account"


def _accounts(portal: ModelPortal, rows: list[Any], refused: set[str], erased: set[str]) -> Iterator[str]:
    here = {
        row[0]: (
            row[1],
            row[2],
            row[3] if row[3] in {"blocked", "closed"} else "open",
            *row[4:8],
            sorted(set(json.loads(row[9])) - erased),
        )
        for row in rows
    }
    there = {one: _account(account) for one, account in portal.accounts.items()}
    # One that is still in use here is made anew there.
    yield from _differing(
        "account", here, there, refused, {one for one in erased if one in here and here[one][2] == "closed"}
    )


def _account(one: Account) -> tuple[Any, ...]:
    return (
        one.login,
        one.email,
        one.state,
        one.family_rev,
        one.ended,
        one.sessions_ended,
        one.own_ended,
        sorted(one.diners),
    )


def _differing(
    kind: str, here: dict[str, Any], there: dict[str, Any], refused: set[str], erased: set[str]
) -> Iterator[str]:
    for key in sorted((here.keys() | there.keys()) - refused):
        if key not in there and key in erased:
            continue  # for good, by the portal's own rule or the office's
        if here.get(key) != there.get(key):
            yield f"{kind} {key}: {there.get(key)!r} at the portal, {here.get(key)!r} here"


def _doors(portal: ModelPortal, rows: list[Any], sheets: list[Any], but: set[str]) -> Iterator[str]:
    """Yield which passwords open that should not, or do not that should."""
    live = {account: (number, link) for account, number, link in sorted(sheets)}
    for row in rows:
        account, state, own_ended, generation = row[0], row[3], row[7], row[8]
        if account in but:
            continue
        opening = portal.opening(account)
        is_open = state not in {"blocked", "closed"}
        wanted = {live[account][1]} if is_open and account in live else set()
        links = opening - {"own", "lent"}
        if links != wanted:
            yield f"door of {account}: {sorted(links)} open, {sorted(wanted)} should"
        has_own = is_open and generation > own_ended
        if ("own" in opening) != has_own:
            yield f"door of {account}: an own password {'opens' if 'own' in opening else 'opens nothing'}"


def _mails(portal: ModelPortal) -> Iterator[str]:
    """Yield the passwords in force that were mailed to an address that the office has corrected since."""
    for account, number, to in portal.mailed:
        held = portal.accounts.get(account)
        in_force = (
            held is not None and held.live_link and held.provisional and held.provisional.number == number
        )
        if held and in_force and held.email_key != to and not held.family_rev:
            yield f"door of {account}: number {number}, mailed to another address, opens"
