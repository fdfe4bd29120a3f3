"""The portal that is attacked: embedded PostgreSQL, two web processes, a mail worker, families and offices.

It is set up as behind a proxy that terminates TLS: https cookies, X-Forwarded-For believed from this machine. Limits
per address, per workstation and per account that would only measure themselves (all tools come from one address) end
after a millisecond; those of guesses and of « oublié(s) » per name are the usual ones.
"""

import json
import multiprocessing
import random
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import uvicorn
from aiosmtpd.controller import Controller

from tests.database import running_postgres
from tests.places import public_folder
from tests.portal.conftest import Portal, fresh_portal, run_alone, with_database
from tests.portal.office import Office
from tests.portal.site import OWN, People, Site
from turbo_admin.core.credentials.rules import hash_password
from turbo_admin.portal.accounts.sessions import open_session
from turbo_admin.portal.base import logs
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.csrf import Csrf
from turbo_admin.portal.base.outgoing import forbid_outgoing_connections
from turbo_admin.portal.base.roles import PORTAL, WORKER, migrate
from turbo_admin.portal.base.throttle import Limits
from turbo_admin.portal.host.mail_process import WorkerConfig, run_worker

_SPAWN = multiprocessing.get_context("spawn")
_SECRET = "5" * 64
_RAISED = (
    *("failures_of_address", "requests_of_address", "requests_of_email", "forgotten_of_address"),
    *("addresses_of_account", "data_of_account", "calls_of_key"),
)
_FAMILIES, _SESSIONS = 60, 120
_READY_S = 300.0


def raised_limits() -> Limits:
    """Return the limits of the attacked portal."""
    usual = Limits()
    short = {name: replace(getattr(usual, name), window=timedelta(milliseconds=1)) for name in _RAISED}
    return replace(usual, **short)


def serve_web(config: WebConfig, listening: socket.socket) -> None:
    """Be one of the web processes, until SIGTERM."""
    from turbo_admin.portal.web.app import create_app

    logs.configure()
    forbid_outgoing_connections()
    app = create_app(config, limits=raised_limits())
    settings = uvicorn.Config(
        app, log_config=None, access_log=False, proxy_headers=False, server_header=False
    )
    uvicorn.Server(settings).run(sockets=[listening])


class _Catcher:
    """Keeps count of mails."""

    def __init__(self) -> None:
        self.mails = 0

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take one."""
        self.mails += 1
        return "250 OK"


@dataclass
class World:
    """A portal that serves, and those who know it.

    Attributes:
        base: `http://127.0.0.1:PORT`.
        office: paired with the first school; its key is valid for the API.
        csrf: a token of ours, good as cookie and as field.
    """

    portal: Portal
    base: str
    office: Office
    csrf: str
    catcher: _Catcher
    processes: list[SpawnProcess]
    site: Site
    families: list[People] = field(default_factory=list)

    @property
    def uai(self) -> str:
        return self.portal.uai

    def settle(self, many: int) -> None:
        """Have families with a password of their own, and some who have yet to choose one."""
        begin = len(self.families)
        hashed = hash_password(OWN)
        for number in range(begin + 1, begin + many + 1):
            self.families.append(self.site.family(number))
        ids = [people.account_id for people in self.families[begin:] if people.account_id[-1] not in "05"]
        self.portal.rows(
            "UPDATE account SET password_hash = :hashed, password_chosen_at = now(), generation = generation + 1"
            " WHERE school_id = :uai AND account_id = ANY(:ids)",
            hashed=hashed,
            uai=self.uai,
            ids=ids,
        )

    def open_accounts(self) -> list[str]:
        """The accounts that can be signed in to with `OWN`."""
        return [
            row[0]
            for row in self.portal.rows(
                "SELECT account_id FROM account WHERE school_id = :uai AND state = 'open'"
                " AND password_hash IS NOT NULL",
                uai=self.uai,
            )
        ]

    def sessions(self, many: int, kind: Any = "full") -> list[str]:
        """Open sessions of families drawn at random; their tokens."""
        accounts = self.open_accounts()
        with self.portal.database.school(self.uai) as connection:
            return [
                open_session(
                    connection,
                    self.uai,
                    random.choice(accounts),
                    kind,
                    agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                    now=datetime.now(UTC),
                )
                for _ in range(many)
            ]

    def links(self) -> list[str]:
        """The link tokens that families have been given."""
        return [people.link_token for people in self.families]

    def cookie(self, session: str) -> str:
        """Return the header of a browser that is signed in."""
        return f"__Host-session-{self.uai}={session}; __Host-csrf={self.csrf}"

    def write_pool(self, path: Path) -> None:
        """Write who may be signed in now, for a tool in another process; read again when it changes."""
        if len(self.open_accounts()) < _FAMILIES // 3:
            self.settle(10)
        pool = {
            "uai": self.uai,
            "csrf": self.csrf,
            "own": OWN,
            "sessions": self.sessions(_SESSIONS),
            "choosing": self.sessions(_SESSIONS // 10, "choose"),
            "key": self.office.key,
            "office_epoch": self.office.epoch,
            "portal_epoch": self.office.portal_epoch,
        }
        new = path.with_suffix(".new")
        new.write_text(json.dumps(pool), encoding="utf-8")
        new.replace(path)

    @contextmanager
    def kept_pool(self, path: Path) -> Iterator[None]:
        """Keep the pool fresh while a tool signs out, closes accounts and lets sessions sleep."""
        over = threading.Event()

        def keep() -> None:
            while not over.wait(3.0):
                self.write_pool(path)

        self.write_pool(path)
        thread = threading.Thread(target=keep, name="pool")
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def is_well(self) -> bool:
        """Whether no process of the portal has died."""
        return all(process.is_alive() for process in self.processes)


@contextmanager
def attacked_portal(families: int = _FAMILIES) -> Iterator[World]:
    """Start it, and leave nothing of it at the end."""
    with ExitStack() as house:
        folder = house.enter_context(public_folder())
        postgres = house.enter_context(running_postgres(folder))
        template = "audit_template"
        run_alone(postgres.superuser_url, f'CREATE DATABASE "{template}"')
        migrate(with_database(postgres.superuser_url, template))
        portal = house.enter_context(fresh_portal(postgres.superuser_url, template))
        catcher = _Catcher()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(catcher, hostname="127.0.0.1", port=port)
        controller.start()
        house.callback(controller.stop)
        listening = house.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1024))
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        processes = _start(portal, listening, f"smtp://127.0.0.1:{port}", house)
        _wait(base)
        office = Office(base)
        office.pair(portal.code)
        site = Site(portal, clock=lambda: datetime.now(UTC))  # type: ignore[arg-type]
        world = World(portal, base, office, Csrf(_SECRET).new(), catcher, processes, site)
        world.site.settings(
            name="Collège de l’Exemple",
            email="intendance@exemple.fr",
            address="1 rue Haute\n99000 Villeneuve",
        )
        world.settle(families)
        yield world


def _start(portal: Portal, listening: socket.socket, mail_url: str, house: ExitStack) -> list[SpawnProcess]:
    config = WebConfig(
        database_url=portal.url(PORTAL),
        public_url="https://cantine.exemple.fr",
        secure=True,
        csrf_secret=_SECRET,
        trusted_proxies=("127.0.0.1",),
        workers=2,
    )
    worker = WorkerConfig(
        database_url=portal.url(WORKER),
        mail_url=mail_url,
        mail_password="",
        mail_key=portal.mail_key,
        sender="ne-pas-repondre@exemple.fr",
        cluster=None,
        per_domain=0,
    )
    end, lifeline = _SPAWN.Pipe(duplex=False)
    house.callback(lifeline.close)
    processes = [_SPAWN.Process(target=serve_web, args=(config, listening)) for _ in range(2)]
    processes.append(_SPAWN.Process(target=run_worker, args=(worker, end)))
    for process in processes:
        process.start()
    house.callback(_stop, processes, lifeline)
    return processes


def _stop(processes: list[SpawnProcess], lifeline: Any) -> None:
    lifeline.send("stop")
    for process in processes[:2]:
        process.terminate()
    for process in processes:
        process.join(15)
        if process.is_alive():
            process.kill()
            process.join()


def _wait(base: str) -> None:
    # The socket listens already: this waits for the first process that accepts.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(f"{base}/robots.txt", timeout=_READY_S).close()
