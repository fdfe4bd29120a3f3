"""Settings of a web process."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Settings of one web process; picklable, since the supervisor hands it to its children.

    Attributes:
        database_url: of the role `turbo_portal`; may hold a password, so never shown or logged.
        public_url: the address that families use, without a slash at its end.
        secure: whether that address is https; decides cookies and HSTS.
        csrf_secret: 64 hexadecimal digits, the same for all web processes of a portal.
        trusted_proxies: addresses whose X-Forwarded-For counts; empty trusts nobody.
        hosted_by: name, address and telephone of the host, for « Mentions légales »; empty says nothing of it.
        hsts_subdomains: whether names below the portal's own are held to https, too.
        workers: how many web processes share the machine, to divide its cores among their hashes.
        log_file: see `logs.configure`.
    """

    database_url: str = field(repr=False)
    public_url: str
    secure: bool
    csrf_secret: str = field(repr=False)
    trusted_proxies: tuple[str, ...] = ()
    hosted_by: str = ""
    hsts_subdomains: bool = False
    workers: int = 1
    log_file: Path | None = None
