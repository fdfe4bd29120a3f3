"""Notices to the known guardians of a diner for which another address asks for an account."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.alerts import Alert
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.requester import RequesterStatus, requester_status
from turbo_admin.office.desk.context import BY_ITSELF, Desk
from turbo_admin.office.outbox.guardian_notices import (
    KIND,
    notice_key,
    notifying_schools,
    other_addresses,
)
from turbo_admin.protocol.states import NotifyGuardian
from turbo_admin.store import diners, outbox, requests
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.request_records import RequestRecord


def enqueue_asked_notices(session: Session, desk: Desk, uai: str, request_ids: Iterable[str]) -> int:
    """Enqueue notices to the known addresses of diners for which an unknown address asks; once a request.

    Only where there is no doubt which diner is meant, and the same was not asked a moment ago.

    Returns:
        How many mails that makes.
    """
    if not notifying_schools(session, {uai}):
        return 0
    asked = [one for one in requests.requests_by_id(session, list(request_ids)) if _is_sure(one)]
    known = diners.diners_by_id(session, {one.diner_id for one in asked if one.diner_id})
    queued = 0
    for request in asked:
        diner = known[request.diner_id or ""]
        # Whether the address was confirmed does not matter here: only the roster's own make no notice.
        if requester_status(request.address, diner.emails, confirmed=False) is RequesterStatus.KNOWN:
            continue
        notices = [
            (
                f"asked-{notice_key(request.id, diner.id, email_key(to))}",
                NotifyGuardian(to=to, diner_id=diner.id, occasion="asked", request_id=request.id),
            )
            for to in other_addresses(diner.emails, request.address)
        ]
        acts = [outbox.PendingAct(key, body, after=("diner", diner.id)) for key, body in notices]
        outbox.enqueue_acts(session, uai, KIND, acts)
        subjects = [(request.id, "")] if notices else []
        desk.note(session, JournalCode.GUARDIANS_TOLD_ASKED, subjects, who=BY_ITSELF)
        queued += len(notices)
    return queued


def _is_sure(request: RequestRecord) -> bool:
    sure = request.state == requests.OPEN and request.degree == Degree.CERTAIN.value
    return sure and request.diner_id is not None and Alert.ASKED_TWICE.value not in request.alerts
