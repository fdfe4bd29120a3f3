"""The rosters in memory: indexed once, then kept up with the database, whoever changes it."""

from collections.abc import Iterable
from threading import Lock

from sqlalchemy.orm import Session

from turbo_admin.core.matching import Asked, Match, Roster, RosterDiner
from turbo_admin.store import diners, schools
from turbo_admin.store.records import DinerRecord

# A hundred thousand diners take about 250 MB; an office with more schools than this reads the others again.
_MOST_KEPT = 3


class KeptRoster:
    """The roster of a school at a rev. Any thread may ask it.

    Args:
        epoch: of the database; a restored copy has another, and may have gone back.
        rev: the `roster_rev` whose diners these are.
    """

    def __init__(self, epoch: str, site_code: str, rev: int, records: Iterable[DinerRecord]) -> None:
        self._lock = Lock()
        self._epoch, self._site_code, self._rev = epoch, site_code, rev
        self._roster = Roster(map(roster_diner, records), site_code)

    def covers(self, epoch: str, site_code: str, rev: int) -> bool:
        """Whether it knows all diners as they are at a rev, or later."""
        return self.is_of(epoch, site_code) and self._rev >= rev

    def is_of(self, epoch: str, site_code: str) -> bool:
        """Whether what changed since is all that it lacks."""
        return (self._epoch, self._site_code) == (epoch, site_code)

    def catch_up(self, session: Session, uai: str, rev: int) -> None:
        """Take in what has changed since."""
        with self._lock:
            self._roster.update(map(roster_diner, diners.diners_since(session, uai, self._rev)))
            self._rev = rev

    def match(self, asked: Asked) -> Match:
        """Say which diner the request means; see `core.matching`."""
        with self._lock:
            return self._roster.match(asked)


class Rosters:
    """The rosters asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, KeptRoster] = {}

    def is_at_hand(self, uai: str) -> bool:
        """Whether the roster needs no reading from the start."""
        return uai in self._kept

    def roster(self, session: Session, uai: str, *, keep: bool) -> KeptRoster:
        """Return the roster as the session sees it.

        Args:
            keep: whether to keep what had to be read. Not in a writing session: what it changed may be undone.

        Raises:
            Refused: `school_unknown`.
        """
        epoch, site_code = schools.epoch(session), schools.school(session, uai).site_code
        rev = diners.roster_rev(session, uai)
        with self._lock:
            kept = self._kept.get(uai)
            if kept is None or not kept.is_of(epoch, site_code):
                # The rev was read first: what is committed meanwhile is read twice, never missed.
                kept = None if not keep else KeptRoster(epoch, site_code, rev, _all(session, uai))
            elif keep and not kept.covers(epoch, site_code, rev):
                kept.catch_up(session, uai, rev)
            if kept is not None and keep:
                self._keep(uai, kept)
        if kept is not None and kept.covers(epoch, site_code, rev):
            return kept
        return KeptRoster(epoch, site_code, rev, _all(session, uai))

    def _keep(self, uai: str, kept: KeptRoster) -> None:
        self._kept.pop(uai, None)
        self._kept[uai] = kept
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]


def _all(session: Session, uai: str) -> list[DinerRecord]:
    return diners.diners_since(session, uai, -1)


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
