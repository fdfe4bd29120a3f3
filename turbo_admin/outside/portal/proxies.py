"""Addresses of the proxy to a portal, normalised.

The environment's proxy is read in `environment_proxy`; the system's (Windows' settings, a PAC script) is
read through Qt, in `ui`: see `ProxyFor`.
"""

import ipaddress
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from turbo_admin.core.errors import Refused

# Returns the proxy's address (`http://proxy:3128`, an account in it if it has one) for an address; None for the
# direct way.
ProxyFor = Callable[[str], str | None]
# Squid's default port.
_USUAL_PORT = 3128


def is_this_pc(host: str) -> bool:
    """Whether a name or an address means this very PC: never reached through a proxy."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_proxy(typed: str) -> str:
    """Return a proxy's normalised address, `http://name:port`.

    Raises:
        Refused: `proxy_address`: not one, or one with an account (which has fields of its own).
    """
    text = typed.strip()
    url = urlsplit(text if "://" in text else f"http://{text}")
    try:
        host, port = url.hostname, url.port
    except ValueError as error:
        raise Refused("proxy_address") from error
    # An `https://` proxy (TLS to the proxy itself) is not supported.
    if not host or url.scheme != "http" or url.username or " " in text:
        raise Refused("proxy_address")
    return f"http://{bracketed(host)}:{port or _USUAL_PORT}"


def with_account(proxy: str, user: str, password: str) -> str:
    """Return a proxy's address with user and password; unchanged without a user."""
    if not user:
        return proxy
    scheme, _, rest = proxy.partition("://")
    # `safe=''`: a slash or an @ in a password would end the account early.
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{rest}"


def without_account(proxy: str) -> str:
    """Return a proxy's address without user and password, to be shown."""
    url = urlsplit(proxy)
    return f"{bracketed(url.hostname or '')}" + (f":{url.port}" if url.port else "")


def bracketed(host: str) -> str:
    """Return a host for an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def no_proxy(_url: str) -> str | None:
    """Return None: a direct connection."""
    return None
