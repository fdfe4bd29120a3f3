"""Assembles the desktop; the only module that knows all its parts."""


def run(database: str | None) -> int:
    """Open the desktop and return its exit code.

    Args:
        database: a SQLite path or a `postgresql://` address; None for this PC's own.
    """
    raise NotImplementedError
