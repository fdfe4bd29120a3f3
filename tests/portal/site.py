"""The real site over real HTTP, for the tests of its pages, with a clock that they can move and hashes that they can count."""

import asyncio
import base64
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from typing import Any, Self

import msgspec
import requests
import uvicorn
from litestar import Litestar
from msgspec.structs import replace

from tests.portal.conftest import Portal
from turbo_admin.core.credentials.rules import (
    PASSWORD_ALPHABET,
    Provisional,
    hash_password,
    hash_token,
    matching_hash,
)
from turbo_admin.core.credentials.sealing import unseal_for_mail
from turbo_admin.portal.api.batch import apply_batch
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.hashing import Hashing
from turbo_admin.portal.base.languages import Languages
from turbo_admin.portal.base.roles import PORTAL
from turbo_admin.portal.base.throttle import Limits
from turbo_admin.portal.web.app import assemble_routes, create_app
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Change
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import AccountState, Credential, DinerState

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OWN = "cheval nuage lampe bleue"
# Routes of sites that have ended: assembling them takes longer than most tests of a page.
_IDLE: list[Litestar] = []
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@dataclass
class Clock:
    """What time it is."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> None:
        self.at += timedelta(**delta)


# argon2id gives the same for the same password and salt, and 40 ms of a core for each is most of what a page's test costs.
@cache
def _hash(password: str, salt: bytes) -> str:
    return hash_password(password, salt)


@cache
def _match(hashes: tuple[str, ...], password: str) -> int | None:
    return matching_hash(hashes, password)


class CountingHasher:
    """argon2id, and how many hashes have been asked for. What a worker has computed once it computes no more."""

    def __init__(self) -> None:
        self.matched = 0
        self.made = 0

    def match(self, hashes: Sequence[str], password: str) -> int | None:
        # One for all that share salt and parameters, one for none: see matching_hash.
        self.matched += max(1, len({hashed.rpartition("$")[0] for hashed in hashes}))
        return _match(tuple(hashes), password)

    def make(self, password: str, salt: bytes | None) -> str:
        self.made += 1
        return _hash(password, salt) if salt else hash_password(password)

    @property
    def total(self) -> int:
        return self.matched + self.made


@dataclass
class People:
    """A family's account, as the office issued it."""

    account_id: str
    login: str
    email: str
    password: str
    link_token: str
    state: AccountState


class PromptServer(uvicorn.Server):
    """uvicorn that stops when it is told, where its own would look ten times a second and then wait a tenth more."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Stop as soon as no request is being answered; called from another thread."""
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        if not self.should_exit:
            await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in [*self.servers, *(sockets or [])]:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.gather(*self.server_state.tasks)
        await self.lifespan.shutdown()


@dataclass
class Site:
    """A running site.

    Attributes:
        base: `http://127.0.0.1:PORT`.
    """

    portal: Portal
    limits: Limits = field(default_factory=Limits)
    proxies: tuple[str, ...] = ()
    public_url: str = ""
    hosted_by: str = ""
    hsts_subdomains: bool = False
    clock: Clock = field(default_factory=Clock)
    hasher: CountingHasher = field(default_factory=CountingHasher)
    hashes_at_most: int = 100
    languages: Languages | None = None
    wrap: Callable[[Any], Any] = lambda app: app
    base: str = ""
    _rev: int = 0
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _visitors: list["Visitor"] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        public = self.public_url or self.base
        config = WebConfig(
            database_url=self.portal.url(PORTAL),
            public_url=public,
            secure=public.startswith("https:"),
            csrf_secret="5" * 64,
            trusted_proxies=self.proxies,
            hosted_by=self.hosted_by,
            hsts_subdomains=self.hsts_subdomains,
        )
        hashing = Hashing(match=self.hasher.match, make=self.hasher.make, at_most=self.hashes_at_most)
        self._application = _IDLE.pop() if _IDLE else assemble_routes()
        app = self.wrap(
            create_app(
                config,
                limits=self.limits,
                hashing=hashing,
                now=self.clock,
                languages=self.languages,
                application=self._application,
            )
        )
        settings = uvicorn.Config(
            app, log_config=None, access_log=False, proxy_headers=False, lifespan="auto"
        )
        self._server = PromptServer(settings)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for visitor in self._visitors:
            visitor.http.close()
        self._server.stop()
        self._thread.join()
        self._socket.close()
        _IDLE.append(self._application)

    @property
    def uai(self) -> str:
        return self.portal.uai

    def visitor(self, uai: str = "") -> "Visitor":
        visitor = Visitor(self, uai or self.uai)
        self._visitors.append(visitor)
        return visitor

    def change(
        self, kind: str, key: str, body: msgspec.Struct, uai: str = "", password_hash: str = ""
    ) -> None:
        """Have the office tell something, and take no refusal."""
        self._rev += 1
        change = Change(
            id=f"c{self._rev}",
            rev=self._rev,
            kind=kind,
            key=key,
            body=codec.raw(body),
            password_hash=password_hash,
        )
        with self.portal.database.school(uai or self.uai) as connection:
            (answer,) = apply_batch(connection, uai or self.uai, [change], now=self.clock())
        assert answer.outcome == "done", answer

    def settings(self, **values: Any) -> None:
        self.change("settings", "school", Settings(**{"name": "Collège de l’Exemple", **values}))

    def family(
        self,
        number: int = 1,
        *,
        email: str | None = None,
        days: int = 30,
        uai: str = "",
        salt: bytes | None = None,
    ) -> People:
        """Have the office issue an account with two diners."""
        school = uai or self.uai
        for diner, first in ((f"d{number}a", "Léa"), (f"d{number}b", "Łukasz")):
            shown = DinerState(last_name=f"Nguyễn{number}", first_name=first, class_name="5 A")
            self.change("diner", diner, shown, school)
        secret, drawn_salt = _drawn(f"{school} {number} {self._rev}")
        state = AccountState(
            login=f"ln{482716 + number}",
            email=f"famille{number}@exemple.fr" if email is None else email,
            diner_ids=[f"d{number}a", f"d{number}b"],
        )
        people = People(f"a{number}", state.login, state.email, secret.password, secret.link_token, state)
        self.issue(people, secret, days=days, uai=school, salt=salt or drawn_salt)
        return people

    def issue(
        self,
        people: People,
        secret: Provisional,
        *,
        days: int = 30,
        uai: str = "",
        salt: bytes | None = None,
    ) -> None:
        """Have the office give an account its next provisional password."""
        account = (uai or self.uai, people.account_id)
        former = self._numbers.get(account, 0)
        self._numbers[account] = former + 1
        credential = Credential(
            number=former + 1,
            link_hash=hash_token(secret.link_token),
            expires_at=self.clock() + timedelta(days=days),
        )
        people.state = replace(people.state, credential=credential, ended=former)
        hashed = _hash(secret.password, salt or hashlib.sha256(people.account_id.encode()).digest()[:16])
        self.change("account", people.account_id, people.state, uai, password_hash=hashed)

    def tell(self, people: People, uai: str = "", **values: Any) -> None:
        """Have the office tell an account's state with other values than before."""
        people.state = replace(people.state, **values)
        self.change("account", people.account_id, people.state, uai)

    def set_state(self, people: People, state: str) -> None:
        """Have the office open, block or close an account; closing ends its provisional password."""
        values: dict[str, Any] = {"state": state}
        if state == "closed" and people.state.credential:
            values |= {"credential": None, "ended": people.state.credential.number}
        self.tell(people, **values)

    def settled_family(self, number: int = 1, **options: Any) -> tuple[People, "Visitor"]:
        """A family that has chosen `OWN`, and its browser, still signed in."""
        people = self.family(number, **options)
        visitor = self.visitor()
        assert visitor.sign_in(people.login, people.password).status_code == 303
        assert visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN).status_code == 303
        return people, visitor

    def mails(self, kind: str = "") -> list[tuple[str, str, dict[str, Any], str, str]]:
        """The mails queued, as (kind, to, data, password, link token)."""
        rows = self.portal.rows(
            "SELECT kind, to_address, data, sealed FROM mail ORDER BY created_at, mail_id"
        )
        found = []
        for name, to, data, sealed in rows:
            secret = unseal_for_mail(bytes(sealed), self.portal.mail_key) if sealed else None
            found.append(
                (name, to, data, secret.password if secret else "", secret.link_token if secret else "")
            )
        return [mail for mail in found if not kind or mail[0] == kind]

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        return self.portal.rows("SELECT kind, body FROM event ORDER BY school_id, seq")


def _drawn(seed: str) -> tuple[Provisional, bytes]:
    """Return what an office draws for an account, and its salt: other ones for each seed, the same in each test."""
    drawn = hashlib.sha512(seed.encode()).digest()
    letters = "".join(PASSWORD_ALPHABET[byte % len(PASSWORD_ALPHABET)] for byte in drawn[:12])
    token = base64.urlsafe_b64encode(drawn[12:28]).decode().rstrip("=")
    return Provisional("-".join((letters[:4], letters[4:8], letters[8:])), token), drawn[28:44]


class Visitor:
    """A browser without a screen: cookies, hidden fields, redirections not followed."""

    def __init__(self, site: Site, uai: str) -> None:
        self.site = site
        self.uai = uai
        self.http = requests.Session()
        self.http.trust_env = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def url(self, path: str) -> str:
        if path.startswith("/"):
            return self.site.base + path
        return f"{self.site.base}/e/{self.uai}" + (f"/{path}" if path else "")

    def get(self, path: str = "", **options: Any) -> requests.Response:
        return self.http.get(self.url(path), allow_redirects=False, timeout=30, **options)

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.http.request(method, self.url(path), allow_redirects=False, timeout=30, **options)

    def hidden(self, page: requests.Response) -> dict[str, str]:
        return {unescape(name): unescape(value) for name, value in _HIDDEN.findall(page.text)}

    def submit(self, path: str, form_at: str | None = None, **fields: str) -> requests.Response:
        """Open a form, fill it in, press its button."""
        page = self.get(path if form_at is None else form_at)
        data = {**self.hidden(page), **fields}
        return self.http.post(self.url(path), data=data, allow_redirects=False, timeout=30)

    def sign_in(self, name: str, password: str) -> requests.Response:
        return self.submit("connexion", identifiant=name, mot_de_passe=password)

    def space(self) -> requests.Response:
        return self.get("mon-espace")
