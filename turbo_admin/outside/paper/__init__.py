"""What is printed: the sheets of identifiants, the poster, and the pen that draws both."""
