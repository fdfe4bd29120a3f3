"""The sheets of credentials: printed, mailed, exported, handed over."""
