"""Identifiants given, renewed, taken back, and the notices about them."""
