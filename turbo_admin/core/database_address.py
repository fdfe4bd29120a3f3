"""Checks how a database is reached: freely on this machine, elsewhere over verified TLS only.

libpq completes an address from its environment, so an address without a host may lead to another machine:

| variable | fills in | unless the address says |
| --- | --- | --- |
| `PGHOST` | the server | a host |
| `PGHOSTADDR` | where the server is, whatever its name | `hostaddr` |
| `PGSERVICE` | all that the address does not say, from a file | the same, each by itself |
| `PGSSLMODE` | how it is protected | `sslmode` |
| `PGSSLMINPROTOCOLVERSION` | the oldest TLS | `ssl_min_protocol_version` |
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self

from turbo_admin.core.errors import Refused

# `verify-full` encrypts and verifies the server; `disable` states that the connection is protected otherwise (a private
# network of containers, a tunnel). All modes in between encrypt, at best, for whoever answers.
VERIFIED, TRUSTED = "verify-full", "disable"
_OLD_TLS = {"TLSv1", "TLSv1.1"}


@dataclass(frozen=True, slots=True)
class DatabaseLink:
    """Connection settings in a PostgreSQL address, as written; empty when absent.

    Attributes:
        host: names or addresses, comma-separated; a path is a socket. Likewise hostaddr.
    """

    host: str = ""
    hostaddr: str = ""
    sslmode: str = ""
    service: str = ""

    @classmethod
    def of(cls, host: str | None, query: Mapping[str, Sequence[str]]) -> Self:
        """Build it from the host and the query parameters of a parsed address."""
        settings = {
            name: ",".join(query.get(name, ())) for name in ("host", "hostaddr", "sslmode", "service")
        }
        hosts = ",".join(one for one in (host or "", settings.pop("host")) if one)
        return cls(host=hosts, **settings)

    def is_here(self, environment: Mapping[str, str]) -> bool:
        """Whether the connection stays on this machine, the environment included."""
        return not self.ways_out(environment)

    def ways_out(self, environment: Mapping[str, str]) -> list[str]:
        """Return what leads to another machine: "" for the address itself, else the parameter or variable."""
        return list(self._ways_out(environment))

    def _ways_out(self, environment: Mapping[str, str]) -> Iterator[str]:
        if not _all_here(self.host) or not _all_here(self.hostaddr):
            yield ""
        if self.service:
            yield "service"
        if not self.host and not _all_here(environment.get("PGHOST", "")):
            yield "PGHOST"
        if not self.hostaddr and not _all_here(environment.get("PGHOSTADDR", "")):
            yield "PGHOSTADDR"
        if environment.get("PGSERVICE"):
            yield "PGSERVICE"


def check_database_link(link: DatabaseLink, environment: Mapping[str, str]) -> None:
    """Check that a PostgreSQL address is local or uses verified TLS.

    Args:
        environment: libpq's, that of the process.

    Raises:
        Refused: `database_in_clear`, `database_environment`.
    """
    ways = link.ways_out(environment)
    if not ways:
        return
    if link.sslmode not in {VERIFIED, TRUSTED}:
        if "" in ways:
            raise Refused("database_in_clear")
        raise Refused("database_environment", name=ways[0])
    if link.sslmode == VERIFIED and environment.get("PGSSLMINPROTOCOLVERSION") in _OLD_TLS:
        raise Refused("database_environment", name="PGSSLMINPROTOCOLVERSION")


def is_here(host: str) -> bool:
    """Whether a name or address means this very machine; so do a socket's path and an empty name."""
    if not host or host[0] in "/@" or host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _all_here(hosts: str) -> bool:
    return all(is_here(one.strip()) for one in hosts.split(","))
