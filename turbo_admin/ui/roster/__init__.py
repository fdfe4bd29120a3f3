"""The pages about diners: listed, edited, one in full, imported from files."""
