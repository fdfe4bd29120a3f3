"""SMTP transport, encrypted and verified unless the host configures otherwise."""

import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from select import select
from typing import Literal

from turbo_admin.core.database_address import is_here
from turbo_admin.portal.mail.connection_security import ConnectionSecurity
from turbo_admin.portal.mail.failure_reasons import LINK, UNREACHED
from turbo_admin.portal.mail.message import idna_address
from turbo_admin.portal.mail.smtp_answers import (
    MailDelayed,
    MailRejected,
    from_login,
    from_recipient,
    from_sender_or_greeting,
)

_TIMEOUT_S = 30
# A connection that took a mail within this time is used without a NOOP to check it.
_FRESH_S = 1.0

# X509_V_ERR_… of OpenSSL; any other code is an unknown authority.
_CERTIFICATES = {
    9: "le certificat du serveur de courriel n’est pas encore valable",
    10: "le certificat du serveur de courriel a expiré",
    62: "le certificat du serveur de courriel est au nom d’un autre",
    64: "le certificat du serveur de courriel est au nom d’un autre",
}
_UNTRUSTED = "le certificat du serveur de courriel n’est pas reconnu"
_NO_STARTTLS = (
    "le serveur de courriel ne propose pas STARTTLS\u00a0: la liaison serait en clair"
    " (utilisez smtps://, ou ?starttls=optional si elle est protégée autrement)"
)


# `?starttls=` of the address. Empty: required of a server elsewhere, optional on this machine.
StartTls = Literal["", "required", "optional"]


@dataclass(slots=True)
class SmtpTransport:
    """A mail server; the connection is reused for the next mail.

    The connection must be encrypted and the server verified, except on this machine or with `starttls=optional`; a
    password is never sent otherwise.

    Attributes:
        tls: from the first byte, `smtps://`.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: StartTls = ""
    _open: smtplib.SMTP | None = None
    _used: float = 0.0

    def send(self, message: Message, *, sender: str, to: str) -> None:
        """Send it; see `Transport`."""
        try:
            wire_to = idna_address(to)
        except ValueError as error:
            raise MailRejected("adresse impossible") from error
        server = self._connected()
        try:
            server.send_message(message, idna_address(sender), [wire_to])
            self._used = time.monotonic()
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise from_sender_or_greeting(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise from_recipient(code, text, to) from error
        # The connection is still usable: only this mail was refused.
        except smtplib.SMTPDataError as error:
            raise from_recipient(error.smtp_code, error.smtp_error, to) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRejected("le serveur de courriel n’accepte pas une adresse accentuée") from error
        except (smtplib.SMTPException, OSError) as error:
            # The server may have accepted the mail and its answer was lost: the retry has the same Message-ID.
            self.close()
            raise MailDelayed("le serveur de courriel a coupé la connexion", everyone=False) from error

    def greet(self) -> ConnectionSecurity:
        """Connect and sign in, and send nothing.

        Returns:
            How the connection is protected.

        Raises:
            MailDelayed: it cannot.
        """
        return ConnectionSecurity.of(self._connected().sock, here=is_here(self.host), verified=self._verifies)

    @property
    def _verifies(self) -> bool:
        """Whether the server's certificate must be valid."""
        return not is_here(self.host) and (self.tls or bool(self.user) or self.starttls != "optional")

    def close(self) -> None:
        """Send QUIT if the connection is still open, and close it."""
        server, self._open = self._open, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._open is not None and (self._is_fresh(self._open) or _answers(self._open)):
            return self._open
        self.close()
        try:
            self._open = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise from_login(error.smtp_code, error.smtp_error) from error
        except ssl.SSLError as error:
            raise MailDelayed(_of_tls(error), everyone=True, trouble=LINK.code) from error
        except smtplib.SMTPResponseException as error:
            raise from_sender_or_greeting(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailDelayed(UNREACHED.words, everyone=True, trouble=UNREACHED.code) from error
        return self._open

    def _is_fresh(self, server: smtplib.SMTP) -> bool:
        """Whether it has just taken a mail and sent nothing since, such as 421 or the end of the connection."""
        if server.sock is None or time.monotonic() - self._used > _FRESH_S:
            return False
        return not select([server.sock], [], [], 0)[0]

    def _connect(self) -> smtplib.SMTP:
        server: smtplib.SMTP
        if self.tls:
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT_S, context=self._tls_context())
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_S)
        try:
            self._greet(server)
        except BaseException:
            server.close()
            raise
        return server

    def _tls_context(self) -> ssl.SSLContext:
        # Made only where TLS is spoken: reading the system's certificates takes longer than sending a mail.
        context = ssl.create_default_context()
        if not self._verifies:
            # Where clear text would do, encrypting to whoever answers is better.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self.tls and server.has_extn("starttls"):
            server.starttls(context=self._tls_context())
            server.ehlo()
        elif not self.tls and (self._verifies or self.starttls == "required"):
            raise MailDelayed(_NO_STARTTLS, everyone=True, trouble=LINK.code)
        if self.user:
            server.login(self.user, self.password)


def _of_tls(error: ssl.SSLError) -> str:
    """Return in a few French words why the TLS connection failed; nothing was sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(error.verify_code, _UNTRUSTED)
    return "le serveur de courriel ne parle pas TLS comme attendu\u00a0: port, smtp:// ou smtps:// à vérifier"


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return bool(server.noop()[0] == 250)
    except (smtplib.SMTPException, OSError):
        return False
