"""The MIME message: whatever a name or an address holds, it adds no header and no recipient."""

import re
import unicodedata
import uuid
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import Message
from email.utils import format_datetime
from functools import lru_cache

from turbo_admin.core.mails.blocks import Letter

_LONGEST_NAME = 100
# An address that a header holds as it is; most are.
_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*", re.ASCII
)
# What would begin a header of its own.
_LINE_BREAK = re.compile(r"\r\n(?![ \t])|(?<!\r)\n|\r(?!\n)")


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


class _AsWritten(policy.Compat32):
    """Sends headers as they are: they are encoded and folded when they are made, which is most of what a mail costs."""

    # What smtplib switches on for an address that is not ASCII; such a header is UTF-8 already.
    utf8 = False

    def fold(self, name: str, value: str) -> str:
        """Return a header's line or lines.

        Raises:
            ValueError: it would be several headers.
        """
        if _LINE_BREAK.search(value):
            raise ValueError(name)
        return f"{name}: {value}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same for the wire."""
        return self.fold(name, value).encode()


_POLICY = _AsWritten(linesep="\r\n", mangle_from_=False)


def build(envelope: Envelope, letter: Letter, *, at: datetime) -> Message:
    """Return the message, plain text first, HTML as the alternative.

    Raises:
        ValueError: an address that no header can hold.
    """
    message = Message(policy=_POLICY)
    message["From"] = _from(envelope.sender, envelope.sender_name)
    message["To"] = _plain(envelope.to) or _encoded("To", _address(envelope.to))
    if envelope.reply_to:
        message["Reply-To"] = _plain(envelope.reply_to) or _encoded("Reply-To", _address(envelope.reply_to))
    message["Subject"] = _subject(one_line(letter.subject))
    message["Date"] = format_datetime(at.astimezone(UTC))
    message["Message-ID"] = f"<{envelope.message_id}@{_domain(envelope.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Turbo-Kind"] = envelope.kind
    message["MIME-Version"] = "1.0"
    # « =_ » stands nowhere in quoted-printable.
    message["Content-Type"] = f'multipart/alternative; boundary="=_{uuid.uuid4().hex}"'
    message.set_payload([_part(letter.text, "plain"), _part(letter.html, "html")])
    return message


def _part(content: str, subtype: str) -> Message:
    part = Message(policy=_POLICY)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    lines = b"\n".join((*content.encode().splitlines(), b""))
    part.set_payload(b2a_qp(lines, istext=True).decode("ascii"))
    return part


def _plain(address: str) -> str:
    """Return an address that needs no encoding, empty for any other."""
    return address if _PLAIN.fullmatch(address) else ""


@lru_cache(maxsize=128)
def _from(address: str, name: str) -> str:
    """The same for each mail of a school."""
    return _encoded("From", _address(address, name))


@lru_cache(maxsize=128)
def _subject(subject: str) -> str:
    """Of a kind and a school; it names nobody."""
    return _encoded("Subject", subject)


def _encoded(name: str, value: str | Address) -> str:
    """Return the value of a header as it goes over the wire: encoded words, folded."""
    bare = isinstance(value, Address) and not value.addr_spec.isascii()
    style = policy.SMTPUTF8 if bare else policy.SMTP
    folded: str = style.fold(name, style.header_factory(name, value))
    return folded.partition(":")[2].strip(" ").removesuffix("\r\n")


def idna_address(address: str) -> str:
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
    local, _, domain = idna_address(address).rpartition("@")
    return Address(display_name=one_line(name)[:_LONGEST_NAME], username=local, domain=domain)


def _domain(address: str) -> str:
    return idna_address(address).rpartition("@")[2]
