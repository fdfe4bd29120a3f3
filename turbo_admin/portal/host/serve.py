"""Serving: everything that one command starts, in order, and stops in the reverse order."""

import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from turbo_admin.core.database_address import is_here
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.portal.base import keyfiles, logs
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import PortalDatabase, parse_url
from turbo_admin.portal.base.languages import read_languages
from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER, latest_version
from turbo_admin.portal.host.embedded_postgres import Cluster, open_cluster
from turbo_admin.portal.host.supervisor import Supervisor, WorkerConfig
from turbo_admin.portal.host.worker import Stopper, publish_key, run, work_once
from turbo_admin.portal.mail.rate_limit import PER_DOMAIN, MailRateLimit
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.portal.web.deployment import parse_host, publish_deployment

_READY_S = 60.0
_BACKLOG = 1024
_log = structlog.get_logger("portail")


@dataclass(frozen=True, slots=True)
class MailOptions:
    """How mails leave.

    Attributes:
        url: what `--mail` says; empty writes .eml files into the data folder.
        sender: empty for `ne-pas-repondre@` the host of the public address.
        bounces: the address to which servers return what they cannot deliver; empty for the sender's.
        per_domain: mails a minute at most for one domain, 0 for no limit.
    """

    url: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    sender: str = ""
    bounces: str = ""
    per_domain: int = PER_DOMAIN


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
        hosted_by: name, address and telephone of the host; empty when nobody said.
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
    log_file: Path | None = None


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
        # Between the proxy and us nothing is encrypted: that network must be theirs alone.
        _log.warning("listens_in_clear_beyond_this_machine", proxies=len(options.trusted_proxies))
    data = keyfiles.prepare_folder(options.data)
    with ExitStack() as house:
        stop = house.enter_context(_stopped_by_signals())
        house.enter_context(keyfiles.exclusive_lock(data / "serve.lock"))
        listening = house.enter_context(_listen(options.host, options.port))
        address = _address(options.host, listening.getsockname()[1])
        supervisor = _assemble(options, data, listening, address, house)
        house.callback(supervisor.stop)
        supervisor.start()
        if _wait_until_ready(supervisor, options.host, listening.getsockname()[1], stop):
            _log.info("ready", workers=options.workers)
            ready(address)
            supervisor.watch(stop)
        _log.info("stopping")


def check_exposure(host: str, public_url: str, proxies: tuple[str, ...] = ()) -> None:
    """Refuse to serve families over an address that anybody on the way could read.

    Raises:
        Refused: `portal_public_url`, `portal_not_https`, `portal_trusted_proxy`.
    """
    parts = urlsplit(public_url)
    if public_url and (
        parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment
    ):
        raise Refused("portal_public_url")
    named = parts.hostname or host
    if not (is_here(host) and is_here(named)) and parts.scheme != "https":
        raise Refused("portal_not_https")
    for proxy in proxies:
        try:
            ip_address(proxy)
        except ValueError as error:
            raise Refused("portal_trusted_proxy", proxy=proxy) from error


@contextmanager
def cluster_in_use(data: Path) -> Iterator[Cluster]:
    """Give the embedded PostgreSQL to one short command: that of the running portal, else started for it alone.

    Raises:
        Refused, Unreachable: it cannot start.
    """
    data = keyfiles.prepare_folder(data)
    with ExitStack() as house:
        try:
            house.enter_context(keyfiles.exclusive_lock(data / "serve.lock"))
        except Refused as busy:
            if busy.code != "portal_already_running":
                raise
            yield open_cluster(data)
            return
        cluster = open_cluster(data)
        house.callback(cluster.stop)
        cluster.start()
        yield cluster


@contextmanager
def owner_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Give the host's commands a database as the owner of the tables: of the address given, else embedded."""
    with ExitStack() as house:
        if not url:
            url = house.enter_context(cluster_in_use(data)).url(OWNER)
        database = PortalDatabase(url, pool_size=1)
        house.callback(database.dispose)
        yield database


@contextmanager
def worker_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Give a database as the mail worker: of the address given, else embedded."""
    data = keyfiles.prepare_folder(data)
    with ExitStack() as house:
        if not url:
            url = house.enter_context(cluster_in_use(data)).url(WORKER)
        database = PortalDatabase(url, pool_size=2)
        house.callback(database.dispose)
        database.check(version=latest_version())
        yield database


def work(data: Path, url: str, mail: MailOptions, *, once: bool, log_file: Path | None = None) -> int:
    """Be the mail worker of a portal that runs elsewhere, or of the embedded one.

    Args:
        url: address of a `turbo_worker`; empty for the embedded server.
        once: deal with what is due and return; otherwise until SIGTERM or Ctrl+C.
        log_file: None for the standard error.

    Returns:
        How many mails were dealt with when `once`, else 0.
    """
    logs.configure(log_file)
    data = keyfiles.prepare_folder(data)
    with ExitStack() as house:
        stop = house.enter_context(_stopped_by_signals())
        database = house.enter_context(worker_database(data, url))
        transport = open_transport(_mail_url(mail, data), mail.password)
        key, pace = keyfiles.mail_key(data), MailRateLimit(mail.per_domain)
        postman = MailSender(database, transport, key, mail.sender, mail.bounces, pace, read_languages())
        if once:
            publish_key(database, postman.mail_key)
            return work_once(postman)
        run(postman, stop)
        return 0


def _assemble(
    options: ServeOptions, data: Path, listening: socket.socket, address: str, house: ExitStack
) -> Supervisor:
    public_url = (options.public_url or address).rstrip("/")
    mail_url = _mail_url(options.mail, data)
    open_transport(mail_url, options.mail.password).close()  # tells at once what is wrong with it
    cluster, key = None, keyfiles.mail_key(data)
    if options.database:
        portal_url, worker_url = options.database, _worker_url(options)
    else:
        cluster = open_cluster(data)
        house.callback(cluster.stop)
        cluster.start()
        portal_url, worker_url = cluster.url(PORTAL), cluster.url(WORKER)
    _check_database(portal_url)
    mail = None
    if worker_url:
        _check_database(worker_url)
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
        workers=options.workers,
        log_file=options.log_file,
    )
    _publish_deployment(web)
    return Supervisor(web, listening, options.workers, mail)


def _worker_url(options: ServeOptions) -> str:
    """Return where the worker connects on a server given by address; empty: it runs elsewhere (`portal work`)."""
    if not options.mail.url:
        return ""
    url = parse_url(options.database).set(username=WORKER, password=options.worker_password or None)
    return url.render_as_string(hide_password=False)


def _check_database(url: str) -> None:
    database = PortalDatabase(url, pool_size=1)
    try:
        database.check(version=latest_version())
    finally:
        database.dispose()


def _publish_key(config: WorkerConfig) -> None:
    """Write the public key before the first page may want it."""
    database = PortalDatabase(config.database_url, pool_size=1)
    try:
        publish_key(database, config.mail_key)
    finally:
        database.dispose()


def _publish_deployment(web: WebConfig) -> None:
    """Write what this start says before the first mail points at it."""
    database = PortalDatabase(web.database_url, pool_size=1)
    try:
        with database.host() as connection:
            publish_deployment(connection, web)
    finally:
        database.dispose()


def _mail_url(mail: MailOptions, data: Path) -> str:
    return mail.url or (data / "mail").as_uri()


@contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise Refused("portal_port", host=host, port=port) from error
    with listening:
        yield listening


@contextmanager
def _stopped_by_signals() -> Iterator[Stopper]:
    stop, before = Stopper(), {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                before[number] = signal.signal(number, lambda *_: stop.ask())
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()


def _wait_until_ready(supervisor: Supervisor, host: str, port: int, stop: Stopper) -> bool:
    """Wait until the pages answer; False when a stop is asked first.

    Raises:
        Unreachable: `portal_not_ready`.
    """
    until, deaths = time.monotonic() + _READY_S, 0
    while not stop.asked:
        if _is_healthy(host, port):
            return True
        deaths += supervisor.watch(stop, seconds=0.1)
        if deaths > 2 or time.monotonic() > until:
            raise Unreachable("portal_not_ready")
    return False


def _is_healthy(host: str, port: int) -> bool:
    url = _address(_local(host), port) + "/healthz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _local(host: str) -> str:
    """Return where this machine reaches what listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 (compared, not bound)


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
