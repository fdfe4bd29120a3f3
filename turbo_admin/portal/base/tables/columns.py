"""The columns and keys that many tables share, and the metadata that all of them are part of."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKeyConstraint, MetaData, Text, text

metadata = MetaData()


def school_id() -> Column[str]:
    """Return the first column of every key: the school, by its UAI."""
    return Column("school_id", Text, primary_key=True)


def key(name: str) -> Column[str]:
    """Return a column of the primary key."""
    return Column(name, Text, primary_key=True)


def text_column(name: str, default: str | None = None) -> Column[str]:
    """Return a text that is never null; `default` stands there when nothing is said."""
    server_default = None if default is None else text(f"'{default}'")
    return Column(name, Text, nullable=False, server_default=server_default)


def moment(name: str, *, null: bool = False) -> Column[object]:
    """Return a time in UTC."""
    return Column(name, DateTime(timezone=True), nullable=null)


def number(name: str) -> Column[int]:
    """Return a counter that begins at 0."""
    return Column(name, BigInteger, nullable=False, server_default=text("0"))


def flag(name: str) -> Column[bool]:
    """Return a flag that begins false."""
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def of_school() -> ForeignKeyConstraint:
    """Say that a row goes with its school."""
    return ForeignKeyConstraint(["school_id"], ["school.school_id"], ondelete="CASCADE")


def of_account() -> ForeignKeyConstraint:
    """Say that a row goes with its account."""
    return ForeignKeyConstraint(
        ["school_id", "account_id"], ["account.school_id", "account.account_id"], ondelete="CASCADE"
    )
