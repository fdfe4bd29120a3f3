"""Rules about the roster's rows."""
