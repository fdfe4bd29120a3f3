"""Copies, read and put back."""
