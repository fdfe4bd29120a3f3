"""The sheets of identifiants: printed, mailed, exported, handed over."""
