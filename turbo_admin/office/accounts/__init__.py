"""The families' accounts: listed, blocked, closed, corrected."""
