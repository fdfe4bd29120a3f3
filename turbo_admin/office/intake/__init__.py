"""Account requests as the clerk sees, decides and exports them."""
