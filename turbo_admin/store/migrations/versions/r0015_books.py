"""The books: cash offices, means of payment, wallets, receipts, entries, closings

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# SQLite's integers have 64 bits anyway.
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
# Once written, neither changed nor deleted.
_KEPT = ("receipt", "entry", "day_closing", "deposit_slip", "deposit_slip_entry", "void_number")
_KINDS = "'receipt', 'meal', 'correction', 'refund', 'transfer', 'unpaid', 'opening'"
# code, label, account, nature, what is asked; the office may change all but the nature.
_MEANS: tuple[tuple[str, str, str, str, list[str]], ...] = (
    ("especes", "Espèces", "531", "cash", []),
    ("cheque", "Chèque", "5112", "cheque", ["bank", "number", "drawer"]),
    ("carte", "Carte bancaire", "5115", "other", []),
    ("virement", "Virement", "545", "other", ["number"]),
    ("prelevement", "Prélèvement", "545", "other", ["number"]),
    ("en_ligne", "Paiement en ligne", "545", "online", []),
)
_FUNCTION = """
CREATE OR REPLACE FUNCTION books_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'books are never changed: %', TG_TABLE_NAME; END $$
"""


def upgrade() -> None:
    """Bring the schema to this version."""
    _configuration()
    _wallets()
    _receipts()
    _entries()
    _closings()
    _keep()
    _begin()


def downgrade() -> None:
    """Take it back, as long as nothing was booked.

    Raises:
        RuntimeError: there are books, which no older version could keep.
    """
    booked = op.get_bind().execute(sa.text("SELECT count(*) FROM entry")).scalar_one()
    if booked:
        raise RuntimeError("there are books: an older version of the program could not keep them")
    for table in (
        *("deposit_slip_entry", "month_lock", "deposit_slip", "day_closing", "entry", "receipt"),
        *("wallet", "meal_price", "means", "void_number", "number_series", "regie"),
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION books_are_kept()")


def _configuration() -> None:
    op.create_table(
        "regie",
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *_numbers("float_cents", "ceiling_cents", "cash_limit_cents"),
        sa.Column("numbers_known", sa.Boolean(), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_regie_code")),
        sa.CheckConstraint(
            "float_cents >= 0 AND ceiling_cents >= 0 AND cash_limit_cents >= 0", name=op.f("ck_regie_amounts")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regie")),
    )
    op.create_table(
        "number_series",
        *_regie("number_series"),
        sa.Column("series", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *_numbers("last"),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_last")),
        sa.PrimaryKeyConstraint("regie", "series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "void_number",
        *_regie("void_number"),
        sa.Column("series", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *_numbers("first", "last"),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.CheckConstraint("first >= 1 AND last >= first", name=op.f("ck_void_number_range")),
        sa.PrimaryKeyConstraint("regie", "series", "year", "first", name=op.f("pk_void_number")),
    )
    op.create_table(
        "means",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("account", sa.String(16), nullable=False),
        sa.Column("nature", sa.String(16), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("nature IN ('cash', 'cheque', 'online', 'other')", name=op.f("ck_means_nature")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_means")),
    )
    op.create_table(
        "meal_price",
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *_numbers("amount_cents"),
        sa.PrimaryKeyConstraint("category", "since", name=op.f("pk_meal_price")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_meal_price_amount")),
        *_whole("meal_price", "amount_cents"),
    )


def _wallets() -> None:
    op.create_table(
        "wallet",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("diner_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        *_numbers("balance_cents"),
        sa.ForeignKeyConstraint(["diner_id"], ["diner.id"], name=op.f("fk_wallet_diner_id_diner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet")),
        sa.UniqueConstraint("diner_id", "kind", name=op.f("uq_wallet_diner_id_kind")),
        sa.CheckConstraint("kind IN ('self', 'cafeteria', 'forfait')", name=op.f("ck_wallet_kind")),
        *_whole("wallet", "balance_cents"),
    )


def _receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.String(64), nullable=False),
        *_regie("receipt"),
        sa.Column("year", sa.Integer(), nullable=False),
        *_numbers("number"),
        sa.Column("means", sa.String(16), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        *_numbers("total_cents"),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("booked_at", _MOMENT, nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["means"], ["means.code"], name=op.f("fk_receipt_means_means")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("regie", "year", "number", name=op.f("uq_receipt_regie_year_number")),
        sa.CheckConstraint("total_cents > 0", name=op.f("ck_receipt_total")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_receipt_number")),
        *_whole("receipt", "total_cents"),
    )
    op.create_index(op.f("ix_receipt_booked_on"), "receipt", ["booked_on"])
    is_online = sa.text("reference <> ''")
    op.create_index(
        "uq_receipt_reference",
        "receipt",
        ["reference"],
        unique=True,
        sqlite_where=is_online,
        postgresql_where=is_online,
    )


def _entries() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.String(64), nullable=False),
        *_regie("entry"),
        *_numbers("position"),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("booked_at", _MOMENT, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("wallet_id", sa.String(64), nullable=False),
        *_numbers("amount_cents"),
        sa.Column("receipt_id", sa.String(64), nullable=True),
        sa.Column("reverses", sa.String(64), nullable=True),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["wallet_id"], ["wallet.id"], name=op.f("fk_entry_wallet_id_wallet")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_entry_receipt_id_receipt")),
        sa.ForeignKeyConstraint(["reverses"], ["entry.id"], name=op.f("fk_entry_reverses_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("regie", "position", name=op.f("uq_entry_regie_position")),
        sa.UniqueConstraint("reverses", name=op.f("uq_entry_reverses")),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_entry_amount")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_entry_position")),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_entry_kind")),
        sa.CheckConstraint("kind <> 'receipt' OR receipt_id IS NOT NULL", name=op.f("ck_entry_receipt")),
        *_whole("entry", "amount_cents"),
    )
    op.create_index(op.f("ix_entry_wallet_id_position"), "entry", ["wallet_id", "position"])
    op.create_index(op.f("ix_entry_regie_booked_on"), "entry", ["regie", "booked_on"])
    op.create_index(op.f("ix_entry_receipt_id"), "entry", ["receipt_id"])


def _closings() -> None:
    op.create_table(
        "day_closing",
        sa.Column("day", sa.Date(), nullable=False),
        *_closed_paper("day_closing"),
        *_numbers("opening_cents", "paid_over_cents", "closing_cents"),
        sa.UniqueConstraint("regie", "day", name=op.f("uq_day_closing_regie_day")),
        *_whole("day_closing", "closing_cents"),
    )
    op.create_table(
        "deposit_slip",
        sa.Column("closed_on", sa.Date(), nullable=False),
        *_closed_paper("deposit_slip"),
        sa.Column("pieces", sa.Integer(), nullable=False),
        *_numbers("total_cents"),
        *_whole("deposit_slip", "total_cents"),
    )
    op.create_table(
        "deposit_slip_entry",
        sa.Column("entry_id", sa.String(64), nullable=False),
        sa.Column("slip_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_deposit_slip_entry_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(
            ["slip_id"], ["deposit_slip.id"], name=op.f("fk_deposit_slip_entry_slip_id_deposit_slip")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_deposit_slip_entry")),
    )
    op.create_index(op.f("ix_deposit_slip_entry_slip_id"), "deposit_slip_entry", ["slip_id"])
    op.create_table(
        "month_lock",
        *_regie("month_lock"),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("locked_at", _MOMENT, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("regie", "month", name=op.f("pk_month_lock")),
    )


def _closed_paper(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return what a closed day and a slip have in common."""
    return (
        sa.Column("id", sa.String(64), nullable=False),
        *_regie(table),
        sa.Column("year", sa.Integer(), nullable=False),
        *_numbers("number"),
        sa.Column("closed_at", _MOMENT, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("paper", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("regie", "year", "number", name=op.f(f"uq_{table}_regie_year_number")),
        sa.CheckConstraint("number >= 1", name=op.f(f"ck_{table}_number")),
    )


def _numbers(*names: str) -> tuple[sa.schema.SchemaItem, ...]:
    return tuple(sa.Column(name, _NUMBER, nullable=False) for name in names)


def _regie(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("regie", sa.String(4), nullable=False),
        sa.ForeignKeyConstraint(["regie"], ["regie.code"], name=op.f(f"fk_{table}_regie_regie")),
    )


def _whole(table: str, column: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return what keeps SQLite from storing another thing than a whole number."""
    if op.get_bind().dialect.name != "sqlite":
        return ()
    return (sa.CheckConstraint(f"typeof({column}) = 'integer'", name=op.f(f"ck_{table}_whole")),)


def _keep() -> None:
    """Refuse that what is in the books be changed or deleted, whoever asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for table in _KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION books_are_kept()"
            )
        return
    for table in _KEPT:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_is_kept_from_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'books are never changed: {table}'); END"
            )


def _begin() -> None:
    """Fill in one régie and the usual means, which the office may change."""
    first = {
        "code": "A",
        "name": "Restauration scolaire",
        "float_cents": 0,
        "ceiling_cents": 0,
        "cash_limit_cents": 30_000,
        "numbers_known": True,
    }
    op.bulk_insert(sa.table("regie", *(sa.column(name) for name in first)), [first])
    means = sa.table(
        "means",
        *(sa.column(name) for name in ("code", "label", "account", "nature")),
        sa.column("asks", sa.JSON()),
        sa.column("position"),
        sa.column("active", sa.Boolean()),
    )
    names = ("code", "label", "account", "nature", "asks")
    op.bulk_insert(
        means,
        [
            dict(zip(names, one, strict=True)) | {"position": position, "active": True}
            for position, one in enumerate(_MEANS)
        ],
    )
