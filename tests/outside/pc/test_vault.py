"""The keyring: a real Secret Service, and what happens without one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from tests.keyrings import MemoryKeyring
from turbo_admin.core.errors import Refused
from turbo_admin.outside.pc.keyring_entries import KeyringEntries
from turbo_admin.outside.pc.vault import KeyringVault

ROOT = Path(__file__).resolve().parents[3]


def test_keys_come_back_and_each_school_has_its_own() -> None:
    vault = KeyringVault(MemoryKeyring())
    vault.keep_portal_key("epoch", "0990001N", "one")
    vault.keep_portal_key("epoch", "0990002P", "two")
    assert vault.portal_key("epoch", "0990001N") == "one"
    with pytest.raises(Refused, match="code de liaison"):
        vault.portal_key("another epoch", "0990001N")


def test_the_sheet_key_is_drawn_once() -> None:
    vault = KeyringVault(MemoryKeyring())
    assert vault.sheet_key("epoch") == vault.sheet_key("epoch")
    assert len(vault.sheet_key("epoch")) == 32


class PlaintextKeyring(MemoryKeyring):
    """Stands for those that write secrets in clear."""


class LockedKeyring(MemoryKeyring):
    """Refuses to open."""

    def get_password(self, service: str, username: str) -> str | None:
        """Refuse."""
        raise KeyringLocked(f"{service} {username}")


class ForgetfulKeyring(MemoryKeyring):
    """Says that it keeps, and does not."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Forget."""


class CredentialManagerError(Exception):
    """As `pywintypes.error`, which is neither a KeyringError nor an OSError."""


class CredentialManager(MemoryKeyring):
    """As Windows' when nobody's session holds it (1312), or a secret is too long (1783)."""

    def get_password(self, service: str, username: str) -> str | None:
        """Fail."""
        raise CredentialManagerError(1312, "CredRead", f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Fail."""
        raise CredentialManagerError(1783, "CredWrite", f"{service} {username} {len(password)}")

    def delete_password(self, service: str, username: str) -> None:
        """Fail."""
        raise CredentialManagerError(1312, "CredDelete", f"{service} {username}")


def test_what_the_credential_manager_says_is_refused_in_words() -> None:
    entries = KeyringEntries(CredentialManager())
    for act in (
        lambda: entries.get("key"),
        lambda: entries.set("key", "secret"),
        lambda: entries.delete("key"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "no_keyring"


@pytest.mark.parametrize(
    "backend", [fail.Keyring(), null.Keyring(), PlaintextKeyring(), LockedKeyring(), ForgetfulKeyring()]
)
def test_without_a_keyring_worth_the_name_nothing_is_kept(backend: MemoryKeyring) -> None:
    vault = KeyringVault(backend)
    with pytest.raises(Refused, match="gnome-keyring"):
        vault.keep_portal_key("epoch", "0990001N", "secret")
    with pytest.raises(Refused, match="Aucun secret n’est écrit en clair"):
        vault.sheet_key("epoch")


def test_a_locked_keyring_never_leads_to_a_new_key() -> None:
    locked = LockedKeyring()
    with pytest.raises(Refused):
        KeyringVault(locked).sheet_key("epoch")
    assert locked.secrets == {}


_SCRIPT = """
from turbo_admin.outside.pc.vault import KeyringVault
vault = KeyringVault()
vault.keep_portal_key("epoch", "0990001N", "s3cret")
print(KeyringVault().portal_key("epoch", "0990001N"))
print(len(vault.sheet_key("epoch")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_the_real_secret_service_keeps_them(tmp_path: Path, program_environment: dict[str, str]) -> None:
    assert shutil.which("gnome-keyring-daemon"), "make installs gnome-keyring"
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    environment = {k: v for k, v in program_environment.items() if k != "PYTHON_KEYRING_BACKEND"}
    command = (
        "printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;"
        f" exec '{sys.executable}' '{script}'"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["s3cret", "32"], done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is one")
def test_on_a_bare_linux_the_error_says_what_to_install(
    tmp_path: Path, program_environment: dict[str, str]
) -> None:
    environment = {
        k: v
        for k, v in program_environment.items()
        if k not in {"PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "turbo_admin", "pair", "https://127.0.0.1:1", "CODE"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "gnome-keyring" in done.stderr
