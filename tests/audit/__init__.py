"""Scanners of others, let loose on a portal of two schools: what `make audit` runs."""
