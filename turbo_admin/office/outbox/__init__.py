"""The outbox for the portal, the status of the synchronisation, and pairing."""
