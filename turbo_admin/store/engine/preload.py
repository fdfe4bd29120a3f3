"""Imported ahead of the first question: SQLAlchemy then works out how classes and tables go together, at length."""

from sqlalchemy.orm import configure_mappers

from turbo_admin.store.engine import schema  # noqa: F401

configure_mappers()
