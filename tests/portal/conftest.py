"""A portal's database of its own for each test, copied from one that was migrated once."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.database import PortalDatabase, parse_url
from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER, migrate
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.portal.schools.registry import add_school

UAI = make_uai(990001)
OTHER_UAI = make_uai(990002)


def with_database(url: str, name: str) -> str:
    return parse_url(url).set(database=name).render_as_string(hide_password=False)


def run_alone(url: str, statement: str) -> None:
    """Run a statement that wants no transaction."""
    engine = create_engine(parse_url(url), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


@dataclass
class Portal:
    """A migrated database with two schools, and the three ways into it."""

    superuser_url: str
    mail_key: bytes = field(default_factory=new_mail_key)
    uai: str = UAI
    other_uai: str = OTHER_UAI

    def __post_init__(self) -> None:
        self.database = PortalDatabase(self.url(PORTAL))
        self.worker = PortalDatabase(self.url(WORKER))
        self.owner = PortalDatabase(self.url(OWNER))
        self.superuser = PortalDatabase(self.superuser_url)
        self.code = add_school(self.owner, self.uai, "Collège de l’Exemple")
        self.other_code = add_school(self.owner, self.other_uai, "Lycée de l’Autre Rive")
        with self.superuser.host() as connection:
            values = {"key": public_mail_key(self.mail_key), "url": "https://cantine.exemple.fr"}
            connection.execute(text("UPDATE meta SET mail_public_key = :key, public_url = :url"), values)

    def url(self, role: str) -> str:
        return parse_url(self.superuser_url).set(username=role).render_as_string(hide_password=False)

    def rows(self, statement: str, **values: object) -> list[Any]:
        """What is in the tables, as a superuser sees it."""
        with self.superuser.host() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def believe_clock(self, now: datetime) -> None:
        """Have the mail worker say that its clock has gone evenly up to a moment."""
        self.rows(
            "UPDATE meta SET clock_seen_at = :now, clock_steady_since = CAST(:now AS timestamptz) - interval '2 days'",
            now=now,
        )

    def close(self) -> None:
        for database in (self.database, self.worker, self.owner, self.superuser):
            database.dispose()


@pytest.fixture(scope="session")
def portal_template(postgres: Any) -> Iterator[str]:
    """The name of a migrated database without schools."""
    name = f"template_{uuid.uuid4().hex}"
    run_alone(postgres.superuser_url, f'CREATE DATABASE "{name}"')
    migrate(with_database(postgres.superuser_url, name))
    yield name
    run_alone(postgres.superuser_url, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def fresh_portal(superuser_url: str, template: str) -> Iterator[Portal]:
    """A portal of its own, with the schools 0990001N and another, dropped at the end."""
    name = f"portal_{uuid.uuid4().hex}"
    run_alone(superuser_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    portal = Portal(with_database(superuser_url, name))
    try:
        yield portal
    finally:
        portal.close()
        run_alone(superuser_url, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def portal(postgres: Any, portal_template: str) -> Iterator[Portal]:
    """A portal of the test's own."""
    with fresh_portal(postgres.superuser_url, portal_template) as portal:
        yield portal


@pytest.fixture
def mailer(portal: Portal, smtp: Catcher) -> Iterator[MailSender]:
    transport = open_transport(smtp.url)
    yield MailSender(portal.worker, transport, portal.mail_key)
    transport.close()
