"""Applies the portal's events to the office's records; one function a kind."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from turbo_admin.office.desk.context import FROM_PORTAL, Desk
from turbo_admin.office.sync.account_events import (
    account_activated,
    account_closed,
    account_email_changed,
    account_signed_in,
    credential_spent,
)
from turbo_admin.office.sync.erased import send_anew
from turbo_admin.office.sync.mail_events import mail_state
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import FeedRestored, RequestConfirmed, RequestReceived, StateErased
from turbo_admin.protocol.kinds import EVENTS, check_table
from turbo_admin.protocol.messages import Event
from turbo_admin.store import outbox, request_matches, requests, sync, told
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import AcknowledgedState

# After these the alerts of any open request may change: one may say the same, be about the same diner or address.
_ABOUT_ALL = frozenset({"request.received", "account.email_changed", "account.closed"})


def apply_events(session: Session, desk: Desk, uai: str, events: Sequence[Event]) -> list[Event]:
    """Apply the events not received before, in order, within the caller's transaction.

    Requests that are to be matched are marked: the caller calls `match_outdated` after its transaction.

    One whose body has been erased by retention is only remembered; one of an unknown kind is kept
    for the next version.

    Returns:
        The events that were new.

    Raises:
        BadData: `protocol_bad_message`: a body not of its kind's form; nothing of the page may be kept.
    """
    new = sync.unheard(session, events)
    matched = []
    for event in new:
        if event.kind in EVENTS and not event.is_erased:
            matched += _APPLY[event.kind](session, desk, uai, event.seq, bytes(event.body))
    sync.remember(session, uai, new, EVENTS.keys())
    _outdate(session, uai, matched, about_all=any(event.kind in _ABOUT_ALL for event in new))
    return new


def apply_postponed(session: Session, desk: Desk) -> None:
    """Apply the events that an older version of the program stored because it did not know their kind.

    The caller matches as after `apply_events`.
    """
    kept = sync.kept_for_later(session, list(EVENTS))
    for _, uai, kind, seq, body in kept:
        if body is not None:
            matched = _APPLY[kind](session, desk, uai, seq, body)
            _outdate(session, uai, matched, about_all=kind in _ABOUT_ALL)
    if kept:
        sync.mark_applied(session, [one for one, _, _, _, _ in kept])


def _outdate(session: Session, uai: str, ids: Sequence[str], *, about_all: bool) -> None:
    if about_all:
        request_matches.outdate_school(session, uai)
    else:
        request_matches.outdate(session, ids)


def _request_received(session: Session, desk: Desk, uai: str, _seq: int, body: bytes) -> list[str]:
    message = codec.decode(body, RequestReceived)
    if requests.requests_by_id(session, [message.request_id]):
        return []  # known from the portal's own list already
    requests.add_request(session, uai, message)
    desk.note(session, JournalCode.REQUEST_RECEIVED, [(message.request_id, "")], who=FROM_PORTAL)
    return [message.request_id]


def _request_confirmed(session: Session, desk: Desk, _uai: str, _seq: int, body: bytes) -> list[str]:
    message = codec.decode(body, RequestConfirmed)
    requests.update_request(session, message.request_id, confirmed_at=message.confirmed_at)
    desk.note(session, JournalCode.REQUEST_CONFIRMED, [(message.request_id, "")], who=FROM_PORTAL)
    return []


def _state_erased(session: Session, desk: Desk, uai: str, _seq: int, body: bytes) -> list[str]:
    """The portal has erased a record; one that is still in use here is sent again, in a new life."""
    message = codec.decode(body, StateErased)
    known = told.told_states(session, uai, message.kind, [message.key]).get(message.key)
    if known is not None and (known.life > message.life or known.erased):
        return []
    rev, digest = (known.rev, known.digest) if known else (0, "0" * 32)
    told.store(
        session, uai, [AcknowledgedState(message.kind, message.key, message.life, rev, digest, erased=True)]
    )
    outbox.forget(session, uai, message.kind, [message.key])
    send_anew(session, uai, message.kind, message.key)
    desk.note(session, JournalCode.ERASED_AT_PORTAL, [(message.key, "")], who=FROM_PORTAL)
    return []


def _feed_restored(session: Session, desk: Desk, uai: str, _seq: int, body: bytes) -> list[str]:
    codec.decode(body, FeedRestored)
    desk.note(session, JournalCode.PORTAL_RESTORED, [(uai, "")], who=FROM_PORTAL)
    return []


_APPLY: dict[str, Callable[[Session, Desk, str, int, bytes], list[str]]] = {
    "request.received": _request_received,
    "request.confirmed": _request_confirmed,
    "account.activated": account_activated,
    "account.signed_in": account_signed_in,
    "account.email_changed": account_email_changed,
    "account.closed": account_closed,
    "credential.spent": credential_spent,
    "mail.state": mail_state,
    "state.erased": _state_erased,
    "feed.restored": _feed_restored,
}
check_table("office.sync.events", frozenset(_APPLY), frozenset(EVENTS))
