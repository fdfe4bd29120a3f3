"""« Sauvegarder… » and « Restaurer… », and the copy of each day."""
