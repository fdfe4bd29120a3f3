"""`portal serve`: starts database, processes and socket in order, and stops them in reverse."""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import structlog

from turbo_admin.core.database_address import is_here
from turbo_admin.core.errors import Refused
from turbo_admin.portal.base import keyfiles, logs
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import PortalDatabase, parse_url
from turbo_admin.portal.base.role_access import check_access
from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER
from turbo_admin.portal.host.embedded_postgres import open_cluster
from turbo_admin.portal.host.mail_process import WorkerConfig
from turbo_admin.portal.host.options import ServeOptions
from turbo_admin.portal.host.readiness import http_address, listen, wait_until_ready
from turbo_admin.portal.host.stopper import stopped_by_signals
from turbo_admin.portal.host.supervisor import Supervisor
from turbo_admin.portal.host.worker import publish_key
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.portal.web.deployment import (
    check_public_url,
    parse_host,
    publish_deployment,
    publish_public_url,
)

_log = structlog.get_logger("portail")


def serve(options: ServeOptions, *, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl+C; leaves no process behind.

    Args:
        ready: called once with the address served, when it answers.

    Raises:
        Refused, Unreachable: it cannot start; what was started is stopped.
    """
    logs.configure(options.log_file)
    check_exposure(options.host, options.public_url, options.trusted_proxies)
    parse_host(options.hosted_by)
    if not is_here(options.host):
        # The proxy talks to us in clear: that network must be private to both.
        _log.warning("listens_in_clear_beyond_this_machine", proxies=len(options.trusted_proxies))
    data = keyfiles.prepare_folder(options.data)
    with ExitStack() as stack:
        stop = stack.enter_context(stopped_by_signals())
        # A second `serve` on the same data would start a second PostgreSQL on the same files.
        stack.enter_context(keyfiles.exclusive_lock(data / "serve.lock"))
        # Before the database is started, so that a taken port is reported at once.
        listening = stack.enter_context(listen(options.host, options.port))
        address = http_address(options.host, listening.getsockname()[1])
        supervisor = _assemble(options, data, listening, address, stack)
        stack.callback(supervisor.stop)
        supervisor.start()
        if wait_until_ready(supervisor, options.host, listening.getsockname()[1], stop):
            _log.info("ready", workers=options.workers)
            ready(address)
            supervisor.watch(stop)
        _log.info("stopping")


def check_exposure(host: str, public_url: str, proxies: tuple[str, ...] = ()) -> None:
    """Refuse to serve beyond this machine without https.

    Raises:
        Refused: `portal_public_url`, `portal_not_https`, `portal_trusted_proxy`.
    """
    parts = _public_parts(public_url)
    named = parts.hostname or host
    if not (is_here(host) and is_here(named)) and parts.scheme != "https":
        raise Refused("portal_not_https")
    for proxy in proxies:
        try:
            ip_address(proxy)
        except ValueError as error:
            raise Refused("portal_trusted_proxy", proxy=proxy) from error


def _public_parts(public_url: str) -> SplitResult:
    try:
        parts = urlsplit(public_url)
        wrong_port = parts.port == 0
    except ValueError as error:
        raise Refused("portal_public_url") from error
    # Links of pages and mails begin at the root: below a path none of them would lead anywhere.
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username or wrong_port
    if public_url and (parts.scheme not in {"http", "https"} or not parts.hostname or more):
        raise Refused("portal_public_url")
    return parts


def _assemble(
    options: ServeOptions, data: Path, listening: socket.socket, address: str, stack: ExitStack
) -> Supervisor:
    public_url = (options.public_url or address).rstrip("/")
    mail_url = options.mail.url_or_folder(data)
    open_transport(mail_url, options.mail.password).close()  # raises now if the address is wrong
    cluster, key = None, keyfiles.mail_key(data)
    if options.database:
        portal_url, worker_url = options.database, _worker_url(options)
    else:
        cluster = open_cluster(data)
        stack.callback(cluster.stop)
        cluster.start()
        portal_url, worker_url = cluster.url(PORTAL), cluster.url(WORKER)
    _check_database(portal_url, PORTAL)
    mail = None
    if worker_url:
        _check_database(worker_url, WORKER)
        mail = WorkerConfig(
            database_url=worker_url,
            mail_url=mail_url,
            mail_password=options.mail.password,
            mail_key=key,
            sender=options.mail.sender,
            cluster=cluster,
            bounces=options.mail.bounces,
            per_domain=options.mail.per_domain,
            log_file=options.log_file,
        )
        _publish_key(mail)
    web = WebConfig(
        database_url=portal_url,
        public_url=public_url,
        secure=public_url.startswith("https://"),
        csrf_secret=keyfiles.csrf_secret(data),
        trusted_proxies=options.trusted_proxies,
        hosted_by=parse_host(options.hosted_by),
        hsts_subdomains=options.hsts_subdomains,
        workers=options.workers,
        log_file=options.log_file,
    )
    # With a server of one's own, an address that was not given is this machine's, and mails keep the one that they have.
    named = web.public_url if options.public_url or cluster else ""
    _publish_deployment(web, named, cluster.url(OWNER) if cluster else "")
    return Supervisor(web, listening, options.workers, mail)


def _worker_url(options: ServeOptions) -> str:
    """Return the worker's database address; empty when the worker runs elsewhere (`portal work`)."""
    if not options.mail.url:
        return ""
    url = parse_url(options.database).set(username=WORKER, password=options.worker_password or None)
    return url.render_as_string(hide_password=False)


def _check_database(url: str, role: str) -> None:
    database = PortalDatabase(url, pool_size=1)
    try:
        check_access(database, role)
    finally:
        database.dispose()


def _publish_key(config: WorkerConfig) -> None:
    """Store the public key before a page needs it to seal a password."""
    database = PortalDatabase(config.database_url, pool_size=1)
    try:
        publish_key(database, config.mail_key)
    finally:
        database.dispose()


def _publish_deployment(web: WebConfig, public_url: str, owner_url: str) -> None:
    """Store the public address before the first mail links to it; with another's server it has to stand there.

    Args:
        public_url: empty to leave the stored one.
        owner_url: of the embedded database, else empty.
    """
    database, owner = (
        PortalDatabase(url, pool_size=1) for url in (web.database_url, owner_url or web.database_url)
    )
    try:
        if owner_url:
            with owner.host() as connection:
                publish_public_url(connection, public_url)
        with database.host() as connection:
            if public_url:
                check_public_url(connection, public_url)
            publish_deployment(connection, web)
    finally:
        database.dispose()
        owner.dispose()
