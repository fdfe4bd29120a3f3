"""Notices to guardians as acts for the portal: to whom, and by which key.

The key is derived from what the notice is about: enqueueing it twice is enqueueing it once.
"""

import hashlib
from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.store import schools

KIND = "guardian.notify"
_DIGEST = 24


def notifying_schools(session: Session, uais: Collection[str]) -> set[str]:
    """Return which of the schools notify guardians and are paired with a portal."""
    known = [school for school in schools.schools(session) if school.uai in uais]
    return {school.uai for school in known if school.paired_at and of_record(school).notify_guardians}


def other_addresses(known: Iterable[str], but: str) -> list[str]:
    """Return each known address once, without the one that the notice is about."""
    by_key = {email_key(one): one for one in known if one}
    by_key.pop(email_key(but), None)
    return list(by_key.values())


def notice_key(*parts: str) -> str:
    """Return the digest of what a notice is about."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGEST]
