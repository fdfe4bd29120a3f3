"""Identifiants, passwords and link tokens: how they are drawn, checked, hashed and sealed."""
