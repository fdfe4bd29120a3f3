"""Addresses that an import never takes away: those that a clerk typed, and those that a family has shown to be its own.

A file says whom it knows; that it knows nothing of an address is no reason to forget it. What an earlier file brought
goes with the next one, as it must: a parent who may not be told any more is taken out there. Which addresses were typed
stands in the journal, by a mark that tells the address to nobody.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.desk import Desk
from turbo_admin.store import accounts, journal
from turbo_admin.store.records import DinerRecord

_ADDED, _REMOVED = "email_added", "email_removed"
_MARK = 32


class OwnAddresses:
    """The addresses of a school's diners that stay whatever a file says."""

    def __init__(self, session: Session, uai: str) -> None:
        # The last that was done with an address counts.
        last = {(subject, mark): what for what, subject, mark in journal.noted(session, (_ADDED, _REMOVED))}
        self._typed = {pair for pair, what in last.items() if what == _ADDED}
        self._proved = accounts.proved_addresses(session, uai)

    def with_own(self, old: DinerRecord, of_file: tuple[str, ...]) -> tuple[str, ...]:
        """Return the addresses of a file, and after them those of the diner that stay."""
        there = {email_key(one) for one in of_file}
        return of_file + tuple(
            one for one in old.emails if email_key(one) not in there and self._is_own(old.id, email_key(one))
        )

    def _is_own(self, diner_id: str, key: str) -> bool:
        return (diner_id, key) in self._proved or (diner_id, _mark(diner_id, key)) in self._typed


def note_typed(desk: Desk, session: Session, old: DinerRecord, new: DinerRecord) -> None:
    """Note which addresses the clerk typed, and which were taken away, in the transaction of the act."""
    before, after = set(map(email_key, old.emails)), set(map(email_key, new.emails))
    desk.note(session, _ADDED, _marks(new.id, after - before))
    desk.note(session, _REMOVED, _marks(new.id, before - after))


def _marks(diner_id: str, keys: Iterable[str]) -> list[tuple[str, str]]:
    return [(diner_id, _mark(diner_id, key)) for key in sorted(keys)]


def _mark(diner_id: str, key: str) -> str:
    return hashlib.sha256(f"{diner_id}\0{key}".encode()).hexdigest()[:_MARK]
