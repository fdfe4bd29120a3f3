"""Rules of backups: what a copy is named, which copies are kept, what a copy holds."""
