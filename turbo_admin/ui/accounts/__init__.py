"""The page of the families' accounts, and its dialogs."""
