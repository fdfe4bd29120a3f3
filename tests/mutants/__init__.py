"""Small wrong edits of `core`, each of which a test must catch: see `runner`."""
