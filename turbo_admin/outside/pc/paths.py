"""Paths of the program's own files on this PC."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("turbo-admin", appauthor=False)


def default_database() -> Path:
    """Return the path of this PC's own database."""
    return Path(_DIRS.user_data_dir) / "bureau.db"


def log_folder() -> Path:
    """Return the folder of the logs."""
    return Path(_DIRS.user_log_dir)


def state_folder() -> Path:
    """Return the folder of the state kept between runs."""
    return Path(_DIRS.user_state_dir)
