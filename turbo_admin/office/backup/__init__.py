"""Copies of the office's database: written, put back, and made by the program itself each day."""
