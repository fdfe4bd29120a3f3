"""One school's roster in memory: indexed once, then updated with what any PC has changed in the database."""

from collections.abc import Iterator, Sequence
from threading import Lock

from sqlalchemy.orm import Session

from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.match import Match, Roster
from turbo_admin.store import cards, diners, schools
from turbo_admin.store.engine.diner_records import CardRecord, DinerRecord


class KeptRoster:
    """The roster of a school at a rev. Any thread may ask it.

    Args:
        epoch: of the database; a restored copy has another, and may have gone back.
        rev: the `roster_rev` whose diners these are.
    """

    def __init__(self, session: Session, uai: str, epoch: str, site_code: str, rev: int) -> None:
        self._lock = Lock()
        self._epoch, self._site_code, self._rev = epoch, site_code, rev
        self._roster = Roster(_changed(session, uai, -1), site_code)

    def covers(self, epoch: str, site_code: str, rev: int) -> bool:
        """Whether it contains all changes up to a rev."""
        return self.is_of(epoch, site_code) and self._rev >= rev

    def is_of(self, epoch: str, site_code: str) -> bool:
        """Whether what changed since is all that it lacks."""
        return (self._epoch, self._site_code) == (epoch, site_code)

    def catch_up(self, session: Session, uai: str, rev: int) -> None:
        """Take in what has changed since."""
        with self._lock:
            self._roster.update(_changed(session, uai, self._rev))
            self._rev = rev

    def match(self, asked: MatchRequest) -> Match:
        """Match a request against the roster; see `core.matching.match`."""
        with self._lock:
            return self._roster.match(asked)


def roster_version(session: Session, uai: str) -> tuple[str, str, int]:
    """Return (the database's epoch, the school's code on cards, its `roster_rev`): what a roster in memory goes by.

    Raises:
        Refused: `school_unknown`.
    """
    school = schools.school(session, uai)
    # A diner may have taken the id under which the portal knows it when the school was bound anew.
    return schools.epoch(session) + school.office_epoch, school.site_code, diners.roster_rev(session, uai)


def _changed(session: Session, uai: str, rev: int) -> Iterator[RosterDiner]:
    """Give the diners changed after `roster_rev` was this, with all the cards they use or used; -1 for all."""
    held = cards.by_diner(cards.cards_since(session, uai, rev))
    for record in diners.diners_since(session, uai, rev):
        yield _diner(record, held.get(record.id, ()))


def _diner(record: DinerRecord, held: Sequence[CardRecord]) -> RosterDiner:
    return RosterDiner(
        id=record.id,
        card=record.card,
        last_name=record.last_name,
        first_name=record.first_name,
        class_name=record.class_name,
        left=record.left,
        emails=record.emails,
        old_cards=tuple(one.card for one in held if one.until_at is not None),
        more_cards=tuple(one.card for one in held if one.until_at is None),
        used_name=record.used_name,
    )
