"""The match of an open request as it is opened, and the rosters that this takes."""

from turbo_admin.core.matching.match import Match
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import asked, match_outdated
from turbo_admin.store import request_matches, requests, schools
from turbo_admin.store.engine.request_records import RequestRecord


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
    if request.match_done == request.match_due:
        if _is_stored(request, match):
            return
        with desk.database.write() as session:
            request_matches.outdate(session, [request_id])
    match_outdated(desk, request.uai, [request_id])


def _is_stored(request: RequestRecord, match: Match) -> bool:
    found = [(one.diner_id, one.score, list(one.reasons)) for one in match.candidates]
    known = [(diner_id, score, list(reasons)) for diner_id, score, reasons in request.candidates]
    return (request.degree, request.reasons, known) == (match.degree.value, match.reasons, found)
