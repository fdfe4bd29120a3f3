"""Plans a revocation of credentials, account by account; nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.office.sheets.records import known_sheets
from turbo_admin.store import accounts, requests
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.request_records import RequestRecord


@dataclass(frozen=True, slots=True)
class Revoked:
    """What is taken back, or would be.

    Attributes:
        accounts: whose identifiants these are.
        closed: accounts that are closed, since they hold nobody any more.
        detached: diners that accounts which stay lose.
        requests: requests that wait again, or are refused.
        active: accounts to be closed that a family uses already.
    """

    accounts: int
    closed: int
    detached: int
    requests: int
    active: int


@dataclass(frozen=True, slots=True)
class Revocation:
    """What is taken back of one account.

    Attributes:
        sheets: that open nothing any more; those that had ended before are not among them.
        ends: whether the provisional password in force dies, with the sessions.
    """

    account: AccountRecord
    sheets: tuple[SheetRecord, ...]
    diners: tuple[str, ...]
    requests: tuple[RequestRecord, ...]
    closes: bool
    ends: bool


def revocations_of_requests(session: Session, request_ids: Sequence[str]) -> list[Revocation]:
    """Return what revoking the credentials of requests takes back, an account each.

    Raises:
        Refused: `request_unknown`, `request_not_issued`.
    """
    ids = list(dict.fromkeys(request_ids))
    found = requests.requests_by_id(session, ids)
    if len(found) != len(ids):
        raise Refused("request_unknown")
    for one in found:
        if one.state != requests.ISSUED or one.account_id is None:
            raise Refused("request_not_issued", name=full_name(one.last_name, one.first_name))
    return _plan(session, {one.account_id for one in found if one.account_id}, found, ())


def revocations_of_sheets(session: Session, sheet_ids: Sequence[str]) -> list[Revocation]:
    """Return what revoking sheets takes back, an account each; those that have ended already are left out.

    Raises:
        Refused: `sheet_unknown`.
    """
    live = [sheet for sheet in known_sheets(session, list(dict.fromkeys(sheet_ids))) if not sheet.refused]
    answered = requests.answered_by_sheets(session, [sheet.id for sheet in live])
    return _plan(session, {sheet.account_id for sheet in live}, answered, live)


def _plan(
    session: Session,
    account_ids: Collection[str],
    chosen: Sequence[RequestRecord],
    ended: Sequence[SheetRecord],
) -> list[Revocation]:
    known = accounts.accounts_by_id(session, account_ids)
    return [
        _revocation(
            session,
            known[account_id],
            [one for one in chosen if one.account_id == account_id],
            {sheet.id for sheet in ended if sheet.account_id == account_id},
        )
        for account_id in sorted(account_ids)
    ]


def _revocation(
    session: Session, account: AccountRecord, chosen: Sequence[RequestRecord], ended: set[str]
) -> Revocation:
    had = stored_sheets.sheets_of_account(session, account.id)
    gone = {one.id for one in chosen}
    answered = requests.answered_by(session, [account.id])
    staying = [one for one in answered if one.id not in gone]
    # A sheet of several requests stays good as long as one of them does.
    good = {one.sheet_id for one in staying}
    ended = ended | ({one.sheet_id for one in chosen} - good)
    given_by = accounts.given_by(session, account.id)
    asked = {(one.sheet_id, one.diner_id) for one in (*answered, *chosen)}
    unasked = {diner: sheet for diner, sheet in given_by.items() if sheet and (sheet, diner) not in asked}
    given = {one.diner_id for one in chosen} | {diner for diner, sheet in unasked.items() if sheet in ended}
    staying_diners = {one.diner_id for one in staying} | {
        diner for diner, sheet in unasked.items() if sheet not in ended
    }
    lost = set(given_by) & (given - staying_diners)
    closes = bool(given) and set(given_by) == lost and account.state != "closed"
    stays = (good | set(unasked.values())) - ended
    stands_for = _stands_for(had, set(given_by.values()) | {one.sheet_id for one in (*answered, *chosen)})
    dying = [
        sheet
        for sheet in had
        if not sheet.refused and (closes or sheet.id in ended or stands_for[sheet.id] not in stays)
    ]
    return Revocation(
        account=account,
        sheets=tuple(dying),
        diners=tuple(sorted(lost)),
        requests=tuple(chosen),
        closes=closes,
        ends=closes or bool(ended) or bool(dying),
    )


def _stands_for(had: Sequence[SheetRecord], gave: Collection[str]) -> dict[str, str]:
    """Return which sheet each sheet of an account stands for: itself if it gave something, else the last that did.

    A renewal gives nothing: it lives as long as what was given by the sheet that it replaced.

    Args:
        had: all of the account, oldest first.
        gave: sheets that answered a request or gave a diner.
    """
    found, last = {}, ""
    for sheet in had:
        last = sheet.id if sheet.id in gave else last
        found[sheet.id] = last
    return found


def numbers_of(revocations: Sequence[Revocation]) -> Revoked:
    """Return how much revocations take back."""
    return Revoked(
        accounts=len(revocations),
        closed=sum(one.closes for one in revocations),
        detached=sum(len(one.diners) for one in revocations if not one.closes),
        requests=sum(len(one.requests) for one in revocations),
        active=sum(bool(one.account.generation) for one in revocations if one.closes),
    )
