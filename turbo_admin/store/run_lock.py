"""The lock that a running synchronisation holds; apart from `store.exchange`, for those who read without SQLAlchemy."""

# Name of the row in the table of leases.
LEASE = "sync"
