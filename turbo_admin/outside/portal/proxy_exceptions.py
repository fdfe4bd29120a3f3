"""NO_PROXY: which addresses are reached directly although a proxy is set.

Names are separated by commas or blanks, upper and lower case are alike:

| entry | addresses |
| --- | --- |
| `*` | all |
| `exemple.fr`, `.exemple.fr`, `*.exemple.fr` | that name, and all names below it |
| `espace-*.exemple.fr`, `10.1.*` | whatever fits the pattern |
| `10.0.0.0/8`, `fd00::/8` | the network's |
| any of these with `:8443` | only on that port; `[fd00::1]:8443` for IPv6 |
"""

import ipaddress
import re
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}
_WITH_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*):(\d+)")


def is_reached_directly(url: str, exceptions: str) -> bool:
    """Whether an address is one of the exceptions.

    Args:
        exceptions: NO_PROXY's value; empty for none.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or _PORTS.get(parts.scheme)
    return any(_fits(entry, host, port) for entry in re.split(r"[,\s]+", exceptions.lower()) if entry)


def _fits(entry: str, host: str, port: int | None) -> bool:
    if with_port := _WITH_PORT.fullmatch(entry):
        entry, wanted = with_port[1], int(with_port[2])
        if wanted != port:
            return False
    entry = entry.strip("[]")
    if "/" in entry:
        return _is_in_network(host, entry)
    if entry == "*":
        return True
    name = entry.removeprefix("*.").lstrip(".")
    if "*" in name or "?" in name:
        return fnmatchcase(host, name) or fnmatchcase(host, f"*.{name}")
    return bool(name) and (host == name or (host.endswith("." + name) and not _is_address(host)))


def _is_in_network(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
