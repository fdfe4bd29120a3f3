"""What Alembic runs: the migrations, on the connection that `roles.migrate` hands over."""

from alembic import context

from turbo_admin.portal.base.tables.all_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
