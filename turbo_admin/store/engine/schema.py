"""The whole schema: importing it makes every table known, whichever module of the store is used first."""

from turbo_admin.store.engine import (  # noqa: F401 (imported for their tables)
    account_tables,
    diner_tables,
    journal_tables,
    request_tables,
    school_tables,
    sync_tables,
)
from turbo_admin.store.engine.books import closing_tables, ledger_tables  # noqa: F401 (likewise)
from turbo_admin.store.engine.table_base import Base

METADATA = Base.metadata
