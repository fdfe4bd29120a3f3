"""The proxy set in the environment."""

from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from turbo_admin.outside.portal.proxy_exceptions import is_reached_directly


def environment_names_one() -> bool:
    """Whether the environment sets any proxy; then the system's settings are ignored."""
    return bool(getproxies_environment())


def environment_proxy(url: str) -> str | None:
    """Return the proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY set, None for a direct connection."""
    parts, named = urlsplit(url), getproxies_environment()
    found = named.get(parts.scheme) or named.get("all")
    if not found or is_reached_directly(url, named.get("no", "")):
        return None
    return found if "://" in found else f"http://{found}"
