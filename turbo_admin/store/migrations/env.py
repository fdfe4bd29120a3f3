"""Runs a migration on the connection that `store.engine.database` hands over."""

from alembic import context
from sqlalchemy import Connection, text

from turbo_admin.store.engine.schema import METADATA

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
if connection.dialect.name == "postgresql":
    # Two PCs that start the new version together: the second waits, then finds the work done.
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('turbo-admin migration'))"))
with context.begin_transaction():
    context.run_migrations()
