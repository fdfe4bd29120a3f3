"""The main job: schools, diners, requests, accounts, sheets, sync

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version."""
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_subject"), ["subject"], unique=False)

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("last_rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "pc_setting",
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workstation", "name", name=op.f("pk_pc_setting")),
    )
    op.create_table(
        "school",
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site_code", sa.String(length=4), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("portal_url", sa.Text(), nullable=False),
        sa.Column("public_url", sa.Text(), nullable=False),
        sa.Column("portal_epoch", sa.String(length=64), nullable=False),
        sa.Column("mail_public_key", sa.LargeBinary(), nullable=False),
        sa.Column("cursor_seq", sa.Integer(), nullable=False),
        sa.Column("cursor_event", sa.String(length=64), nullable=False),
        sa.Column("sent_rev", sa.Integer(), nullable=False),
        sa.Column("told_rev", sa.Integer(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", name=op.f("pk_school")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_account_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("uai", "login", name=op.f("uq_account_uai_login")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_uai_email_key"), ["uai", "email_key"], unique=False)

    op.create_table(
        "diner",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("card", sa.String(length=16), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("emails", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_diner_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diner")),
    )
    with op.batch_alter_table("diner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diner_uai_card"), ["uai", "card"], unique=False)
        batch_op.create_index(batch_op.f("ix_diner_uai_external_id"), ["uai", "external_id"], unique=False)

    op.create_table(
        "pending_change",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("refused_message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_pending_change_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_change")),
        sa.UniqueConstraint("uai", "kind", "key", name=op.f("uq_pending_change_uai_kind_key")),
    )
    with op.batch_alter_table("pending_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pending_change_uai_refused_place_rev"),
            ["uai", "refused", "place", "rev"],
            unique=False,
        )

    op.create_table(
        "received_event",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_received_event_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_event")),
    )
    with op.batch_alter_table("received_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_event_applied"), ["applied"], unique=False)

    op.create_table(
        "sync_run",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("skew_minutes", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_sync_run_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_run")),
    )
    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_run_run_id"), ["run_id"], unique=False)

    op.create_table(
        "account_diner",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("diner_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_diner_account_id_account")
        ),
        sa.ForeignKeyConstraint(["diner_id"], ["diner.id"], name=op.f("fk_account_diner_diner_id_diner")),
        sa.PrimaryKeyConstraint("account_id", "diner_id", name=op.f("pk_account_diner")),
    )
    with op.batch_alter_table("account_diner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_diner_diner_id"), ["diner_id"], unique=False)

    op.create_table(
        "account_request",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("corrected_email", sa.Text(), nullable=False),
        sa.Column("mail_problem", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("diner_id", sa.String(length=64), nullable=True),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column("degree", sa.String(length=16), nullable=False),
        sa.Column("alerts", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("dealt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dealt_by", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_request_account_id_account")
        ),
        sa.ForeignKeyConstraint(["diner_id"], ["diner.id"], name=op.f("fk_account_request_diner_id_diner")),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_account_request_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_request_uai_state"), ["uai", "state"], unique=False)

    op.create_table(
        "sheet",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("asker", sa.String(length=16), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.String(length=64), nullable=False),
        sa.Column("mail_to", sa.Text(), nullable=False),
        sa.Column("mail_state", sa.String(length=16), nullable=False),
        sa.Column("mail_reason", sa.Text(), nullable=False),
        sa.Column("mail_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sheet_account_id_account")),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_sheet_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    with op.batch_alter_table("sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sheet_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sheet_mail_id"), ["mail_id"], unique=False)


def downgrade() -> None:
    """Bring the schema back to the version before."""
    with op.batch_alter_table("sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_mail_id"))
        batch_op.drop_index(batch_op.f("ix_sheet_batch_id"))
        batch_op.drop_index(batch_op.f("ix_sheet_account_id"))

    op.drop_table("sheet")
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_request_uai_state"))

    op.drop_table("account_request")
    with op.batch_alter_table("account_diner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_diner_diner_id"))

    op.drop_table("account_diner")
    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_run_run_id"))

    op.drop_table("sync_run")
    with op.batch_alter_table("received_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_event_applied"))

    op.drop_table("received_event")
    with op.batch_alter_table("pending_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pending_change_uai_refused_place_rev"))

    op.drop_table("pending_change")
    with op.batch_alter_table("diner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diner_uai_external_id"))
        batch_op.drop_index(batch_op.f("ix_diner_uai_card"))

    op.drop_table("diner")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_uai_email_key"))

    op.drop_table("account")
    op.drop_table("school")
    op.drop_table("pc_setting")
    op.drop_table("office")
    op.drop_table("lease")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_subject"))

    op.drop_table("journal")
