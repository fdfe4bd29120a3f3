"""The proxy set in the environment. Imported on use: `requests` takes 0.1 s to load."""

from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from requests.utils import should_bypass_proxies


def environment_names_one() -> bool:
    """Whether the environment sets any proxy; then the system's settings are ignored."""
    return bool(getproxies_environment())


def environment_proxy(url: str) -> str | None:
    """Return the proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY set, None for a direct connection."""
    parts, named = urlsplit(url), getproxies_environment()
    found = named.get(parts.scheme) or named.get("all")
    # `requests`' own reading of NO_PROXY, so that the test and the client agree.
    if not found or should_bypass_proxies(url, no_proxy=None):
        return None
    return found if "://" in found else f"http://{found}"
