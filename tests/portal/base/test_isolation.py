"""Two schools never meet, even when their ids are the same and the statement forgets to name the school."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg import errors as pg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests.portal.conftest import Portal, fresh_portal
from tests.portal.office import HASH, SOON
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.accounts.page_query import read_page_context
from turbo_admin.portal.api.batch import apply_batch
from turbo_admin.portal.base.events import append_event
from turbo_admin.portal.base.tables.all_tables import metadata
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import AccountActivated
from turbo_admin.protocol.messages import Change
from turbo_admin.protocol.states import AccountState, Credential, DinerState, NotifyGuardian

SCHOOL_TABLES = sorted(set(metadata.tables) - {"meta"})


@pytest.fixture(scope="module")
def twins(postgres: Any, portal_template: str) -> Iterator[Portal]:
    """Two schools with a row of the same id in every table; no test of this module changes any."""
    with fresh_portal(postgres.superuser_url, portal_template) as portal:
        for uai in (portal.uai, portal.other_uai):
            fill(portal, uai)
        yield portal


def fill(portal: Portal, uai: str) -> None:
    issued = AccountState(
        login="lm482716",
        diner_ids=["d1"],
        email="a1@exemple.fr",
        credential=Credential(number=1, link_hash="f" * 64, expires_at=SOON),
    )
    notice = NotifyGuardian(to="b@exemple.fr", diner_id="d1", occasion="asked")
    bodies = (
        ("diner", "d1", DinerState(last_name=uai, first_name="Léa")),
        ("account", "a1", issued),
        ("guardian.notify", "n1", notice),
    )
    changes = [
        Change(
            id=key,
            rev=number,
            kind=kind,
            key=key,
            body=codec.raw(body),
            password_hash=HASH if kind == "account" else "",
        )
        for number, (kind, key, body) in enumerate(bodies, 1)
    ]
    with portal.database.school(uai) as connection:
        assert [answer.outcome for answer in apply_batch(connection, uai, changes)] == ["done"] * 3
        append_event(
            connection, uai, "account.activated", AccountActivated(account_id="a1", activated_at=SOON)
        )
    portal.rows("INSERT INTO session VALUES (:uai, 't1', 'a1', 'full', now(), now(), '')", uai=uai)
    portal.rows("INSERT INTO throttle VALUES (:uai, 'k', now(), 1)", uai=uai)
    portal.rows("INSERT INTO workstation_key VALUES (:uai, 'w1', 'h', 'Poste', 'e', now())", uai=uai)
    portal.rows(
        "INSERT INTO account_request VALUES (:uai, 'r1', '04217', 'M', 'L', 'a@exemple.fr', now())",
        uai=uai,
    )
    portal.rows(
        "INSERT INTO email_change VALUES (:uai, 'a1', 'n@exemple.fr', 'h', now(), now() + interval '1 day')",
        uai=uai,
    )
    portal.rows("INSERT INTO account_link VALUES (:uai, 'a1', '0990009X', 'k', now())", uai=uai)
    portal.rows("INSERT INTO account_log VALUES (:uai, 'l1', 'a1', now(), 'signed_in')", uai=uai)
    portal.rows(
        "INSERT INTO mail (school_id, mail_id, kind, to_address, data, message_id, next_at, created_at)"
        " VALUES (:uai, 'm1', 'refus', 'a@exemple.fr', '{}', 'x', now(), now())",
        uai=uai,
    )


@pytest.mark.parametrize("table", SCHOOL_TABLES)
def test_a_school_sees_its_own_rows_only(twins: Portal, table: str) -> None:
    everything = {uai for (uai,) in twins.rows(f"SELECT school_id FROM {table}")}
    assert everything == {twins.uai, twins.other_uai}
    with twins.database.school(twins.uai) as connection:
        assert set(connection.scalars(text(f"SELECT school_id FROM {table}"))) == {twins.uai}
    with twins.database.host() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_a_page_of_one_school_sees_no_session_and_no_diner_of_another(twins: Portal) -> None:
    now, values = datetime.now(UTC), {"uai": twins.uai, "hash": hash_token("jeton")}
    twins.rows("UPDATE session SET token_hash = :hash WHERE school_id = :uai", **values)
    try:
        seen = read_page_context(twins.database, twins.uai, "jeton", now=now, diners=True)
        assert seen is not None
        assert seen.session is not None
        assert [diner.last_name for diner in seen.diners] == [twins.uai]
        elsewhere = read_page_context(twins.database, twins.other_uai, "jeton", now=now, diners=True)
        assert elsewhere is not None
        assert (elsewhere.session, elsewhere.diners) == (None, ())
    finally:
        twins.rows("UPDATE session SET token_hash = 't1' WHERE school_id = :uai", **values)


@pytest.mark.parametrize("table", SCHOOL_TABLES)
def test_every_table_of_schools_forces_its_policy(twins: Portal, table: str) -> None:
    flags = twins.rows(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = :table", table=table
    )
    assert flags == [(True, True)]


@pytest.mark.parametrize("statement", [
    "UPDATE school SET name = 'x' WHERE school_id = :other",
    "UPDATE account SET login = 'x' WHERE school_id = :other",
    "UPDATE diner SET first_name = 'x' WHERE school_id = :other",
    "DELETE FROM session WHERE school_id = :other",
    "DELETE FROM provisional WHERE school_id = :other",
    "DELETE FROM email_change WHERE school_id = :other",
    "DELETE FROM account_link WHERE school_id = :other",
    "UPDATE school_counter SET last = 99 WHERE school_id = :other",
    "UPDATE workstation_key SET revoked_at = now() WHERE school_id = :other",
])  # fmt: skip
def test_a_school_cannot_touch_another_ones_rows(twins: Portal, statement: str) -> None:
    with twins.database.school(twins.uai) as connection:
        assert connection.execute(text(statement), {"other": twins.other_uai}).rowcount == 0


def test_a_school_cannot_write_into_another_one(twins: Portal) -> None:
    insert = "INSERT INTO diner (school_id, diner_id, last_name, first_name) VALUES (:other, 'd9', 'X', 'Y')"
    with pytest.raises(ProgrammingError) as failure, twins.database.school(twins.uai) as connection:
        connection.execute(text(insert), {"other": twins.other_uai})
    assert isinstance(failure.value.orig, pg.InsufficientPrivilege)


def test_a_row_cannot_be_moved_to_another_school(twins: Portal) -> None:
    with pytest.raises(DBAPIError), twins.database.school(twins.uai) as connection:
        connection.execute(text("UPDATE diner SET school_id = :other"), {"other": twins.other_uai})


@pytest.mark.parametrize("statement", [
    "INSERT INTO school (school_id, name, settings, created_at) VALUES ('0990009X', 'x', '{}', now())",
    "DELETE FROM event",
    "UPDATE event SET body = NULL",
    "DELETE FROM applied_change",
    "DELETE FROM account_log",
    "UPDATE account_log SET what = 'x'",
    "UPDATE account_link SET account_id = 'x'",
    "UPDATE mail SET state = 'sent'",
    "UPDATE meta SET mail_public_key = ''",
    "UPDATE meta SET epoch = 'x'",
    "UPDATE meta SET public_url = 'https://exemple.net'",
    "INSERT INTO pairing_code VALUES ('0990001N', 'x', now(), now())",
    "ALTER TABLE account DISABLE ROW LEVEL SECURITY",
    "SET ROLE turbo_owner",
    "SET ROLE turbo_worker",
])  # fmt: skip
def test_the_web_process_may_not(twins: Portal, statement: str) -> None:
    with pytest.raises(ProgrammingError) as failure, twins.database.school(twins.uai) as connection:
        connection.execute(text(statement))
    assert isinstance(failure.value.orig, pg.InsufficientPrivilege)


@pytest.mark.parametrize("table", [
    "account", "diner", "attachment", "account_request", "workstation_key", "pairing_code", "email_change",
    "account_log", "account_link",
])  # fmt: skip
def test_the_mail_worker_reads_no_family(twins: Portal, table: str) -> None:
    with pytest.raises(ProgrammingError) as failure, twins.worker.school(twins.uai) as connection:
        connection.execute(text(f"SELECT * FROM {table}"))
    assert isinstance(failure.value.orig, pg.InsufficientPrivilege)


def test_the_mail_worker_crosses_schools_for_mails_and_nothing_else(twins: Portal) -> None:
    with twins.worker.host() as connection:
        assert connection.scalar(text("SELECT count(*) FROM mail")) == 4
        assert connection.execute(text("DELETE FROM session")).rowcount == 0
        assert connection.scalar(text("SELECT count(school_id) FROM event")) == 0


def test_the_mail_worker_reads_no_hash(twins: Portal) -> None:
    with pytest.raises(ProgrammingError), twins.worker.school(twins.uai) as connection:
        connection.execute(text("SELECT password_hash FROM provisional"))
