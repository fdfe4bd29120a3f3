"""The migration from the version that sent acts: numbers, ends and decisions from rows, what waits becomes states."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, insert, text

from turbo_admin.protocol import codec
from turbo_admin.protocol.states import MailCredentials, NotifyGuardian
from turbo_admin.store.engine.migrate import configuration, migration
from turbo_admin.store.engine.sql_engine import make_engine

MIGRATIONS = Path(str(resources.files("turbo_admin.store") / "migrations"))
_AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
_UAI, _UNPAIRED = "0990001N", "0990002P"
_HASH = "argon2id-of-a-provisional-password"
_SEALED = b64encode(b"sealed").decode()


@pytest.fixture
def engine(office_database: str) -> Iterator[Engine]:
    """An office's base of the version that sent acts, empty."""
    made = make_engine(office_database)
    _migrate(made, "0010", up=True)
    yield made
    made.dispose()


def _migrate(engine: Engine, revision: str, *, up: bool) -> None:
    config = configuration(MIGRATIONS)
    with migration(engine) as connection:
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)


class Base:
    """Rows as the version before wrote them; what a test does not say is made up."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._tables = connection, MetaData()
        self._tables.reflect(connection)
        self._revs = 0
        self.add("office", id=1, epoch="e" * 32, last_rev=500, created_at=_AT)
        self.add("school", uai=_UAI, paired_at=_AT, sent_rev=100)
        self.add("school", uai=_UNPAIRED, paired_at=None, sent_rev=0)

    def add(self, table: str, **values: Any) -> None:
        """Add a row."""
        known = self._tables.tables[table]
        if table == "office":
            # It is there, or made by the first start.
            self._connection.execute(known.delete())
        made_up: dict[str, Any] = {}
        for column in known.columns:
            if not column.nullable and column.name not in values and not column.server_default:
                made_up[column.name] = _made_up(column.type.python_type)
        self._connection.execute(insert(known).values(made_up | values))

    def account(self, key: str, uai: str = _UAI, **values: Any) -> None:
        """Add an account."""
        self.add("account", id=key, uai=uai, login=f"login-{key}", email_key="", state="open", **values)

    def sheet(self, key: str, account: str, reference: str, at: datetime = _AT, **values: Any) -> None:
        """Add a sheet, live unless said otherwise."""
        values = {"refused": "", "used_at": None, "asker": "connu", "mail_state": "", "mail_id": ""} | values
        self.add(
            "sheet",
            id=key,
            uai=_UAI,
            account_id=account,
            reference=reference,
            link_hash=f"link-of-{key}" + "0" * 20,
            created_at=at,
            batch_id="b",
            **values,
        )

    def waits(self, kind: str, key: str, body: dict[str, Any], **values: Any) -> None:
        """Add a change that waits."""
        self._revs += 100
        self.add(
            "pending_change",
            id=f"change-{key}",
            rev=self._revs,
            uai=_UAI,
            kind=kind,
            key=key,
            place=3,
            body=json.dumps(body).encode(),
            **({"refused": "", "refused_message": ""} | values),
        )


def _made_up(kind: type) -> Any:
    return {datetime: _AT, int: 0, bytes: b"s", bool: False, dict: {}, list: []}.get(kind, "")


def _upgraded(engine: Engine) -> None:
    _migrate(engine, "0011", up=True)


def _rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _mail(sheet: str, account: str) -> dict[str, Any]:
    return {
        "account_id": account,
        "to": "famille@exemple.fr",
        "sealed": _SEALED,
        "mail_key": _SEALED,
        "link_hash": f"link-of-{sheet}" + "0" * 20,
        "expires_at": "2026-12-01T00:00:00Z",
    }


def test_sheets_are_numbered_by_reference_whatever_the_clocks_of_the_pcs_say(engine: Engine) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        # The second PC's clock is ten minutes slow; the third sheet is of the next year, and numbers grow past five digits.
        base.sheet("first", "a", "D-2026-00009", _AT, refused="replaced")
        base.sheet("second", "a", "D-2026-00010", _AT - timedelta(minutes=10), refused="replaced")
        base.sheet("third", "a", "D-2026-100001", _AT - timedelta(minutes=20), refused="replaced")
        base.sheet("fourth", "a", "D-2027-00001", _AT + timedelta(days=120))
        base.account("never printed")
    _upgraded(engine)
    assert _rows(engine, "SELECT id, number FROM sheet ORDER BY number") == [
        ("first", 1),
        ("second", 2),
        ("third", 3),
        ("fourth", 4),
    ]
    assert _rows(engine, "SELECT id, last_number, ended FROM account ORDER BY id") == [
        ("a", 4, 3),
        ("never printed", 0, 0),
    ]


@pytest.mark.parametrize(
    ("last", "ended"),
    [
        ({}, 1),
        ({"used_at": _AT}, 2),
        ({"refused": "withdrawn"}, 2),
        ({"refused": "La famille a choisi son mot de passe."}, 2),
    ],
    ids=["live", "used", "withdrawn", "refused"],
)
def test_whatever_opens_nothing_any_more_is_ended(engine: Engine, last: dict[str, Any], ended: int) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.sheet("first", "a", "D-2026-00001", refused="replaced")
        base.sheet("last", "a", "D-2026-00002", **last)
    _upgraded(engine)
    assert _rows(engine, "SELECT last_number, ended, sessions_ended, own_ended FROM account") == [
        (2, ended, 0, 0)
    ]


def test_an_issue_that_waits_leaves_its_hash_with_its_sheet(engine: Engine) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.sheet("sheet", "a", "D-2026-00001")
        base.account("b")
        base.sheet("known", "b", "D-2026-00002")
        base.waits("account.issue", "sheet", {"account_id": "a", "password_hash": _HASH})
    _upgraded(engine)
    assert _rows(engine, "SELECT id, password_hash FROM sheet ORDER BY id") == [
        ("known", ""),
        ("sheet", _HASH),
    ]


def test_a_revocation_that_waits_ends_the_sessions_and_tells_that_its_requests_wait_again(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.sheet("sheet", "a", "D-2026-00001", refused="withdrawn")
        base.add("account_request", id="again", uai=_UAI, state="open", degree="certaine", account_id=None)
        base.add("account_request", id="new", uai=_UAI, state="open", degree="certaine", account_id=None)
        base.waits("issue.revoke", "act", {"account_id": "a", "link_hash": "x", "request_ids": ["again"]})
    _upgraded(engine)
    assert _rows(engine, "SELECT ended, sessions_ended FROM account") == [(1, 1)]
    assert _rows(engine, "SELECT key FROM pending_change WHERE kind = 'request'") == [("again",)]
    assert _rows(engine, "SELECT id, decision FROM account_request ORDER BY id") == [("again", 1), ("new", 0)]


def test_a_refusal_that_waits_is_mailed_and_one_that_was_told_is_not(engine: Engine) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        for key in ("told", "waits"):
            base.add(
                "account_request",
                id=key,
                uai=_UAI,
                state="refused",
                degree="certaine",
                account_id=None,
                dealt_at=_AT,
            )
        base.waits("request.refuse", "act", {"request_id": "waits", "reason": "Carte inconnue."})
    _upgraded(engine)
    assert _rows(engine, "SELECT id, decision, mailed_decision, reason FROM account_request ORDER BY id") == [
        ("told", 1, 1, ""),
        ("waits", 1, 0, "Carte inconnue."),
    ]


def test_mails_that_wait_name_the_number_of_their_sheet_and_wait_for_its_account(engine: Engine) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.sheet("former", "a", "D-2026-00001", refused="replaced")
        base.sheet("sheet", "a", "D-2026-00002")
        base.waits("mail.credentials", "left", _mail("sheet", "a"))  # rev 100: sent, perhaps
        base.waits("mail.credentials", "here", _mail("sheet", "a"))
        base.waits("mail.credentials", "refused", _mail("former", "a"), refused="superseded")
        base.waits("mail.credentials", "of nothing", _mail("gone", "a"))
        notice = NotifyGuardian(to="mere@exemple.fr", diner_id="d", occasion="asked")
        base.waits("guardian.notify", "notice", json.loads(codec.encode(notice)))
    _upgraded(engine)
    rows = _rows(
        engine,
        "SELECT key, body, sent_rev, after_kind, after_key FROM pending_change"
        " WHERE kind = 'mail.credentials' ORDER BY key",
    )
    mails = [(key, codec.decode(bytes(body), MailCredentials).number, *rest) for key, body, *rest in rows]
    assert mails == [
        ("here", 2, 0, "account", "a"),
        ("left", 2, 100, "account", "a"),
        ("refused", 1, 0, "account", "a"),
    ]
    [(body,)] = _rows(engine, "SELECT body FROM pending_change WHERE kind = 'guardian.notify'")
    assert codec.decode(bytes(body), NotifyGuardian).to == "mere@exemple.fr"


def test_every_record_of_a_paired_school_is_enqueued_once_and_nothing_of_the_other(engine: Engine) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.account("closed elsewhere", _UNPAIRED)
        for key, uai in (("d", _UAI), ("other", _UNPAIRED)):
            base.add("diner", id=key, uai=uai, last_name="MARTIN", first_name="Léa")
        base.add(
            "account_request",
            id="r",
            uai=_UAI,
            state="issued",
            degree="certaine",
            account_id="a",
            dealt_at=_AT,
        )
        base.waits("account", "a", {"login": "x"})
        base.waits("diner", "d", {"last_name": "x"}, refused="bad_body")
    _upgraded(engine)
    waiting = _rows(engine, "SELECT kind, key, rev, refused, life, sent_rev FROM pending_change ORDER BY rev")
    assert [row[:2] for row in waiting] == [
        ("settings", "school"),
        ("diner", "d"),
        ("account", "a"),
        ("request", "r"),
    ]
    assert [row[2:] for row in waiting] == [(501 + place, "", 1, 0) for place in range(4)]
    assert _rows(engine, "SELECT last_rev FROM office") == [(504,)]
    assert _rows(engine, "SELECT uai FROM told_state") == _rows(engine, "SELECT uai FROM told_sum") == []


def test_an_answer_is_tied_to_the_sheet_of_its_time_and_a_diner_to_the_sheet_that_gave_it(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.sheet("answer", "a", "D-2026-00001", _AT, refused="replaced")
        base.sheet("renewal", "a", "D-2026-00002", _AT + timedelta(days=1))
        base.add(
            "account_request",
            id="r",
            uai=_UAI,
            state="issued",
            degree="certaine",
            account_id="a",
            dealt_at=_AT,
        )
        for key in ("d", "e"):
            base.add("diner", id=key, uai=_UAI, last_name="MARTIN", first_name=key)
            base.add("account_diner", account_id="a", diner_id=key)
        base.add("journal", id=1, at=_AT, who="claire", what="diner_attached", subject="d", other="a")
    _upgraded(engine)
    assert _rows(engine, "SELECT sheet_id FROM account_request") == [("answer",)]
    assert _rows(engine, "SELECT diner_id, given_by FROM account_diner ORDER BY diner_id") == [
        ("d", "answer"),
        ("e", ""),
    ]


def test_down_again_the_rows_are_there_and_what_waited_as_a_state_is_not(engine: Engine) -> None:
    with engine.begin() as connection:
        base = Base(connection)
        base.account("a")
        base.sheet("sheet", "a", "D-2026-00001")
    before = _rows(engine, "SELECT * FROM account"), _rows(engine, "SELECT * FROM sheet")
    _upgraded(engine)
    _migrate(engine, "0010", up=False)
    assert (_rows(engine, "SELECT * FROM account"), _rows(engine, "SELECT * FROM sheet")) == before
    assert _rows(engine, "SELECT * FROM pending_change") == []
