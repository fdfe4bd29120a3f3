"""Names and contents of copies."""
