"""The proxy on the way to a portal: what the environment says, and addresses brought to one form.

What the system says (Windows' settings, a PAC script) is asked of Qt, in `ui`: see `ProxyFor`.
"""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from turbo_admin.core.errors import Refused

# Returns the proxy's address (`http://proxy:3128`, an account in it if it has one) for an address; None for the
# direct way.
ProxyFor = Callable[[str], str | None]
_USUAL_PORT = 3128


def is_this_pc(host: str) -> bool:
    """Whether a name or an address means this very PC: no proxy stands in between."""
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def environment_names_one() -> bool:
    """Whether the environment says anything of proxies: then it alone counts."""
    from urllib.request import getproxies_environment

    return bool(getproxies_environment())


def environment_proxy(url: str) -> str | None:
    """Return the proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY ask for, None for the direct way."""
    from urllib.request import getproxies_environment

    from requests.utils import should_bypass_proxies

    parts, named = urlsplit(url), getproxies_environment()
    found = named.get(parts.scheme) or named.get("all")
    if not found or should_bypass_proxies(url, no_proxy=None):
        return None
    return found if "://" in found else f"http://{found}"


def check_proxy(typed: str) -> str:
    """Return a proxy's address in its one form, `http://name:port`.

    Raises:
        Refused: `proxy_address`: not one, or one with an account (which has fields of its own).
    """
    text = typed.strip()
    url = urlsplit(text if "://" in text else f"http://{text}")
    try:
        host, port = url.hostname, url.port
    except ValueError as error:
        raise Refused("proxy_address") from error
    if not host or url.scheme != "http" or url.username or " " in text:
        raise Refused("proxy_address")
    return f"http://{bracketed(host)}:{port or _USUAL_PORT}"


def with_account(proxy: str, user: str, password: str) -> str:
    """Return the address of a proxy that asks who one is; the same without a user."""
    if not user:
        return proxy
    scheme, _, rest = proxy.partition("://")
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{rest}"


def without_account(proxy: str) -> str:
    """Return the address of a proxy as it may be shown."""
    url = urlsplit(proxy)
    return f"{bracketed(url.hostname or '')}" + (f":{url.port}" if url.port else "")


def bracketed(host: str) -> str:
    """Return a host as an address has it."""
    return f"[{host}]" if ":" in host else host


def no_proxy(_url: str) -> str | None:
    """Name no proxy."""
    return None
