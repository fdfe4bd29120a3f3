"""The system user of the embedded PostgreSQL when the portal runs as root, which PostgreSQL refuses."""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.core.errors import Refused

if sys.platform != "win32":
    import pwd

OS_USER = "turbo-postgres"


@dataclass(frozen=True, slots=True)
class OsUser:
    """A user of the operating system."""

    uid: int
    gid: int


def os_user() -> OsUser | None:
    """Return the user to run PostgreSQL as; None when this process is not root, and PostgreSQL runs as the same user."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    return _find_os_user() or _make_os_user()


def _find_os_user() -> OsUser | None:
    if sys.platform != "win32":
        with suppress(KeyError):
            entry = pwd.getpwnam(OS_USER)
            return OsUser(entry.pw_uid, entry.pw_gid)
    return None


def _make_os_user() -> OsUser:
    make = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        OS_USER,
    ]
    try:
        subprocess.run(make, check=True, capture_output=True)  # noqa: S603 (fixed words)
    except (OSError, subprocess.CalledProcessError) as error:
        # Another process may have made it in the meantime.
        if _find_os_user() is None:
            raise Refused("portal_root_user", user=OS_USER) from error
    found = _find_os_user()
    if found is None:
        raise Refused("portal_root_user", user=OS_USER)
    return found


def give_to_os_user(path: Path) -> None:
    """Make a file belong to the database's user, if there is one."""
    if sys.platform != "win32" and (user := os_user()) is not None:
        os.chown(path, user.uid, user.gid)


def is_open_to_all(folder: Path) -> bool:
    """Whether any user may pass through the folder and all above it."""
    # « x » for others on each folder: passing through needs no right to list.
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))
