"""Keyrings for tests: one in memory, one in a file that the programs a test starts share with it."""

import json
import os
from pathlib import Path
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Forgets everything with the test."""

    priority: ClassVar[float] = 0.1  # type: ignore[assignment]  # never chosen by itself before a real one

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, None when there is none."""
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError("no such secret")


class FileKeyring(KeyringBackend):
    """Keeps its secrets in the JSON file named by TURBO_TEST_KEYRING: for programs started by a test.

    They choose it through keyring's own variable, PYTHON_KEYRING_BACKEND=tests.keyrings.FileKeyring.
    """

    priority: ClassVar[float] = 0.1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, None when there is none."""
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self._write(self._read() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        secrets = self._read()
        if secrets.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such secret")
        self._write(secrets)

    def _read(self) -> dict[str, str]:
        path = Path(os.environ["TURBO_TEST_KEYRING"])
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def _write(self, secrets: dict[str, str]) -> None:
        path = Path(os.environ["TURBO_TEST_KEYRING"])
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(secrets), encoding="utf-8")
        fresh.replace(path)
