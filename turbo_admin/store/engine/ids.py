"""Ids of our own making."""

import uuid


def new_id() -> str:
    """Draw an id: 32 hexadecimal letters, never met twice."""
    return uuid.uuid4().hex
