"""The office's way in: hello, events, changes, applied once and in order."""
