"""The portal's secrets on disk, each in a file that only its owner reads. Never in the database, never in a log."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from turbo_admin.core.credentials.sealing import new_mail_key
from turbo_admin.core.errors import Refused

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_MAIL_KEY_BYTES = 32


def prepare_folder(data: Path) -> Path:
    """Make the data folder and return its full path.

    Raises:
        Refused: `portal_data_folder`.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if sys.platform != "win32" and os.geteuid() == 0:
            # Started by root, PostgreSQL runs as a user of its own, who must pass through; nobody may list it.
            data.chmod(data.stat().st_mode | 0o011)
        return data.resolve()
    except OSError as error:
        raise Refused("portal_data_folder", folder=data) from error


def mail_key(data: Path) -> bytes:
    """Return the mail worker's private key, `mail.key`, 32 bytes; drawn at the first start.

    Raises:
        Refused: `portal_data_folder`, `portal_key_damaged`.
    """
    key = read_or_create(data / "mail.key", new_mail_key().hex())
    try:
        found = bytes.fromhex(key)
    except ValueError as error:
        raise Refused("portal_key_damaged", file=data / "mail.key") from error
    if len(found) != _MAIL_KEY_BYTES:
        raise Refused("portal_key_damaged", file=data / "mail.key")
    return found


def csrf_secret(data: Path) -> str:
    """Return the secret that signs forms, `csrf.key`; drawn at the first start. For others: see `mail_key`."""
    return read_or_create(data / "csrf.key", secrets.token_hex(32))


def read_or_create(path: Path, fresh: str) -> str:
    """Return what the file says, after writing `fresh` when there is none; two at once agree on one.

    Raises:
        Refused: `portal_data_folder`.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        if not path.exists():
            write_private(part, fresh)
            # A link, unlike a rename, does not replace what another process has just put there.
            with suppress(FileExistsError):
                os.link(part, path)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("portal_data_folder", folder=path.parent) from error
    finally:
        with suppress(OSError):
            part.unlink()


def write_private(path: Path, content: str) -> None:
    """Write a new file that only its owner reads, down to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Hold a file lock, released by the system however the process ends.

    Raises:
        Refused: `portal_already_running`: another process holds it.
        Refused: `portal_data_folder`.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refused("portal_data_folder", folder=path.parent) from error
    try:
        _lock(file)
        yield
    finally:
        os.close(file)


def _lock(file: int) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Refused("portal_already_running") from error
