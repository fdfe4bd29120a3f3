"""How a program may reach its database: on this machine as it likes, on another one over TLS that is verified."""

from collections.abc import Iterable
from ipaddress import ip_address

from turbo_admin.core.errors import Refused

# `verify-full` encrypts and knows the server; `disable` says in so many words that something else protects the way
# (a private network of containers, a tunnel). All between them encrypt at best, for whoever answers.
_TAKEN = {"verify-full", "disable"}


def check_database_link(hosts: Iterable[str], sslmode: str) -> None:
    """Judge where a PostgreSQL address leads.

    Args:
        hosts: names and addresses as written, each maybe several with commas; a path is a socket.
        sslmode: as written; empty when the address says nothing.

    Raises:
        Refused: `database_in_clear`.
    """
    named = [one.strip() for host in hosts for one in host.split(",")]
    if not all(_is_here(one) for one in named) and sslmode not in _TAKEN:
        raise Refused("database_in_clear")


def _is_here(host: str) -> bool:
    if not host or host[0] in "/@" or host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
