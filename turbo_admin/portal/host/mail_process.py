"""The mail worker's process: sends mails until its lifeline says stop."""

from dataclasses import dataclass, field
from pathlib import Path

import structlog

from turbo_admin.core.errors import TurboError
from turbo_admin.portal.base import logs
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.languages import read_languages
from turbo_admin.portal.host import worker
from turbo_admin.portal.host.embedded_postgres import Cluster
from turbo_admin.portal.host.lifeline import Lifeline, follow_lifeline
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.mail.rate_limit import PER_DOMAIN, MailRateLimit
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport

_log = structlog.get_logger("portail")


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """Configuration of the worker process; picklable.

    Attributes:
        cluster: the embedded PostgreSQL, which this process stops when the supervisor has died; None for a
            server that is not ours.
        bounces, per_domain: see `options.MailOptions`.
        log_file: see `logs.configure`; the supervisor's, who gives each child its own.
    """

    database_url: str = field(repr=False)
    mail_url: str = field(repr=False)
    mail_password: str = field(repr=False)
    mail_key: bytes = field(repr=False)
    sender: str
    cluster: Cluster | None
    bounces: str = ""
    per_domain: int = PER_DOMAIN
    log_file: Path | None = None


def run_worker(config: WorkerConfig, lifeline: Lifeline) -> None:
    """Run the mail worker until the lifeline says stop; when the supervisor has died, stop the embedded PostgreSQL too."""
    logs.configure(config.log_file)
    stop, words = Stopper(), []

    def stop_worker(word: str) -> None:
        words.append(word)
        stop.ask()

    follow_lifeline(lifeline, stop_worker)
    database = PortalDatabase(config.database_url, pool_size=2)
    try:
        transport = open_transport(config.mail_url, config.mail_password)
        pace = MailRateLimit(config.per_domain)
        mailer = MailSender(
            database, transport, config.mail_key, config.sender, config.bounces, pace, read_languages()
        )
        worker.run(mailer, stop)
    # The supervisor restarts it after a pause, and its log says why.
    except TurboError as error:
        _log.error("worker_refused", code=error.code)
        raise SystemExit(1) from error
    finally:
        database.dispose()
    # An empty word: the supervisor died, so nobody else is left to stop PostgreSQL.
    if words == [""] and config.cluster is not None:
        config.cluster.stop()
