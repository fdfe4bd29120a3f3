"""Plans a revocation of credentials, account by account; nothing is written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.office.sheets.records import known_sheets
from turbo_admin.store import accounts, journal, requests
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.journal_codes import JournalCode
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
        to_end: whose passwords the portal is to end, whatever became of them.
    """

    account: AccountRecord
    sheets: tuple[SheetRecord, ...]
    to_end: tuple[SheetRecord, ...]
    diners: tuple[str, ...]
    requests: tuple[RequestRecord, ...]
    closes: bool


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
    wanted, answered = {sheet.id for sheet in live}, []
    for account_id in {sheet.account_id for sheet in live}:
        had = stored_sheets.sheets_of_account(session, account_id)
        for request in requests.answered_by(session, [account_id]):
            sheet = _sheet_of(request, had)
            if sheet is not None and sheet.id in wanted:
                answered.append(request)
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
    staying = [one for one in requests.answered_by(session, [account.id]) if one.id not in gone]
    # A sheet of several requests stays good as long as one of them does.
    ended = ended | (_sheets_of(chosen, had) - _sheets_of(staying, had))
    unasked = _unasked(session, account.id, had)
    given = {one.diner_id for one in chosen} | {diner for sheet, diner in unasked if sheet in ended}
    staying_diners = {one.diner_id for one in staying} | {
        diner for sheet, diner in unasked if sheet not in ended
    }
    held = set(accounts.diners_of(session, [account.id])[account.id])
    lost = held & (given - staying_diners)
    closes = bool(given) and held == lost and account.state != "closed"
    return Revocation(
        account=account,
        sheets=tuple(sheet for sheet in had if not sheet.refused and (closes or sheet.id in ended)),
        to_end=tuple(sheet for sheet in had if sheet.id in ended),
        diners=tuple(sorted(lost)),
        requests=tuple(chosen),
        closes=closes,
    )


def _sheets_of(answered: Iterable[RequestRecord], had: Sequence[SheetRecord]) -> set[str]:
    return {sheet.id for one in answered if (sheet := _sheet_of(one, had))}


def _sheet_of(request: RequestRecord, had: Sequence[SheetRecord]) -> SheetRecord | None:
    """Return the sheet by which a request was answered: the account's last one at that moment."""
    before = [sheet for sheet in had if request.dealt_at is None or sheet.created_at <= request.dealt_at]
    return before[-1] if before else None


def _unasked(session: Session, account_id: str, had: Sequence[SheetRecord]) -> list[tuple[str, str]]:
    """Return (sheet, diner) of what the account was given without a request."""
    by_time = {sheet.created_at: sheet.id for sheet in had}
    given = journal.given(session, JournalCode.ISSUED_UNASKED, account_id)
    return [(by_time[at], diner_id) for diner_id, at in given if at in by_time]


def numbers_of(revocations: Sequence[Revocation]) -> Revoked:
    """Return how much revocations take back."""
    return Revoked(
        accounts=len(revocations),
        closed=sum(one.closes for one in revocations),
        detached=sum(len(one.diners) for one in revocations if not one.closes),
        requests=sum(len(one.requests) for one in revocations),
        active=sum(bool(one.account.generation) for one in revocations if one.closes),
    )
