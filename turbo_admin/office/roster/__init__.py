"""The diners: listed, corrected, and imported from files."""
