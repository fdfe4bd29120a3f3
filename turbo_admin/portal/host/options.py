"""Options of `portal serve` and of mails, as the host gave them."""

from dataclasses import dataclass, field
from pathlib import Path

from turbo_admin.portal.mail.rate_limit import PER_DOMAIN


@dataclass(frozen=True, slots=True)
class MailOptions:
    """How mails leave.

    Attributes:
        url: what `--mail` says; empty writes .eml files into the data folder.
        sender: empty for `ne-pas-repondre@` the host of the public address.
        bounces: the address for non-delivery notices (VERP); empty for the sender's.
        per_domain: mails a minute at most for one domain, 0 for no limit.
    """

    url: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    sender: str = ""
    bounces: str = ""
    per_domain: int = PER_DOMAIN

    def url_or_folder(self, data: Path) -> str:
        """Return where mails go: as asked, else into a folder of the data folder."""
        return self.url or (data / "mail").as_uri()


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What `portal serve` was asked.

    Attributes:
        port: 0 for any free one.
        data: folder of the keys, and of the embedded PostgreSQL.
        database: address of a `turbo_portal`; empty starts the embedded server.
        worker_password: of `turbo_worker` on that server.
        workers: web processes.
        public_url: the address that families use; empty for the one served.
        hosted_by: name, address and telephone of the host; empty when not given.
        hsts_subdomains: whether names below the public one are held to https, too.
        log_file: of this process; each child has one beside it. None for the standard error.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    database: str = field(default="", repr=False)
    worker_password: str = field(default="", repr=False)
    mail: MailOptions = field(default_factory=MailOptions)
    workers: int = 1
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = ()
    hosted_by: str = ""
    hsts_subdomains: bool = False
    log_file: Path | None = None
