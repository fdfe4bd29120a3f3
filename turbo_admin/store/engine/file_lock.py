"""A lock of the operating system on a file: it ends with the process that holds it."""

from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout


class HeldFile:
    """A lock that is held."""

    def __init__(self, lock: BaseFileLock) -> None:
        self._lock = lock

    def check(self) -> None:
        """Nothing takes it away while the process lives."""

    def release(self) -> None:
        """Release it; the file stays, so that others who wait mean the same one."""
        self._lock.release(force=True)


def take_file_lock(path: str, patience: float) -> HeldFile | None:
    """Lock a file, made if need be.

    Args:
        patience: seconds to wait for whoever holds it.

    Returns:
        None when another holds it.

    Raises:
        OSError: the folder cannot be written to, or takes no locks.
    """
    # Whatever thread releases it; never by the mere presence of the file, which a killed process leaves behind.
    lock = FileLock(Path(path).expanduser(), thread_local=False, fallback_to_soft=False, poll_interval=0.05)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        return None
    return HeldFile(lock)
