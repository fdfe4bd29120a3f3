"""Migrations on a base with rows in every table: down and up again, on both engines, nothing lost."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Date, DateTime, Engine, Integer, LargeBinary, String, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.database import open_database
from turbo_admin.store.engine.migrate import configuration, migration
from turbo_admin.store.engine.schema import METADATA
from turbo_admin.store.engine.sql_engine import make_engine

MIGRATIONS = Path(str(resources.files("turbo_admin.store") / "migrations"))
_AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
# What a CHECK or a key wants; everything else is made up by its type.
_VALUES: dict[str, dict[str, Any]] = {
    "account": {"state": "open", "closed_at": None, "sessions_ended": 0, "own_ended": 0},
    "account_diner": {"given_by": ""},
    "account_request": {
        "state": "open",
        "degree": "certaine",
        "decision": 0,
        "mailed_decision": 0,
        "reason": "",
        "sheet_id": "x",
        "trapped": False,
        "asked_by": "",
    },
    "sheet": {"asker": "connu", "mail_state": "sent", "password_hash": "", "portal_refusal": ""},
    "sync_run": {"proof": "", "proof_detail": {}},
    "import_answer": {"answer": "autres"},
    "school": {"office_epoch": "", "epoch_next": ""},
    "diner_address": {"decision": "typed"},
}
# What the office is to send, and what stood in the journal alone, is prepared anew by the migrations.
_PREPARED_ANEW = {"diner_address", "lease", "office", "pending_change", "told_state", "told_sum"}
# No older version could keep them: a migration down is refused as long as there are any (tests/store/ledger).
_BOOKS = {
    *("regie", "number_series", "means", "wallet", "receipt", "entry", "day_closing", "deposit_slip"),
    *("deposit_slip_entry", "month_lock", "meal_price", "void_number"),
}
_KEYS = {"uai": "0990001N", "diner_id": "d", "account_id": "a", "import_id": "i"}
_IDS = {"diner": "d", "account": "a", "diner_import": "i"}


_SHEET = ", ".join(one.name for one in METADATA.tables["sheet"].columns if one.name != "id")


@pytest.fixture
def engine(office_database: str) -> Iterator[Engine]:
    """An engine on a base that has a row in every table."""
    open_database(office_database).close()
    made = make_engine(office_database)
    with made.begin() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in {"office", *_BOOKS}:
                connection.execute(insert(table).values(_row(table)))
    yield made
    made.dispose()


def _row(table: Table) -> dict[str, Any]:
    given = _KEYS | _VALUES.get(table.name, {})
    values = {column.name: given.get(column.name, _made_up(column.type)) for column in table.columns}
    if "id" in values and not isinstance(values["id"], int):
        values["id"] = _IDS.get(table.name, "x")
    return {name: values[name] for name in values}


def _made_up(kind: Any) -> Any:
    kind = getattr(kind, "impl", kind)
    if isinstance(kind, DateTime):
        return _AT
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, LargeBinary):
        return b"x"
    if isinstance(kind, (String, Date)):
        return "x"
    return [] if kind.python_type is list else {} if kind.python_type is dict else False


def _all_rows(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in METADATA.sorted_tables
            if table.name not in _PREPARED_ANEW
        }


def test_every_migration_keeps_the_rows_that_are_there_down_and_up(engine: Engine) -> None:
    before, config = _all_rows(engine), configuration(MIGRATIONS)
    with migration(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        command.upgrade(config, "head")
    assert _all_rows(engine) == before


def test_outdated_matches_are_added_and_taken_back_and_what_is_stored_is_up_to_date(engine: Engine) -> None:
    before, config = _all_rows(engine), configuration(MIGRATIONS)
    with migration(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0012")
        command.upgrade(config, "head")
    assert _all_rows(engine) == before
    with engine.connect() as connection:
        [request] = connection.execute(text("SELECT match_due, match_done FROM account_request"))
        assert tuple(request) == (1, 1)


def test_a_row_that_points_at_nothing_stops_the_migration_and_nothing_is_kept(tmp_path: Path) -> None:
    path = str(tmp_path / "bureau.db")
    open_database(path).close()
    with closing(make_engine(path).raw_connection()) as bare:
        bare.cursor().execute("PRAGMA foreign_keys = OFF")
        bare.cursor().execute("INSERT INTO account_diner (account_id, diner_id) VALUES ('nobody', 'nowhere')")
        bare.commit()
    engine = make_engine(path)
    with pytest.raises(Refused, match="abîmé"), migration(engine) as connection:
        connection.execute(text("CREATE TABLE half (x int)"))
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).scalar() == 0
        )
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE account SET state = 'ouvert'",
        "UPDATE account SET state = 'closed'",
        "UPDATE account SET generation = -1",
        "UPDATE account SET ended = last_number + 1",
        "UPDATE account SET sessions_ended = -1",
        "UPDATE sheet SET number = 0",
        f"INSERT INTO sheet (id, {_SHEET}) SELECT 'y', {_SHEET} FROM sheet",
        "UPDATE pending_change SET life = 0",
        "UPDATE told_state SET life = 0",
        "UPDATE told_sum SET count = -1",
        "UPDATE sync_run SET proof = 'perhaps'",
        "UPDATE account_request SET decision = -1",
        "UPDATE account_request SET state = 'done'",
        "UPDATE account_request SET degree = 'sûre'",
        "UPDATE account_request SET match_done = match_due + 1",
        "UPDATE sheet SET asker = 'known'",
        "UPDATE sheet SET mail_state = 'gone'",
        "UPDATE import_answer SET answer = 'perhaps'",
        "UPDATE received_event SET seq = 0",
        "INSERT INTO account (id, uai, login, email, email_key, salt, generation, state, created_at, mail_problem,"
        " family_rev, last_number, ended, sessions_ended, own_ended)"
        " SELECT 'b', uai, 'other', email, email_key, salt, 0, state, created_at, '', 0, 0, 0, 0, 0 FROM account",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(engine: Engine, wrong: str) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(wrong))


def test_counters_hold_more_than_32_bits(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE office SET last_rev = 4294967296"))
        connection.execute(text("UPDATE school SET cursor_seq = 4294967296, sent_rev = 4294967296"))
        assert connection.execute(text("SELECT cursor_seq FROM school")).scalar() == 4294967296
