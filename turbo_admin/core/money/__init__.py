"""Money: amounts in cents, how they are read, rounded, split, written and put into words."""
