"""The requests that families made: shown, checked, corrected, refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy.orm import Session

from turbo_admin.core.asker import Asker, asker_reason, who_asks
from turbo_admin.core.delays import OfficeHours, deadline, opening_hours_left
from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.matching import Degree
from turbo_admin.core.names import fold
from turbo_admin.office import matching
from turbo_admin.office.desk import Desk
from turbo_admin.office.settings import hours_of, of_record
from turbo_admin.protocol.changes import RefuseRequest
from turbo_admin.store import changes, diners, requests, schools
from turbo_admin.store.ids import new_id
from turbo_admin.store.records import DinerRecord, RequestRecord

_LONGEST_REASON = 2000


class State(StrEnum):
    """How far a request is."""

    OPEN = "à traiter"
    ISSUED = "traitée"
    REFUSED = "refusée"


_STATES = {requests.OPEN: State.OPEN, requests.ISSUED: State.ISSUED, requests.REFUSED: State.REFUSED}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as the desk shows it.

    Attributes:
        hours_left: opening hours to the deadline, negative once it has passed.
        email: the clerk's correction if there is one; `typed_email` is what the family typed.
        candidates: how many diners it may mean.
        search: all that the search looks in, folded.
        bulk: « Cocher les concordances certaines » takes it.
        tickable: it is open and has a diner.
    """

    id: str
    uai: str
    school_name: str
    received_at: datetime
    deadline: datetime
    hours_left: float
    card: str
    last_name: str
    first_name: str
    email: str
    typed_email: str
    asker: Asker
    asker_reason: str
    diner_id: str | None
    diner_name: str
    diner_card: str
    class_name: str
    degree: Degree
    alerts: tuple[str, ...]
    candidates: int
    state: State
    search: str
    bulk: bool
    tickable: bool
    chosen_by: str
    dealt_by: str
    dealt_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers on the tabs."""

    open: int
    issued: int
    refused: int
    total: int
    overdue: int


class Lines:
    """Turns stored requests into lines, with what they share looked up once."""

    def __init__(self, session: Session, records: Sequence[RequestRecord], now: datetime) -> None:
        self._now = now
        self._schools = {school.uai: school for school in schools.schools(session)}
        self._settings = {uai: of_record(school) for uai, school in self._schools.items()}
        self._hours = {uai: hours_of(settings) for uai, settings in self._settings.items()}
        self._diners = diners.diners_by_id(session, {one.diner_id for one in records if one.diner_id})

    def line(self, record: RequestRecord) -> RequestLine:
        """Return a request as the desk shows it."""
        diner = self._diners.get(record.diner_id or "")
        asker = asker_of(record, diner)
        due = deadline(record.received_at, self._hours[record.uai])
        degree, is_open = Degree(record.degree), record.state == requests.OPEN
        return RequestLine(
            id=record.id,
            uai=record.uai,
            school_name=self._schools[record.uai].name,
            received_at=record.received_at,
            deadline=due,
            hours_left=opening_hours_left(self._now, due, self._hours[record.uai]) if is_open else 0.0,
            card=record.card,
            last_name=record.last_name,
            first_name=record.first_name,
            email=record.address,
            typed_email=record.email,
            asker=asker,
            asker_reason=asker_reason(asker),
            diner_id=record.diner_id,
            diner_name=full_name(diner.last_name, diner.first_name) if diner else "",
            diner_card=diner.card if diner else "",
            class_name=diner.class_name if diner else "",
            degree=degree,
            alerts=record.alerts,
            candidates=len(record.candidates),
            state=_STATES[record.state],
            search=_search(record, diner),
            bulk=is_open and self._bulk(record, degree, asker),
            tickable=is_open and record.diner_id is not None,
            chosen_by=record.chosen_by,
            dealt_by=record.dealt_by,
            dealt_at=record.dealt_at,
        )

    def _bulk(self, record: RequestRecord, degree: Degree, asker: Asker) -> bool:
        # certaine + connu, certaine + confirmé where the school allows it, and no alert. A diner chosen by hand is
        # the clerk's own judgement: the degree speaks of another, so it is ticked by hand too.
        trusted = asker is Asker.KNOWN or (
            asker is Asker.CONFIRMED and self._settings[record.uai].accept_confirmed
        )
        sure = degree is Degree.CERTAIN and record.diner_id is not None and not record.chosen_by
        return sure and trusted and not record.alerts


def asker_of(record: RequestRecord, diner: DinerRecord | None) -> Asker:
    """Say who asks."""
    # The button was pressed in a mail to the typed address: it proves nothing of a corrected one.
    confirmed = record.confirmed_at is not None and not record.corrected_email
    return who_asks(record.address, diner.emails if diner else (), confirmed=confirmed)


def _search(record: RequestRecord, diner: DinerRecord | None) -> str:
    roster = fold(f"{diner.last_name} {diner.first_name} {diner.class_name} {diner.card}") if diner else ""
    return f"{record.search} {fold(record.corrected_email)} {roster}"


def request_lines(desk: Desk) -> list[RequestLine]:
    """Return all requests: those to deal with first, the overdue at their head, then the others, latest first."""
    with desk.database.read() as session:
        records = requests.requests(session)
        lines = Lines(session, records, desk.now())
        shown = [lines.line(record) for record in records]
    waiting = sorted((line for line in shown if line.state is State.OPEN), key=lambda line: line.deadline)
    others = sorted(
        (line for line in shown if line.state is not State.OPEN),
        key=lambda line: line.dealt_at or line.received_at,
        reverse=True,
    )
    return waiting + others


def request_line(desk: Desk, request_id: str) -> RequestLine:
    """Return one request.

    Raises:
        Refused: `request_unknown`.
    """
    with desk.database.read() as session:
        record = one_request(session, request_id)
        return Lines(session, [record], desk.now()).line(record)


def one_request(session: Session, request_id: str) -> RequestRecord:
    """Return one stored request.

    Raises:
        Refused: `request_unknown`.
    """
    found = requests.requests_by_id(session, [request_id])
    if not found:
        raise Refused("request_unknown")
    return found[0]


def request_counts(desk: Desk, uai: str | None = None) -> Counts:
    """Return the numbers of the tabs, for a school or for all."""
    now = desk.now()
    with desk.database.read() as session:
        number = requests.count_by_state(session, uai)
        hours: dict[str, OfficeHours] = {
            school.uai: hours_of(of_record(school)) for school in schools.schools(session)
        }
        due = cache(lambda school, at: deadline(at, hours[school]))
        overdue = sum(
            due(school, at) < now
            for school, at in requests.open_since(session)
            if uai is None or school == uai
        )
    return Counts(
        open=number.get(requests.OPEN, 0),
        issued=number.get(requests.ISSUED, 0),
        refused=number.get(requests.REFUSED, 0),
        total=sum(number.values()),
        overdue=overdue,
    )


def bulk_ids(desk: Desk) -> list[str]:
    """Return the requests that may be ticked together without a look at each, oldest first."""
    return [line.id for line in request_lines(desk) if line.bulk]


def choose_diner(desk: Desk, request_id: str, diner_id: str | None) -> RequestLine:
    """Attach the diner that the clerk chose; None takes the choice back.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`, `diner_unknown`, `diner_of_another_school`.
    """

    def change(session: Session, record: RequestRecord) -> str:
        if diner_id is None:
            requests.update_request(session, request_id, diner_id=None, chosen_by="")
            return "diner_unchosen"
        diner = diners.diners_by_id(session, [diner_id]).get(diner_id)
        if diner is None:
            raise Refused("diner_unknown")
        if diner.uai != record.uai:
            raise Refused("diner_of_another_school")
        requests.update_request(session, request_id, diner_id=diner_id, chosen_by=desk.who)
        return "diner_chosen"

    return _change_open(desk, request_id, change, other=diner_id or "")


def correct_email(desk: Desk, request_id: str, email: str) -> RequestLine:
    """Correct the address of a request; the typed one is kept beside it.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`, `email_empty`, `email_shape`.
    """
    address = parse_email(email)

    def change(session: Session, record: RequestRecord) -> str:
        corrected = "" if address == record.email else address
        requests.update_request(session, request_id, corrected_email=corrected)
        return "email_corrected"

    return _change_open(desk, request_id, change)


def _change_open(
    desk: Desk, request_id: str, change: Callable[[Session, RequestRecord], str], *, other: str = ""
) -> RequestLine:
    with desk.database.write() as session:
        record = one_request(session, request_id)
        if record.state != requests.OPEN:
            raise dealt_with([record])
        what = change(session, record)
        matching.rematch(session, record.uai, [request_id])
        desk.note(session, what, [(request_id, other)])
    return request_line(desk, request_id)


def refuse(desk: Desk, request_ids: Iterable[str], reason: str) -> int:
    """Refuse requests; the reason is mailed to the askers after the next synchronisation.

    Args:
        reason: plain text; empty sends no mail.

    Returns:
        How many were refused.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`, `reason_too_long`; nothing was done.
    """
    ids, text = list(dict.fromkeys(request_ids)), reason.strip()
    if len(text) > _LONGEST_REASON:
        raise Refused("reason_too_long")
    with desk.database.write() as session:
        records = still_open(session, ids)
        requests.close_requests(session, ids, requests.REFUSED, at=desk.now(), who=desk.who)
        for record in records:
            changes.tell(
                session,
                record.uai,
                "request.refuse",
                [(new_id(), RefuseRequest(request_id=record.id, reason=text))],
            )
        desk.note(session, "request_refused", [(one, "") for one in ids])
    return len(ids)


def still_open(session: Session, ids: Sequence[str]) -> list[RequestRecord]:
    """Return stored requests, all of which must still be open.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`.
    """
    records = requests.requests_by_id(session, ids)
    if len(records) != len(ids):
        raise Refused("request_unknown")
    closed = [record for record in records if record.state != requests.OPEN]
    if closed:
        raise dealt_with(closed)
    return records


def dealt_with(records: Sequence[RequestRecord]) -> Refused:
    """Return the refusal for lines that somebody has dealt with meanwhile."""
    names = ", ".join(full_name(record.last_name, record.first_name) for record in records[:3])
    more = f" et {len(records) - 3} de plus" if len(records) > 3 else ""
    return Refused("request_dealt_with", names=names + more, who=records[0].dealt_by or "un autre poste")
