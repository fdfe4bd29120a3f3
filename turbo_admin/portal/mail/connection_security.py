"""How the connection to a mail server is protected, and the finding that tells the host."""

import socket
import ssl
import time
from dataclasses import dataclass
from typing import Self

from turbo_admin.core.french import NBSP, count
from turbo_admin.portal.base.health import ATTENTION, OK, HealthFinding

# Days; a certificate that expires sooner is reported.
SOON_DAYS = 14
_DAY_S = 86_400
_OPTIONAL = f"{NBSP}: retirez ?starttls=optional de --mail, sauf si cette liaison est protégée autrement"


@dataclass(frozen=True, slots=True)
class ConnectionSecurity:
    """One connection.

    Attributes:
        here: whether the server is this very machine.
        verified: whether the server has proved who it is.
        version: of TLS, « TLSv1.3 »; empty when in clear.
        days: for how long the server's certificate still holds; None when it was not verified.
    """

    here: bool
    verified: bool = False
    version: str = ""
    days: int | None = None

    @classmethod
    def of(cls, sock: socket.socket | None, *, here: bool, verified: bool) -> Self:
        """Describe an open connection.

        Args:
            verified: whether the certificate was required to be valid.
        """
        if not isinstance(sock, ssl.SSLSocket):
            return cls(here)
        return cls(here, verified, sock.version() or "", days_left(sock) if verified else None)

    def found(self, part: str, well: str) -> HealthFinding:
        """Return the finding for a server that works, with how it is reached.

        Args:
            well: French, what it does.
        """
        if self.here:
            return HealthFinding(part, OK, f"{well}, sur cette machine")
        if not self.version:
            return HealthFinding(part, ATTENTION, f"{well}, mais en clair{_OPTIONAL}")
        if not self.verified:
            return HealthFinding(
                part,
                ATTENTION,
                f"{well}, par une liaison chiffrée ({self.version}) sans vérifier à qui{_OPTIONAL}",
            )
        words = f"{well}, par une liaison chiffrée ({self.version}) et vérifiée"
        if self.days is not None and self.days < SOON_DAYS:
            return HealthFinding(
                part, ATTENTION, f"{words}{NBSP}; son certificat expire dans {count(self.days, 'jour')}"
            )
        return HealthFinding(part, OK, words)


def days_left(secured: ssl.SSLSocket) -> int:
    """Return the whole days until the peer's verified certificate expires."""
    # Empty when the certificate was not verified: Python then parses none.
    ends = str((secured.getpeercert() or {}).get("notAfter", ""))
    return int((ssl.cert_time_to_seconds(ends) - time.time()) // _DAY_S)
