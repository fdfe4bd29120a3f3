"""Tables of the books, and their rows as the store hands them out."""
