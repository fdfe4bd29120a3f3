"""The rosters in memory, of the schools asked for last."""

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from turbo_admin.office.desk.kept_roster import KeptRoster

# An office with more schools than this reads the others again.
_MOST_KEPT = 3


class Rosters:
    """The rosters asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, KeptRoster] = {}

    def is_at_hand(self, uai: str) -> bool:
        """Whether the roster needs no reading from the start."""
        return uai in self._kept

    def roster(self, session: "Session", uai: str, *, keep: bool) -> "KeptRoster":
        """Return the roster as the session sees it.

        Args:
            keep: whether to keep what had to be read. Not in a writing session: what it changed may be undone.

        Raises:
            Refused: `school_unknown`.
        """
        # Not at the top: SQLAlchemy takes 340 ms to load, and the first page does without.
        from turbo_admin.office.desk.kept_roster import KeptRoster, roster_version

        epoch, site_code, rev = roster_version(session, uai)
        with self._lock:
            kept = self._kept.get(uai)
            if kept is None or not kept.is_of(epoch, site_code):
                # The rev was read first: what is committed meanwhile is read twice, never missed.
                kept = KeptRoster(session, uai, epoch, site_code, rev) if keep else None
            elif keep and not kept.covers(epoch, site_code, rev):
                kept.catch_up(session, uai, rev)
            if kept is not None and keep:
                self._keep(uai, kept)
        if kept is not None and kept.covers(epoch, site_code, rev):
            return kept
        return KeptRoster(session, uai, epoch, site_code, rev)

    def _keep(self, uai: str, kept: "KeptRoster") -> None:
        self._kept.pop(uai, None)
        self._kept[uai] = kept
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
