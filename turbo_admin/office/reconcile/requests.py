"""Adopts the requests that a portal holds, and what became of them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from turbo_admin.office.desk.context import FROM_PORTAL, Desk
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import HeldState
from turbo_admin.protocol.events import RequestReceived
from turbo_admin.protocol.states import AccountRequestState
from turbo_admin.store import accounts, request_matches, requests

_STATES = {"open": requests.OPEN, "answered": requests.ISSUED, "refused": requests.REFUSED}


def adopt_requests(session: Session, desk: Desk, uai: str, held: Sequence[HeldState]) -> None:
    """Adopt requests within the caller's transaction, after the accounts that answer them."""
    known = {one.id for one in requests.requests_by_id(session, [one.key for one in held])}
    there = accounts.accounts_by_id(
        session, {codec.decode(one.body, AccountRequestState).account_id for one in held} - {""}
    )
    for one in held:
        state = codec.decode(one.body, AccountRequestState)
        if one.key not in known:
            requests.add_request(session, uai, _received(one, state), is_news=False)
        answered = state.answer == "answered" and state.account_id in there
        decided = state.answer == "refused" or answered
        requests.update_request(
            session,
            one.key,
            state=_STATES[state.answer] if decided else requests.OPEN,
            account_id=state.account_id if answered else None,
            dealt_at=desk.now() if decided else None,
            dealt_by=FROM_PORTAL if decided else "",
            decision=state.decision,
            mailed_decision=state.decision,
            confirmed_at=one.confirmed_at,
        )
    request_matches.outdate_school(session, uai)


def _received(one: HeldState, state: AccountRequestState) -> RequestReceived:
    return RequestReceived(
        request_id=one.key,
        card=state.card,
        last_name=state.last_name,
        first_name=state.first_name,
        email=state.email,
        received_at=state.received_at,
        trapped=one.trapped,
        asked_by=one.asked_by,
    )
