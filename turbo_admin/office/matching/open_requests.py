"""Matching of open requests, repeated whenever requests or the roster change."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.alerts import Alert, Around, asked_twice, with_surroundings
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest
from turbo_admin.core.matching.match import Match
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.store import accounts, diners, requests, schools
from turbo_admin.store.engine.request_records import RequestRecord

# Degrees that set the diner; with the others the clerk chooses.
PREFILLED = frozenset({Degree.CERTAIN, Degree.PROBABLE})


def rematch(
    session: Session,
    desk: Desk,
    uai: str,
    only: Iterable[str] | None = None,
    *,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Match the open requests of a school and store the results; a diner chosen by the clerk is kept.

    Args:
        only: these requests; None for all open ones.

    Returns:
        How many were matched.
    """
    opened = requests.requests(session, uai, only_open=True)
    wanted = set(only) if only is not None else None
    todo = [request for request in opened if wanted is None or request.id in wanted]
    if not todo:
        return 0
    # keep=False: this transaction may be rolled back, and its rows must not enter the cached roster.
    roster = desk.rosters.roster(session, uai, keep=False)
    # Over all open requests, not only the wanted ones: a duplicate concerns both.
    twice = asked_twice(map(asked, opened))
    taken = accounts.accounts_of_emails(session, uai, {email_key(request.address) for request in todo})
    matches = [roster.match(asked(request)) for request in todo]
    meant = [_meant(request, match) for request, match in zip(todo, matches, strict=True)]
    held = diners.with_account(session, {diner_id for diner_id in meant if diner_id})
    for done, (request, match, who) in enumerate(zip(todo, matches, meant, strict=True), 1):
        around = _around(request, who, held, twice, set(taken))
        _store(session, request, match, with_surroundings(match.alerts, around))
        if report:
            report(done, len(todo))
    return len(todo)


@needs(Right.CONSULT)
def read_rosters(desk: Desk) -> None:
    """Cache the rosters of schools with open requests, so that opening the first one does not wait."""
    with desk.database.read() as session:
        for school in schools.schools(session):
            if requests.open_since(session, school.uai):
                desk.rosters.roster(session, school.uai, keep=True)


@needs(Right.INTAKE)
def match_opened(desk: Desk, request_id: str) -> None:
    """Match one open request again and store the match when it differs; do nothing while its roster is not cached.

    Another PC may have changed a diner since the request was matched last.
    """
    with desk.database.read() as session:
        found = requests.requests_by_id(session, [request_id])
        # Without a cached roster, indexing it would keep the clerk waiting; the stored match is shown.
        if not found or found[0].state != requests.OPEN or not desk.rosters.is_at_hand(found[0].uai):
            return
        request = found[0]
        match = desk.rosters.roster(session, request.uai, keep=True).match(asked(request))
    if _is_stored(request, match):
        return
    with desk.database.write() as session:
        rematch(session, desk, request.uai, [request_id])


def _is_stored(request: RequestRecord, match: Match) -> bool:
    found = [(one.diner_id, one.score, list(one.reasons)) for one in match.candidates]
    known = [(diner_id, score, list(reasons)) for diner_id, score, reasons in request.candidates]
    return (request.degree, request.reasons, known) == (match.degree.value, match.reasons, found)


def asked(request: RequestRecord) -> MatchRequest:
    """Return the request as matching takes it."""
    return MatchRequest(request.id, request.card, request.last_name, request.first_name, request.address)


def _meant(request: RequestRecord, match: Match) -> str | None:
    """Return the clerk's choice, else the diner of the match."""
    return request.diner_id if request.chosen_by else match.diner_id


def _around(
    request: RequestRecord, meant: str | None, held: set[str], twice: set[str], taken: set[str]
) -> Around:
    return Around(
        has_account=meant in held,
        asked_twice=request.id in twice,
        email_in_use=email_key(request.address) in taken,
        # A rejection of the typed address says nothing about the corrected one.
        email_rejected=bool(request.mail_problem and not request.corrected_email),
    )


def _store(session: Session, request: RequestRecord, match: Match, alerts: Iterable[Alert]) -> None:
    requests.update_request(
        session,
        request.id,
        degree=match.degree.value,
        diner_id=request.diner_id
        if request.chosen_by
        else match.diner_id
        if match.degree in PREFILLED
        else None,
        alerts=[alert.value for alert in alerts],
        reasons=list(match.reasons),
        candidates=[[one.diner_id, one.score, list(one.reasons)] for one in match.candidates],
    )
