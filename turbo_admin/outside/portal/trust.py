"""TLS trust: the operating system's authorities, and the meaning of a failed handshake."""

import ssl
from collections.abc import Iterator
from typing import Any

import truststore
from requests.adapters import HTTPAdapter

from turbo_admin.core.errors import Unreachable

# Error codes of OpenSSL (X509_V_ERR_…) and of Windows (CERT_E_…).
_EXPIRED = frozenset({9, 10, 0x800B0101})
# 7: a filtering proxy whose authority was renewed under the same name.
_UNKNOWN_AUTHORITY = frozenset({2, 7, 18, 19, 20, 21, 0x800B0109, 0x800B010A})
_OTHER_NAME = frozenset({62, 64, 0x800B010F})


def trusting() -> truststore.SSLContext:
    """Return a TLS context that trusts the operating system's authorities.

    A school's filtering proxy has an authority of its own, which the administrator installs in the system.
    """
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def tls_trouble(error: BaseException) -> Unreachable:
    """Return the error for a failed handshake.

    Args:
        error: as raised by `ssl`, or by whatever wraps it.

    Returns:
        `tls_expired`, `tls_authority`, `tls_other_name`, `portal_unreachable` for a line that broke off, or
        `portal_tls` for anything else.
    """
    for cause in causes(error):
        # The line broke off in mid-handshake: nothing is known about the certificate.
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return Unreachable("portal_unreachable")
        if isinstance(cause, ssl.SSLCertVerificationError):
            # Windows' codes come as negative numbers.
            code = cause.verify_code & 0xFFFFFFFF
            if code in _EXPIRED:
                return Unreachable("tls_expired")
            if code in _UNKNOWN_AUTHORITY:
                return Unreachable("tls_authority")
            if code in _OTHER_NAME:
                return Unreachable("tls_other_name")
    return Unreachable("portal_tls")


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, nearest first; libraries store them in several attributes."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        # urllib3 keeps the cause in `reason`, requests in `args`; a proxy's error in both.
        behind = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting.extend(cause for cause in behind if isinstance(cause, BaseException))


class SystemTrust(HTTPAdapter):
    """Makes `requests` trust the operating system's authorities only."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs["ssl_context"] = trusting()
        super().init_poolmanager(*args, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["ssl_context"] = trusting()
        return super().proxy_manager_for(*args, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002 (requests' form)
        # The parent class would load certifi's authorities too.
        conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None
