"""How the portal is deployed: what its last start was configured with and what requests have shown, for the doctor.

One row of `meta` holds it: the address that families use, who hosts the site, and the web server in front.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.config import WebConfig

LONGEST_HOST = 300

_PUBLISH = text(
    "UPDATE meta SET hosted_by = :host, trusted_proxies = :proxies, unnamed_at = NULL, unnamed_by = ''"
)
_PUBLISH_URL = text("UPDATE meta SET public_url = :url")
_READ = text("SELECT public_url, hosted_by, trusted_proxies, unnamed_at, unnamed_by FROM meta")
_UNNAMED = text("UPDATE meta SET unnamed_at = :at, unnamed_by = :proxy")


@dataclass(frozen=True, slots=True)
class Deployment:
    """How the portal is deployed.

    Attributes:
        public_url: empty when it has never been served.
        hosted_by: name, address and telephone of the host; empty when not configured.
        proxies: the trusted ones; None before the first start of a version that stores them.
        unnamed_at: when, since the last start, a request came through a web server without the visitor's address.
        unnamed_by: the proxy that passed it on; empty for an untrusted one.
    """

    public_url: str
    hosted_by: str
    proxies: tuple[str, ...] | None
    unnamed_at: datetime | None
    unnamed_by: str


def parse_host(typed: str) -> str:
    """Return the host's name, address and telephone on one line.

    Args:
        typed: empty when the option is not given.

    Raises:
        Refused: `portal_hosted_by`: it is empty, longer than `LONGEST_HOST`, or holds what cannot be shown.
    """
    host = " ".join(typed.split())
    # It is shown to families as « hébergeur »: a real name has a letter.
    if typed and not (host.isprintable() and any(map(str.isalpha, host)) and len(host) <= LONGEST_HOST):
        raise Refused("portal_hosted_by", longest=LONGEST_HOST)
    return host


def publish_deployment(connection: Connection, config: WebConfig) -> None:
    """Store this start's configuration for the doctor; reset what requests had shown."""
    values = {
        "host": config.hosted_by,
        "proxies": ",".join(config.trusted_proxies),
    }
    connection.execute(_PUBLISH, values)


def publish_public_url(connection: Connection, url: str) -> None:
    """Store the address that mails link to.

    Args:
        connection: as `turbo_owner`: the web process may not lead families elsewhere.
        url: without a slash at its end.
    """
    connection.execute(_PUBLISH_URL, {"url": url})


def check_public_url(connection: Connection, url: str) -> None:
    """Refuse to serve under another address than the one that mails link to.

    Raises:
        Refused: `portal_public_url_other`.
    """
    stored = read_deployment(connection).public_url
    if stored != url:
        raise Refused("portal_public_url_other", url=url, stored=stored or "–")


def record_unnamed_proxy(connection: Connection, proxy: str, *, now: datetime) -> None:
    """Store that a request arrived without the visitor's address.

    Args:
        proxy: empty for an untrusted web server, which may be a visitor.
    """
    connection.execute(_UNNAMED, {"at": now, "proxy": proxy})


def read_deployment(connection: Connection) -> Deployment:
    """Return the stored deployment."""
    url, host, proxies, at, by = connection.execute(_READ).one()
    believed = None if proxies is None else tuple(filter(None, proxies.split(",")))
    return Deployment(url, host, believed, at, by)
