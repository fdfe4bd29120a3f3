"""The operating system's keyring: the workstation's keys to the portal, and the key of its waiting sheets.

There is no plain-text fallback: without a keyring the error says what to install.
"""

import base64
import binascii
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from turbo_admin.core.errors import Refused

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from turbo_admin.outside.pc.keyring_entries import KeyringEntries

_PROXY = "proxy"


class Vault(Protocol):
    """Stores this PC's secrets. Values leave the PC only for the portal that they belong to."""

    def portal_key(self, epoch: str, uai: str) -> str:
        """Return the workstation's key to a school's portal.

        Raises:
            Refused: `key_missing`, `no_keyring`.
        """

    def keep_portal_key(self, epoch: str, uai: str, key: str) -> None:
        """Store the workstation's key to a school's portal."""

    def sheet_key(self, epoch: str) -> bytes:
        """Return the key of this PC's waiting sheets, generated at first use."""

    def proxy_password(self) -> str:
        """Return the password of the proxy's account, empty for none."""

    def keep_proxy_password(self, password: str) -> None:
        """Store the password of the proxy's account; an empty one deletes it."""


class KeyringVault:
    """The keyring of the operating system.

    Args:
        backend: another keyring than the system's own, chosen by `keyring`.
    """

    def __init__(self, backend: "KeyringBackend | None" = None) -> None:
        self._backend = backend

    @cached_property
    def _entries(self) -> "KeyringEntries":
        # `keyring` takes 0.1 s to load: imported when a secret is needed, not while the window opens.
        from turbo_admin.outside.pc.keyring_entries import KeyringEntries

        return KeyringEntries(self._backend)

    def portal_key(self, epoch: str, uai: str) -> str:
        """Return the workstation's key to a school's portal.

        Raises:
            Refused: `key_missing`, `no_keyring`.
        """
        key = self._entries.get(f"portail {uai} {epoch}")
        if key is None:
            raise Refused("key_missing", uai=uai)
        return key

    def keep_portal_key(self, epoch: str, uai: str, key: str) -> None:
        """Store the workstation's key, and read it back to verify.

        Raises:
            Refused: `no_keyring`.
        """
        self._entries.set(f"portail {uai} {epoch}", key)

    def sheet_key(self, epoch: str) -> bytes:
        """Return the key of this PC's waiting sheets, generated at first use.

        Raises:
            Refused: `no_keyring`. A failing keyring never gives a new key: the old sheets would be lost.
        """
        name = f"fiches {epoch}"
        kept = self._entries.get(name)
        if kept is None:
            # Needed once a PC: `cryptography` takes 0.1 s to load.
            from turbo_admin.core.credentials.sealing import new_sheet_key

            kept = base64.b64encode(new_sheet_key()).decode()
            self._entries.set(name, kept)
        try:
            return base64.b64decode(kept, validate=True)
        except binascii.Error as error:
            raise Refused("no_keyring") from error

    def proxy_password(self) -> str:
        """Return the password of the proxy's account, empty for none.

        Raises:
            Refused: `no_keyring`.
        """
        return self._entries.get(_PROXY) or ""

    def keep_proxy_password(self, password: str) -> None:
        """Store the password of the proxy's account; an empty one deletes it.

        Raises:
            Refused: `no_keyring`.
        """
        if password:
            self._entries.set(_PROXY, password)
        elif self._entries.get(_PROXY) is not None:
            self._entries.delete(_PROXY)

    def check(self) -> None:
        """Check that there is a keyring, before anything depends on it.

        Raises:
            Refused: `no_keyring`.
        """
        self._entries.get("essai")

    def check_unlocked(self) -> None:
        """Check that the keyring would not prompt for a password: at night nobody can type one.

        Raises:
            Refused: `keyring_locked`, `no_keyring`.
        """
        self._entries.check_unlocked()
