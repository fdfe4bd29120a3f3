"""Credentials issued, renewed and revoked, and the notices about them."""
