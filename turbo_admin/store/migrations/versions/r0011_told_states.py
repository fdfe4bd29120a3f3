"""Numbered credentials, what the portal was told as states, and facts that stood in the journal alone

The office of before sent acts. What waits of them becomes states: an issue leaves the hash of its password with its
sheet, a refusal its reason with its request. Everything is then told once; the portal finds each password that it has
by its link.

Revision ID: 0011
Revises: 0010
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NEW = {
    "account": ("last_number", "ended", "sessions_ended", "own_ended"),
    "sheet": ("number",),
    "account_request": ("decision", "mailed_decision"),
    "pending_change": ("sent_rev",),
}
_TEXTS = {
    "sheet": ("password_hash", "portal_refusal"),
    "account_request": ("reason", "sheet_id"),
    "account_diner": ("given_by",),
    "pending_change": ("after_kind", "after_key"),
    "sync_run": ("proof",),
    "school": ("office_epoch", "epoch_next"),
}
_CHECKS = {
    "account": {
        "numbers": "ended >= 0 AND ended <= last_number",
        "ends": "sessions_ended >= 0 AND own_ended >= 0",
    },
    "sheet": {"number": "number >= 1"},
    "account_request": {"decision": "decision >= 0 AND mailed_decision >= 0"},
    "pending_change": {"counters": "life >= 1 AND sent_rev >= 0"},
    "sync_run": {"proof": "proof IN ('', 'agreed', 'pending', 'differs')"},
}
# References are drawn within the transaction of the issue: unlike times, they are in order whatever the PCs' clocks say.
# `D-2026-00001`: by year, then by number, which has five digits or more.
_NUMBERS = """
UPDATE sheet SET number = (SELECT count(*) FROM sheet s WHERE s.account_id = sheet.account_id AND (
    substr(s.reference, 1, 7) < substr(sheet.reference, 1, 7)
    OR (substr(s.reference, 1, 7) = substr(sheet.reference, 1, 7) AND (
        length(s.reference) < length(sheet.reference)
        OR (length(s.reference) = length(sheet.reference) AND s.reference < sheet.reference)
        OR (s.reference = sheet.reference AND s.id <= sheet.id)))))
"""
_LAST = "UPDATE account SET last_number = coalesce((SELECT max(number) FROM sheet s WHERE s.account_id = account.id), 0)"
_ENDED = """
UPDATE account SET ended = coalesce((SELECT max(number) - 1 FROM sheet s WHERE s.account_id = account.id
    AND s.used_at IS NULL AND s.refused = ''), last_number)
"""
_DECIDED = "UPDATE account_request SET decision = 1, mailed_decision = CASE WHEN state = 'refused' THEN 1 ELSE 0 END WHERE state <> 'open'"
_ANSWERED_BY = """
UPDATE account_request SET sheet_id = coalesce((SELECT s.id FROM sheet s WHERE s.account_id = account_request.account_id
    AND s.created_at <= account_request.dealt_at ORDER BY s.number DESC LIMIT 1), '')
WHERE account_id IS NOT NULL
"""
_GIVEN_BY = """
UPDATE account_diner SET given_by = coalesce((SELECT s.id FROM journal j
    JOIN sheet s ON s.account_id = j.other AND s.created_at = j.at
    WHERE j.what IN ('issued_unasked', 'diner_attached') AND j.other = account_diner.account_id
    AND j.subject = account_diner.diner_id ORDER BY j.id DESC LIMIT 1), '')
"""
_PLACES = ("settings", "diner", "account", "request", "mail.credentials", "guardian.notify")
_KEYS = {
    "settings": "SELECT uai, 'school' FROM school WHERE paired_at IS NOT NULL",
    "diner": "SELECT d.uai, d.id FROM diner d JOIN school s USING (uai) WHERE s.paired_at IS NOT NULL",
    "account": "SELECT a.uai, a.id FROM account a JOIN school s USING (uai) WHERE s.paired_at IS NOT NULL",
    "request": "SELECT r.uai, r.id FROM account_request r JOIN school s USING (uai)"
    " WHERE s.paired_at IS NOT NULL AND r.decision > 0",
}


def upgrade() -> None:
    """Bring the schema to this version."""
    for table, columns in _NEW.items():
        for column in columns:
            op.add_column(table, sa.Column(column, _COUNTER, nullable=False, server_default="0"))
    for table, columns in _TEXTS.items():
        for column in columns:
            op.add_column(table, sa.Column(column, _text(column), nullable=False, server_default=""))
    op.add_column("pending_change", sa.Column("life", _COUNTER, nullable=False, server_default="1"))
    op.add_column("sync_run", sa.Column("proof_detail", sa.JSON(), nullable=False, server_default="{}"))
    for statement in (_NUMBERS, _LAST, _ENDED, _DECIDED, _ANSWERED_BY, _GIVEN_BY):
        op.execute(statement)
    for table, checks in _CHECKS.items():
        with op.batch_alter_table(table) as batch:
            for name, condition in checks.items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
            if table == "sheet":
                batch.create_unique_constraint(op.f("uq_sheet_account_id_number"), ["account_id", "number"])
    op.create_index(op.f("ix_account_request_sheet_id"), "account_request", ["sheet_id"])
    op.create_index(
        op.f("ix_pending_change_uai_after_kind_after_key"),
        "pending_change",
        ["uai", "after_kind", "after_key"],
    )
    op.execute("DELETE FROM lease")
    op.alter_column("lease", "expires_at", new_column_name="since")
    _create_told()
    _turn_acts_into_states(op.get_bind())
    _tell_everything(op.get_bind())


def downgrade() -> None:
    """Take it back; what waits as a state is enqueued again by « Tout renvoyer » of the version before."""
    op.execute("DELETE FROM pending_change")
    op.execute("DELETE FROM lease")
    op.alter_column("lease", "since", new_column_name="expires_at")
    op.drop_table("told_sum")
    op.drop_table("told_state")
    op.drop_index(op.f("ix_pending_change_uai_after_kind_after_key"), "pending_change")
    op.drop_index(op.f("ix_account_request_sheet_id"), "account_request")
    for table in sorted({*_NEW, *_TEXTS}):
        with op.batch_alter_table(table) as batch:
            if table == "sheet":
                batch.drop_constraint(op.f("uq_sheet_account_id_number"), type_="unique")
            for name in _CHECKS.get(table, {}):
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            for column in (*_NEW.get(table, ()), *_TEXTS.get(table, ())):
                batch.drop_column(column)
            if table == "pending_change":
                batch.drop_column("life")
            if table == "sync_run":
                batch.drop_column("proof_detail")


def _text(column: str) -> sa.types.TypeEngine[str]:
    lengths = {
        "sheet_id": 64,
        "given_by": 64,
        "after_kind": 64,
        "after_key": 64,
        "proof": 16,
        "office_epoch": 64,
        "epoch_next": 64,
    }
    return sa.String(lengths[column]) if column in lengths else sa.Text()


def _create_told() -> None:
    op.create_table(
        "told_state",
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("life", _COUNTER, nullable=False),
        sa.Column("rev", _COUNTER, nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_told_state_uai_school")),
        sa.PrimaryKeyConstraint("uai", "kind", "key", name=op.f("pk_told_state")),
        sa.CheckConstraint("life >= 1 AND rev >= 0", name=op.f("ck_told_state_counters")),
    )
    op.create_table(
        "told_sum",
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("count", _COUNTER, nullable=False),
        sa.Column("total", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_told_sum_uai_school")),
        sa.PrimaryKeyConstraint("uai", "kind", name=op.f("pk_told_sum")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_told_sum_count")),
    )


def _turn_acts_into_states(connection: sa.Connection) -> None:
    """Keep with the records what acts that wait would have told; mails name the number of their sheet."""
    rows = connection.execute(sa.text("SELECT id, kind, key, body FROM pending_change")).all()
    for change_id, kind, key, body in rows:
        if kind == "account.issue":
            connection.execute(
                sa.text("UPDATE sheet SET password_hash = :hash WHERE id = :key"),
                {"hash": json.loads(bytes(body))["password_hash"], "key": key},
            )
        elif kind == "request.refuse":
            said = json.loads(bytes(body))
            connection.execute(
                sa.text("UPDATE account_request SET reason = :reason, mailed_decision = 0 WHERE id = :key"),
                {"reason": said.get("reason", ""), "key": said["request_id"]},
            )
        elif kind == "issue.revoke":
            _keep_revocation(connection, json.loads(bytes(body)))
        elif kind == "mail.credentials":
            _number_mail(connection, change_id, json.loads(bytes(body)))
    connection.execute(
        sa.text("DELETE FROM pending_change WHERE kind NOT IN ('mail.credentials', 'guardian.notify')")
    )
    # They may have arrived without an answer.
    connection.execute(
        sa.text(
            "UPDATE pending_change SET sent_rev = rev WHERE refused = ''"
            " AND rev <= (SELECT s.sent_rev FROM school s WHERE s.uai = pending_change.uai)"
        )
    )


def _keep_revocation(connection: sa.Connection, said: dict[str, Any]) -> None:
    """Have the portal end the sessions of an account whose revocation it has not heard, and let its requests wait again."""
    connection.execute(
        sa.text("UPDATE account SET sessions_ended = 1 WHERE id = :account"), {"account": said["account_id"]}
    )
    for request in said.get("request_ids", ()):
        connection.execute(
            sa.text("UPDATE account_request SET decision = 1 WHERE id = :request"), {"request": request}
        )


def _number_mail(connection: sa.Connection, change_id: str, said: dict[str, Any]) -> None:
    number = connection.execute(
        sa.text("SELECT number FROM sheet WHERE account_id = :account AND link_hash = :link"),
        {"account": said["account_id"], "link": said["link_hash"]},
    ).scalar()
    new = {name: said[name] for name in ("account_id", "to", "sealed", "mail_key")} | {"number": number}
    connection.execute(
        sa.text(
            "UPDATE pending_change SET body = :body, place = :place, after_kind = 'account', after_key = :account"
            " WHERE id = :id"
            if number
            else "DELETE FROM pending_change WHERE id = :id"
        ).bindparams(
            *([sa.bindparam("body", type_=sa.LargeBinary())] if number else []),
        ),
        {
            "id": change_id,
            "body": json.dumps(new).encode(),
            "place": _PLACES.index("mail.credentials"),
            "account": said["account_id"],
        }
        if number
        else {"id": change_id},
    )


def _tell_everything(connection: sa.Connection) -> None:
    rev = int(connection.execute(sa.text("SELECT coalesce(max(last_rev), 0) FROM office")).scalar_one())
    insert = sa.text(
        "INSERT INTO pending_change (id, rev, uai, kind, key, place, body, life, sent_rev, after_kind, after_key,"
        " refused, refused_message) VALUES (:id, :rev, :uai, :kind, :key, :place, :body, 1, 0, '', '', '', '')"
    ).bindparams(sa.bindparam("body", type_=sa.LargeBinary()))
    for kind, query in _KEYS.items():
        found: Iterable[Any] = connection.execute(sa.text(query)).all()
        rows = []
        for uai, key in found:
            rev += 1
            rows.append(
                {
                    "id": uuid.uuid4().hex,
                    "rev": rev,
                    "uai": uai,
                    "kind": kind,
                    "key": key,
                    "place": _PLACES.index(kind),
                    "body": b"",
                }
            )
        if rows:
            connection.execute(insert, rows)
    connection.execute(
        sa.text("UPDATE pending_change SET place = :place WHERE kind = 'guardian.notify'"),
        {"place": _PLACES.index("guardian.notify")},
    )
    connection.execute(sa.text("UPDATE office SET last_rev = :rev"), {"rev": rev})
