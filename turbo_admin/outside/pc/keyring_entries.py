"""Entries of the operating system's keyring. Imported on use: `keyring` takes 0.1 s to load."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import PasswordDeleteError

from turbo_admin.core.errors import Refused

_SERVICE = "Turbo Admin"


class KeyringEntries:
    """The entries of this program in a keyring.

    Args:
        backend: the keyring; the system's own, chosen by `keyring`, for None.
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        """Return an entry, None when there is none.

        Raises:
            Refused: `no_keyring`.
        """
        with _keyring_errors_refused():
            return self._safe_backend().get_password(_SERVICE, name)

    def set(self, name: str, value: str) -> None:
        """Write an entry, and read it back to verify.

        Raises:
            Refused: `no_keyring`.
        """
        with _keyring_errors_refused():
            backend = self._safe_backend()
            backend.set_password(_SERVICE, name, value)
            # Some backends report success without storing anything.
            if backend.get_password(_SERVICE, name) != value:
                raise Refused("no_keyring")

    def delete(self, name: str) -> None:
        """Delete an entry; one that is not there is no error.

        Raises:
            Refused: `no_keyring`.
        """
        with _keyring_errors_refused(), suppress(PasswordDeleteError):
            self._safe_backend().delete_password(_SERVICE, name)

    def check_unlocked(self) -> None:
        """Check that reading an entry would not prompt for a password.

        Raises:
            Refused: `keyring_locked`, `no_keyring`.
        """
        chosen = self._safe_backend()
        # The chainer holds its members in `backends`; other keyrings have no such attribute.
        if any(_is_locked(one) for one in (chosen, *getattr(chosen, "backends", ()))):
            raise Refused("keyring_locked")

    def _safe_backend(self) -> KeyringBackend:
        backend = self._backend or keyring.get_keyring()
        # The chainer tries several backends; a plain-text one among them would be used when the others fail.
        if isinstance(backend, (fail.Keyring, null.Keyring)) or "plaintext" in type(backend).__name__.lower():
            raise Refused("no_keyring")
        if any("plaintext" in type(one).__name__.lower() for one in getattr(backend, "backends", ())):
            raise Refused("no_keyring")
        return backend


@contextmanager
def _keyring_errors_refused() -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    # Whatever a keyring raises is its own: Windows' raises `pywintypes.error`, D-Bus errors of its own, and neither is a
    # KeyringError.
    except Exception as error:
        raise Refused("no_keyring") from error


def _is_locked(backend: KeyringBackend) -> bool:
    """Whether a backend is the Secret Service with its collection locked."""
    if type(backend).__module__ != "keyring.backends.SecretService":
        return False
    # Installed on Linux only.
    import secretstorage

    try:
        with closing(secretstorage.dbus_init()) as bus:
            return bool(secretstorage.Collection(bus).is_locked())
    except secretstorage.SecretStorageException as error:
        raise Refused("no_keyring") from error
