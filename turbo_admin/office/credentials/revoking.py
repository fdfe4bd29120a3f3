"""« Révoquer… »: identifiants that have left already are taken back, and what they gave with them.

The provisional password opens nothing any more once the portal knows; a diner that the account got by it is detached;
an account that then holds nobody is closed; the requests that it answered wait again, or are refused.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.office.accounts.acts import forget_mails, retell_issue
from turbo_admin.office.credentials import notices
from turbo_admin.office.credentials.unasked import ISSUED_UNASKED
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.acts import checked_reason, turn_down
from turbo_admin.office.matching import open_requests
from turbo_admin.office.outbox.queue import enqueue_accounts
from turbo_admin.office.sheets.records import WITHDRAWN, known_sheets
from turbo_admin.protocol.changes import RevokeIssue
from turbo_admin.store import accounts, journal, outbox, requests, schools
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.records import AccountRecord, RequestRecord, SheetRecord

KIND = "issue.revoke"


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
class _Taking:
    """What is taken back of one account.

    Attributes:
        sheets: that open nothing any more; those that had ended before are not among them.
        told: of which the portal is told, whatever became of them.
    """

    account: AccountRecord
    sheets: tuple[SheetRecord, ...]
    told: tuple[SheetRecord, ...]
    diners: tuple[str, ...]
    requests: tuple[RequestRecord, ...]
    closes: bool


def foresee_requests(desk: Desk, request_ids: Sequence[str]) -> Revoked:
    """Say in numbers what revoking the identifiants of requests would do; nothing is written.

    Raises:
        Refused: `request_unknown`, `request_not_issued`.
    """
    with desk.database.read() as session:
        return _numbers(_of_requests(session, request_ids))


def foresee_sheets(desk: Desk, sheet_ids: Sequence[str]) -> Revoked:
    """Say in numbers what revoking sheets would do; nothing is written.

    Raises:
        Refused: `sheet_unknown`.
    """
    with desk.database.read() as session:
        return _numbers(_of_sheets(session, sheet_ids))


def revoke_requests(desk: Desk, request_ids: Sequence[str], *, refused: str | None = None) -> Revoked:
    """Revoke what requests were answered with.

    Args:
        refused: None lets the requests wait again; a text refuses them with it, an empty one without a mail.

    Raises:
        Refused: `request_unknown`, `request_not_issued`, `reason_too_long`; nothing was done.
    """
    reason = refused if refused is None else checked_reason(refused)
    with desk.database.write() as session:
        _hold(session, {one.uai for one in requests.requests_by_id(session, list(request_ids))})
        takings = _of_requests(session, request_ids)
        _take_back(desk, session, takings, reason)
    return _numbers(takings)


def revoke_sheets(desk: Desk, sheet_ids: Sequence[str], *, refused: str | None = None) -> Revoked:
    """Revoke sheets, whatever they were issued for: requests, a class, a new provisional password.

    Args:
        sheet_ids: those that have ended already are left as they are.
        refused: as for `revoke_requests`.

    Raises:
        Refused: `sheet_unknown`, `reason_too_long`; nothing was done.
    """
    reason = refused if refused is None else checked_reason(refused)
    with desk.database.write() as session:
        _hold(session, {sheet.uai for sheet in known_sheets(session, sheet_ids)})
        takings = _of_sheets(session, sheet_ids)
        _take_back(desk, session, takings, reason)
    return _numbers(takings)


def tell_revoked(
    session: Session, uai: str, sheets: Sequence[SheetRecord], request_ids: Sequence[str]
) -> None:
    """Have the portal end the passwords of sheets; the requests that they answered wait there again."""
    outbox.enqueue(
        session,
        uai,
        KIND,
        [
            (
                new_id(),
                RevokeIssue(
                    account_id=sheet.account_id, link_hash=sheet.link_hash, request_ids=list(request_ids)
                ),
            )
            for sheet in sheets
        ],
    )


def _hold(session: Session, uais: Iterable[str]) -> None:
    for uai in sorted(uais):
        schools.hold(session, uai)


def _of_requests(session: Session, request_ids: Sequence[str]) -> list[_Taking]:
    ids = list(dict.fromkeys(request_ids))
    found = requests.requests_by_id(session, ids)
    if len(found) != len(ids):
        raise Refused("request_unknown")
    for one in found:
        if one.state != requests.ISSUED or one.account_id is None:
            raise Refused("request_not_issued", name=full_name(one.last_name, one.first_name))
    return _plan(session, {one.account_id for one in found if one.account_id}, found, ())


def _of_sheets(session: Session, sheet_ids: Sequence[str]) -> list[_Taking]:
    live = [sheet for sheet in known_sheets(session, list(dict.fromkeys(sheet_ids))) if not sheet.refused]
    wanted, answered = {sheet.id for sheet in live}, []
    for account_id in {sheet.account_id for sheet in live}:
        had = accounts.sheets_of_account(session, account_id)
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
) -> list[_Taking]:
    known = accounts.accounts_by_id(session, account_ids)
    return [
        _taking(
            session,
            known[account_id],
            [one for one in chosen if one.account_id == account_id],
            {sheet.id for sheet in ended if sheet.account_id == account_id},
        )
        for account_id in sorted(account_ids)
    ]


def _taking(
    session: Session, account: AccountRecord, chosen: Sequence[RequestRecord], ended: set[str]
) -> _Taking:
    had = accounts.sheets_of_account(session, account.id)
    gone = {one.id for one in chosen}
    staying = [one for one in requests.answered_by(session, [account.id]) if one.id not in gone]
    # A sheet of several requests stays good as long as one of them does.
    ended = ended | (_sheets_of(chosen, had) - _sheets_of(staying, had))
    unasked = _unasked(session, account.id, had)
    given = {one.diner_id for one in chosen} | {diner for sheet, diner in unasked if sheet in ended}
    kept = {one.diner_id for one in staying} | {diner for sheet, diner in unasked if sheet not in ended}
    held = set(accounts.diners_of(session, [account.id])[account.id])
    lost = held & (given - kept)
    closes = bool(given) and held == lost and account.state != "closed"
    return _Taking(
        account=account,
        sheets=tuple(sheet for sheet in had if not sheet.refused and (closes or sheet.id in ended)),
        told=tuple(sheet for sheet in had if sheet.id in ended),
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
    given = journal.given(session, ISSUED_UNASKED, account_id)
    return [(by_time[at], diner_id) for diner_id, at in given if at in by_time]


def _numbers(takings: Sequence[_Taking]) -> Revoked:
    return Revoked(
        accounts=len(takings),
        closed=sum(one.closes for one in takings),
        detached=sum(len(one.diners) for one in takings if not one.closes),
        requests=sum(len(one.requests) for one in takings),
        active=sum(bool(one.account.generation) for one in takings if one.closes),
    )


def _take_back(desk: Desk, session: Session, takings: Sequence[_Taking], reason: str | None) -> None:
    for taking in takings:
        account = taking.account
        _end_sheets(session, taking)
        accounts.detach(session, account.id, taking.diners)
        if taking.closes:
            accounts.set_state(session, [account.id], "closed", desk.now())
        retell_issue(session, account)
        enqueue_accounts(session, account.uai, list(accounts.accounts_by_id(session, [account.id]).values()))
        desk.note(session, "issue_revoked", [(one.id, account.id) for one in taking.requests or (account,)])
        desk.note(session, "diner_detached", [(account.id, one) for one in taking.diners])
        if taking.closes:
            desk.note(session, "account_closed", [(account.id, "")])
    _answer_again(desk, session, [one for taking in takings for one in taking.requests], reason)
    for uai in {taking.account.uai for taking in takings}:
        open_requests.rematch(desk, session, uai)


def _end_sheets(session: Session, taking: _Taking) -> None:
    """Take back what the portal does not know yet, and have it end what it does."""
    uai, ids = taking.account.uai, [sheet.id for sheet in taking.sheets]
    outbox.forget(session, uai, "account.issue", ids)
    forget_mails(session, uai, taking.sheets)
    notices.forget_opened(session, uai, ids)
    tell_revoked(session, uai, taking.told, [one.id for one in taking.requests])
    accounts.update_sheets(session, ids, refused=WITHDRAWN, secret=None)


def _answer_again(
    desk: Desk, session: Session, answered: Sequence[RequestRecord], reason: str | None
) -> None:
    ids = [one.id for one in answered]
    requests.reopen_requests(session, ids)
    if reason is None:
        desk.note(session, "request_reopened", [(one, "") for one in ids])
    else:
        turn_down(desk, session, answered, reason)
