"""This PC: its keyring, scheduler, folders and logs, and the calendar of school holidays."""
