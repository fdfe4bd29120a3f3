"""Acts of the clerk on requests: choose a diner, correct an address, refuse."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.intake.refusal_texts import RefusalReason, with_reason, without_reason
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.lines import RequestLine, request_line, request_lines
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_request_ids
from turbo_admin.office.settings.school_settings import settings_of
from turbo_admin.store import diners, request_matches, requests, schools
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.request_records import RequestRecord

# Characters; a reason goes into a mail, a name into a list.
_LONGEST_REASON, _LONGEST_NAME = 2000, 80


@needs(Right.CONSULT)
def bulk_ids(desk: Desk) -> list[str]:
    """Return the requests that may be ticked together without checking each, oldest first."""
    return [line.id for line in request_lines(desk) if line.bulk]


def one_request(session: Session, request_id: str) -> RequestRecord:
    # Unlike a list, one request that is gone is an error: somebody has just clicked it.
    """Return one stored request.

    Raises:
        Refused: `request_unknown`.
    """
    found = requests.requests_by_id(session, [request_id])
    if not found:
        raise Refused("request_unknown")
    return found[0]


@needs(Right.INTAKE)
def choose_diner(desk: Desk, request_id: str, diner_id: str | None) -> RequestLine:
    """Attach the diner that the clerk chose; None takes the choice back.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`, `diner_unknown`, `diner_of_another_school`.
    """

    def change(session: Session, record: RequestRecord) -> JournalCode:
        if diner_id is None:
            requests.update_request(session, request_id, diner_id=None, chosen_by="")
            return JournalCode.DINER_UNCHOSEN
        diner = diners.diners_by_id(session, [diner_id]).get(diner_id)
        if diner is None:
            raise Refused("diner_unknown")
        # An account of another school would show that school's diner.
        if diner.uai != record.uai:
            raise Refused("diner_of_another_school")
        # `chosen_by` protects the choice: matching again keeps it.
        requests.update_request(session, request_id, diner_id=diner_id, chosen_by=desk.operator.who)
        return JournalCode.DINER_CHOSEN

    return _change_open(desk, request_id, change, other=diner_id or "")


@needs(Right.INTAKE)
def correct_email(desk: Desk, request_id: str, email: str) -> RequestLine:
    """Correct the address of a request; the typed one is kept beside it.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`, `email_empty`, `email_shape`.
    """
    address = parse_email(email)

    def change(session: Session, record: RequestRecord) -> JournalCode:
        # The typed address given again undoes the correction.
        corrected = "" if address == record.email else address
        requests.update_request(session, request_id, corrected_email=corrected)
        return JournalCode.EMAIL_CORRECTED

    return _change_open(desk, request_id, change)


def _change_open(
    desk: Desk, request_id: str, change: Callable[[Session, RequestRecord], JournalCode], *, other: str = ""
) -> RequestLine:
    with desk.database.write() as session:
        record = one_request(session, request_id)
        if record.state != requests.OPEN:
            raise dealt_with([record])
        what = change(session, record)
        # Address or diner decide alerts and status, so the request is matched again.
        request_matches.outdate(session, [request_id])
        desk.note(session, what, [(request_id, other)])
    match_outdated(desk, record.uai, [request_id])
    return request_line(desk, request_id)


@needs(Right.INTAKE)
def refuse(desk: Desk, request_ids: Iterable[str], reason: str) -> int:
    """Refuse requests; the reason is mailed to the askers after the next synchronisation.

    Args:
        reason: plain text; empty sends no mail.

    Returns:
        How many were refused.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`, `reason_too_long`; nothing was done.
    """
    # The order of the clicks is kept; a request named twice is refused once.
    ids, text = list(dict.fromkeys(request_ids)), checked_reason(reason)
    with desk.database.write() as session:
        turn_down(session, desk, still_open(session, ids), text)
    return len(ids)


def turn_down(session: Session, desk: Desk, records: Sequence[RequestRecord], text: str) -> None:
    """Refuse open requests within the caller's transaction.

    Args:
        text: checked; empty sends no mail.
    """
    ids = [record.id for record in records]
    requests.close_requests(session, ids, requests.REFUSED, at=desk.now(), who=desk.operator.who, reason=text)
    enqueue_request_ids(session, ids)
    desk.note(session, JournalCode.REQUEST_REFUSED, [(one, "") for one in ids])


def checked_reason(reason: str) -> str:
    """Return a reason without the spaces around it.

    Raises:
        Refused: `reason_too_long`.
    """
    text = reason.strip()
    if len(text) > _LONGEST_REASON:
        raise Refused("reason_too_long")
    return text


@needs(Right.CONSULT)
def refusal_reasons(desk: Desk, uai: str) -> tuple[RefusalReason, ...]:
    """Return the texts that a refusal may use in a school."""
    return settings_of(desk, uai).refusal_reasons


@needs(Right.INTAKE)
def keep_reason(desk: Desk, uai: str, name: str, text: str) -> tuple[RefusalReason, ...]:
    """Store a text for refusals, replacing the one of that name if there is one.

    Raises:
        Refused: `reason_name`, `reason_too_long`, `school_unknown`.
    """
    name, text = name.strip(), text.strip()
    if not name or not text:
        raise Refused("reason_name")
    if len(text) > _LONGEST_REASON or len(name) > _LONGEST_NAME:
        raise Refused("reason_too_long")
    return _keep_reasons(desk, uai, with_reason(refusal_reasons(desk, uai), RefusalReason(name, text)))


@needs(Right.INTAKE)
def drop_reason(desk: Desk, uai: str, name: str) -> tuple[RefusalReason, ...]:
    """Forget a text for refusals.

    Raises:
        Refused: `school_unknown`.
    """
    return _keep_reasons(desk, uai, without_reason(refusal_reasons(desk, uai), name))


def _keep_reasons(desk: Desk, uai: str, reasons: tuple[RefusalReason, ...]) -> tuple[RefusalReason, ...]:
    with desk.database.write() as session:
        settings = schools.school(session, uai).settings
        plain = [{"name": reason.name, "text": reason.text} for reason in reasons]
        schools.update_school(session, uai, settings=settings | {"refusal_reasons": plain})
        desk.note(session, JournalCode.REFUSAL_REASONS, [(uai, "")])
    return reasons


def still_open(session: Session, ids: Sequence[str]) -> list[RequestRecord]:
    """Return stored requests, which must all be open.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`.
    """
    records = requests.requests_by_id(session, ids)
    if len(records) != len(ids):
        raise Refused("request_unknown")
    closed = [record for record in records if record.state != requests.OPEN]
    # Refused as a whole: half of what was ticked would be harder to understand than none.
    if closed:
        raise dealt_with(closed)
    return records


def dealt_with(records: Sequence[RequestRecord]) -> Refused:
    """Return the error for requests answered meanwhile, perhaps on another PC."""
    names = ", ".join(full_name(record.last_name, record.first_name) for record in records[:3])
    more = f" et {len(records) - 3} de plus" if len(records) > 3 else ""
    return Refused("request_dealt_with", names=names + more, who=records[0].dealt_by or "un autre poste")
