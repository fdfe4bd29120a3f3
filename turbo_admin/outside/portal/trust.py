"""Whom this PC trusts over TLS, and what it means when it does not."""

import ssl
from collections.abc import Iterator
from typing import Any

import truststore
from requests.adapters import HTTPAdapter

from turbo_admin.core.errors import Unreachable

# What OpenSSL (Linux) and Windows call the same thing: X509_V_ERR_…, then CERT_E_….
_EXPIRED = frozenset({9, 10, 0x800B0101})
# 7: a filter whose authority was made anew under the same name.
_UNKNOWN_AUTHORITY = frozenset({2, 7, 18, 19, 20, 21, 0x800B0109, 0x800B010A})
_OTHER_NAME = frozenset({62, 64, 0x800B010F})


def trusting() -> truststore.SSLContext:
    """Return what trusts the authorities that the operating system trusts.

    A school's filter comes with a certificate of its own, which whoever runs the network installs in the system.
    """
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def tls_trouble(error: BaseException) -> Unreachable:
    """Return what a failed handshake means to the clerk.

    Args:
        error: as raised by `ssl`, or by whatever wraps it.

    Returns:
        `tls_expired`, `tls_authority`, `tls_other_name`, `portal_unreachable` for a line that broke off, or
        `portal_tls` for anything else.
    """
    for cause in causes(error):
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return Unreachable("portal_unreachable")
        if isinstance(cause, ssl.SSLCertVerificationError):
            # Windows gives its codes as negative numbers.
            code = cause.verify_code & 0xFFFFFFFF
            if code in _EXPIRED:
                return Unreachable("tls_expired")
            if code in _UNKNOWN_AUTHORITY:
                return Unreachable("tls_authority")
            if code in _OTHER_NAME:
                return Unreachable("tls_other_name")
    return Unreachable("portal_tls")


def causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all those behind it, nearest first; libraries hide them in several places."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        behind = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting.extend(cause for cause in behind if isinstance(cause, BaseException))


class SystemTrust(HTTPAdapter):
    """Has `requests` trust what the operating system trusts, and nothing else."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs["ssl_context"] = trusting()
        super().init_poolmanager(*args, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["ssl_context"] = trusting()
        return super().proxy_manager_for(*args, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002 (requests' form)
        # The usual one adds a list of authorities of its own, whatever the system says of them.
        conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None
