"""What an import may change of a diner's addresses.

It never removes addresses that a clerk typed or that a family has proved, and never brings back those that a clerk
removed: such a parent would be known again, and let in. Addresses of an earlier file are replaced by the next one.
The journal marks which addresses were typed or removed, by a digest that does not reveal them.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.desk.context import Desk
from turbo_admin.store import accounts, journal
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.journal_codes import JournalCode

# Hexadecimal digits of the digest.
_MARK = 32


class OwnAddresses:
    """Decisions of a school's clerks and families about addresses."""

    def __init__(self, session: Session, uai: str) -> None:
        # Oldest first, so that the last decision about an address wins.
        self._last = {
            (subject, mark): what
            for what, subject, mark in journal.noted(
                session, (JournalCode.EMAIL_ADDED, JournalCode.EMAIL_REMOVED)
            )
        }
        self._proved = accounts.proved_addresses(session, uai)

    def after(self, old: DinerRecord, of_file: tuple[str, ...], *, replace: bool) -> tuple[str, ...]:
        """Return a diner's addresses after reading a file.

        Args:
            replace: whether the file lists all addresses of a diner, so that others are removed.
        """
        out = self.left_out(old, of_file)
        brought = [one for one in of_file if one not in out]
        # A file without any address for a diner removes none: the column may just be empty.
        if not replace or not of_file:
            return tuple(dict.fromkeys((*old.emails, *brought)))
        there = set(map(email_key, brought))
        stay = (one for one in old.emails if email_key(one) not in there and self._is_own(old.id, one))
        return (*brought, *stay)

    def left_out(self, old: DinerRecord, of_file: tuple[str, ...]) -> list[str]:
        """Return the addresses of a file that a clerk had removed from the diner."""
        known = set(map(email_key, old.emails))
        return [
            one
            for one in of_file
            if email_key(one) not in known and self._is(JournalCode.EMAIL_REMOVED, old.id, one)
        ]

    def _is_own(self, diner_id: str, address: str) -> bool:
        return (diner_id, email_key(address)) in self._proved or self._is(
            JournalCode.EMAIL_ADDED, diner_id, address
        )

    def _is(self, what: JournalCode, diner_id: str, address: str) -> bool:
        return self._last.get((diner_id, _mark(diner_id, email_key(address)))) == what


def note_typed(session: Session, desk: Desk, old: DinerRecord, new: DinerRecord) -> None:
    """Write to the journal which addresses the clerk added and removed, in the act's transaction."""
    before, after = set(map(email_key, old.emails)), set(map(email_key, new.emails))
    desk.note(session, JournalCode.EMAIL_ADDED, _marks(new.id, after - before))
    desk.note(session, JournalCode.EMAIL_REMOVED, _marks(new.id, before - after))


def _marks(diner_id: str, keys: Iterable[str]) -> list[tuple[str, str]]:
    return [(diner_id, _mark(diner_id, key)) for key in sorted(keys)]


def _mark(diner_id: str, key: str) -> str:
    # With the diner's id: the same address of two diners must not show as equal.
    return hashlib.sha256(f"{diner_id}\0{key}".encode()).hexdigest()[:_MARK]
