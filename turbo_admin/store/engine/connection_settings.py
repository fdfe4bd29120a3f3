"""What every connection to the office's database has in common, whichever library opens it."""

# The schema version of this program; a test compares it with the last migration.
SCHEMA_VERSION = "0015"
VERSION_TABLE = "alembic_version"
# How long a write waits for another PC's or thread's write to end, and for a server to answer.
BUSY_SECONDS = 15
CONNECT_SECONDS = 10
_POSTGRESQL = ("postgresql://", "postgresql+psycopg://")


def is_shared(address: str) -> bool:
    """Whether an address means a PostgreSQL server, which several PCs may share."""
    return address.startswith(_POSTGRESQL)
