"""The office's database: SQLite by default, PostgreSQL for several PCs. A file per kind of record.

Functions take an open session, write within its transaction and hand back frozen dataclasses, never rows.
"""
