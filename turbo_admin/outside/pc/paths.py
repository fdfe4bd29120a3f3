"""Where this PC keeps what is ours."""

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
    """Return the folder of what the program notes for itself from one run to the next."""
    return Path(_DIRS.user_state_dir)
