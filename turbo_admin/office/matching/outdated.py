"""Matches again the open requests whose match is out of date, without keeping others from writing meanwhile.

An act marks requests as out of date in its own transaction, and calls `match_outdated` after it. Matching reads and
computes outside of any writing transaction; what it found is stored a few hundred requests at a time, in transactions
that look whether anything has moved since. What has moved, and what a killed program left behind, stays marked: the
next list, act or synchronisation matches it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import TurboError
from turbo_admin.core.matching.alerts import Around, asked_twice, with_surroundings
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.evidence import MatchRequest
from turbo_admin.core.matching.match import Match
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.kept_roster import KeptRoster, roster_version
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.asked_notices import enqueue_asked_notices
from turbo_admin.store import accounts, diners, request_matches, requests, schools
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.request_records import RequestRecord, StoredMatch

# Degrees that set the diner; with the others the clerk chooses.
PREFILLED = frozenset({Degree.CERTAIN, Degree.PROBABLE})
# Requests stored by one transaction, which holds SQLite's lock on writing for about 0.1 s.
_AT_ONCE = 300
# Rounds in a row that stored nothing since others changed the same requests each time; what is left waits for them.
_MOST_FRUITLESS = 3


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round matches, and what it matches with.

    Attributes:
        version: of the roster.
        todo: the requests out of date when the round began, oldest first.
        twice: the open requests that are duplicates.
    """

    uai: str
    version: tuple[str, str, int]
    roster: KeptRoster
    todo: tuple[RequestRecord, ...]
    twice: frozenset[str]


@needs(Right.CONSULT)
def match_outdated(
    desk: Desk,
    uai: str | None = None,
    only: Collection[str] | None = None,
    *,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Match the open requests whose match is out of date, and store the results; a diner chosen by the clerk is kept.

    It follows from the data alone, so any right will do, and it ends without an error: the act that it follows has been
    committed. What could not be matched stays marked.

    Args:
        uai: of one school; None for all.
        only: these requests; None for all.
        report: called with (done, total); raising `Cancelled` from it leaves the rest marked.

    Returns:
        How many were matched.
    """
    done = 0

    def count(number: int, total: int) -> None:
        nonlocal done
        done += number
        if report:
            report(done, total)

    try:
        with desk.database.read() as session:
            found = [uai] if uai else request_matches.schools_with_outdated(session)
        for one in found:
            _match_school(desk, one, only, count)
    except TurboError:
        # A busy or unreachable database, or `Cancelled`.
        return done
    return done


def _match_school(
    desk: Desk, uai: str, only: Collection[str] | None, count: Callable[[int, int], None]
) -> None:
    matched = fruitless = 0
    while fruitless < _MOST_FRUITLESS and (one := _begin(desk, uai, only)):
        stored, moved = 0, False
        for some in chunks(one.todo, _AT_ONCE):
            number, left = _store(desk, one, _matched(desk, one, some))
            stored += number
            count(number, matched + len(one.todo))
            if left and not number:
                # All of them have moved, so the others probably have as well: matching on would be for nothing.
                _wait_for(desk, left[0])
                moved = True
                break
        matched += stored
        fruitless = fruitless + 1 if moved and not stored else 0


def _begin(desk: Desk, uai: str, only: Collection[str] | None) -> _Round | None:
    """Read what is out of date, and what it is matched with; None when nothing is."""
    with desk.database.read() as session:
        # Read first: a change committed after this outdates these requests once more, whatever is read of it below.
        due = request_matches.outdated_ids(session, uai)
        wanted = due if only is None else due.intersection(only)
        if not wanted:
            return None
        opened = requests.requests(session, uai, only_open=True)
        return _Round(
            uai=uai,
            version=roster_version(session, uai),
            roster=desk.rosters.roster(session, uai, keep=True),
            todo=tuple(request for request in opened if request.id in wanted),
            # Over all open requests, not only the wanted ones: a duplicate concerns both.
            twice=frozenset(asked_twice(map(asked, opened))),
        )


def _matched(
    desk: Desk, one: _Round, some: Sequence[RequestRecord]
) -> list[tuple[RequestRecord, StoredMatch]]:
    """Match requests; returns each with its new match."""
    matches = [one.roster.match(asked(request)) for request in some]
    meant = [_meant(request, match) for request, match in zip(some, matches, strict=True)]
    with desk.database.read() as session:
        keys = {email_key(request.address) for request in some}
        taken = accounts.accounts_of_emails(session, one.uai, keys)
        held = diners.with_account(session, {diner_id for diner_id in meant if diner_id})
    return [
        (
            request,
            _new_match(
                request,
                match,
                Around(
                    has_account=who in held,
                    asked_twice=request.id in one.twice,
                    email_in_use=email_key(request.address) in taken,
                    # A rejection of the typed address says nothing about the corrected one.
                    email_rejected=bool(request.mail_problem and not request.corrected_email),
                    trapped=request.trapped,
                ),
            ),
        )
        for request, match, who in zip(some, matches, meant, strict=True)
    ]


def _store(
    desk: Desk, one: _Round, found: Sequence[tuple[RequestRecord, StoredMatch]]
) -> tuple[int, list[str]]:
    """Store new matches of requests that have not moved since they were read.

    Returns:
        How many were stored, and which of the others are still out of date.
    """
    ids = [request.id for request, _ in found]
    with desk.database.write() as session:
        if any(not request.match_done for request, _ in found):
            # Notices draw revs, and so do acts before they mark requests: in this order they wait instead of deadlocking.
            schools.take_revs(session, 0)
        locked = request_matches.lock_outdated(session, ids)
        if roster_version(session, one.uai) != one.version:
            return 0, request_matches.still_outdated(session, ids)
        fitting = [
            match for request, match in found if locked.get(request.id, (0, 0))[0] == request.match_due
        ]
        request_matches.store_matches(session, fitting)
        news = [match.id for match in fitting if not locked[match.id][1]]
        if news:
            # In the transaction of the first match: neither lost nor enqueued twice.
            enqueue_asked_notices(session, desk, one.uai, news)
        return len(fitting), request_matches.still_outdated(session, ids)


def _wait_for(desk: Desk, request_id: str) -> None:
    """Wait for whoever holds a request; nothing else is held meanwhile."""
    with desk.database.write() as session:
        request_matches.lock_outdated(session, [request_id], wait=True)


def asked(request: RequestRecord) -> MatchRequest:
    """Return the request as matching takes it."""
    return MatchRequest(request.id, request.card, request.last_name, request.first_name, request.address)


def _meant(request: RequestRecord, match: Match) -> str | None:
    """Return the clerk's choice, else the diner of the match."""
    return request.diner_id if request.chosen_by else match.diner_id


def _new_match(request: RequestRecord, match: Match, around: Around) -> StoredMatch:
    prefilled = match.diner_id if match.degree in PREFILLED else None
    return StoredMatch(
        id=request.id,
        degree=match.degree.value,
        diner_id=request.diner_id if request.chosen_by else prefilled,
        alerts=tuple(alert.value for alert in with_surroundings(match.alerts, around)),
        reasons=tuple(match.reasons),
        candidates=tuple((one.diner_id, one.score, tuple(one.reasons)) for one in match.candidates),
        match_done=request.match_due,
    )
