"""Which diner each open request means, kept up to date."""
