"""What an import may change of a diner's addresses.

It never takes away those that a clerk typed, nor those that a family has shown to be its own: that a file knows nothing
of an address is no reason to forget it. Nor does it bring back those that a clerk took away: a parent who may not be
told any more would be known again, and let in. What an earlier file brought goes with the next one. Which addresses
were typed or taken away is stored by a mark from which nobody can read the address.
"""

import hashlib

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.desk.context import Desk
from turbo_admin.store import accounts, addresses
from turbo_admin.store.addresses import AddressDecision
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.journal_codes import JournalCode

# Hexadecimal digits of the digest.
_MARK = 32


class OwnAddresses:
    """Decisions of a school's clerks and families about addresses."""

    def __init__(self, session: Session, uai: str) -> None:
        self._decided = addresses.decisions(session, uai)
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
        return [one for one in of_file if email_key(one) not in known and self._is("removed", old.id, one)]

    def _is_own(self, diner_id: str, address: str) -> bool:
        return (diner_id, email_key(address)) in self._proved or self._is("typed", diner_id, address)

    def _is(self, decision: AddressDecision, diner_id: str, address: str) -> bool:
        return self._decided.get((diner_id, _mark(diner_id, email_key(address)))) == decision


def note_typed(session: Session, desk: Desk, old: DinerRecord, new: DinerRecord) -> None:
    """Store which addresses the clerk typed, and which were taken away, in the transaction of the act."""
    before, after = set(map(email_key, old.emails)), set(map(email_key, new.emails))
    changes: tuple[tuple[AddressDecision, JournalCode, set[str]], ...] = (
        ("typed", JournalCode.EMAIL_ADDED, after - before),
        ("removed", JournalCode.EMAIL_REMOVED, before - after),
    )
    for decision, code, keys in changes:
        marks = [_mark(new.id, key) for key in sorted(keys)]
        addresses.decide(session, new.id, marks, decision, at=desk.now(), who=desk.operator.who)
        desk.note(session, code, [(new.id, mark) for mark in marks])


def _mark(diner_id: str, key: str) -> str:
    # With the diner's id: the same address of two diners must not show as equal.
    return hashlib.sha256(f"{diner_id}\0{key}".encode()).hexdigest()[:_MARK]
