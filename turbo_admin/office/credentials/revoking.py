"""« Révoquer… »: credentials that have been printed or sent are revoked, and what they gave is taken back.

The provisional password opens nothing any more once the portal knows; a diner that the account got by it is detached;
an account that then holds nobody is closed; the requests that it answered wait again, or are refused.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from turbo_admin.office.accounts.withdrawing import withdraw_sheets
from turbo_admin.office.credentials import notices
from turbo_admin.office.credentials.revocation_plan import (
    Revocation,
    Revoked,
    numbers_of,
    revocations_of_requests,
    revocations_of_sheets,
)
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.acts import checked_reason, turn_down
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_account_ids, enqueue_request_ids
from turbo_admin.office.sheets.records import known_sheets
from turbo_admin.store import accounts, request_matches, requests, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.request_records import RequestRecord


@needs(Right.CONSULT)
def foresee_requests(desk: Desk, request_ids: Sequence[str]) -> Revoked:
    """Count what revoking the credentials of requests would do; nothing is written.

    Raises:
        Refused: `request_unknown`, `request_not_issued`.
    """
    with desk.database.read() as session:
        return numbers_of(revocations_of_requests(session, request_ids))


@needs(Right.CONSULT)
def foresee_sheets(desk: Desk, sheet_ids: Sequence[str]) -> Revoked:
    """Count what revoking sheets would do; nothing is written.

    Raises:
        Refused: `sheet_unknown`.
    """
    with desk.database.read() as session:
        return numbers_of(revocations_of_sheets(session, sheet_ids))


@needs(Right.CREDENTIALS)
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
        revocations = revocations_of_requests(session, request_ids)
        _take_back(session, desk, revocations, reason)
    match_outdated(desk)
    return numbers_of(revocations)


@needs(Right.CREDENTIALS)
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
        revocations = revocations_of_sheets(session, sheet_ids)
        _take_back(session, desk, revocations, reason)
    match_outdated(desk)
    return numbers_of(revocations)


def _hold(session: Session, uais: Iterable[str]) -> None:
    for uai in sorted(uais):
        schools.hold(session, uai)


def _take_back(session: Session, desk: Desk, revocations: Sequence[Revocation], reason: str | None) -> None:
    for revocation in revocations:
        account = revocation.account
        _end(session, revocation)
        accounts.detach(session, account.id, revocation.diners)
        if revocation.closes:
            accounts.set_state(session, [account.id], "closed", desk.now())
        enqueue_account_ids(session, [account.id])
        desk.note(
            session,
            JournalCode.ISSUE_REVOKED,
            [(one.id, account.id) for one in revocation.requests or (account,)],
        )
        desk.note(session, JournalCode.DINER_DETACHED, [(account.id, one) for one in revocation.diners])
        if revocation.closes:
            desk.note(session, JournalCode.ACCOUNT_CLOSED, [(account.id, "")])
    _answer_again(session, desk, [one for revocation in revocations for one in revocation.requests], reason)
    for uai in sorted({revocation.account.uai for revocation in revocations}):
        request_matches.outdate_school(session, uai)


def _end(session: Session, revocation: Revocation) -> None:
    """End the password in force, unless something that stays was given by it; a closed account's own one dies too."""
    account, sheets = revocation.account, list(revocation.sheets)
    notices.forget_opened(session, account.uai, [sheet.id for sheet in sheets])
    if not revocation.ends:
        return
    live = {one.id for one in stored_sheets.live_sheets(session, [account.id])}
    withdraw_sheets(session, sheets)
    if live <= {sheet.id for sheet in sheets}:
        accounts.end_credentials(session, [account.id], own=revocation.closes)


def _answer_again(
    session: Session, desk: Desk, answered: Sequence[RequestRecord], reason: str | None
) -> None:
    ids = [one.id for one in answered]
    requests.reopen_requests(session, ids)
    enqueue_request_ids(session, ids)
    if reason is None:
        desk.note(session, JournalCode.REQUEST_REOPENED, [(one, "") for one in ids])
    else:
        turn_down(session, desk, answered, reason)
