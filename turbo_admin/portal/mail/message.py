"""Builds the MIME message; names and addresses can add neither headers nor recipients."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from turbo_admin.core.mails.blocks import Letter

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom.

    Attributes:
        sender: address alone, also the envelope's.
        to: address alone, of any alphabet.
        reply_to: address alone, empty for none.
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
    sender, to = _address(envelope.sender, envelope.sender_name), _address(envelope.to)
    reply_to = _address(envelope.reply_to) if envelope.reply_to else None
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = to
    if reply_to:
        message["Reply-To"] = reply_to
    message["Subject"] = one_line(letter.subject)
    message["Date"] = at.astimezone(UTC)
    message["Message-ID"] = f"<{envelope.message_id}@{sender.domain}>"
    # Asks automatic responders not to answer (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Turbo-Kind"] = envelope.kind
    # quoted-printable: lines of 76 ASCII characters pass every server.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if not all(one.addr_spec.isascii() for one in (sender, to, reply_to or to)):
        # Headers in UTF-8 (SMTPUTF8), not folded: the library loses the quotes of a name that it folds.
        message.policy = policy.SMTPUTF8.clone(max_line_length=998)
    return message


def idna_address(address: str) -> str:
    """Return an address with its domain in ASCII (IDNA); the local part is unchanged.

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
    local, _, domain = idna_address(address).rpartition("@")
    return Address(display_name=one_line(name)[:_LONGEST_NAME], username=local, domain=domain)
