"""What a call is answered: where the school stands, its events, a new key."""

from sqlalchemy import Connection, text

from turbo_admin.portal.api.calls import utc_now
from turbo_admin.portal.api.envelope import AnyRequest, CallRefused
from turbo_admin.portal.base.events import SyncPosition, read_events, read_sync_position
from turbo_admin.portal.schools.keys import Caller, NewKey
from turbo_admin.portal.schools.registry import find_school
from turbo_admin.protocol.messages import EventPage, Hello, PairAnswer
from turbo_admin.protocol.settings import settings_read
from turbo_admin.protocol.version import (
    CURRENT,
    HEADER_OFFICE_EPOCH,
    HEADER_PORTAL_EPOCH,
    MAX_CHANGES,
    OLDEST,
)

_MARK = text(
    "UPDATE event SET acknowledged_at = :now"
    " WHERE school_id = :uai AND seq > :before AND seq <= :seq AND acknowledged_at IS NULL"
)
_ACKNOWLEDGE = text(
    "UPDATE school SET acknowledged_seq = greatest(acknowledged_seq, :seq),"
    " last_sync_at = CASE WHEN :finished THEN :now ELSE last_sync_at END WHERE school_id = :uai"
)
# When a synchronisation that brought nothing was last seen may be lost: the disk is not waited for.
_NOT_DURABLE = text("SET LOCAL synchronous_commit = off")


def check_epochs(connection: Connection, request: AnyRequest, caller: Caller, after: int = 0) -> SyncPosition:
    """Return where the school stands, once both sides are known to be those that were paired.

    Args:
        after: the position that the office asks after.

    Raises:
        CallRefused: `unknown_epoch`.
    """
    position = read_sync_position(connection, caller.uai, after)
    named = request.headers.get(HEADER_OFFICE_EPOCH, ""), request.headers.get(HEADER_PORTAL_EPOCH, "")
    if named != (caller.office_epoch, position.epoch):
        raise CallRefused("unknown_epoch")
    return position


def read_event_page(
    connection: Connection, caller: Caller, position: SyncPosition, limit: int, *, public_url: str
) -> EventPage:
    """Return the events after a position, and note that those up to it are safely stored.

    Args:
        public_url: the address that families use.

    Raises:
        CallRefused: `ahead`, `behind`: one side was restored from a backup.
    """
    after, acknowledged = position.after, position.acknowledged_seq
    if after > position.last_seq:
        raise CallRefused("ahead")
    if after < acknowledged:
        raise CallRefused("behind")
    page = review_events(connection, caller, position, limit, public_url=public_url)
    values = {"uai": caller.uai, "seq": after, "finished": not page.more, "now": utc_now()}
    if after > acknowledged:
        connection.execute(_MARK, {**values, "before": acknowledged})
    else:
        connection.execute(_NOT_DURABLE)
    connection.execute(_ACKNOWLEDGE, values)
    return page


def review_events(
    connection: Connection, caller: Caller, position: SyncPosition, limit: int, *, public_url: str
) -> EventPage:
    """Return the events after a position, and note nothing."""
    # What came in since the position was read waits for the next page: the sums do not hold it.
    found = read_events(connection, caller.uai, position.after, limit + 1, up_to=position.last_seq)
    return EventPage(
        portal_epoch=position.epoch,
        events=found[:limit],
        more=len(found) > limit,
        last_seq=position.last_seq,
        last_rev=position.last_rev,
        mail_public_key=position.mail_public_key,
        public_url=public_url,
        server_time=utc_now(),
        renewal_due=caller.renewal_due,
        after_id=position.after_id,
        max_changes=MAX_CHANGES,
        settings_read=settings_read(),
        sums=position.sums,
    )


def read_hello(connection: Connection, caller: Caller, *, public_url: str) -> Hello:
    """Return where the portal stands for a school."""
    position, school = read_sync_position(connection, caller.uai), find_school(connection, caller.uai)
    return Hello(
        uai=caller.uai,
        school_name=school.name if school else "",
        portal_epoch=position.epoch,
        current_version=CURRENT,
        oldest_version=OLDEST,
        mail_public_key=position.mail_public_key,
        public_url=public_url,
        last_seq=position.last_seq,
        last_rev=position.last_rev,
        acknowledged_seq=position.acknowledged_seq,
        server_time=utc_now(),
    )


def read_pair_answer(connection: Connection, uai: str, new: NewKey, *, public_url: str) -> PairAnswer:
    """Return what a workstation needs from now on."""
    position, school = read_sync_position(connection, uai), find_school(connection, uai)
    return PairAnswer(
        uai=uai,
        school_name=school.name if school else "",
        key=new.key,
        key_id=new.key_id,
        portal_epoch=position.epoch,
        mail_public_key=position.mail_public_key,
        public_url=public_url,
        last_seq=position.last_seq,
        last_rev=position.last_rev,
        server_time=utc_now(),
    )
