"""Who answers for a diner is told when another address asks for an account for it, or is given one.

The mail is an act of the portal's whose key says what it is about: preparing it twice is preparing it once.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.match import Alert, Degree
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.issuing import Draft
from turbo_admin.office.desk.context import BY_ITSELF, Desk
from turbo_admin.office.intake.lines import asker_of
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.protocol.changes import NotifyGuardian
from turbo_admin.store import accounts, diners, outbox, requests, schools
from turbo_admin.store.engine.records import DinerRecord, RequestRecord, SheetRecord

KIND = "guardian.notify"
_DIGEST = 24


def tell_opened(desk: Desk, session: Session, drafts: Sequence[Draft], sheets: Sequence[SheetRecord]) -> int:
    """Have the other known addresses of the diners told which accounts now hold them; those held before are not news.

    Args:
        drafts, sheets: of one issue, in the same order; within its transaction.

    Returns:
        How many mails that makes.
    """
    willing = _willing(session, {sheet.uai for sheet in sheets})
    known = diners.diners_by_id(session, {one for draft in drafts for one in draft.attached})
    told = 0
    for draft, sheet in zip(drafts, sheets, strict=True):
        if sheet.uai in willing:
            notices = [
                notice
                for diner_id in draft.attached
                for notice in _opened(session, draft, sheet, known[diner_id])
            ]
            outbox.enqueue(session, sheet.uai, KIND, notices)
            about = draft.request_ids if notices else ()
            desk.note(session, "guardians_told", [(one, draft.account.id) for one in about])
            told += len(notices)
    return told


def _opened(
    session: Session, draft: Draft, sheet: SheetRecord, diner: DinerRecord
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


def tell_asked(desk: Desk, session: Session, uai: str, request_ids: Iterable[str]) -> int:
    """Have the known addresses of a diner told that an unknown one asks for an account; once a request.

    Only where there is no doubt which diner is meant, and the same was not asked a moment ago.

    Returns:
        How many mails that makes.
    """
    if not _willing(session, {uai}):
        return 0
    asked = [one for one in requests.requests_by_id(session, list(request_ids)) if _is_sure(one)]
    known = diners.diners_by_id(session, {one.diner_id for one in asked if one.diner_id})
    told = 0
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
        outbox.enqueue(session, uai, KIND, notices)
        subjects = [(request.id, "")] if notices else []
        desk.note(session, "guardians_told_asked", subjects, who=BY_ITSELF)
        told += len(notices)
    return told


def forget_opened(session: Session, uai: str, sheet_ids: Collection[str]) -> None:
    """Take back the notices of sheets that the portal has not been asked for yet."""
    for sheet_id in sheet_ids:
        outbox.forget_beginning(session, uai, KIND, f"{sheet_id}-")


def _willing(session: Session, uais: Collection[str]) -> set[str]:
    """Return which of the schools want guardians told, and have a portal to tell them."""
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
