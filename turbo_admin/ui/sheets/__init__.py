"""The page of the sheets of identifiants."""
