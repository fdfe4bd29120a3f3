"""What a database complains of, in words that the clerk can act on."""

from turbo_admin.core.errors import Refused, TurboError, Unreachable


def in_french(said: str, *, out_of_reach: bool) -> TurboError | None:
    """Return what a driver's complaint means; None for a mistake in our own statements, to be seen as a bug.

    Args:
        said: by the driver.
        out_of_reach: whether it is of the kind that a server gone away makes.
    """
    said = said.lower()
    if "full" in said or "no space left" in said:
        return Refused("disk_full")
    if "disk i/o" in said:
        # SQLite says so of a disk that fails, and of a full one that it finds full elsewhere than in a write.
        return Refused("disk_failing")
    if "locked" in said or "lock timeout" in said or "deadlock" in said:
        return Refused("database_busy")
    if "malformed" in said:
        # SQLite says so of a damaged file, and of a read that failed this once.
        return Refused("database_damaged")
    if "not a database" in said:
        return Refused("database_not_ours")
    if "unable to open" in said or "readonly" in said or "read-only" in said:
        return Refused("database_folder", path="")
    return Unreachable("database_unreachable") if out_of_reach else None
