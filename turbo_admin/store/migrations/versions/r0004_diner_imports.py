"""Diners' identity for the State, imports that can be undone, and known tables

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEW = (
    ("ine", sa.String(length=11)),
    ("elenoet", sa.Text()),
    ("birth", sa.String(length=10)),
    ("regime", sa.Text()),
)


def upgrade() -> None:
    """Bring the schema to this version."""
    for name, kind in _NEW:
        op.add_column("diner", sa.Column(name, kind, nullable=False, server_default=""))
    op.create_table(
        "diner_import",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["uai"], ["school.uai"], name=op.f("fk_diner_import_uai_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diner_import")),
    )
    op.create_index(op.f("ix_diner_import_uai_at"), "diner_import", ["uai", "at"], unique=False)
    op.create_table(
        "diner_import_line",
        sa.Column("import_id", sa.String(length=64), nullable=False),
        sa.Column("diner_id", sa.String(length=64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["diner_import.id"], name=op.f("fk_diner_import_line_import_id_diner_import")
        ),
        sa.ForeignKeyConstraint(["diner_id"], ["diner.id"], name=op.f("fk_diner_import_line_diner_id_diner")),
        sa.PrimaryKeyConstraint("import_id", "diner_id", name=op.f("pk_diner_import_line")),
    )
    op.create_table(
        "import_profile",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profile")),
    )


def downgrade() -> None:
    """Bring the schema back to the version before."""
    op.drop_table("import_profile")
    op.drop_table("diner_import_line")
    op.drop_index(op.f("ix_diner_import_uai_at"), table_name="diner_import")
    op.drop_table("diner_import")
    for name, _ in reversed(_NEW):
        op.drop_column("diner", name)
