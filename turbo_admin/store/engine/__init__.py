"""The database itself: connections, sessions, tables, their records, and the step to this program's schema."""
