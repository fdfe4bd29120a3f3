"""Binding a school to the office database that has adopted what the portal holds."""

from sqlalchemy import Connection, text

_LOCK = text("SELECT office_epoch, last_rev FROM school WHERE school_id = :uai FOR NO KEY UPDATE")
_BIND = text(
    "UPDATE school SET office_epoch = :to, acknowledged_seq = :seen_seq, suspended_at = NULL WHERE school_id = :uai"
)


def bind(connection: Connection, uai: str, *, to: str, seen_seq: int, seen_rev: int) -> bool:
    """Bind a school to an office database under a new epoch, and end its suspension; done twice, it is done once.

    Args:
        seen_seq: the events up to it are known to that office.
        seen_rev: the greatest rev that it saw.

    Returns:
        False when the portal has taken other changes since.
    """
    school = connection.execute(_LOCK, {"uai": uai}).one()
    if school.office_epoch == to:
        return True
    if school.last_rev != seen_rev:
        return False
    connection.execute(_BIND, {"uai": uai, "to": to, "seen_seq": seen_seq})
    return True
