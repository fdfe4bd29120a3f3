"""Requests as the desk lists them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.intake.opening_hours import Countdown, count_overdue
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.requester import RequesterStatus, requester_reason, requester_status
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.settings.school_settings import hours_of, of_record
from turbo_admin.store import requests, schools
from turbo_admin.store.engine.request_records import AttachedDiner, ListedRequest, RequestRecord

_DEGREES = {degree.value: degree for degree in Degree}


class RequestStanding(StrEnum):
    """State of a request."""

    OPEN = "à traiter"
    ISSUED = "traitée"
    REFUSED = "refusée"


_STATES = {
    requests.OPEN: RequestStanding.OPEN,
    requests.ISSUED: RequestStanding.ISSUED,
    requests.REFUSED: RequestStanding.REFUSED,
}


class RequestLine(Struct, frozen=True, gc=False):
    """A request as the desk shows it.

    Attributes:
        deadline: when it is due; for one that has been dealt with, when it came in.
        hours_left: opening hours to the deadline, negative once it has passed; 0 for one dealt with.
        email: the clerk's correction if there is one; `typed_email` is what the family typed.
        confirmed: whether the button was pressed in a mail to that very address.
        trapped: whether the field of the form that only robots see was filled in.
        candidates: how many diners it may mean.
        search: folded text that searches look in, with a blank before each word.
        bulk: whether « Cocher les concordances certaines » ticks it.
        tickable: whether it is open and has a diner.
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
    confirmed: bool
    trapped: bool
    diner_id: str | None
    diner: AttachedDiner | None
    degree: Degree
    alerts: tuple[str, ...]
    candidates: int
    state: RequestStanding
    search: str
    bulk: bool
    tickable: bool
    chosen_by: str
    dealt_by: str
    dealt_at: datetime | None

    # Computed when shown: a list may have 100,000 lines, a screen shows thirty.

    @property
    def asker(self) -> RequesterStatus:
        """Status of the requester."""
        known = self.diner.emails if self.diner else ()
        return requester_status(self.email, known, confirmed=self.confirmed, trapped=self.trapped)

    @property
    def diner_name(self) -> str:
        """The diner as the office reads it; empty without one, like the rest of it."""
        return full_name(self.diner.last_name, self.diner.first_name) if self.diner else ""

    @property
    def diner_card(self) -> str:
        """The diner's card."""
        return self.diner.card if self.diner else ""

    @property
    def class_name(self) -> str:
        """The diner's class."""
        return self.diner.class_name if self.diner else ""

    @property
    def requester_reason(self) -> str:
        """Why the requester has that status."""
        return requester_reason(self.asker, attached=self.diner_id is not None, trapped=self.trapped)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers on the tabs."""

    open: int
    issued: int
    refused: int
    total: int
    overdue: int


class Lines:
    """Converts stored requests to lines; settings and countdowns of schools are computed once."""

    def __init__(self, session: Session, now: datetime) -> None:
        known = schools.schools(session)
        settings = {school.uai: of_record(school) for school in known}
        self._names = {school.uai: school.name for school in known}
        self._accept_confirmed = {uai: one.accept_confirmed for uai, one in settings.items()}
        self._countdowns = {uai: Countdown(now, hours_of(one)) for uai, one in settings.items()}

    def line(self, seen: ListedRequest) -> RequestLine:
        """Return a request as the desk shows it."""
        is_open, degree = seen.state == requests.OPEN, _DEGREES[seen.degree]
        countdown = self._countdowns[seen.uai]
        due = countdown.deadline(seen.received_at) if is_open else seen.received_at
        return RequestLine(
            id=seen.id,
            uai=seen.uai,
            school_name=self._names[seen.uai],
            received_at=seen.received_at,
            deadline=due,
            hours_left=countdown.hours_left(due) if is_open else 0.0,
            card=seen.card,
            last_name=seen.last_name,
            first_name=seen.first_name,
            email=seen.address,
            typed_email=seen.email,
            confirmed=_is_confirmed(seen),
            trapped=seen.trapped,
            diner_id=seen.diner_id,
            diner=seen.diner,
            degree=degree,
            alerts=tuple(seen.alerts),
            candidates=seen.candidates,
            state=_STATES[seen.state],
            search=_searched(seen.search, seen.corrected_email, seen.diner),
            bulk=is_open and self._bulk(seen, degree),
            tickable=is_open and seen.diner_id is not None,
            chosen_by=seen.chosen_by,
            dealt_by=seen.dealt_by,
            dealt_at=seen.dealt_at,
        )

    def _bulk(self, seen: ListedRequest, degree: Degree) -> bool:
        # certaine + connu, certaine + confirmé where the school allows it, and no alert. A diner chosen by hand was judged by
        # the clerk: the degree is about another diner, so such a line is ticked by hand too.
        if degree is not Degree.CERTAIN or seen.diner is None or seen.chosen_by or seen.alerts:
            return False
        asker = asker_of(seen, seen.diner.emails)
        return asker is RequesterStatus.KNOWN or (
            asker is RequesterStatus.CONFIRMED and self._accept_confirmed[seen.uai]
        )


def asker_of(request: ListedRequest | RequestRecord, known: Sequence[str]) -> RequesterStatus:
    """Return the status of the requester.

    Args:
        known: the addresses that the roster holds for the attached diner; empty without a diner.
    """
    return requester_status(request.address, known, confirmed=_is_confirmed(request), trapped=request.trapped)


def _is_confirmed(request: ListedRequest | RequestRecord) -> bool:
    # The confirmation came from the typed address: it proves nothing about a corrected one.
    return request.confirmed_at is not None and not request.corrected_email


def _searched(request: str, corrected_email: str, diner: AttachedDiner | None) -> str:
    corrected = f" {fold(corrected_email)}" if corrected_email else ""
    return f" {request}{corrected} {diner.search}" if diner else f" {request}{corrected}"


@needs(Right.CONSULT)
def request_lines(desk: Desk) -> list[RequestLine]:
    """Return all requests: those to deal with first, the overdue at their head, then the others, latest first.

    Matches that a program which was killed left out of date are brought up to date first, if the operator may.
    """
    if desk.operator.may(Right.INTAKE):
        match_outdated(desk)
    with desk.database.read() as session:
        lines = Lines(session, desk.now())
        found = [lines.line(one) for one in requests.listed_requests(session)]
    waiting = [line for line in found if line.state is RequestStanding.OPEN]
    others = [line for line in found if line.state is not RequestStanding.OPEN]
    waiting.sort(key=lambda line: (line.deadline, line.id))
    others.sort(key=lambda line: line.dealt_at or line.received_at, reverse=True)
    return waiting + others


@needs(Right.CONSULT)
def first_lines(desk: Desk, number: int) -> list[RequestLine]:
    """Return the first of the requests to deal with, in the order of `request_lines`: the earliest request is due first."""
    with desk.database.read() as session:
        lines = Lines(session, desk.now())
        return [lines.line(seen) for seen in requests.listed_requests(session, only_open=True, first=number)]


@needs(Right.CONSULT)
def request_line(desk: Desk, request_id: str) -> RequestLine:
    """Return one request.

    Raises:
        Refused: `request_unknown`.
    """
    with desk.database.read() as session:
        return one_line(session, request_id, desk.now())


def one_line(session: Session, request_id: str, now: datetime) -> RequestLine:
    """Return one request.

    Raises:
        Refused: `request_unknown`.
    """
    for seen in requests.listed_requests(session, ids=[request_id]):
        return Lines(session, now).line(seen)
    raise Refused("request_unknown")


@needs(Right.CONSULT)
def request_numbers(desk: Desk) -> Counter[RequestStanding]:
    """Return how many requests there are of each state."""
    with desk.database.read() as session:
        found = requests.count_by_state(session)
    return Counter({_STATES[state]: number for state, number in found.items()})


@needs(Right.CONSULT)
def request_counts(desk: Desk, uai: str | None = None) -> Counts:
    """Return the numbers of the tabs, for a school or for all."""
    now = desk.now()
    with desk.database.read() as session:
        number = requests.count_by_state(session, uai)
        overdue = sum(
            count_overdue(requests.open_since(session, school.uai), hours_of(of_record(school)), now)
            for school in schools.schools(session)
            if uai is None or school.uai == uai
        )
    return Counts(
        open=number.get(requests.OPEN, 0),
        issued=number.get(requests.ISSUED, 0),
        refused=number.get(requests.REFUSED, 0),
        total=sum(number.values()),
        overdue=overdue,
    )
