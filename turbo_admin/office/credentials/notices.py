"""Notices to the known guardians of a diner: another address asks for an account for it, or was given one.

The mail is an act whose key is derived from what it is about: enqueueing it twice is enqueueing it once.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.alerts import Alert
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.drafts import AccountDraft
from turbo_admin.office.desk.context import BY_ITSELF, Desk
from turbo_admin.office.intake.lines import asker_of
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.protocol.states import NotifyGuardian
from turbo_admin.store import accounts, diners, outbox, requests, schools
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.request_records import RequestRecord

KIND = "guardian.notify"
_DIGEST = 24


def enqueue_opened_notices(
    session: Session, desk: Desk, drafts: Sequence[AccountDraft], sheets: Sequence[SheetRecord]
) -> int:
    """Enqueue notices to the other known addresses of diners that an account has just been given.

    Args:
        drafts, sheets: of one issue, in the same order; within its transaction.

    Returns:
        How many mails that makes.
    """
    willing = _willing(session, {sheet.uai for sheet in sheets})
    known = diners.diners_by_id(session, {one for draft in drafts for one in draft.attached})
    queued = 0
    for draft, sheet in zip(drafts, sheets, strict=True):
        if sheet.uai in willing:
            notices = [
                notice
                for diner_id in draft.attached
                for notice in _opened(session, draft, sheet, known[diner_id])
            ]
            acts = [
                outbox.PendingAct(key, body, after=("account", draft.account.id)) for key, body in notices
            ]
            outbox.enqueue_acts(session, sheet.uai, KIND, acts)
            about = draft.request_ids if notices else ()
            desk.note(session, JournalCode.GUARDIANS_TOLD, [(one, draft.account.id) for one in about])
            queued += len(notices)
    return queued


def _opened(
    session: Session, draft: AccountDraft, sheet: SheetRecord, diner: DinerRecord
) -> list[tuple[str, NotifyGuardian]]:
    holders = accounts.holders_of(session, diner.id)
    known = [*diner.emails, *(one.email for one in holders if one.state == "open")]
    return [
        (
            f"{sheet.id}-{_digest(diner.id, email_key(to))}",
            NotifyGuardian(
                to=to,
                diner_id=diner.id,
                occasion="opened",
                account_id=draft.account.id,
                request_id=draft.request_ids[0] if draft.request_ids else "",
            ),
        )
        for to in _others(known, draft.account.email)
    ]


def enqueue_asked_notices(session: Session, desk: Desk, uai: str, request_ids: Iterable[str]) -> int:
    """Enqueue notices to the known addresses of diners for which an unknown address asks; once a request.

    Only where there is no doubt which diner is meant, and the same was not asked a moment ago.

    Returns:
        How many mails that makes.
    """
    if not _willing(session, {uai}):
        return 0
    asked = [one for one in requests.requests_by_id(session, list(request_ids)) if _is_sure(one)]
    known = diners.diners_by_id(session, {one.diner_id for one in asked if one.diner_id})
    queued = 0
    for request in asked:
        diner = known[request.diner_id or ""]
        if asker_of(request, diner.emails) is RequesterStatus.KNOWN:
            continue
        notices = [
            (
                f"asked-{_digest(request.id, diner.id, email_key(to))}",
                NotifyGuardian(to=to, diner_id=diner.id, occasion="asked", request_id=request.id),
            )
            for to in _others(diner.emails, request.address)
        ]
        acts = [outbox.PendingAct(key, body, after=("diner", diner.id)) for key, body in notices]
        outbox.enqueue_acts(session, uai, KIND, acts)
        subjects = [(request.id, "")] if notices else []
        desk.note(session, JournalCode.GUARDIANS_TOLD_ASKED, subjects, who=BY_ITSELF)
        queued += len(notices)
    return queued


def forget_opened(session: Session, uai: str, sheet_ids: Collection[str]) -> None:
    """Withdraw the notices of sheets that have not been sent to the portal yet."""
    for sheet_id in sheet_ids:
        outbox.withdraw_beginning(session, uai, KIND, f"{sheet_id}-")


def _willing(session: Session, uais: Collection[str]) -> set[str]:
    """Return the schools that notify guardians and are paired with a portal."""
    known = [school for school in schools.schools(session) if school.uai in uais]
    return {school.uai for school in known if school.paired_at and of_record(school).notify_guardians}


def _is_sure(request: RequestRecord) -> bool:
    sure = request.state == requests.OPEN and request.degree == Degree.CERTAIN.value
    return sure and request.diner_id is not None and Alert.ASKED_TWICE.value not in request.alerts


def _others(known: Iterable[str], but: str) -> list[str]:
    """Return each known address once, without the one that it is about."""
    by_key = {email_key(one): one for one in known if one}
    by_key.pop(email_key(but), None)
    return list(by_key.values())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGEST]
