"""What the rows about the portal stand on: a portal that serves schools and accounts, as many as are wanted.

The portal is `portal serve` with two workers on an embedded PostgreSQL that waits for the disk, as at a host's. No mail
worker runs beside it: `portal work` may stand on another machine. Accounts are copied in with one password's hash for
all, computed beforehand; what is measured then goes through real HTTP, sessions and cookies.
"""

import atexit
import itertools
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import requests
from psycopg import sql

from turbo_admin.core.credentials.rules import hash_password, hash_token
from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.names import ORIGINS
from turbo_admin.portal.base.roles import PORTAL
from turbo_admin.portal.host.embedded_postgres import Cluster, open_cluster
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import SchoolClosure, Settings

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "quatre mots sans rapport"
ACCOUNTS = 1_000
WORKERS = 2
_SESSION_EVERY = 20
_REQUESTS_IN_ALL = 20_000
_FIRST_SCHOOL = 991_000
_WELCOME = (
    "Bienvenue sur l’espace du service de restauration.\n\nMunissez-vous de la carte self de votre enfant : son numéro"
    " y figure sous le code-barres.\nLe bureau est ouvert de 8 h à 11 h."
)


@dataclass
class Stand:
    """A portal that serves.

    Attributes:
        keys: the folder of its keys.
        cluster: its embedded PostgreSQL.
        schools: its UAIs; each has `ACCOUNTS` accounts, `a0` …, with `PASSWORD`.
        filled_s: seconds that copying them in took.
        program: the process that serves it, to be measured.
    """

    url: str
    keys: Path
    cluster: Cluster
    schools: list[str]
    filled_s: float
    program: "subprocess.Popen[str]" = field(repr=False)

    def page(self, path: str = "", school: int = 0) -> str:
        """Return the address of a page of a school."""
        return f"{self.url}/e/{self.schools[school]}{path}"

    def superuser(self) -> "psycopg.Connection[Any]":
        """Connect past all policies."""
        return psycopg.connect(self.cluster.url("postgres"), autocommit=True)

    def signed_in(self, number: int = 0) -> requests.Session:
        """Sign an account in, as a browser does."""
        family = requests.Session()
        form = self.form(family, "/connexion")
        form |= {"identifiant": login(number), "mot_de_passe": PASSWORD}
        with family.post(self.page("/connexion"), form, allow_redirects=False, timeout=30) as answer:
            if answer.headers.get("location", "").rpartition("/")[2] != "mon-espace":
                raise AssertionError(f"not signed in: {answer.status_code}")
        return family

    def form(self, family: requests.Session, path: str) -> dict[str, str]:
        """Open a form and return the fields that it hides."""
        with family.get(self.page(path), timeout=30) as page:
            token = page.text.partition('name="_csrf_token" value="')[2].partition('"')[0]
        return {"_csrf_token": token}


def cookie_of(family: requests.Session) -> str:
    """Return the header in which a browser sends what it holds."""
    return "; ".join(f"{one.name}={one.value}" for one in family.cookies)


def login(number: int) -> str:
    """Return the identifiant of an account."""
    return f"ab{number:06}"


def token(school: int, number: int) -> str:
    """Return the session that every twentieth account has from the beginning."""
    return f"banc-{school}-{number // _SESSION_EVERY * _SESSION_EVERY}".ljust(43, "x")


@cache
def stand(schools: int = 1) -> Stand:
    """Return the portal with so many schools that the rows share; it ends with this process."""
    house = ExitStack()
    atexit.register(house.close)
    folder = Path(house.enter_context(TemporaryDirectory(prefix="turbo-portal-bench-")))
    folder.chmod(0o711)  # PostgreSQL's own user passes through
    cluster = open_cluster(folder)
    house.callback(cluster.stop)
    cluster.start()
    began = datetime.now(UTC)
    uais = [make_uai(_FIRST_SCHOOL + number) for number in range(schools)]
    with psycopg.connect(cluster.url("postgres")) as connection:
        fill(connection, uais, began)
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    seconds = (datetime.now(UTC) - began).total_seconds()
    url, program = house.enter_context(_serving(folder, cluster))
    place = Stand(url, folder / "keys", cluster, uais, seconds, program)
    _warm(place)
    return place


def fill(connection: "psycopg.Connection[Any]", uais: list[str], now: datetime) -> None:
    """Copy schools, accounts, diners and some sessions in."""
    host = "https://portail.exemple.fr"
    connection.execute(
        "UPDATE meta SET mail_public_key = %s, public_url = %s", [public_mail_key(new_mail_key()), host]
    )
    settings = codec.encode(_settings(now.date())).decode()
    _copy(
        connection,
        "school",
        ("school_id", "name", "settings", "created_at", "last_sync_at", "search"),
        ((uai, "Collège de l’Exemple", settings, now, now, f"college exemple {uai.lower()}") for uai in uais),
    )
    _copy(connection, "school_counter", ("school_id",), ((uai,) for uai in uais))
    each = list(itertools.product(enumerate(uais), range(ACCOUNTS)))
    hashed = hash_password(PASSWORD)
    columns = (
        *("school_id", "account_id", "login", "email", "email_key", "generation", "password_hash"),
        *("password_chosen_at", "last_sign_in_at", "created_at"),
    )
    emails = [f"famille{number}@exemple.fr" for number in range(ACCOUNTS)]
    _copy(
        connection,
        "account",
        columns,
        (
            (uai, f"a{one}", login(one), emails[one], emails[one], 1, hashed, now, now, now)
            for (_, uai), one in each
        ),
    )
    _copy(
        connection,
        "diner",
        ("school_id", "diner_id", "last_name", "first_name", "class_name"),
        ((uai, f"d{one}-0", *_name(one), "5 A") for (_, uai), one in each),
    )
    _copy(
        connection,
        "attachment",
        ("school_id", "account_id", "diner_id"),
        ((uai, f"a{one}", f"d{(one + place) % ACCOUNTS}-0") for (_, uai), one in each for place in range(3)),
    )
    former = now - timedelta(days=20)
    _copy(
        connection,
        "account_request",
        ("school_id", "request_id", "card", "last_name", "first_name", "email", "received_at"),
        (
            (uai, f"r{one}", f"0683-{one:05}", *_name(one), emails[one % ACCOUNTS], former)
            for uai in uais
            for one in range(_REQUESTS_IN_ALL // len(uais))
        ),
    )
    agent = "Firefox sur Windows"
    _copy(
        connection,
        "session",
        ("school_id", "token_hash", "account_id", "kind", "created_at", "seen_at", "agent"),
        (
            (uai, hash_token(token(school, one)), f"a{one}", "full", now, now, agent)
            for (school, uai), one in each
            if one % _SESSION_EVERY == 0
        ),
    )


def _name(number: int) -> tuple[str, str]:
    last, first = ORIGINS[number % len(ORIGINS)]
    return last[number % len(last)], first[number // 7 % len(first)]


def _settings(today: date) -> Settings:
    """What a school that uses its page has written."""
    closures = [
        SchoolClosure(
            first=today + timedelta(days=ahead), last=today + timedelta(days=ahead + 4), label=label
        )
        for ahead, label in ((12, "Inventaire"), (200, "Vacances d’été"))
    ]
    return Settings(
        name="Collège de l’Exemple",
        address="1 rue Inventée\n99000 Exempleville",
        phone="01 00 00 00 00",
        email="intendance@exemple.fr",
        welcome=_WELCOME,
        closures=closures,
        site_code="0683",
    )


def _copy(
    connection: "psycopg.Connection[Any]", table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _warm(place: Stand) -> None:
    """Let both web processes serve for a while: a portal has been there since long before it is called."""
    for path in ("", "/connexion", "/creer-un-compte"):
        for _ in range(40):
            requests.get(place.page(path), timeout=30).close()


def environment() -> dict[str, str]:
    """Return ours, in which byte code is kept, as in an installed program."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "PYTHONPATH": str(ROOT)
    }


@contextmanager
def _serving(folder: Path, cluster: Cluster) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    keys = folder / "keys"
    command = ["portal", "serve", "--port", "0", "--workers", str(WORKERS), "--data", str(keys)]
    command += ["--database", cluster.url(PORTAL), "--trusted-proxy", "127.0.0.1"]
    with running([sys.executable, "-m", "turbo_admin", *command]) as program:
        yield program.stdout.readline().strip() if program.stdout else "", program


@contextmanager
def running(command: list[str], **more: str) -> "Iterator[subprocess.Popen[str]]":
    """Run a program until the end of the block; its standard output is to be read."""
    with subprocess.Popen(
        command,
        env=environment() | more,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as program:
        try:
            yield program
        finally:
            program.terminate()
            program.wait(60)


@cache
def bare() -> str:
    """Return the address of a bare Litestar site on the same base: see `portal_bare`."""
    house = ExitStack()
    atexit.register(house.close)
    place = stand()
    database = place.cluster.url("postgres")  # past all policies: nothing of ours is to slow it down
    program = house.enter_context(
        running([sys.executable, "-m", "tests.bench.portal_bare"], BARE_DATABASE=database)
    )
    return program.stdout.readline().strip() if program.stdout else ""
