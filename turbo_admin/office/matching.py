"""Which diner do the open requests mean? Run again whenever requests or the roster change."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching import Alert, Degree, Match, Roster
from turbo_admin.core.names import fold
from turbo_admin.core.roster import Asked, RosterDiner
from turbo_admin.store import accounts, diners, requests, schools
from turbo_admin.store.records import DinerRecord, RequestRecord

# Only these two pre-fill the diner; the others wait for the clerk's choice.
PREFILLED = frozenset({Degree.CERTAIN, Degree.PROBABLE})


def roster_of(session: Session, uai: str) -> Roster:
    """Return the roster of a school, ready to match against."""
    site_code = schools.school(session, uai).site_code
    return Roster((roster_diner(record) for record in diners.diners(session, uai)), site_code)


def roster_diner(record: DinerRecord) -> RosterDiner:
    """Return what the matching needs to know of a diner."""
    return RosterDiner(
        id=record.id,
        card=record.card,
        last_name=record.last_name,
        first_name=record.first_name,
        class_name=record.class_name,
        left=record.left,
        emails=record.emails,
    )


def rematch(
    session: Session,
    uai: str,
    only: Iterable[str] | None = None,
    *,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Match the open requests of a school and store what comes out; a diner chosen by the clerk stays chosen.

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
    roster = roster_of(session, uai)
    repeated = _repeated(opened)
    taken = accounts.accounts_of_emails(session, uai, {email_key(request.address) for request in todo})
    matches = [roster.match(asked(request)) for request in todo]
    meant = [_meant(request, match) for request, match in zip(todo, matches, strict=True)]
    held = diners.with_account(session, {diner_id for diner_id in meant if diner_id})
    for done, (request, match) in enumerate(zip(todo, matches, strict=True), 1):
        _store(session, request, match, _alerts(request, match, held, repeated, set(taken)))
        if report:
            report(done, len(todo))
    return len(todo)


def asked(request: RequestRecord) -> Asked:
    """Return what a request asks, for the matching."""
    return Asked(request.id, request.card, request.last_name, request.first_name, request.address)


def _repeated(opened: Sequence[RequestRecord]) -> set[str]:
    """Return the requests that say what another open one says."""
    count = Counter(_said(request) for request in opened)
    return {request.id for request in opened if count[_said(request)] > 1}


def _said(request: RequestRecord) -> tuple[str, ...]:
    return (fold(f"{request.last_name} {request.first_name}"), request.card[-5:], email_key(request.address))


def _meant(request: RequestRecord, match: Match) -> str | None:
    """Return the diner that counts: the clerk's choice, else the match's."""
    return request.diner_id if request.chosen_by else match.diner_id


def _alerts(
    request: RequestRecord, match: Match, held: set[str], repeated: set[str], taken: set[str]
) -> list[str]:
    alerts = [str(alert) for alert in match.alerts]
    if _meant(request, match) in held:
        alerts.append(Alert.HAS_ACCOUNT.value)
    if request.id in repeated:
        alerts.append(Alert.ASKED_TWICE.value)
    if email_key(request.address) in taken:
        alerts.append(Alert.EMAIL_IN_USE.value)
    if request.mail_problem and not request.corrected_email:
        alerts.append(Alert.EMAIL_REJECTED.value)
    return list(dict.fromkeys(alerts))


def _store(session: Session, request: RequestRecord, match: Match, alerts: list[str]) -> None:
    requests.update_request(
        session,
        request.id,
        degree=match.degree.value,
        diner_id=request.diner_id
        if request.chosen_by
        else match.diner_id
        if match.degree in PREFILLED
        else None,
        alerts=alerts,
        reasons=list(match.reasons),
        candidates=[[one.diner_id, one.score, list(one.reasons)] for one in match.candidates],
    )
