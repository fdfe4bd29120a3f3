"""Copies of the office's database: what one holds, putting one back, and that one was put back."""
