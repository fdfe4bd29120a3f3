"""The window around the pages: menus, bars, navigation, and Accueil, which it opens with."""
