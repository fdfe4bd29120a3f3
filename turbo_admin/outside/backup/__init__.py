"""Folders of automatic copies, and PostgreSQL's own programs for those of a shared database."""
