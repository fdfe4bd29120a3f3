"""Reads all that a portal holds of a school, before anything is compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from turbo_admin.office.desk.context import Progress
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.protocol.agreement import HeldState
from turbo_admin.protocol.kinds import KINDS, STATES, place_of
from turbo_admin.protocol.messages import Event

READING = "Lecture du portail"


@dataclass(frozen=True, slots=True)
class PortalListing:
    """What a portal holds.

    Attributes:
        seen_seq, seen_rev: where it stood before the first page.
        events: those after the office's position, up to `seen_seq`, in order.
        held: kind -> key -> record.
    """

    portal_epoch: str
    seen_seq: int
    seen_rev: int
    mail_public_key: bytes
    public_url: str
    events: tuple[Event, ...]
    held: Mapping[str, Mapping[str, HeldState]]


def read_listing(
    client: PortalClient, cursor: int, report: Progress, *, is_put_back: bool = False
) -> PortalListing:
    """Read everything; nothing is acknowledged and nothing changed.

    Args:
        cursor: the office's position; the events after it are read again.
        is_put_back: whether the portal is another than the one that the position is of: what it has told since it was
            put back is read too, whatever its positions.

    Raises:
        Refused, Unreachable, Outdated, BadData: as `PortalClient`.
    """
    hello = client.hello()
    held: dict[str, dict[str, HeldState]] = {}
    for kind in sorted(STATES, key=place_of):
        report(f"{READING} : {KINDS[kind].many}", 0, 0)
        held[kind] = {one.key: one for one in _pages(client, kind)}
    return PortalListing(
        portal_epoch=hello.portal_epoch,
        seen_seq=hello.last_seq,
        seen_rev=hello.last_rev,
        mail_public_key=hello.mail_public_key,
        public_url=hello.public_url,
        events=tuple(
            _events_since_put_back(client, cursor, hello.last_seq)
            if is_put_back
            else _events(client, cursor, hello.last_seq)
        ),
        held=held,
    )


def _pages(client: PortalClient, kind: str) -> Iterator[HeldState]:
    after, more = "", True
    while more:
        page = client.held(kind, after)
        yield from (one for one in page.states if not one.is_lost)
        more = page.more and bool(page.states)
        after = page.states[-1].key if page.states else ""


def _events_since_put_back(client: PortalClient, cursor: int, last: int) -> list[Event]:
    """Return the events after the office's position, and those after the portal was last put back.

    Its counter has jumped by a random number, so that these may stand before that position.
    """
    events = list(_events(client, 0, last))
    put_back = max((event.seq for event in events if event.kind == "feed.restored"), default=last)
    return [event for event in events if event.seq > min(cursor, put_back)]


def _events(client: PortalClient, cursor: int, last: int) -> Iterator[Event]:
    after, more = cursor, cursor < last
    while more:
        page = client.review(after)
        yield from (event for event in page.events if event.seq <= last)
        more = page.more and bool(page.events) and page.events[-1].seq < last
        after = page.events[-1].seq if page.events else last
