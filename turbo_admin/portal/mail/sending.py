"""One attempt at a mail: unseal, write, send, and the result."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy import Row, text

from turbo_admin.core.credentials.rules import Provisional, hash_token
from turbo_admin.core.credentials.sealing import unseal_for_mail
from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.core.mails.letters import write
from turbo_admin.core.mails.payloads import DATA
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.languages import Languages
from turbo_admin.portal.mail.failure_reasons import UNSERVED
from turbo_admin.portal.mail.message import Envelope, build
from turbo_admin.portal.mail.rate_limit import MailRateLimit
from turbo_admin.portal.mail.site_settings import site_of_school
from turbo_admin.portal.mail.smtp_answers import MailDelayed, MailRejected
from turbo_admin.portal.mail.transport import Transport
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import Settings

# A row of the queue that a worker has claimed.
ClaimedMail = Row[Any]
# Wait after each failed try; the last one repeats until two days have gone. Tries are counted, not time: while the queue
# is stopped nothing is tried, and no mail gets too old.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
GIVE_UP_AFTER = timedelta(hours=48)
_TRIES = len(BACK_OFF) + -(-(GIVE_UP_AFTER - sum(BACK_OFF, timedelta())) // BACK_OFF[-1])
# No mail waits longer for its next try: one that seems to was put off by a clock that was ahead, and is due.
LONGEST_WAIT = max(BACK_OFF)
_BLOCKED_WAIT = timedelta(minutes=10)
# Mails with a password: sent only while it still opens the account.
_OPENING = frozenset({"identifiants", "oubli"})
_STILL_OPENS = text("SELECT still_opens(:account_id, :link_hash, :address)")


@dataclass(frozen=True, slots=True)
class MailSender:
    """What an attempt needs: database, transport, keys, limits.

    Attributes:
        database: as `turbo_worker`.
        mail_key: the private key for which secrets are sealed, 32 bytes.
        sender: the address that mails come from; empty for `ne-pas-repondre@` the host of the portal.
        bounces: the address for non-delivery notices (VERP); empty for the sender's.
        pace: the rate limits.
        languages: the languages that families may be written to in.
    """

    database: PortalDatabase
    transport: Transport
    mail_key: bytes = field(repr=False)
    sender: str = ""
    bounces: str = ""
    pace: MailRateLimit = field(default_factory=MailRateLimit)
    languages: Languages = field(default_factory=Languages)


@dataclass(frozen=True, slots=True)
class SendingResult:
    """The result of an attempt.

    Attributes:
        everyone: our own account or server is in trouble: no attempt is counted, and the queue stops.
        trouble: a code of `failure_reasons.REASONS` when the host has something to repair; empty otherwise.
        moot: it was not tried, because the password in it no longer opens anything.
        wait: until the next attempt when it was not tried; None for the usual back-off.
    """

    state: Literal["sent", "retry", "failed"]
    reason: str = ""
    everyone: bool = False
    trouble: str = ""
    moot: bool = False
    wait: timedelta | None = None


class _Blocked(MailDelayed):
    """The account is blocked: the mail waits, and is sent after the account is opened again."""

    def __init__(self) -> None:
        super().__init__("le compte est bloqué", everyone=False)


class _Moot(Exception):
    """What the mail holds opens nothing any more, or not for its address: used, replaced, closed, address changed."""


def try_mail(mailer: MailSender, mail: ClaimedMail, now: datetime) -> SendingResult:
    """Try to send a claimed mail.

    Args:
        mail: a row of the queue, with its school's settings and the portal's address.

    Raises:
        Unreachable: the database, before anything was sent.
    """
    if mail.expires_at is not None and mail.expires_at <= now:
        return SendingResult("failed", "délai dépassé avant l’envoi")
    try:
        _send(mailer, mail)
    except _Blocked as delay:
        return SendingResult("retry", delay.reason, wait=_BLOCKED_WAIT)
    except MailDelayed as delay:
        late = not delay.everyone and mail.attempts > _TRIES
        return SendingResult("failed" if late else "retry", delay.reason, delay.everyone, delay.trouble)
    except MailRejected as rejection:
        return SendingResult("failed", rejection.reason)
    except _Moot:
        return SendingResult("failed", "annulé avant l’envoi : ces identifiants ne servent plus", moot=True)
    except Refused:
        return SendingResult("failed", "la clé des courriels du portail a changé")
    except (BadData, ValueError):
        return SendingResult("failed", "ce courriel ne peut pas être écrit")
    return SendingResult("sent")


def _send(mailer: MailSender, mail: ClaimedMail) -> None:
    secret: Provisional | None = None
    if mail.sealed is not None:
        secret = unseal_for_mail(bytes(mail.sealed), mailer.mail_key)
    if secret is not None and mail.kind in _OPENING:
        _check_opens(mailer.database, mail, secret)
    if not mail.public_url:
        raise MailDelayed(UNSERVED.words, everyone=True, trouble=UNSERVED.code)
    settings = codec.decode(mail.settings.encode(), Settings)
    sender = mailer.sender or default_sender(mail.public_url)
    data = codec.decode(mail.data.encode(), DATA[mail.kind])
    envelope = Envelope(
        sender=sender,
        sender_name=settings.mail_sender_name or f"Espace Numérique – {settings.name}",
        to=mail.to_address,
        kind=mail.kind,
        message_id=mail.message_id,
        reply_to=settings.mail_reply_to or settings.email,
    )
    site, language = (
        site_of_school(mail.school_id, mail.public_url, settings),
        mailer.languages.named(data.language),
    )
    message = build(envelope, write(mail.kind, site, data, secret, language), at=mail.created_at)
    back_to = return_path(mailer.bounces, mail.message_id) if mailer.bounces else sender
    mailer.transport.send(message, sender=back_to, to=mail.to_address)


def return_path(bounces: str, message_id: str) -> str:
    """Return the VERP return path, by which a bounce names its mail: `retours+<message id>@exemple.fr`."""
    local, _, domain = bounces.rpartition("@")
    return f"{local}+{message_id}@{domain}"


def _check_opens(database: PortalDatabase, mail: ClaimedMail, secret: Provisional) -> None:
    """Let no mail leave for nothing, nor for an address that is not the account's; one for a blocked account waits."""
    values = {
        "account_id": mail.account_id,
        "link_hash": hash_token(secret.link_token),
        "address": email_key(mail.to_address),
    }
    with database.school(mail.school_id) as connection:
        state = connection.scalar(_STILL_OPENS, values)
    if state == "blocked":
        raise _Blocked
    if state != "open":
        raise _Moot


def default_sender(public_url: str) -> str:
    """Return the address that mails come from when the host gave none."""
    host = urlsplit(public_url).hostname or ""
    is_name = "." in host and not host.replace(".", "").isdigit()
    return f"ne-pas-repondre@{host if is_name else 'localhost'}"
