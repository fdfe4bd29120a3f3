"""The migrations of the portal's database (Alembic)."""
