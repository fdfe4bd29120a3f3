"""The office database's history: one revision a file, and how Alembic runs them."""
