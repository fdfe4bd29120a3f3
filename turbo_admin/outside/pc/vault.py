"""The operating system's keyring: the workstation's keys to the portal, and the key of its waiting sheets.

There is no plain-text fallback: without a keyring the clerk is told what to install.
"""

import base64
import binascii
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from turbo_admin.core.errors import Refused

if TYPE_CHECKING:  # `keyring` looks for its backends as it is loaded: when a secret is wanted, not before
    from keyring.backend import KeyringBackend

_SERVICE = "Turbo Admin"
_PROXY = "proxy"


class Vault(Protocol):
    """Keeps this PC's secrets. Names are ours; values never leave the PC but for the portal they belong to."""

    def portal_key(self, epoch: str, uai: str) -> str:
        """Return the workstation's key to a school's portal.

        Raises:
            Refused: `key_missing`, `no_keyring`.
        """

    def keep_portal_key(self, epoch: str, uai: str, key: str) -> None:
        """Keep the workstation's key to a school's portal."""

    def sheet_key(self, epoch: str) -> bytes:
        """Return the key of this PC's waiting sheets, drawn at first use."""

    def proxy_password(self) -> str:
        """Return the password of the proxy's account, empty for none."""

    def keep_proxy_password(self, password: str) -> None:
        """Keep the password of the proxy's account; an empty one is forgotten."""


class KeyringVault:
    """The keyring of the operating system.

    Args:
        backend: another keyring than the system's own, chosen by `keyring`.
    """

    def __init__(self, backend: "KeyringBackend | None" = None) -> None:
        self._backend = backend

    def portal_key(self, epoch: str, uai: str) -> str:
        """Return the workstation's key to a school's portal.

        Raises:
            Refused: `key_missing`, `no_keyring`.
        """
        key = self._get(f"portail {uai} {epoch}")
        if key is None:
            raise Refused("key_missing", uai=uai)
        return key

    def keep_portal_key(self, epoch: str, uai: str, key: str) -> None:
        """Keep the workstation's key, and make sure that it can be read again.

        Raises:
            Refused: `no_keyring`.
        """
        self._set(f"portail {uai} {epoch}", key)

    def sheet_key(self, epoch: str) -> bytes:
        """Return the key of this PC's waiting sheets, drawn at first use.

        Raises:
            Refused: `no_keyring`. A keyring that fails never leads to a new key: the old sheets would be lost.
        """
        name = f"fiches {epoch}"
        kept = self._get(name)
        if kept is None:
            from turbo_admin.core.credentials.sealing import new_sheet_key

            kept = base64.b64encode(new_sheet_key()).decode()
            self._set(name, kept)
        try:
            return base64.b64decode(kept, validate=True)
        except binascii.Error as error:
            raise Refused("no_keyring") from error

    def proxy_password(self) -> str:
        """Return the password of the proxy's account, empty for none.

        Raises:
            Refused: `no_keyring`.
        """
        return self._get(_PROXY) or ""

    def keep_proxy_password(self, password: str) -> None:
        """Keep the password of the proxy's account; an empty one is forgotten.

        Raises:
            Refused: `no_keyring`.
        """
        if password:
            self._set(_PROXY, password)
        elif self._get(_PROXY) is not None:
            self._forget(_PROXY)

    def check(self) -> None:
        """Make sure that there is a keyring, before anything depends on it.

        Raises:
            Refused: `no_keyring`.
        """
        self._get("essai")

    def check_unlocked(self) -> None:
        """Make sure that the keyring would ask nobody for a password: at night nobody is there to type one.

        Raises:
            Refused: `keyring_locked`, `no_keyring`.
        """
        chosen = self._safe()
        if any(_asks(one) for one in (chosen, *getattr(chosen, "backends", ()))):
            raise Refused("keyring_locked")

    def _get(self, name: str) -> str | None:
        with _answering():
            return self._safe().get_password(_SERVICE, name)

    def _set(self, name: str, value: str) -> None:
        with _answering():
            backend = self._safe()
            backend.set_password(_SERVICE, name, value)
            if backend.get_password(_SERVICE, name) != value:
                raise Refused("no_keyring")

    def _safe(self) -> "KeyringBackend":
        import keyring
        from keyring.backends import fail, null

        backend = self._backend or keyring.get_keyring()
        # The chainer stands for several; a plain-text one among them would be used when the real ones fail.
        if isinstance(backend, (fail.Keyring, null.Keyring)) or "plaintext" in type(backend).__name__.lower():
            raise Refused("no_keyring")
        if any("plaintext" in type(one).__name__.lower() for one in getattr(backend, "backends", ())):
            raise Refused("no_keyring")
        return backend

    def forget_portal_key(self, epoch: str, uai: str) -> None:
        """Forget the workstation's key; one that is not there is no error.

        Raises:
            Refused: `no_keyring`.
        """
        self._forget(f"portail {uai} {epoch}")

    def _forget(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        with _answering(), suppress(PasswordDeleteError):
            self._safe().delete_password(_SERVICE, name)


@contextmanager
def _answering() -> Iterator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except (KeyringError, OSError, RuntimeError) as error:
        raise Refused("no_keyring") from error


def _asks(backend: "KeyringBackend") -> bool:
    """Whether a backend is the Secret Service with its collection locked: reading it would open a window."""
    if type(backend).__module__ != "keyring.backends.SecretService":
        return False
    import secretstorage

    try:
        with closing(secretstorage.dbus_init()) as bus:
            return bool(secretstorage.Collection(bus).is_locked())
    except secretstorage.SecretStorageException as error:
        raise Refused("no_keyring") from error
