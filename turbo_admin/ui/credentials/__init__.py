"""Identifiants for a class, and taken back."""
