"""Health check of the TLS certificate that families' browsers see."""

import socket
import ssl
import warnings
from urllib.parse import urlsplit

from turbo_admin.core.database_address import is_here
from turbo_admin.core.french import NBSP, count
from turbo_admin.portal.base.health import ATTENTION, BROKEN, OK, HealthFinding
from turbo_admin.portal.mail.connection_security import SOON_DAYS, days_left

_TIMEOUT_S = 10


def check_certificate(public_url: str) -> HealthFinding:
    """Check the public address as a browser does: the certificate, its expiry, the TLS versions accepted.

    Args:
        public_url: empty when the portal has never been served.
    """
    part, address = "certificat", urlsplit(public_url)
    if not public_url:
        return HealthFinding(part, ATTENTION, "le portail n’a encore jamais été servi")
    if address.scheme != "https" and not is_here(address.hostname or ""):
        return HealthFinding(
            part,
            BROKEN,
            f"{public_url} n’est pas en https{NBSP}: tout ce que les familles tapent passe en clair. Donnez à"
            " « portal serve » une adresse en https par --public-url",
        )
    if address.scheme != "https" or not address.hostname:
        return HealthFinding(
            part, ATTENTION, f"{public_url} n’est pas en https{NBSP}: cette machine seule peut s’en servir"
        )
    return _examine_certificate(address.hostname, address.port or 443)


def _examine_certificate(host: str, port: int, *, context: ssl.SSLContext | None = None) -> HealthFinding:
    part = "certificat"
    try:
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT_S) as connection,
            (context or ssl.create_default_context()).wrap_socket(
                connection, server_hostname=host
            ) as secured,
        ):
            days, version = days_left(secured), secured.version()
    except ssl.SSLCertVerificationError as error:
        return HealthFinding(part, BROKEN, f"les navigateurs le refusent{NBSP}: {_why(error)}")
    except OSError:
        return HealthFinding(
            part,
            BROKEN,
            f"{host}:{port} ne répond pas en https{NBSP}: le serveur web placé devant tourne-t-il ?",
        )
    # Asked apart: the connection above has negotiated the best version that both sides know.
    if _takes_old_tls(host, port):
        return HealthFinding(
            part,
            BROKEN,
            f"{host} accepte encore TLS 1.0 ou 1.1, que d’autres peuvent lire{NBSP}: n’y laissez que TLS 1.2 et 1.3",
        )
    if days < SOON_DAYS:
        return HealthFinding(part, ATTENTION, f"il expire dans {count(days, 'jour')}{NBSP}: renouvelez-le")
    return HealthFinding(
        part, OK, f"au nom de {host}, reconnu, valable encore {count(days, 'jour')} ({version})"
    )


def _takes_old_tls(host: str, port: int) -> bool:
    """Whether the server accepts TLS 1.0 or 1.1; False when this machine's OpenSSL cannot try."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # only the handshake is made
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            # Python deprecates these versions; here they are wanted, to be refused.
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        # OpenSSL 3 offers TLS below 1.2 at security level 0 only.
        context.set_ciphers("ALL:@SECLEVEL=0")
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT_S) as connection,
            context.wrap_socket(connection, server_hostname=host),
        ):
            return True
    except (OSError, ValueError):
        return False


def _why(error: ssl.SSLCertVerificationError) -> str:
    # X509_V_ERR_… of OpenSSL.
    words = {
        9: "il n’est pas encore valable",
        10: "il a expiré",
        18: "il n’est signé que par lui-même",
        20: "son autorité n’est pas reconnue, ou un certificat intermédiaire manque",
        21: "un certificat intermédiaire manque",
        62: "il est d’un autre nom",
        64: "il est d’un autre nom",
    }
    return words.get(error.verify_code, "il n’est pas signé par une autorité reconnue")
