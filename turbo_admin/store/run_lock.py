"""The lock that a running synchronisation holds; apart from `store.sync`, for those who read without SQLAlchemy."""

# Name of the row in the table of leases.
LEASE = "sync"
