"""What is seen of everything at once: Accueil, one diner in full, what need not be kept."""
