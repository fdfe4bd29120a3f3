"""Transports of mails: a mail server, or a folder of .eml files."""

import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from urllib.request import url2pathname

from turbo_admin.core.errors import Refused
from turbo_admin.portal.mail.failure_reasons import FOLDER
from turbo_admin.portal.mail.smtp import SmtpTransport, StartTls
from turbo_admin.portal.mail.smtp_answers import (
    MailDelayed,
)

_DEFAULT_PORTS = {"smtp": 25, "smtps": 465}


class Transport(Protocol):
    """Sends mails."""

    def send(self, message: Message, *, sender: str, to: str) -> None:
        """Send a mail.

        Raises:
            MailRejected: refused for good.
            MailDelayed: refused for now.
        """

    def close(self) -> None:
        """Close the connection; the next mail opens another."""


def open_transport(url: str, password: str = "") -> Transport:
    """Parse `--mail`: `smtp://user@host:port`, `smtp://host?starttls=optional`, `smtps://…`, `file:///folder`.

    Nothing is connected yet.

    Args:
        password: of the user named in the address.

    Raises:
        Refused: `portal_mail_url`, `portal_mail_folder`.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "file":
            return _folder(parts)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            raise Refused("portal_mail_url")
        starttls = _starttls(parse_qs(parts.query).get("starttls", [""]))
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
    except ValueError as error:
        raise Refused("portal_mail_url") from error
    user = unquote(parts.username or "")
    secret = password or unquote(parts.password or "")
    return SmtpTransport(parts.hostname, port, user, secret, tls=parts.scheme == "smtps", starttls=starttls)


def _starttls(said: Sequence[str]) -> StartTls:
    """Parse `?starttls=`; given twice, it is ambiguous and refused."""
    found: dict[str, StartTls] = {"": "", "required": "required", "optional": "optional"}
    if len(said) > 1 or said[0] not in found:
        raise Refused("portal_mail_url")
    return found[said[0]]


def _folder(parts: SplitResult) -> "FolderTransport":
    # Both are typed: `file:///folder` is absolute, `file://folder` relative.
    path = (
        Path(url2pathname(parts.path)) if not parts.netloc else Path(parts.netloc + url2pathname(parts.path))
    )
    if not path.name:
        raise Refused("portal_mail_url")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("portal_mail_folder", folder=path) from error
    return FolderTransport(path)


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Writes each mail as a file, readable by its owner alone; a retry replaces the file."""

    folder: Path

    def send(self, message: Message, *, sender: str, to: str) -> None:  # noqa: ARG002 (the Protocol's)
        """Write the mail atomically."""
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        target = self.folder / f"{message['X-Turbo-Kind']}-{name}.eml"
        # Readers of the folder take *.eml: a dot file that is renamed is never seen half written.
        part = self.folder / f".{uuid.uuid4().hex}.part"
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise MailDelayed(FOLDER.words, everyone=True, trouble=FOLDER.code) from error

    def close(self) -> None:
        """Do nothing: there is no connection."""
