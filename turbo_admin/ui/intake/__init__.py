"""The page of account requests, and its dialogs."""
