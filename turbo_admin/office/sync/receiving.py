"""Receives the portal's events in pages, and applies each page in one transaction."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.sync.events import apply_events
from turbo_admin.office.sync.school_exchange import SchoolExchange, check_revs, cursor_of, hold_run
from turbo_admin.protocol.messages import EventPage
from turbo_admin.protocol.version import MAX_CHANGES
from turbo_admin.store import schools
from turbo_admin.store.engine.school_record import SchoolRecord

_SKEW_MINUTES = 5
RECEIVING = "Réception des demandes"


@needs(Right.SYNC)
def receive(run: SchoolExchange) -> int:
    """Receive and apply all events; returns how many were new."""
    new, more = 0, True
    while more:
        run.tell(RECEIVING, new, 0)
        after = cursor_of(run)
        page = run.call(partial(run.client.events, after))
        new += _keep(run, after, page) if page.events else _keep_nothing(run, after, page)
        run.renewal_due, run.batch = page.renewal_due, min(MAX_CHANGES, page.max_changes)
        run.settings_read, run.last_seq, run.sums = page.settings_read, page.last_seq, page.sums
        more = page.more and bool(page.events)
    run.tell(RECEIVING, new, new)
    return new


def _keep(run: SchoolExchange, after: int, page: EventPage) -> int:
    """Apply a page and move the position, in one transaction."""
    desk, uai = run.desk, run.school.uai
    expected = page.events[0].seq - 1
    if [event.seq for event in page.events] != list(range(expected + 1, expected + 1 + len(page.events))):
        raise BadData("protocol_bad_message", detail="positions manquantes")
    with desk.database.write() as session:
        hold_run(session, run)
        known = schools.school(session, uai)
        _check_history(known, after, page)
        _follow(session, known, page)
        new = apply_events(session, desk, uai, page.events)
        if not schools.move_cursor(session, uai, expected, page.events[-1].seq, page.events[-1].id):
            raise Refused("sync_overtaken")
    match_outdated(desk, uai)
    run.received.update(event.kind for event in new)
    return len(new)


def _keep_nothing(run: SchoolExchange, after: int, page: EventPage) -> int:
    """Check the portal's state in an empty page; writes only what has changed, to save a wait for the disk."""
    with run.desk.database.read() as session:
        known = schools.school(session, run.school.uai)
    _check_history(known, after, page)
    if not _is_followed(known, page):
        with run.desk.database.write() as session:
            hold_run(session, run)
            _follow(session, known, page)
    run.skew_minutes = _skew(run.desk.now(), page.server_time)
    return 0


def _is_followed(known: SchoolRecord, page: EventPage) -> bool:
    return known.mail_public_key == page.mail_public_key and known.public_url == page.public_url


def _follow(session: Session, known: SchoolRecord, page: EventPage) -> None:
    """Keep the portal's key for mails and its address up to date."""
    if not _is_followed(known, page):
        schools.update_school(
            session, known.uai, mail_public_key=page.mail_public_key, public_url=page.public_url
        )


def _check_history(known: SchoolRecord, after: int, page: EventPage) -> None:
    """Stop when either side is an older copy of itself, restored from a backup."""
    check_revs(known, page.last_rev)
    same_place = known.cursor_seq == after and known.cursor_event and page.after_id
    if same_place and known.cursor_event != page.after_id:
        # It has told as many events as before, but not the same.
        raise Outdated("ahead", message="")


def _skew(here: datetime, there: datetime) -> int:
    minutes = round(abs((here - there).total_seconds()) / 60)
    return minutes if minutes >= _SKEW_MINUTES else 0
