"""Establishments, their settings and the words of their mails."""
