"""The families' accounts: requests, sessions, passwords, their own data."""
