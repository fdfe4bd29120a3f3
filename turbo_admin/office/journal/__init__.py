"""The journal of who did what, in words."""
