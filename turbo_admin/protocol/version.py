"""Versions and headers of the protocol."""

CURRENT = 2
# An office of version 1 sent acts, which cannot be told again: it is asked to update, and loses nothing.
OLDEST = 2

HEADER_VERSION = "Turbo-Protocol"
HEADER_OFFICE_EPOCH = "Turbo-Office-Epoch"
HEADER_PORTAL_EPOCH = "Turbo-Portal-Epoch"

BASE_PATH = f"/api/v{CURRENT}"
# The whole first roster of most schools, and their settings: each batch more costs both sides a wait for the disk.
MAX_CHANGES = 2000
# What a portal takes that says nothing of it, as the first ones did.
MAX_CHANGES_UNTOLD = 1000
MAX_EVENTS = 1000
MAX_HELD = 1000
# A batch of 2,000 diners is about 400 kB; a portal refuses larger bodies unread.
MAX_BODY_BYTES = 8 * 1024 * 1024


def is_served(version: int) -> bool:
    """Whether a portal of this version of the code answers that version of the protocol."""
    return OLDEST <= version <= CURRENT
