"""A connection of psycopg's own, for `home_figures` and the run lock; loaded only by offices that share a server."""

import os
from typing import Any

import psycopg

from turbo_admin.core.database_address import DatabaseLink, check_database_link
from turbo_admin.store.engine.connection_settings import CONNECT_SECONDS

# Whose errors these are.
DRIVER = psycopg


def connect(address: str, **options: Any) -> psycopg.Connection[Any]:
    """Open a connection.

    Args:
        address: a `postgresql://` address.
        options: of libpq, beside those of the address.

    Raises:
        Refused: `database_in_clear`, `database_environment`.
        psycopg.Error: the server does not answer, or the address is none.
    """
    url = "postgresql://" + address.partition("://")[2]
    parts = psycopg.conninfo.conninfo_to_dict(url)
    named = (str(parts.get(one) or "") for one in ("host", "hostaddr", "sslmode", "service"))
    check_database_link(DatabaseLink(*named), os.environ)
    return psycopg.connect(url, connect_timeout=CONNECT_SECONDS, **options)
