"""The MIME message: whatever a name or an address holds, it adds no header and no recipient."""

import email.policy
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from turbo_admin.portal.mail.texts import Letter

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom.

    Attributes:
        sender: bare address, also the envelope's.
        to: bare address, of any alphabet.
        reply_to: bare address, empty for none.
        message_id: without brackets or domain; the same at each try.
    """

    sender: str
    sender_name: str
    to: str
    kind: str
    message_id: str
    reply_to: str = ""


def build(envelope: Envelope, letter: Letter, *, at: datetime) -> EmailMessage:
    """Return the message, plain text first, HTML as the alternative.

    Raises:
        ValueError: an address that no header can hold.
    """
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = _address(envelope.sender, envelope.sender_name)
    message["To"] = _address(envelope.to)
    if envelope.reply_to:
        message["Reply-To"] = _address(envelope.reply_to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(at.astimezone(UTC))
    message["Message-ID"] = f"<{envelope.message_id}@{_domain(envelope.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Turbo-Kind"] = envelope.kind
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def wire_address(address: str) -> str:
    """Return an address as servers want it: the domain in ASCII; the local part stays as it is.

    Raises:
        ValueError: a domain that cannot be written so.
    """
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def one_line(text: str) -> str:
    """Return a text without line breaks or other control characters."""
    kept = (" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return " ".join("".join(kept).split(" ")).strip()


def _address(address: str, name: str = "") -> Address:
    # `Address` refuses CR and LF and quotes whatever else is special.
    local, _, domain = wire_address(address).rpartition("@")
    return Address(display_name=one_line(name)[:_LONGEST_NAME], username=local, domain=domain)


def _domain(address: str) -> str:
    return wire_address(address).rpartition("@")[2]
