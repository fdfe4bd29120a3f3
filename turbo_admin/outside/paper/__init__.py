"""What is printed: the sheets of identifiants, the poster, and the canvas that both are drawn on."""
