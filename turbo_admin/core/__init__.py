"""The rules of the office in plain Python: no file, no network, no screen, no table."""
