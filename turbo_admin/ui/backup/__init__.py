"""« Sauvegarder… », « Restaurer… », daily copies."""
