"""Turbo Admin: the canteen office's desk and the families' Espace Numérique."""

__version__ = "0.1.0"
